package io.genaiops.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;

/**
 * The scores that pass. A threshold says nothing about an outcome without a score.
 *
 * @param from the lower end, or negative infinity
 * @param fromIncluded whether the lower end itself passes
 * @param to the upper end, or positive infinity
 * @param toIncluded whether the upper end itself passes
 * @since 0.1
 */
public record Threshold(double from, boolean fromIncluded, double to, boolean toIncluded) {

    /** Refuses ends between which no number lies. */
    public Threshold {
        boolean empty = !(from < to) && !(from == to && fromIncluded && toIncluded);
        if (empty || from == Double.POSITIVE_INFINITY || to == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "threshold must leave room for a score; found: from " + from + " to " + to);
        }
        from += 0.0;
        to += 0.0;
    }

    /** Returns the threshold that {@code value} and everything above it passes. */
    public static Threshold atLeast(double value) {
        return new Threshold(finite(value), true, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the threshold that everything above {@code value} passes. */
    public static Threshold above(double value) {
        return new Threshold(finite(value), false, Double.POSITIVE_INFINITY, false);
    }

    /** Returns the threshold that {@code value} and everything below it passes. */
    public static Threshold atMost(double value) {
        return new Threshold(Double.NEGATIVE_INFINITY, false, finite(value), true);
    }

    /** Returns the threshold that everything below {@code value} passes. */
    public static Threshold below(double value) {
        return new Threshold(Double.NEGATIVE_INFINITY, false, finite(value), false);
    }

    /** Returns the threshold that everything from {@code from} to {@code to} passes, both included. */
    public static Threshold between(double from, double to) {
        return new Threshold(finite(from), true, finite(to), true);
    }

    /** Returns the judgement on an outcome; without a score it is {@link Judgement#INCONCLUSIVE}. */
    public Judgement judge(Outcome outcome) {
        Objects.requireNonNull(outcome, "outcome");
        if (outcome.score().isEmpty()) {
            return Judgement.INCONCLUSIVE;
        }
        return passes(outcome.score().getAsDouble()) ? Judgement.PASSED : Judgement.FAILED;
    }

    /** Returns the ends as JSON; an end that is not there is absent. */
    JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (!Double.isInfinite(from)) {
            json.put("from", from).put("fromIncluded", fromIncluded);
        }
        if (!Double.isInfinite(to)) {
            json.put("to", to).put("toIncluded", toIncluded);
        }
        return json;
    }

    /**
     * Refuses a scale on which every score, or none, would pass.
     *
     * @param evaluator what to call the evaluator in the message
     * @throws IllegalArgumentException if that is so
     */
    public void requireMeaningOn(Scale scale, String evaluator) {
        boolean lowestPasses =
                from < scale.min() || (from == scale.min() && (fromIncluded || from < -Double.MAX_VALUE));
        boolean highestPasses = to > scale.max() || (to == scale.max() && (toIncluded || to > Double.MAX_VALUE));
        if (lowestPasses && highestPasses) {
            throw refusal(scale, evaluator, "can never fail");
        }
        boolean aboveAll = from > scale.max() || (from == scale.max() && !fromIncluded);
        boolean belowAll = to < scale.min() || (to == scale.min() && !toIncluded);
        if (aboveAll || belowAll) {
            throw refusal(scale, evaluator, "can never be passed");
        }
    }

    private IllegalArgumentException refusal(Scale scale, String evaluator, String why) {
        return new IllegalArgumentException("threshold '" + this + "' " + why + ": evaluator '" + evaluator
                + "' scores on " + scale + "; choose a threshold inside that scale");
    }

    /** Tells whether a score lies between the ends. */
    public boolean passes(double score) {
        boolean highEnough = fromIncluded ? score >= from : score > from;
        boolean lowEnough = toIncluded ? score <= to : score < to;
        return highEnough && lowEnough;
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("threshold must be a finite number; found: " + value);
        }
        return value;
    }

    /** Returns the threshold in words, such as {@code at least 4}. */
    @Override
    public String toString() {
        String low = (fromIncluded ? "at least " : "above ") + Scale.format(from);
        String high = (toIncluded ? "at most " : "below ") + Scale.format(to);
        if (Double.isInfinite(from)) {
            return Double.isInfinite(to) ? "any score" : high;
        }
        return Double.isInfinite(to) ? low : low + " and " + high;
    }
}
