package io.genaiops.eval.experiment;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** The ways in which a score can be missing or broken, by name. */
final class Brokenness {

    private static final Direction UP = Direction.HIGHER_IS_BETTER;
    private static final String SCORED =
            Outcome.scored(0.5, Scale.UNIT, UP, "").toJson().toString();

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
        ways.put("least double beyond the scale", sample -> score(Math.nextUp(1.0)));
        ways.put("too large to be summed", sample -> Outcome.scored(1e101, Scale.AMOUNT, UP, ""));
        ways.put("null scale", sample -> Outcome.scored(1, null, UP, ""));
        ways.put("null direction", sample -> Outcome.scored(1, Scale.UNIT, null, ""));
        ways.put("blank reason of a missing score", sample -> Outcome.notApplicable(" "));
        ways.put("null cause", sample -> Outcome.errored(null));
        ways.put("empty scale", sample -> Outcome.scored(1, Scale.of(1, 1), UP, ""));
        ways.put("score from JSON without value", sample -> json("{\"outcome\":\"scored\",\"min\":0,\"max\":1}"));
        ways.put("score from JSON beyond double", sample -> json(SCORED.replace("0.5", "1e999")));
        ways.put("score from JSON off the scale", sample -> json(SCORED.replace("0.5", "7")));
        ways.put("score from JSON as text", sample -> json(SCORED.replace("0.5", "\"0.5\"")));
        ways.put("throws null", sample -> fail(null));
        ways.put(
                "throws a wrapped interruption",
                sample -> fail(new IllegalStateException(new InterruptedException("enough"))));
        ways.put("throws a cancellation", sample -> fail(new CancellationException()));
        ways.put(
                "throws a failed future",
                sample -> CompletableFuture.<Outcome>failedFuture(new IOException("gone"))
                        .join());
        ways.put("throws what cannot say why", sample -> fail(new Speechless()));
        ways.put("throws what it causes itself", sample -> fail(circle()));
        ways.put("fails to initialise", sample -> fail(new ExceptionInInitializerError("static")));
        ways.put("throws an error of a library", sample -> fail(new Error("worse")));
        ways.put("misses a method", sample -> fail(new NoSuchMethodError("gone")));
        ways.put(
                "allocates a negative size",
                sample -> score(new int[-sample.id().length()].length));
        ways.put("modifies what it reads", sample -> score(modified()));
        ways.put("folds into nothing", sample -> Outcome.skipped("x").fold(a -> a, b -> b, c -> c, d -> d, e -> null));
        return ways;
    }

    static Evaluator evaluator(String name, Function<Sample, Outcome> function) {
        return Evaluator.builder(name).evaluating(function);
    }

    static Outcome score(double value) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    }

    private static Outcome json(String text) {
        try {
            return Outcome.fromJson(new ObjectMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Throwable circle() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        return first;
    }

    private static int modified() {
        List<Integer> numbers = new ArrayList<>(List.of(1, 2, 3));
        Iterator<Integer> reading = numbers.iterator();
        numbers.clear();
        return reading.next();
    }

    /** A failure whose message fails too. */
    private static final class Speechless extends RuntimeException {

        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no words");
        }
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
