package io.genaiops.eval.report;

import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.outline.WellFormed;
import io.genaiops.eval.performance.PerformanceEvaluators;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Results for tests of reports. */
public final class Specimens {

    /** What must be shown as text and never do anything, each with {@code canary} where it would run. */
    public static final List<String> HOSTILE = List.of(
            "<script>window.canary = 1</script>",
            "</script><script>window.canary = 2</script>",
            "<img src=x onerror=\"window.canary = 3\">",
            "<svg onload='window.canary = 4'><animate onbegin='window.canary = 5'/></svg>",
            "<!-- <script>window.canary = 6</script>",
            "--><script>window.canary = 7</script>",
            "<![CDATA[<script>window.canary = 8</script>]]>",
            "</style><style>body { display: none !important }</style>",
            "</title><base href='https://evil.example/'><meta http-equiv='refresh' content='0;url=javascript:window.canary=9'>",
            "<a href=\"javascript:window.canary = 10\">press</a><iframe srcdoc='<script>parent.canary = 11</script>'>",
            "{{constructor.constructor('window.canary = 12')()}} ${window.canary = 13} <%= canary %> #{canary}",
            "<template><script>window.canary = 14</script></template></template></table></textarea></noscript>",
            "\"'`; window.canary = 15; //",
            "line\u2028separator\u2029paragraph\r\nnew\u0085line",
            "null \u0000 bell \u0007 escape \u001b[31m delete \u007f",
            "right \u202eotni tfel\u202c to \u2067left\u2069 \u200f mark \ufeff",
            "lone \ud83d high, lone \ude00 low, \ud83d\ude00 pair",
            "=cmd|' /C calc'!A0",
            "x".repeat(3_000),
            "\ufffe\uffff");

    private static final Instant DAY = Instant.parse("2026-11-23T12:00:00Z");

    private Specimens() {}

    /** Three samples, two variants and every kind of outcome. */
    public static ExperimentResult small() {
        Dataset dataset = Dataset.of(
                "hikes",
                List.of(
                        Sample.of("What do I pack?")
                                .withId("s1")
                                .expecting("Layers.", "Water.")
                                .groundedIn("Pack layers.")
                                .tagged("winter", "gear")
                                .with("trace_id", TextNode.valueOf("4bf92f3577b34da6")),
                        Sample.of("Is the hut open?").withId("s2").tagged("winter"),
                        Sample.of("How long is it?").withId("s3")));
        Evaluator relevance = Evaluator.builder("relevance")
                .scale(Scale.of(1, 5))
                .evaluating(sample -> switch (sample.id()) {
                    case "s1" ->
                        Outcome.scored(
                                sample.response().orElse("").length() > 10 ? 5 : 2,
                                Scale.of(1, 5),
                                Direction.HIGHER_IS_BETTER,
                                "as it is");
                    case "s2" -> Outcome.unscored("no verdict", "hm, \"4\"?");
                    default -> Outcome.notApplicable("no reference");
                });
        Evaluator toxicity = Evaluator.builder("toxicity")
                .direction(Direction.LOWER_IS_BETTER)
                .evaluating(sample -> {
                    if (sample.id().equals("s3")) {
                        throw new IllegalStateException("classifier is down");
                    }
                    return Outcome.scored(0.125, Scale.UNIT, Direction.LOWER_IS_BETTER, "");
                });
        return Experiment.named("winter trial")
                .over(dataset)
                .sampleVariant("v1", sample -> answered(sample, "Layers."))
                .sampleVariant("v2", sample -> {
                    if (sample.id().equals("s3")) {
                        throw new IllegalStateException("model is down");
                    }
                    return answered(sample, "Layers, water and a map.");
                })
                .evaluatedBy(EvaluatorChain.of(relevance.atLeast(4), toxicity.observed()))
                .measuredBy(PerformanceEvaluators.errorRate())
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .repeated(2)
                .run();
    }

    /** A sample for each hostile text, which stands in every field that holds text; datasets refuse half characters. */
    public static ExperimentResult hostile() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < HOSTILE.size(); i++) {
            String text = WellFormed.of(HOSTILE.get(i));
            samples.add(Sample.of(text)
                    .withId(i + " " + text)
                    .expecting(text)
                    .groundedIn(List.of(new Sample.Document(text, text)))
                    .tagged(text)
                    .with(text, TextNode.valueOf(text)));
        }
        String title = String.join(" ", HOSTILE.subList(0, 13));
        Evaluator echo = Evaluator.builder("<b>echo</b> {{x}}").evaluating(sample -> {
            String text = sample.response().orElse("");
            return switch (text.length() % 3) {
                case 0 -> Outcome.scored(0, Scale.UNIT, Direction.HIGHER_IS_BETTER, text);
                case 1 -> Outcome.unscored(text, text);
                default -> Outcome.errored(new IllegalStateException(text));
            };
        });
        return Experiment.named(title)
                .over(Dataset.of(title, samples))
                .sampleVariant(
                        "v1 " + HOSTILE.get(1),
                        sample -> answered(sample, hostileText(sample)).from(hostileText(sample)))
                .textVariant("v2 " + HOSTILE.get(2), sample -> {
                    throw new IllegalStateException(hostileText(sample));
                })
                .evaluatedBy(EvaluatorChain.of(echo.atLeast(0.5)))
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .run();
    }

    private static String hostileText(Sample sample) {
        return HOSTILE.get(Integer.parseInt(sample.id().split(" ", 2)[0]));
    }

    /** Samples of which most need a look, in several variants. */
    public static ExperimentResult large(int samples, int variants) {
        Random random = new Random(5);
        List<Sample> rows = new ArrayList<>();
        for (int i = 0; i < samples; i++) {
            rows.add(Sample.of("question " + i + " " + "so long ".repeat(30)).withId("s" + i));
        }
        Experiment experiment = Experiment.named("large").over(Dataset.of("rows", rows));
        for (int v = 0; v < variants; v++) {
            experiment.textVariant("variant " + v, sample -> "<|>".repeat(40) + random.nextInt(10));
        }
        return experiment
                .evaluatedBy(EvaluatorChain.of(Evaluator.builder("digit")
                        .scale(Scale.of(0, 9))
                        .evaluating(sample -> {
                            String text = sample.response().orElseThrow();
                            int digit = text.charAt(text.length() - 1) - '0';
                            return digit == 0
                                    ? Outcome.unscored("*nothing*", "0")
                                    : Outcome.scored(
                                            digit, Scale.of(0, 9), Direction.HIGHER_IS_BETTER, "|why|".repeat(30));
                        })
                        .atLeast(8)))
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .run();
    }

    /**
     * Rows of 1,024 characters of prose each: the input, the answers of two variants and the reasons of a judge; beside
     * them tags, latencies, costs and the scores of two evaluators.
     */
    static ExperimentResult prose(int rows) {
        Prose prose = new Prose(17);
        Random random = new Random(18);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            samples.add(Sample.of(prose.text(144))
                    .withId("row-" + i)
                    .tagged(i % 3 == 0 ? "short" : "long", "set " + i % 7));
        }
        Evaluator judge = Evaluator.builder("judge")
                .scale(Scale.of(1, 5))
                .evaluating(sample -> random.nextInt(100) == 0
                        ? Outcome.unscored("no verdict", prose.text(60))
                        : Outcome.scored(
                                1 + random.nextInt(5), Scale.of(1, 5), Direction.HIGHER_IS_BETTER, prose.text(60)));
        Evaluator overlap = Evaluator.builder("overlap")
                .evaluating(sample -> Outcome.scored(
                        Math.round(1_000 * random.nextDouble()) / 1_000.0, Scale.UNIT, Direction.HIGHER_IS_BETTER, ""));
        return Experiment.named("prose")
                .over(Dataset.of("rows", samples))
                .sampleVariant(
                        "first",
                        sample ->
                                answered(sample, prose.text(380)).took(Duration.ofMillis(500 + random.nextInt(3_000))))
                .sampleVariant(
                        "second",
                        sample ->
                                answered(sample, prose.text(380)).took(Duration.ofMillis(400 + random.nextInt(2_000))))
                .evaluatedBy(EvaluatorChain.of(judge.atLeast(3), overlap.observed()))
                .clock(Clock.fixed(DAY, ZoneOffset.UTC))
                .run();
    }

    private static Sample answered(Sample sample, String text) {
        return sample.answered(text)
                .using(Usage.of(100, 20))
                .costing(Cost.usd("0.002"))
                .startedAt(DAY)
                .took(Duration.ofMillis(1500))
                .firstTokenAfter(Duration.ofMillis(200))
                .from("small");
    }
}
