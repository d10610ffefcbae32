package io.genaiops.examples;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
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
import io.genaiops.eval.progress.ProgressLine;
import io.genaiops.eval.report.Report;
import io.genaiops.eval.variant.Variants;
import io.genaiops.evidence.Evidence;
import io.genaiops.ledger.Verification;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptIdentity;
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

    private final PrintStream out;
    private final Workspace workspace;
    private final Dataset questions;
    private final NearestDocuments documents;
    private final List<ChosenModel> candidates;
    private final ChosenModel model;
    private final AssetRegistry registry;

    /** The first of the models is the one that the prompts are published for. */
    Lifecycle(
            PrintStream out,
            Workspace workspace,
            Dataset questions,
            NearestDocuments documents,
            List<ChosenModel> candidates) {
        this.out = out;
        this.workspace = workspace;
        this.questions = questions;
        this.documents = documents;
        this.candidates = List.copyOf(candidates);
        this.model = candidates.get(0);
        this.registry = AssetRegistry.directory(workspace.root());
    }

    void run() {
        ModelDefinition definition = AssistantModel.publish(registry, model, ReleaseDesk.AUTHOR.id());
        out.println("  published as " + definition.id() + " " + definition.version() + ", provider "
                + definition.provider());
        List<Prompt> versions = publishAll();
        ExperimentResult result = explore(versions);
        build(versions.get(versions.size() - 1), result);
        List<Prompt> live = manage(versions, result, definition);
        if (!live.isEmpty()) {
            operationalize(live);
        }
    }

    private List<Prompt> publishAll() {
        List<Prompt> prompts = new ArrayList<>();
        for (AssetId id : registry.prompts()) {
            StoredAsset stored = registry.describe(id);
            SortedSet<Version> versions = new TreeSet<>(stored.drafts());
            versions.forEach(version -> registry.publish(id, version, ReleaseDesk.AUTHOR.id()));
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
        out.println("1 explore: " + versions.size() + " versions x " + candidates.size()
                + (candidates.size() == 1 ? " model on " : " models on ") + questions.size() + " questions");
        Experiment experiment = Experiment.named("handbook assistant")
                .over(questions)
                .variants(Variants.of(PromptCalls.of(registry, models()))
                        .prompts(versions.toArray(Prompt[]::new))
                        .models(candidates.stream().map(ChosenModel::name).toArray(String[]::new))
                        .retrieving((prompt, sample) -> sample.groundedIn(shown(prompt, sample)))
                        .asking((call, sample) ->
                                call.with(HandbookInputs.of(call.prompt(), documents, sample.input()))))
                .evaluatedBy(EvaluatorChain.of(Checks.ofCalls(model)))
                .journal(workspace.journal(asked(versions)))
                .reporting(ProgressLine.to(out));
        indented(experiment.plan().describe());
        ExperimentResult result = experiment.run();
        Figures.print(out, result);
        for (int i = 1; i < versions.size(); i++) {
            compare(result, variant(versions.get(i - 1), model), variant(versions.get(i), model));
        }
        Prompt newest = versions.get(versions.size() - 1);
        for (ChosenModel other : candidates.subList(1, candidates.size())) {
            compare(result, variant(newest, model), variant(newest, other));
        }
        indented(result.tradeoff(Checks.TOKEN_F1.id().name()).recommendation());
        return result;
    }

    private Digest asked(List<Prompt> versions) {
        return Digest.ofText(versions.stream()
                        .map(Prompt::identity)
                        .map(PromptIdentity::digest)
                        .toList()
                + "\n" + candidates.stream().map(ChosenModel::name).toList()
                + "\n" + questions.digest() + "\n" + documents.digest());
    }

    /** Every model by its own name, and the first by the name that the prompts use. */
    private Models models() {
        Models models = Models.of(AssistantModel.NAME, model.model());
        for (ChosenModel candidate : candidates) {
            models = models.and(candidate.name(), candidate.model());
        }
        return models;
    }

    private List<Sample.Document> shown(Prompt prompt, Sample sample) {
        return HandbookInputs.shown(prompt, documents, sample.input()).stream()
                .map(document -> new Sample.Document(document.id(), document.text()))
                .toList();
    }

    private static String variant(Prompt prompt, ChosenModel candidate) {
        return prompt.identity() + " " + candidate.name();
    }

    private void compare(ExperimentResult result, String before, String after) {
        Comparison comparison = result.compare(before, after);
        comparison
                .row(Checks.TOKEN_F1.id())
                .ifPresent(row -> comparison.sentences(row).forEach(this::indented));
    }

    private void indented(String text) {
        text.lines().forEach(line -> out.println("  " + line));
    }

    private void build(Prompt newest, ExperimentResult result) {
        out.println();
        out.println("2 build: what to work on");
        Figures.printFailures(out, result.variant(variant(newest, model)));
        Report.markdown(result).writeTo(workspace.report());
        Report.html(result).writeTo(workspace.page());
        out.println("  report: " + workspace.report());
        out.println("  with every answer, plots and filters: " + workspace.page());
    }

    private List<Prompt> manage(List<Prompt> versions, ExperimentResult result, ModelDefinition definition) {
        out.println();
        out.println("3 manage: the gate of '" + ReleaseDesk.LABEL + "' decides");
        List<Evidence> evidence = result.evidence().stream()
                .filter(each -> each.model().equals(model.name()))
                .map(each -> each.withModel(AssistantModel.NAME, AssistantModel.digest(registry, definition)))
                .toList();
        String why = "evaluated on " + questions.size() + " questions";
        try (ReleaseRecord record = new ReleaseRecord(workspace)) {
            Verification.Break broken = record.broken().orElse(null);
            if (broken != null) {
                out.println("  ledger " + workspace.ledger() + " is broken at " + broken
                        + "; nothing is released until it is restored");
                return new LiveVersions(registry, ReleaseDesk.LABEL).among(versions);
            }
            List<Prompt> live = new ReleaseDesk(out, registry, record, evidence, why).release(versions);
            record.prove(out);
            return live;
        }
    }

    private void operationalize(List<Prompt> promoted) {
        out.println();
        Prompt newest = promoted.get(promoted.size() - 1);
        out.println("4 operationalize: a traced call of '" + newest.name() + "@" + ReleaseDesk.LABEL + "'");
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
