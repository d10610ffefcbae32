package io.genaiops.eval.baseline;

import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Figures and findings as people read them. */
final class Words {

    static final String NONE = "none";

    private static final int MOST_NAMED = 10;

    private Words() {}

    /** Two significant digits below 1, three up to 100, whole numbers above. */
    static String number(double value) {
        double size = Math.abs(value);
        BigDecimal exact = BigDecimal.valueOf(value);
        BigDecimal rounded = size >= 100
                ? exact.setScale(0, RoundingMode.HALF_EVEN)
                : exact.round(new MathContext(size < 1 ? 2 : 3, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }

    static String number(OptionalDouble value) {
        return value.isPresent() ? number(value.getAsDouble()) : NONE;
    }

    /** Rounds down to a tenth, so that what misses a bound never looks as if it reached it. */
    static String percent(double share) {
        return BigDecimal.valueOf(share)
                        .movePointRight(2)
                        .setScale(1, RoundingMode.FLOOR)
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    static <T> String list(Collection<T> values, Function<? super T, String> form) {
        String named = values.stream().limit(MOST_NAMED).map(form).collect(Collectors.joining(", "));
        return values.size() <= MOST_NAMED ? named : named + " and " + (values.size() - MOST_NAMED) + " more";
    }

    static String ids(List<String> ids) {
        return list(ids, id -> "'" + id + "'");
    }

    /** Says what a test found and, where it found no regression, which one it could have found. */
    static String sentence(String what, Measure measure) {
        Verdict verdict = measure.verdict();
        String figures = " (" + number(measure.before()) + " before, " + number(measure.now()) + " now; "
                + (verdict.pValue() < 0.001 ? "p < 0.001" : "p = " + number(verdict.pValue())) + ", "
                + samples(verdict.items()) + ")";
        return what
                + switch (verdict.conclusion()) {
                    case WORSE ->
                        " is worse" + verdict.interval().map(Words::byWorse).orElse("") + figures;
                    case BETTER ->
                        " is better" + verdict.interval().map(Words::byBetter).orElse("") + figures + seen(verdict);
                    default ->
                        " shows no regression"
                                + verdict.interval().map(Words::between).orElse("") + figures + seen(verdict);
                };
    }

    private static String byWorse(Interval change) {
        return " by " + number(-change.high()) + " to " + number(-change.low());
    }

    private static String byBetter(Interval change) {
        return " by " + number(change.low()) + " to " + number(change.high());
    }

    private static String between(Interval change) {
        return ": between " + number(-change.low()) + " worse and " + number(change.high()) + " better";
    }

    private static String seen(Verdict verdict) {
        if (verdict.detectable().isEmpty()) {
            return "; so few could not have shown any";
        }
        double seen = verdict.detectable().getAsDouble();
        String smallest = "; the smallest regression that could have been detected is " + number(seen);
        return seen <= verdict.relevant()
                ? smallest
                : smallest + ", so one of " + number(verdict.relevant()) + " may have gone unseen" + needed(verdict);
    }

    private static String needed(Verdict verdict) {
        return verdict.itemsNeeded().isPresent()
                ? " (about " + samples(verdict.itemsNeeded().getAsLong()) + " show it)"
                : "";
    }

    static String samples(long count) {
        return count(count, "sample");
    }

    static String count(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    /** Says what became of a sample, such as {@code score 5 to 2, passed 1 to 0}. */
    static String fall(Fall fall) {
        String score = "score " + number(fall.scoreBefore()) + " to " + number(fall.scoreNow());
        String passes = fall.passesBefore().isPresent()
                ? ", passed " + number(fall.passesBefore()) + " to " + number(fall.passesNow())
                : "";
        return score
                + passes
                + (fall.sameAnswer() ? "; the answer is the same, so the evaluator changed its mind" : "");
    }

    static String name(Conclusion conclusion) {
        return BaselineWriter.word(conclusion);
    }
}
