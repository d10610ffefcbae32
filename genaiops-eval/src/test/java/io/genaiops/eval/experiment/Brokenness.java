package io.genaiops.eval.experiment;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The ways in which a score can be missing or broken, by name. */
final class Brokenness {

    private Brokenness() {}

    static Map<String, Function<Sample, Outcome>> corpus() {
        Map<String, Function<Sample, Outcome>> ways = new LinkedHashMap<>();
        ways.put("returns null", sample -> null);
        ways.put("not applicable", sample -> Outcome.notApplicable("no context"));
        ways.put("unscored", sample -> Outcome.unscored("no verdict", "hm"));
        ways.put("unscored with empty reply", sample -> Outcome.unscored("empty reply", ""));
        ways.put("errored", sample -> Outcome.errored(new IOException("gone")));
        ways.put("errored without message", sample -> Outcome.errored(new NullPointerException()));
        ways.put("skipped", sample -> Outcome.skipped("no budget"));
        ways.put("NaN", sample -> score(Double.NaN));
        ways.put("0/0", sample -> score(0.0 / sample.context().size()));
        ways.put("infinite", sample -> score(Double.POSITIVE_INFINITY));
        ways.put("minus infinite", sample -> score(Double.NEGATIVE_INFINITY));
        ways.put("above the scale", sample -> score(1.0000000000000002));
        ways.put("below the scale", sample -> score(-Double.MIN_VALUE));
        ways.put("percent instead of share", sample -> score(87));
        ways.put("on another scale", sample -> Outcome.scored(4, Scale.of(1, 5), Direction.HIGHER_IS_BETTER, ""));
        ways.put("in the other direction", sample -> Outcome.scored(1, Scale.UNIT, Direction.LOWER_IS_BETTER, ""));
        ways.put("null reason", sample -> Outcome.scored(1, Scale.UNIT, Direction.HIGHER_IS_BETTER, null));
        ways.put("throws", sample -> fail(new IllegalStateException("down")));
        ways.put("throws without message", sample -> fail(new RuntimeException()));
        ways.put("throws checked", sample -> fail(new IOException("reset")));
        ways.put("times out", sample -> fail(new TimeoutException("30 s")));
        ways.put("asserts", sample -> fail(new AssertionError("no")));
        ways.put("overflows the stack", Brokenness::recurse);
        ways.put("misses a class", sample -> fail(new NoClassDefFoundError("Gone")));
        ways.put("parses nothing", sample -> score(Double.parseDouble("")));
        ways.put("reads beyond the end", sample -> score("".charAt(0)));
        ways.put(
                "divides by zero",
                sample -> score(Math.floorDiv(1, sample.context().size())));
        ways.put("casts wrongly", sample -> score((Integer) (Object) "1"));
        return ways;
    }

    static Evaluator evaluator(String name, Function<Sample, Outcome> function) {
        return Evaluator.builder(name).evaluating(function);
    }

    static Outcome score(double value) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    }

    private static Outcome recurse(Sample sample) {
        return sample.id().isEmpty() ? score(1) : recurse(sample);
    }

    private static Outcome fail(Throwable failure) {
        throw Brokenness.<RuntimeException>sneaky(failure);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T sneaky(Throwable failure) throws T {
        throw (T) failure;
    }
}
