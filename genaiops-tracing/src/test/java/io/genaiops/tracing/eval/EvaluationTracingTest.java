package io.genaiops.tracing.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentObserver;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EvaluationTracingTest {

    private static final AttributeKey<String> EXPLANATION = AttributeKey.stringKey(GenAiKeys.EVALUATION_EXPLANATION);

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Test
    void each_result_is_an_event_of_the_span_that_is_evaluated() {
        Evaluation evaluation = within(Tracing.create(telemetry.sdk()), everyOutcome());

        assertThat(evaluation.results()).hasSize(5);
        assertThat(telemetry.events()).hasSize(5).allSatisfy(event -> {
            assertThat(event.getEventName()).isEqualTo("gen_ai.evaluation.result");
            assertThat(event.getSpanContext()).isEqualTo(telemetry.onlySpan().getSpanContext());
            assertThat(event.getAttributes().get(GenAiKeys.SAMPLE)).isEqualTo("s-1");
            assertThat(event.getAttributes().get(GenAiKeys.EVALUATOR_DIGEST)).isNotBlank();
        });
        Attributes scored = event("scored");
        assertThat(scored.get(GenAiKeys.EVALUATION_SCORE)).isEqualTo(0.25);
        assertThat(scored.get(GenAiKeys.EVALUATION_LABEL)).isEqualTo("failed");
        assertThat(scored.get(GenAiKeys.EVALUATION_OUTCOME)).isEqualTo("scored");
    }

    @Test
    void a_result_without_a_score_says_its_kind_and_never_a_number() {
        within(Tracing.create(telemetry.sdk()), everyOutcome());

        assertThat(List.of("not applicable", "unscored", "errored", "skipped")).allSatisfy(name -> {
            assertThat(event(name).get(GenAiKeys.EVALUATION_SCORE)).isNull();
            assertThat(event(name).get(GenAiKeys.EVALUATION_LABEL)).isEqualTo("inconclusive");
            assertThat(event(name).get(GenAiKeys.EVALUATION_OUTCOME)).isEqualTo(name.replace(' ', '_'));
        });
        assertThat(event("errored").get(GenAiKeys.ERROR_TYPE)).isEqualTo("java.lang.IllegalStateException");
        assertThat(event("unscored").get(GenAiKeys.ERROR_TYPE)).isNull();
    }

    @Test
    void explanations_are_written_only_where_the_capture_of_answers_lets_them_through() {
        within(Tracing.create(telemetry.sdk()), everyOutcome());
        assertThat(telemetry.events()).noneMatch(event -> event.getAttributes().get(EXPLANATION) != null);

        within(
                Tracing.builder(telemetry.sdk())
                        .content(ContentCapture.full().to(CaptureTarget.EVENTS))
                        .build(),
                everyOutcome());

        assertThat(telemetry.events().stream()
                        .map(event -> event.getAttributes().get(EXPLANATION))
                        .filter(text -> text != null))
                .containsExactlyInAnyOrder(
                        "off the trail",
                        "no reference",
                        "no verdict",
                        "java.lang.IllegalStateException: broken",
                        "stopped");
    }

    @Test
    void scores_of_calls_from_a_prompt_are_measured_and_other_outcomes_counted() {
        telemetry.withoutValidation();
        Tracing tracing = Tracing.create(telemetry.sdk());
        Sample sample = Sample.of("What now?")
                .answered(calls(tracing).prompt("trail-guide:1.0.0").send());

        tracing.evaluations().evaluate(everyOutcome(), sample);

        HistogramPointData score = (HistogramPointData)
                telemetry.points("genaiops.prompt.evaluation.score").get(0);
        assertThat(telemetry.points("genaiops.prompt.evaluation.score")).hasSize(1);
        assertThat(score.getSum()).isEqualTo(0.25);
        assertThat(score.getAttributes().get(GenAiKeys.EVALUATION_NAME)).isEqualTo("scored");
        assertThat(score.getAttributes().get(GenAiKeys.PROMPT_VERSION)).isEqualTo("1.0.0");
        Map<String, Long> outcomes = telemetry.points("genaiops.prompt.evaluation.outcomes").stream()
                .collect(Collectors.toMap(
                        point -> point.getAttributes().get(GenAiKeys.EVALUATION_OUTCOME),
                        point -> ((LongPointData) point).getValue()));
        assertThat(outcomes)
                .isEqualTo(Map.of("scored", 1L, "not_applicable", 1L, "unscored", 1L, "errored", 1L, "skipped", 1L));
    }

    @Test
    void a_score_below_0_is_on_its_event_and_in_no_histogram() {
        telemetry.withoutValidation();
        Tracing tracing = Tracing.create(telemetry.sdk());
        Sample sample = Sample.of("What now?")
                .answered(calls(tracing).prompt("trail-guide:1.0.0").send());
        Evaluator correlation = Evaluator.builder("correlation")
                .scale(Scale.of(-1, 1))
                .direction(Direction.HIGHER_IS_BETTER)
                .scoring(any -> -0.5);

        tracing.evaluations().evaluate(EvaluatorChain.of(correlation.observed()), sample);

        assertThat(event("correlation").get(GenAiKeys.EVALUATION_SCORE)).isEqualTo(-0.5);
        assertThat(event("correlation").get(GenAiKeys.EVALUATION_LABEL)).isNull();
        assertThat(telemetry.points("genaiops.prompt.evaluation.score")).isEmpty();
        assertThat(telemetry.total("genaiops.prompt.evaluation.outcomes")).isOne();
    }

    @Test
    void samples_of_an_experiment_are_spans_below_their_variant_on_whatever_thread() throws Exception {
        Tracing tracing = Tracing.create(telemetry.sdk());
        PromptCalls calls = calls(tracing);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Experiment.named("winter trial")
                    .over(Dataset.of(
                            "questions",
                            IntStream.range(0, 6)
                                    .mapToObj(i -> Sample.of("question " + i).withId("s-" + i))
                                    .toList()))
                    .variant("v1", sample -> calls.prompt("trail-guide:1.0.0").send())
                    .variant("v2", sample -> {
                        throw new IllegalStateException("broken");
                    })
                    .evaluatedBy(everyOutcome())
                    .repeated(2)
                    .on(threads)
                    .observedBy(tracing.evaluations().experiments())
                    .run();
        } finally {
            threads.shutdown();
        }

        SpanData run = named("experiment winter trial").get(0);
        assertThat(run.getParentSpanContext().isValid()).isFalse();
        assertThat(named("experiment winter trial")).hasSize(1);
        assertThat(named("sample")).hasSize(24);
        for (String variant : List.of("v1", "v2")) {
            SpanData span = named("variant " + variant).get(0);
            assertThat(span.getParentSpanId()).isEqualTo(run.getSpanId());
            assertThat(named("sample").stream()
                            .filter(sample ->
                                    variant.equals(sample.getAttributes().get(GenAiKeys.VARIANT))))
                    .hasSize(12)
                    .allMatch(sample -> sample.getParentSpanId().equals(span.getSpanId()));
        }
        Map<String, SpanData> samples =
                named("sample").stream().collect(Collectors.toMap(SpanData::getSpanId, span -> span));
        assertThat(named("chat gpt-test")).hasSize(12).allSatisfy(chat -> {
            assertThat(samples).containsKey(chat.getParentSpanId());
            assertThat(samples.get(chat.getParentSpanId()).getAttributes().get(GenAiKeys.VARIANT))
                    .isEqualTo("v1");
        });
        assertThat(results())
                .hasSize(24 * 5)
                .allSatisfy(event ->
                        assertThat(samples).containsKey(event.getSpanContext().getSpanId()));
        assertThat(samples.values().stream()
                        .filter(sample -> sample.getAttributes().get(GenAiKeys.ERROR_TYPE) != null))
                .hasSize(12)
                .allMatch(sample -> "unanswered".equals(sample.getAttributes().get(GenAiKeys.ERROR_TYPE)));
    }

    @Test
    void a_sample_within_which_the_jvm_fails_ends_its_span_and_leaves_no_context() {
        Tracing tracing = Tracing.create(telemetry.sdk());
        Experiment experiment = Experiment.named("winter trial")
                .over(Dataset.of("questions", List.of(Sample.of("What now?"))))
                .variant("v1", sample -> {
                    throw new OutOfMemoryError("not really");
                })
                .evaluatedBy(everyOutcome())
                .observedBy(tracing.evaluations().experiments());

        assertThatThrownBy(experiment::run).isInstanceOf(OutOfMemoryError.class);

        assertThat(named("sample"))
                .singleElement()
                .satisfies(span -> assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE))
                        .isEqualTo("java.lang.OutOfMemoryError"));
        assertThat(named("variant v1")).hasSize(1);
        assertThat(named("experiment winter trial")).hasSize(1);
    }

    @Test
    void a_sample_that_begins_after_the_end_of_its_run_leaves_no_span_open() {
        ExperimentObserver.ObservedRun run =
                Tracing.create(telemetry.sdk()).evaluations().experiments().begin("winter trial");
        run.end();

        run.begin("v1", Sample.of("What now?"), 1).fail(new IllegalStateException("too late"));

        assertThat(telemetry.spans()).hasSize(3);
        assertThat(telemetry.started()).isEqualTo(3);
    }

    @Test
    void without_a_telemetry_an_evaluation_is_just_that() {
        Evaluation evaluation = Tracing.create(OpenTelemetry.noop())
                .evaluations()
                .evaluate(everyOutcome(), Sample.of("What now?").answered("Go on."));

        assertThat(evaluation.results()).hasSize(5);
        assertThat(telemetry.events()).isEmpty();
    }

    @SuppressWarnings("try") // a scope is opened only to be closed
    private Evaluation within(Tracing tracing, EvaluatorChain chain) {
        Span span = telemetry.sdk().getTracer("host").spanBuilder("answer").startSpan();
        try (Scope scope = span.makeCurrent()) {
            return tracing.evaluations()
                    .record(chain.evaluate(Sample.of("What now?").withId("s-1").answered("Go on.")));
        } finally {
            span.end();
        }
    }

    private static EvaluatorChain everyOutcome() {
        return EvaluatorChain.of(
                check("scored", Outcome.scored(0.25, Scale.UNIT, Direction.HIGHER_IS_BETTER, "off the trail")),
                check("not applicable", Outcome.notApplicable("no reference")),
                check("unscored", Outcome.unscored("no verdict", "raw")),
                check("errored", Outcome.errored(new IllegalStateException("broken"))),
                check("skipped", Outcome.skipped("stopped")));
    }

    private static Check check(String name, Outcome outcome) {
        return Evaluator.builder(name)
                .scale(Scale.UNIT)
                .direction(Direction.HIGHER_IS_BETTER)
                .evaluating(sample -> outcome)
                .atLeast(0.5);
    }

    private static PromptCalls calls(Tracing tracing) {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.of(Prompt.builder("trail-guide", Version.parse("1.0.0"), "Answer.")
                        .build()),
                "ada");
        return PromptCalls.of(registry, Models.of(tracing.chatModel(new FakeChatModel())));
    }

    private Attributes event(String evaluator) {
        return results().stream()
                .map(LogRecordData::getAttributes)
                .filter(event -> evaluator.equals(event.get(GenAiKeys.EVALUATION_NAME)))
                .findFirst()
                .orElseThrow();
    }

    private List<LogRecordData> results() {
        return telemetry.events().stream()
                .filter(event -> "gen_ai.evaluation.result".equals(event.getEventName()))
                .toList();
    }

    private List<SpanData> named(String name) {
        return telemetry.spans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }
}
