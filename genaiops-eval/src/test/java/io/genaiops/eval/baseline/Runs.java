package io.genaiops.eval.baseline;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Makes results whose answers say what they will score: {@code "4 ok"} has quality 4 on 1..5, which passes from 3 on, and is
 * safe; {@code "2 bad"} neither. A word {@code -} has no score, and an answer {@code !} throws.
 */
public final class Runs {

    /** When runs end, to the second. */
    public static final Instant DATE = Instant.parse("2026-11-20T08:30:00Z");

    public static final Evaluator QUALITY = quality("1");

    public static final Evaluator SAFE =
            Evaluator.builder("safe").evaluating(sample -> outcome(word(sample, 1), Scale.UNIT));

    /** How many seconds the answer says that it took, without an end. */
    public static final Evaluator SECONDS = Evaluator.builder("seconds")
            .scale(Scale.AMOUNT)
            .direction(Direction.LOWER_IS_BETTER)
            .scoring(sample -> Double.parseDouble(word(sample, 0)));

    private Runs() {}

    public static Evaluator quality(String rubric) {
        return Evaluator.builder("quality")
                .scale(Scale.of(1, 5))
                .configuration(JsonNodeFactory.instance.objectNode().put("rubric", rubric))
                .evaluating(sample -> outcome(word(sample, 0), Scale.of(1, 5)));
    }

    public static EvaluatorChain chain() {
        return EvaluatorChain.of(QUALITY.atLeast(3), SAFE.atLeast(1));
    }

    /** Samples {@code s000}, {@code s001} and so on; every tenth has the tag {@code safety}. */
    public static Dataset dataset(int size) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Sample sample = Sample.of("question " + i).withId(String.format("s%03d", i));
            samples.add(i % 10 == 0 ? sample.tagged("safety") : sample);
        }
        return Dataset.of("questions", samples);
    }

    public static ExperimentResult run(int size, Function<Integer, String> answers) {
        return run(dataset(size), chain(), answers);
    }

    public static ExperimentResult run(Dataset dataset, EvaluatorChain chain, Function<Integer, String> answers) {
        return experiment(dataset, chain, answers).run();
    }

    public static Experiment experiment(Dataset dataset, EvaluatorChain chain, Function<Integer, String> answers) {
        return Experiment.named("guide trial")
                .over(dataset)
                .textVariant("v1", sample -> answer(answers.apply(number(sample))))
                .evaluatedBy(chain)
                .clock(Clock.fixed(DATE.plusMillis(123), ZoneOffset.UTC));
    }

    public static Baseline baseline(int size, Function<Integer, String> answers) {
        return Baseline.of(run(size, answers), "v1");
    }

    private static int number(Sample sample) {
        return Integer.parseInt(sample.id().substring(1));
    }

    private static String answer(String text) {
        if (text.equals("!")) {
            throw new IllegalStateException("no answer");
        }
        return text;
    }

    private static String word(Sample sample, int index) {
        return List.of(sample.response().orElseThrow().split(" ", -1)).get(index);
    }

    private static Outcome outcome(String word, Scale scale) {
        return switch (word) {
            case "-" -> Outcome.unscored("no verdict", "hm");
            case "n/a" -> Outcome.notApplicable("not about it");
            case "ok" -> Outcome.scored(1, scale, Direction.HIGHER_IS_BETTER, "");
            case "bad" -> Outcome.scored(0, scale, Direction.HIGHER_IS_BETTER, "");
            default -> Outcome.scored(Double.parseDouble(word), scale, Direction.HIGHER_IS_BETTER, "");
        };
    }
}
