package io.genaiops.eval.statistics;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Answers in plain words whether the second of two runs is better, without saying more than the items show.
 *
 * <p>One rule holds p-value, interval and words together: the interval excludes 0 exactly when the p-value is at most
 * 1 - level, and only then do the words say better or worse. Otherwise they say "no difference" if the sample could have
 * seen one that matters, and "cannot tell" if it could not. The constructor refuses figures that break the rule. A positive
 * difference is an improvement; where lower is better, negate the comparison first.
 *
 * @param items the number of compared items
 * @param difference the second run's mean or rate minus the first's
 * @param pValue the two-sided p-value, between 0 and 1
 * @param interval the differences that the data do not rule out; empty if the items are too few to rule out any
 * @param detectable the smallest difference that the sample could have seen; empty if it could not have seen any
 * @param itemsNeeded about how many items show a difference of {@code relevant}; empty if the data do not vary
 * @param power the level and the power behind the figures
 * @param relevant the smallest difference that matters to whoever asks
 * @since 0.1
 */
public record Verdict(
        int items,
        double difference,
        double pValue,
        Optional<Interval> interval,
        OptionalDouble detectable,
        OptionalLong itemsNeeded,
        Power power,
        double relevant) {

    /** Names what can be said about the second run. */
    public enum Conclusion {
        /** The second run is better, beyond chance. */
        BETTER,
        /** The second run is worse, beyond chance. */
        WORSE,
        /** No difference was found, and one that matters would probably have been. */
        NO_DIFFERENCE,
        /** No difference was found, and one that matters could have been missed. */
        CANNOT_TELL
    }

    private static final double ROUNDING = 1e-9;

    /**
     * Refuses figures that contradict each other.
     *
     * @throws IllegalArgumentException if the interval and the p-value disagree about 0, or a figure is out of range
     */
    public Verdict {
        requireRelevant(relevant);
        if (items < 1 || !Double.isFinite(difference) || !(pValue >= 0 && pValue <= 1)) {
            throw new IllegalArgumentException(
                    "a verdict needs items, a finite difference and a p-value in [0, 1]; found " + items + ", "
                            + difference + ", " + pValue);
        }
        boolean excluded = interval.isPresent() && !interval.get().contains(0);
        if (excluded ? pValue > power.alpha() + ROUNDING : pValue < power.alpha() - ROUNDING) {
            throw new IllegalArgumentException("interval and p-value must agree about a difference of 0; found "
                    + interval + ", p-value " + pValue);
        }
    }

    /** Returns what can be said. */
    public Conclusion conclusion() {
        if (interval.isPresent() && !interval.get().contains(0)) {
            return interval.get().low() > 0 ? Conclusion.BETTER : Conclusion.WORSE;
        }
        boolean sharp = detectable.isPresent() && detectable.getAsDouble() <= relevant;
        return sharp ? Conclusion.NO_DIFFERENCE : Conclusion.CANNOT_TELL;
    }

    /**
     * Returns the same verdict with a p-value that was corrected for several measures ({@link Correction}).
     *
     * <p>If the corrected value no longer rejects, the interval is stretched to contain 0.
     *
     * @throws IllegalArgumentException if the corrected value is smaller than the p-value
     */
    public Verdict adjusted(double correctedPValue) {
        if (correctedPValue < pValue) {
            throw new IllegalArgumentException(
                    "a corrected p-value cannot be below " + pValue + "; found " + correctedPValue);
        }
        boolean rejected = correctedPValue <= power.alpha();
        Optional<Interval> kept = rejected ? interval : interval.map(i -> i.stretchedTo(0));
        return new Verdict(items, difference, correctedPValue, kept, detectable, itemsNeeded, power, relevant);
    }

    /** Returns the verdict on the first run, with the second in its place. */
    public Verdict reversed() {
        Optional<Interval> turned = interval.map(i -> new Interval(0 - i.high(), 0 - i.low(), i.level()));
        return new Verdict(items, 0 - difference, pValue, turned, detectable, itemsNeeded, power, relevant);
    }

    /**
     * Says it in a sentence, such as "2.0.0 is better than 1.1.0 by 0.11 to 0.19 (95 %, p &lt; 0.001, 400 items); the
     * sample could have seen 0.05".
     *
     * @param first what to call the first run
     * @param second what to call the second run
     */
    public String words(String first, String second) {
        String what = switch (conclusion()) {
            case BETTER -> second + " is better than " + first + " by " + span(false);
            case WORSE -> second + " is worse than " + first + " by " + span(true);
            case NO_DIFFERENCE -> "no regression and no gain of " + second + " over " + first + ": " + observed();
            case CANNOT_TELL -> "cannot tell " + second + " from " + first + ": " + observed();
        };
        return what + figures() + seen() + (conclusion() == Conclusion.CANNOT_TELL ? needed() : "");
    }

    static void requireRelevant(double relevant) {
        if (!(relevant > 0 && Double.isFinite(relevant))) {
            throw new IllegalArgumentException(
                    "relevant, the smallest difference that matters, must be above 0; found " + relevant);
        }
    }

    private String span(boolean turned) {
        Interval i = interval.orElseThrow();
        return turned ? number(-i.high()) + " to " + number(-i.low()) : number(i.low()) + " to " + number(i.high());
    }

    private String observed() {
        return "difference " + number(difference) + (interval.isPresent() ? ", " + span(false) : "");
    }

    private String figures() {
        String level = number(100 * power.level());
        String p = pValue < 0.001 ? "p < 0.001" : "p = " + number(pValue);
        return " (" + level + " %, " + p + ", " + items + (items == 1 ? " item)" : " items)");
    }

    private String seen() {
        return detectable.isPresent()
                ? "; the sample could have seen " + number(detectable.getAsDouble())
                : "; so few items could not have seen any difference";
    }

    private String needed() {
        return itemsNeeded.isPresent()
                ? "; about " + itemsNeeded.getAsLong() + " items needed to see " + number(relevant)
                : "; at least " + power.fewestItems() + " items needed";
    }

    /** Two significant digits below 1, three up to 100, whole numbers above. */
    static String number(double value) {
        double size = Math.abs(value);
        BigDecimal decimal = BigDecimal.valueOf(value);
        BigDecimal rounded = size >= 100
                ? decimal.setScale(0, RoundingMode.HALF_EVEN)
                : decimal.round(new MathContext(size < 1 ? 2 : 3, RoundingMode.HALF_EVEN));
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
