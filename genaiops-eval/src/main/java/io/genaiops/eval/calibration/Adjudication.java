package io.genaiops.eval.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;

/**
 * How the labels of several people become one truth. Where they do not, the item stays open: it is counted, and compared
 * with nothing.
 *
 * @param rule the rule
 * @param arbiter whose label is the truth wherever there is one; empty if nobody's is
 * @since 0.1
 */
public record Adjudication(Rule rule, Optional<String> arbiter) {

    /** How labels are put together. */
    public enum Rule {
        /** Passed or failed by more than half of the raters; the score is the median. */
        MAJORITY,
        /** Passed or failed by all raters; the score is the median. */
        UNANIMOUS
    }

    /** What holds for an item. */
    record Truth(boolean passes, double score) {}

    /** Returns the rule that more than half of the raters decide; an even split stays open. */
    public static Adjudication majority() {
        return new Adjudication(Rule.MAJORITY, Optional.empty());
    }

    /** Returns the rule that any disagreement on pass or fail leaves an item open. */
    public static Adjudication unanimous() {
        return new Adjudication(Rule.UNANIMOUS, Optional.empty());
    }

    /** Returns the same rule, overruled by this rater wherever he or she gave a label. */
    public Adjudication arbiter(String rater) {
        return new Adjudication(rule, Optional.of(rater));
    }

    Optional<Truth> truth(Map<String, Double> labels, DoublePredicate passes) {
        Optional<Double> ruled = arbiter.flatMap(rater -> Optional.ofNullable(labels.get(rater)));
        if (ruled.isPresent()) {
            return Optional.of(new Truth(passes.test(ruled.get()), ruled.get()));
        }
        List<Double> all = List.copyOf(labels.values());
        long passing = all.stream().filter(passes::test).count();
        long failing = all.size() - passing;
        boolean decided = rule == Rule.MAJORITY ? passing != failing : passing == 0 || failing == 0;
        OptionalDouble score = median(all);
        return decided && score.isPresent()
                ? Optional.of(new Truth(passing > failing, score.getAsDouble()))
                : Optional.empty();
    }

    private static OptionalDouble median(List<Double> labels) {
        if (labels.isEmpty()) {
            return OptionalDouble.empty();
        }
        double[] sorted = labels.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return OptionalDouble.of(sorted[(sorted.length - 1) / 2] / 2 + sorted[sorted.length / 2] / 2);
    }

    /** Returns the rule in words. */
    @Override
    public String toString() {
        String words = rule == Rule.MAJORITY ? "more than half of the raters" : "all raters";
        return arbiter.map(rater -> rater + ", else " + words).orElse(words);
    }
}
