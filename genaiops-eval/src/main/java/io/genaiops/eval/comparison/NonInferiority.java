package io.genaiops.eval.comparison;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;

/**
 * Answers whether the second of two variants is no worse than the first by more than a stated margin.
 *
 * <p>It is claimed where the lower end of the paired 95 % interval of the improvement is above minus the margin: a one-sided
 * test at 2.5 %. Source: ICH E9 1998, Statistical Principles for Clinical Trials, sections 3.3.2 and 5.5. Where fewer items differ
 * than can reject anything, the end is lowered to what an unseen share of 1 - 0.025^(1/n) of the items could lose.
 * Several claims that must all hold need no correction (Berger 1982, Technometrics 24:295). Immutable.
 *
 * @since 0.1
 */
public final class NonInferiority {

    /** Names what can be said about the second variant. */
    public enum Conclusion {
        /** It is not worse by more than the margin. */
        NO_WORSE,
        /** It is worse by more than the margin. */
        WORSE,
        /** Both are possible. */
        CANNOT_TELL
    }

    /**
     * What is asked.
     *
     * @param what the measure, for people
     * @param first the variant that is held against
     * @param second the variant that is asked about
     * @param margin the loss that is accepted, above 0; of a ratio its logarithm
     * @param span the loss that an unseen item is taken to have; 0 if the interval accounts for it
     */
    public record Question(String what, String first, String second, double margin, double span) {

        /** Refuses a margin that is no loss. */
        public Question {
            if (!(margin > 0 && Double.isFinite(margin)) || !(span >= 0)) {
                throw new IllegalArgumentException("a margin must be a loss above 0; found: " + margin);
            }
        }
    }

    private final Question question;
    private final Verdict verdict;
    private final OptionalDouble low;
    private final boolean ratio;
    private final List<Caveat> caveats;

    private NonInferiority(
            Question question, Verdict verdict, OptionalDouble low, boolean ratio, List<Caveat> caveats) {
        this.question = question;
        this.verdict = verdict;
        this.low = low;
        this.ratio = ratio;
        this.caveats = List.copyOf(caveats);
    }

    /**
     * Returns the answer that differences give.
     *
     * @param verdict on the differences, uncorrected; an improvement is positive
     * @param differing how many items differ
     */
    public static NonInferiority ofDifferences(
            Question question, Verdict verdict, int differing, List<Caveat> caveats) {
        return new NonInferiority(question, verdict, low(question, verdict, differing), false, caveats);
    }

    /** Returns the answer that logarithms of ratios give; an improvement is positive. */
    public static NonInferiority ofLogRatios(Question question, Verdict verdict, int differing, List<Caveat> caveats) {
        return new NonInferiority(question, verdict, low(question, verdict, differing), true, caveats);
    }

    private static OptionalDouble low(Question question, Verdict verdict, int differing) {
        if (verdict.interval().isEmpty()) {
            return OptionalDouble.empty();
        }
        double low = verdict.interval().get().low();
        boolean few = differing < verdict.power().fewestItems();
        double unseen = -Math.expm1(Math.log(verdict.power().alpha() / 2) / verdict.items());
        return OptionalDouble.of(few ? Math.min(low, -unseen * question.span) : low);
    }

    /** Returns what can be said. */
    public Conclusion conclusion() {
        if (low.isPresent() && low.getAsDouble() > -question.margin) {
            return Conclusion.NO_WORSE;
        }
        boolean worse = verdict.interval().map(Interval::high).orElse(0.0) < -question.margin;
        return worse ? Conclusion.WORSE : Conclusion.CANNOT_TELL;
    }

    /** Tells whether the second variant is shown to be no worse by more than the margin. */
    public boolean isShown() {
        return conclusion() == Conclusion.NO_WORSE;
    }

    /** Returns the measure, for people. */
    public String what() {
        return question.what;
    }

    /** Returns the accepted loss: a difference, or the factor that a ratio may reach. */
    public double margin() {
        return shown(question.margin);
    }

    /** Returns the largest loss that the data do not rule out, in the terms of {@link #margin}; empty if they rule out none. */
    public OptionalDouble largestLoss() {
        return low.isPresent() ? OptionalDouble.of(shown(-low.getAsDouble())) : OptionalDouble.empty();
    }

    /** Returns the smallest margin that so many items show, if there is no difference; empty if so few cannot show any. */
    public OptionalDouble showableMargin() {
        return map(verdict.detectable(), this::shown);
    }

    /** Returns about how many items show the margin, if there is no difference; empty if the data do not vary. */
    public OptionalLong itemsNeeded() {
        double detectable = verdict.detectable().orElse(0);
        double times = detectable / question.margin;
        return detectable > 0 && times < 1e6
                ? OptionalLong.of(
                        Math.max(verdict.power().fewestItems(), (long) Math.ceil(verdict.items() * times * times)))
                : OptionalLong.empty();
    }

    /** Returns how many items were compared. */
    public int items() {
        return verdict.items();
    }

    /** Returns what has to be known beside it. */
    public List<Caveat> caveats() {
        return caveats;
    }

    /** Says it in a sentence, with what the sample could have shown. */
    public String words() {
        String sentence = switch (conclusion()) {
            case NO_WORSE -> second() + " is no worse than " + question.first + by() + ": " + atMost();
            case WORSE ->
                second() + " is worse than " + question.first + by() + ": at least "
                        + loss(-verdict.interval().map(Interval::high).orElse(0.0));
            case CANNOT_TELL ->
                "cannot tell whether " + second() + " is worse than " + question.first + by() + ": " + atMost();
        };
        return Caveat.mark(question.what + ": " + sentence + figures() + showable(), caveats);
    }

    private String second() {
        return question.second;
    }

    private String by() {
        return ratio
                ? " by more than a factor of " + Statistics.number(margin())
                : " by more than " + Statistics.number(margin());
    }

    private String atMost() {
        return low.isPresent() ? "at most " + loss(-low.getAsDouble()) : "so few items rule out nothing";
    }

    private String loss(double loss) {
        if (ratio) {
            return Statistics.number(Math.exp(loss)) + " times as much";
        }
        return loss > 0 ? Statistics.number(loss) + " worse" : Statistics.number(-loss) + " better";
    }

    private String figures() {
        int items = verdict.items();
        double level = 100 * (1 - verdict.power().alpha() / 2);
        return " (one-sided " + Statistics.number(level) + " %, " + items + (items == 1 ? " item)" : " items)");
    }

    private String showable() {
        OptionalDouble margin = showableMargin();
        String seen = margin.isPresent()
                ? "; the sample could have shown a margin of " + Statistics.number(margin.getAsDouble())
                : "; so few items could not have shown any margin";
        boolean ask = conclusion() == Conclusion.CANNOT_TELL && itemsNeeded().isPresent();
        return ask ? seen + "; about " + itemsNeeded().getAsLong() + " items needed" : seen;
    }

    private double shown(double loss) {
        return ratio ? Math.exp(loss) : loss;
    }

    private static OptionalDouble map(OptionalDouble value, DoubleUnaryOperator function) {
        return value.isPresent() ? OptionalDouble.of(function.applyAsDouble(value.getAsDouble())) : value;
    }

    /** Returns {@link #words}. */
    @Override
    public String toString() {
        return words();
    }
}
