package io.genaiops.architecture;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The rooms of genaiops and their arrows. It is the destination: a room that is drawn here may not exist yet, but no room
 * exists that is not drawn here. Every room may import the root room.
 */
final class FloorPlan {

    private static final Street ASSETS = Street.of(
            "genaiops-core",
            "assets",
            List.of("registry.AssetRegistry", "rollout.Rollout"),
            Room.of("", "GenAiOpsException"),
            Room.of("template", "Template"),
            Room.of("schema", "JsonSchema"),
            Room.of("safety", "Redactor"),
            Room.of("ledger", "Ledger"),
            Room.of("database", "Database"),
            Room.of("asset", "Asset", "schema"),
            Room.of("prompt", "Prompt", "template", "schema", "asset", "safety"),
            Room.of("definition", "ModelDefinition", "schema", "asset"),
            Room.of("review", "AssetLint", "template", "schema", "asset", "prompt", "definition"),
            Room.of("format", "AssetFile", "template", "schema", "asset", "prompt", "definition"),
            Room.of("catalog", "StoredAsset", "asset"),
            Room.of("store", "AssetStore", "asset", "prompt", "definition", "format", "catalog", "database"),
            Room.of("reference", "References", "asset", "prompt", "definition", "format", "catalog", "store"),
            Room.of("delivery", "Delivery", "asset", "prompt", "definition", "format", "catalog", "store", "reference"),
            Room.of(
                    "registry",
                    "AssetRegistry",
                    "asset",
                    "prompt",
                    "definition",
                    "review",
                    "format",
                    "catalog",
                    "store",
                    "reference",
                    "delivery"),
            Room.of("rollout", "Rollout", "asset", "prompt", "registry", "delivery", "database"));

    private static final Street CALLS = Street.of(
            "genaiops-core",
            "calls",
            List.of("model.Models", "call.PromptCalls", "agent.Agent", "cost.PriceList"),
            Room.of("cost", "PriceList", "asset", "definition"),
            Room.of("model", "Models", "asset", "prompt", "definition", "delivery", "cost"),
            Room.of("resilience", "Resilience", "model"),
            Room.of("budget", "Budget", "cost", "model"),
            Room.of("cache", "ResponseCache", "cost", "model"),
            Room.of("policy", "Policy", "asset", "definition", "cost", "safety", "model"),
            Room.of(
                    "call",
                    "PromptCalls",
                    "asset",
                    "prompt",
                    "schema",
                    "safety",
                    "catalog",
                    "registry",
                    "delivery",
                    "rollout",
                    "cost",
                    "model",
                    "resilience",
                    "budget",
                    "cache",
                    "policy"),
            Room.of("agent", "Agent", "prompt", "definition", "registry", "model", "policy", "call"));

    private static final Street MANAGEMENT = Street.of(
            "genaiops-core",
            "management",
            List.of("gate.Gate", "governance.Governance"),
            Room.of("gate", "Gate", "asset", "prompt", "definition", "registry", "cost"),
            Room.of(
                    "governance",
                    "Governance",
                    "asset",
                    "prompt",
                    "catalog",
                    "registry",
                    "rollout",
                    "ledger",
                    "policy",
                    "cost",
                    "gate"),
            Room.of("release", "Release", "asset", "definition", "registry", "governance", "ledger"));

    private static final Street MEASURE = Street.of(
            "genaiops-eval",
            "measure",
            List.of(
                    "eval.EvaluatorChain",
                    "eval.text.TextEvaluators",
                    "eval.overlap.OverlapEvaluators",
                    "eval.retrieval.RetrievalEvaluators",
                    "eval.claim.Claims",
                    "eval.semantic.SemanticEvaluators",
                    "eval.ranking.RankingEvaluators",
                    "eval.fabrication.FabricationEvaluators",
                    "eval.performance.PerformanceEvaluators",
                    "eval.rubric.Rubric",
                    "eval.judge.JudgeEvaluators",
                    "eval.panel.Panel",
                    "eval.panel.DecisionTree",
                    "eval.panel.Combined",
                    "eval.language.LanguageDetector",
                    "eval.statistics.Statistics",
                    "eval.agreement.Agreement"),
            Room.of("eval.language", "Languages"),
            Room.of("eval", "Evaluator", "eval.language", "asset", "prompt", "call", "cost"),
            Room.of("eval.statistics", "Statistics"),
            Room.of("eval.agreement", "Agreement", "eval.statistics"),
            Room.of("eval.text", "TextEvaluators", "eval", "eval.language", "schema"),
            Room.of("eval.overlap", "OverlapEvaluators", "eval", "eval.language"),
            Room.of("eval.semantic", "SemanticEvaluators", "eval"),
            Room.of("eval.ranking", "RankingEvaluators", "eval"),
            Room.of("eval.figure", "FigureReader"),
            Room.of("eval.fabrication", "FabricationEvaluators", "eval.language", "eval", "eval.figure"),
            Room.of("eval.rubric", "Rubric", "eval", "asset", "prompt", "schema", "registry"),
            Room.of("eval.judge", "Judge", "eval", "eval.rubric", "asset", "prompt", "registry", "call", "cost"),
            Room.of("eval.panel", "Panel", "eval", "asset"),
            Room.of(
                    "eval.claim",
                    "Claims",
                    "eval.language",
                    "eval",
                    "eval.rubric",
                    "eval.judge",
                    "asset",
                    "prompt",
                    "registry"),
            Room.of(
                    "eval.retrieval",
                    "RetrievalEvaluators",
                    "eval",
                    "eval.rubric",
                    "eval.judge",
                    "eval.claim",
                    "eval.overlap",
                    "eval.semantic",
                    "asset",
                    "prompt"),
            Room.of("eval.safety", "SafetyEvaluators", "eval", "eval.judge", "eval.overlap", "safety"),
            Room.of("eval.agent", "AgentEvaluators", "eval", "eval.judge"),
            Room.of("eval.performance", "PerformanceEvaluators", "eval", "eval.statistics", "cost"),
            Room.of("eval.guardrail", "EvaluatorGuardrail", "eval", "model", "safety"));

    private static final Street WORK = Street.of(
            "genaiops-eval",
            "work",
            List.of(
                    "eval.dataset.Dataset",
                    "eval.experiment.Experiment",
                    "eval.rating.RatingSheet",
                    "eval.calibration.JudgeStudy",
                    "eval.report.Report",
                    "eval.replay.Cassette",
                    "eval.replay.ScriptedChatModel",
                    "eval.junit.GenAiAssertions"),
            Room.of("eval.dataset", "Dataset", "eval", "asset", "registry"),
            Room.of("eval.synthesis", "Synthesis", "eval.dataset", "eval", "call"),
            Room.of("eval.comparison", "Comparison", "eval", "eval.statistics"),
            Room.of("eval.journal", "Journal", "eval"),
            Room.of(
                    "eval.experiment",
                    "Experiment",
                    "asset",
                    "prompt",
                    "eval",
                    "eval.dataset",
                    "eval.statistics",
                    "eval.comparison",
                    "eval.journal",
                    "asset",
                    "prompt",
                    "call",
                    "cost",
                    "gate"),
            Room.of(
                    "eval.rating",
                    "RatingSheet",
                    "asset",
                    "eval",
                    "eval.statistics",
                    "eval.agreement",
                    "eval.experiment"),
            Room.of(
                    "eval.calibration",
                    "JudgeStudy",
                    "asset",
                    "eval",
                    "eval.judge",
                    "eval.dataset",
                    "eval.agreement",
                    "eval.statistics",
                    "eval.rating"),
            Room.of("eval.redteam", "RedTeam", "eval", "eval.safety", "eval.dataset", "eval.experiment"),
            Room.of(
                    "eval.report",
                    "Report",
                    "asset",
                    "cost",
                    "eval",
                    "eval.dataset",
                    "eval.statistics",
                    "eval.dataset",
                    "eval.experiment",
                    "eval.comparison",
                    "eval.calibration",
                    "eval.redteam"),
            Room.of("eval.replay", "Cassette", "model", "safety"),
            Room.of(
                    "eval.junit",
                    "GenAiTest",
                    "eval",
                    "eval.text",
                    "eval.overlap",
                    "eval.semantic",
                    "eval.judge",
                    "eval.retrieval",
                    "eval.safety",
                    "eval.agent",
                    "eval.performance",
                    "eval.dataset",
                    "eval.experiment",
                    "eval.comparison",
                    "eval.redteam",
                    "eval.replay",
                    "asset",
                    "catalog",
                    "store",
                    "registry",
                    "call"));

    private static final Street PRODUCTION = Street.of(
            "genaiops-eval",
            "production",
            List.of(),
            Room.of("eval.online", "OnlineEvaluation", "eval", "eval.dataset", "model", "call", "safety"),
            Room.of("eval.drift", "Drift", "eval", "eval.statistics", "eval.online"),
            Room.of(
                    "eval.canary",
                    "GuardedCanary",
                    "eval",
                    "eval.statistics",
                    "eval.online",
                    "rollout",
                    "governance",
                    "ledger"),
            Room.of("eval.dossier", "EvidencePack", "eval.experiment", "eval.report", "release", "ledger", "call"));

    private static final Street TRACING = Street.of(
            "genaiops-tracing",
            "tracing",
            List.of("tracing.Tracing", "tracing.console.ConsoleTree"),
            Room.of("tracing.semconv", "Profile"),
            Room.of("tracing.console", "ConsoleTree", "tracing.semconv"),
            Room.of("tracing.content", "ContentCapture", "tracing.semconv", "safety"),
            Room.of("tracing.usage", "ProviderUsage", "cost"),
            Room.of(
                    "tracing.span",
                    "Spans",
                    "tracing.semconv",
                    "tracing.content",
                    "tracing.usage",
                    "asset",
                    "prompt",
                    "model",
                    "delivery",
                    "cost"),
            Room.of(
                    "tracing.eval",
                    "EvaluationTracing",
                    "tracing.semconv",
                    "tracing.span",
                    "tracing.content",
                    "asset",
                    "prompt",
                    "eval",
                    "eval.experiment"),
            Room.of("tracing.model", "TracedChatModel", "tracing.span", "tracing.content", "tracing.semconv", "model"),
            Room.of(
                    "tracing.agent",
                    "AgentTracing",
                    "tracing.span",
                    "tracing.content",
                    "tracing.semconv",
                    "tracing.model",
                    "asset",
                    "prompt",
                    "cost",
                    "model",
                    "agent"),
            Room.of(
                    "tracing",
                    "Tracing",
                    "tracing.semconv",
                    "tracing.content",
                    "tracing.span",
                    "tracing.model",
                    "tracing.agent",
                    "tracing.eval",
                    "tracing.usage",
                    "cost"));

    private static final List<Library> EVERYWHERE = Stream.of(
                    "java",
                    "javax",
                    "org.w3c.dom",
                    "org.xml.sax",
                    "org.slf4j",
                    "org.jspecify",
                    "com.fasterxml.jackson",
                    "dev.langchain4j")
            .map(Library::everywhere)
            .toList();

    /** The artifact langchain4j, by the packages that langchain4j-core 1.19 lacks. */
    private static final List<Library> LANGCHAIN4J_PROPER = Stream.of(
                    "dev.langchain4j.chain",
                    "dev.langchain4j.classification",
                    "dev.langchain4j.classloading",
                    "dev.langchain4j.data.document.loader",
                    "dev.langchain4j.data.document.parser",
                    "dev.langchain4j.data.document.source",
                    "dev.langchain4j.data.document.splitter",
                    "dev.langchain4j.memory.chat",
                    "dev.langchain4j.service",
                    "dev.langchain4j.spi.services",
                    "dev.langchain4j.spi.store.embedding.inmemory",
                    "dev.langchain4j.store.embedding.inmemory")
            .map(packages -> Library.only(packages, List.of("agent", "tracing.agent")))
            .toList();

    private static final List<Library> ELSEWHERE = List.of(
            Library.only("dev.langchain4j.agentic", List.of("tracing.agent")),
            Library.only("dev.langchain4j.model.openai", List.of("tracing.usage")),
            Library.only("dev.langchain4j.model.anthropic", List.of("tracing.usage")),
            Library.only("dev.langchain4j.model.googleai", List.of("tracing.usage")),
            Library.only("java.sql", List.of("database", "store", "rollout", "budget", "ledger")),
            Library.only("javax.sql", List.of("database", "store", "rollout", "budget", "ledger")),
            Library.only("org.snakeyaml", List.of("format")),
            Library.only("com.networknt", List.of("schema")),
            Library.only("org.semver4j", List.of("asset")),
            Library.only("org.erdtman", List.of("asset")),
            Library.only("dev.failsafe", List.of("resilience")),
            Library.only("com.github.benmanes.caffeine", List.of("delivery", "cache", "eval.semantic")),
            Library.only(
                    "io.opentelemetry", TRACING.rooms().stream().map(Room::name).toList()),
            Library.only("org.apache.commons.csv", List.of("eval.rating")),
            Library.only("org.apache.commons.statistics", List.of("eval.statistics", "eval.agreement")),
            Library.only("net.sf.jsqlparser", List.of("eval.text")),
            Library.only("opennlp", List.of("eval.language")),
            Library.only("org.junit", List.of("eval.junit")),
            Library.only("org.opentest4j", List.of("eval.junit")));

    static final Plan GENAIOPS = new Plan(
            "io.genaiops",
            List.of(ASSETS, CALLS, MANAGEMENT, MEASURE, WORK, PRODUCTION, TRACING),
            Stream.of(EVERYWHERE, LANGCHAIN4J_PROPER, ELSEWHERE)
                    .flatMap(List::stream)
                    .toList(),
            Map.of("tracing", "nothing but the door to the rooms that it gathers"),
            Map.of("io.genaiops.GenAiOpsException", "its leaves name the fact, and a host may add one"),
            Map.ofEntries(
                    Map.entry("io.genaiops.template", "behind the door AssetRegistry: prompts are rendered by it"),
                    Map.entry("io.genaiops.format.YamlNode", "the store reads its own files with it"),
                    Map.entry("io.genaiops.format.YamlText", "the store writes its own files with it"),
                    Map.entry("io.genaiops.prompt.PromptValues", "files are written with it"),
                    Map.entry("io.genaiops.database", "stores keep their rows with it"),
                    Map.entry("io.genaiops.reference", "delivery and registry follow references with it"),
                    Map.entry("io.genaiops.store.AssetIndex", "run by a build, which names its main class"),
                    Map.entry(
                            "io.genaiops.model.CallRelay",
                            "hands over between LangChain4j's AI services and models, which know neither"),
                    Map.entry(
                            "io.genaiops.eval.experiment.Measurement$PassRate",
                            "a cell of a result: experiment, result, variant, figure"),
                    Map.entry(
                            "io.genaiops.eval.Aggregate", "a cell of a result: experiment, result, variant, aggregate"),
                    Map.entry("io.genaiops.eval.figure", "what is invented is looked for with it"),
                    Map.entry("io.genaiops.tracing.usage", "how Tracing reads tokens unless the host says otherwise"),
                    Map.entry(
                            "io.genaiops.tracing.semconv",
                            "behind the door Tracing, which hands out LangChain4j's types"),
                    Map.entry(
                            "io.genaiops.tracing.span", "behind the door Tracing, which hands out LangChain4j's types"),
                    Map.entry(
                            "io.genaiops.tracing.model",
                            "behind the door Tracing, which hands out LangChain4j's types")));

    private FloorPlan() {}
}
