package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.data.DoublePointData;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.PointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Three versions answer five questions: what the instruments say of a version is the sum over its spans. */
class VersionSumsTest {

    private static final List<String> VERSIONS = List.of("1.0.0", "1.1.0", "2.0.0");
    private static final int QUESTIONS = 5;

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    @Test
    void sums_of_three_versions_over_five_questions_are_the_sums_over_their_spans() {
        telemetry.withoutValidation();
        ask();

        assertThat(telemetry.spans()).hasSize(VERSIONS.size() * QUESTIONS);
        for (AttributeKey<Long> key : List.of(GenAiKeys.INPUT_TOKENS, GenAiKeys.OUTPUT_TOKENS)) {
            String type = key.equals(GenAiKeys.INPUT_TOKENS) ? "input" : "output";
            assertThat(points(
                            "genaiops.prompt.tokens",
                            point -> type.equals(point.getAttributes().get(GenAiKeys.PROMPT_TOKEN_TYPE))))
                    .isEqualTo(spans(span -> span.getAttributes().get(key)))
                    .doesNotContainValue(0.0);
        }
        Map<String, Double> costs = spans(span -> span.getAttributes().get(GenAiKeys.COST));
        points("genaiops.prompt.cost", any -> true)
                .forEach((version, sum) -> assertThat(sum).isPositive().isCloseTo(costs.get(version), within(1e-12)));
        double seconds = points("genaiops.prompt.duration", any -> true).values().stream()
                .mapToDouble(sum -> sum)
                .sum();
        double ofInferences = telemetry.points("gen_ai.client.inference.duration").stream()
                .mapToDouble(VersionSumsTest::value)
                .sum();
        assertThat(seconds).isPositive().isCloseTo(ofInferences, within(1e-9));
        assertThat(telemetry.points("genaiops.prompt.duration"))
                .hasSize(VERSIONS.size())
                .allSatisfy(point ->
                        assertThat(((HistogramPointData) point).getCount()).isEqualTo(QUESTIONS));
        assertThat(points("genaiops.prompt.evaluation.score", any -> true))
                .isEqualTo(sums(
                        telemetry.events().stream()
                                .filter(event -> "gen_ai.evaluation.result".equals(event.getEventName()))
                                .toList(),
                        event -> event.getAttributes().get(AttributeKey.stringKey("genaiops.prompt.version")),
                        event -> event.getAttributes().get(GenAiKeys.EVALUATION_SCORE)))
                .containsEntry("1.0.0", 100.0)
                .containsEntry("1.1.0", 200.0);
    }

    private void ask() {
        FakeChatModel fake = new FakeChatModel();
        AtomicInteger calls = new AtomicInteger();
        fake.answer = request -> FakeChatModel.answer(
                "An answer.", "gpt-test", new TokenUsage(10 + calls.get(), 3 * calls.incrementAndGet()));
        Tracing tracing = Tracing.builder(telemetry.sdk())
                .prices(PriceList.of(
                        Price.of("openai", "gpt-test", Rates.usd().input("2").output("8"))))
                .build();
        AssetRegistry registry = AssetRegistry.memory();
        VERSIONS.forEach(version -> registry.publish(
                AssetFile.of(Prompt.builder("trail-guide", Version.parse(version), "Answer of " + version)
                        .build()),
                "ada"));
        PromptCalls prompts = PromptCalls.of(registry, Models.of(tracing.chatModel(fake)));
        for (int question = 0; question < QUESTIONS; question++) {
            for (String version : VERSIONS) {
                Answer answer = prompts.prompt("trail-guide:" + version).send();
                tracing.evaluations()
                        .evaluate(
                                EvaluatorChain.of(fixed(20.0 * (1 + VERSIONS.indexOf(version)))
                                        .observed()),
                                Sample.of("question " + question).answered(answer));
            }
        }
    }

    private static Evaluator fixed(double score) {
        return Evaluator.builder("fixed")
                .scale(Scale.PERCENT)
                .direction(Direction.HIGHER_IS_BETTER)
                .scoring(sample -> score);
    }

    private Map<String, Double> spans(ToDoubleFunction<SpanData> value) {
        return sums(telemetry.spans(), span -> span.getAttributes().get(GenAiKeys.PROMPT_VERSION), value);
    }

    private Map<String, Double> points(String metric, Predicate<PointData> which) {
        return sums(
                telemetry.points(metric).stream().filter(which).toList(),
                point -> point.getAttributes().get(GenAiKeys.PROMPT_VERSION),
                VersionSumsTest::value);
    }

    private static double value(PointData point) {
        if (point instanceof HistogramPointData histogram) {
            return histogram.getSum();
        }
        return point instanceof LongPointData count ? count.getValue() : ((DoublePointData) point).getValue();
    }

    private static <T> Map<String, Double> sums(
            List<? extends T> all, Function<T, String> version, ToDoubleFunction<T> value) {
        Map<String, Double> sums = new TreeMap<>();
        all.forEach(each -> sums.merge(version.apply(each), value.applyAsDouble(each), Double::sum));
        return sums;
    }
}
