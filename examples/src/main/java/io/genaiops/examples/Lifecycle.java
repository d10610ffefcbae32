package io.genaiops.examples;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.report.Report;
import io.genaiops.gate.Evidence;
import io.genaiops.gate.Gate;
import io.genaiops.governance.Actor;
import io.genaiops.governance.Governance;
import io.genaiops.governance.Promotion;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.console.ConsoleTree;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** The four loops of one application, in order. */
final class Lifecycle {

    private static final String LABEL = "production";
    private static final double REQUIRED_TOKEN_F1 = 0.3;
    private static final int REQUIRED_ITEMS = 40;
    private static final Actor RELEASE_DESK = Actor.asserted("release-desk");

    private final PrintStream out;
    private final Workspace workspace;
    private final Dataset questions;
    private final NearestDocuments documents;
    private final ChosenModel model;
    private final AssetRegistry registry;

    Lifecycle(PrintStream out, Workspace workspace, Dataset questions, NearestDocuments documents, ChosenModel model) {
        this.out = out;
        this.workspace = workspace;
        this.questions = questions;
        this.documents = documents;
        this.model = model;
        this.registry = AssetRegistry.directory(workspace.root());
    }

    void run() {
        ModelDefinition definition = AssistantModel.publish(registry, model, RELEASE_DESK.id());
        out.println("  published as " + definition.id() + " " + definition.version() + ", provider "
                + definition.provider());
        List<Prompt> versions = publishAll();
        ExperimentResult result = explore(versions);
        build(result);
        List<Prompt> promoted = manage(versions, result);
        if (!promoted.isEmpty()) {
            operationalize(promoted);
        }
    }

    private List<Prompt> publishAll() {
        List<Prompt> prompts = new ArrayList<>();
        for (AssetId id : registry.prompts()) {
            StoredAsset stored = registry.describe(id);
            SortedSet<Version> versions = new TreeSet<>(stored.drafts());
            versions.forEach(version -> registry.publish(id, version, RELEASE_DESK.id()));
            versions.addAll(stored.published().keySet());
            versions.forEach(version -> prompts.add(registry.prompt(AssetRef.of(id.name(), version))));
        }
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected prompts/<name>/<version>.prompt.md in " + workspace.root() + ", found none");
        }
        return prompts;
    }

    private ExperimentResult explore(List<Prompt> versions) {
        out.println();
        out.println("1 explore: " + versions.size() + " versions on " + questions.size() + " questions");
        PromptCalls calls = PromptCalls.of(registry, Models.of(model.model()));
        Experiment experiment = Experiment.named("handbook assistant")
                .over(questions)
                .evaluatedBy(EvaluatorChain.of(Checks.ofCalls(model)));
        for (Prompt prompt : versions) {
            experiment.sampleVariant(prompt.identity().toString(), sample -> answered(calls, prompt, sample));
        }
        Progress progress = new Progress(out, "answered");
        ExperimentResult result = experiment
                .reporting(step -> progress.at(step.done(), step.total()))
                .run();
        Figures.print(out, result);
        for (int i = 1; i < versions.size(); i++) {
            compare(result, versions.get(i - 1), versions.get(i));
        }
        return result;
    }

    private Sample answered(PromptCalls calls, Prompt prompt, Sample sample) {
        Answer answer = calls.prompt(prompt)
                .with(HandbookInputs.of(prompt, documents, sample.input()))
                .send();
        List<Sample.Document> shown = HandbookInputs.shown(prompt, documents, sample.input()).stream()
                .map(document -> new Sample.Document(document.id(), document.text()))
                .toList();
        return sample.groundedIn(shown).answered(answer);
    }

    private void compare(ExperimentResult result, Prompt before, Prompt after) {
        Comparison comparison =
                result.compare(before.identity().toString(), after.identity().toString());
        comparison
                .row(Checks.TOKEN_F1.id())
                .ifPresent(row -> comparison.sentences(row).forEach(sentence -> out.println("  " + sentence)));
    }

    private void build(ExperimentResult result) {
        out.println();
        out.println("2 build: what to work on");
        VariantResult newest = result.variants().get(result.variants().size() - 1);
        Figures.printFailures(out, newest);
        Report.markdown(result).writeTo(workspace.report());
        out.println("  report: " + workspace.report());
    }

    private List<Prompt> manage(List<Prompt> versions, ExperimentResult result) {
        out.println();
        out.println("3 manage: the gate of '" + LABEL + "' decides");
        Governance governance = Governance.builder(registry)
                .gate(
                        LABEL,
                        Gate.mean(Checks.TOKEN_F1.id().name())
                                .items(REQUIRED_ITEMS)
                                .atLeast(REQUIRED_TOKEN_F1))
                .build();
        List<Evidence> evidence = result.evidence();
        List<Prompt> promoted = new ArrayList<>();
        for (Prompt prompt : versions) {
            Promotion promotion = governance
                    .promote(prompt.identity().toString())
                    .to(LABEL)
                    .with(evidence)
                    .because("evaluated on " + questions.size() + " questions")
                    .by(RELEASE_DESK)
                    .submit();
            out.println("  " + prompt.identity() + " " + promotion);
            if (promotion.isPromoted()) {
                promoted.add(registry.prompt(prompt.name()));
            }
        }
        if (promoted.isEmpty()) {
            out.println("  no version may go live; work on the failing answers first");
            return promoted;
        }
        Prompt live = promoted.get(promoted.size() - 1);
        registry.label(live.name(), LABEL).history().forEach(move -> out.println("  history: " + move));
        return promoted;
    }

    private void operationalize(List<Prompt> promoted) {
        out.println();
        Prompt newest = promoted.get(promoted.size() - 1);
        out.println("4 operationalize: a traced call of '" + newest.name() + "@" + LABEL + "'");
        Prompt live = promoted.stream()
                .filter(prompt ->
                        prompt.name().equals(newest.name()) && !prompt.version().equals(newest.version()))
                .reduce((earlier, later) -> later)
                .map(before -> startGradually(before, newest))
                .orElse(newest);
        Sample first = questions.samples().stream()
                .filter(sample -> !sample.tags().contains("unanswerable"))
                .findFirst()
                .orElseGet(() -> questions.samples().get(0));
        SdkTracerProvider spans = SdkTracerProvider.builder()
                .addSpanProcessor(ConsoleTree.to(out))
                .build();
        try (OpenTelemetrySdk telemetry =
                        OpenTelemetrySdk.builder().setTracerProvider(spans).build();
                Tracing tracing = Tracing.create(telemetry)) {
            answerTraced(live, first.input(), tracing, telemetry.getTracer("handbook-assistant"));
        }
    }

    private Prompt startGradually(Prompt before, Prompt newest) {
        GradualStart start = GradualStart.of(registry, before, newest, out);
        start.print(out);
        return start.promptOf(start.someoneNew());
    }

    /** The host's own spans and those of the model's call are one tree. */
    @SuppressWarnings("try") // a scope is opened only to be closed
    private void answerTraced(Prompt live, String question, Tracing tracing, Tracer tracer) {
        PromptCalls calls = PromptCalls.of(registry, Models.of(tracing.chatModel(model.model())));
        Span request = tracer.spanBuilder("customer's question").startSpan();
        try (Scope current = request.makeCurrent()) {
            Span search = tracer.spanBuilder("find documents").startSpan();
            Map<String, Object> inputs = HandbookInputs.of(live, documents, question);
            search.end();
            Answer answer = calls.prompt(live).with(inputs).send();
            out.println("  question: " + question);
            out.println("  answer:   " + answer.text());
            out.println("  from:     " + answer.prompt() + " ("
                    + answer.resolution().source() + "), model "
                    + answer.response().modelName() + ", " + answer.latency().toMillis() + " ms");
        } finally {
            request.end();
        }
    }
}
