package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Compares two runs that scored the same items with numbers; a difference is always second minus first.
 *
 * <p>Made by {@link Statistics#paired(double[], double[])}. Repeats are averaged within an item before
 * ({@link Statistics#averaged}).
 *
 * @since 0.1
 */
public final class PairedDifferences {

    private final double[] differences;
    private final double largestScore;

    private PairedDifferences(double[] differences, double largestScore) {
        this.differences = differences;
        this.largestScore = largestScore;
    }

    static PairedDifferences of(double[] first, double[] second) {
        Statistics.requirePairs(first.length, second.length);
        double[] before = Statistics.finite("first", first);
        double[] after = Statistics.finite("second", second);
        double[] differences = new double[before.length];
        double largest = 0;
        for (int i = 0; i < differences.length; i++) {
            differences[i] = after[i] - before[i];
            largest = Math.max(largest, Math.max(Math.abs(before[i]), Math.abs(after[i])));
        }
        return new PairedDifferences(differences, largest);
    }

    /** Returns the number of items. */
    public int items() {
        return differences.length;
    }

    /** Returns the mean difference with its Student and bootstrap intervals. */
    public Mean mean() {
        return Mean.of(differences);
    }

    /** Returns the same items with the sign turned, for measures where lower is better. */
    public PairedDifferences negated() {
        return new PairedDifferences(Arrays.stream(differences).map(d -> 0 - d).toArray(), largestScore);
    }

    /**
     * Returns the sign-flip test of the mean difference; the resampling is used above 20 items alone.
     *
     * @throws IllegalArgumentException if there are more than 20 items and fewer than 10,000 resamples
     */
    public PermutationTest permutationTest(Resampling resampling) {
        return PermutationTest.of(differences, resampling);
    }

    /** Returns the number of items on which the second run scored higher. */
    public int wins() {
        return (int) Arrays.stream(differences).filter(d -> d > 0).count();
    }

    /** Returns the number of items on which the second run scored lower. */
    public int losses() {
        return (int) Arrays.stream(differences).filter(d -> d < 0).count();
    }

    /** Returns the share of the items without a tie that the second run won; empty if all are ties. */
    public Optional<Proportion> winRate() {
        int decided = wins() + losses();
        return decided == 0 ? Optional.empty() : Optional.of(new Proportion(wins(), decided));
    }

    /** Returns the standard deviation of the differences, with divisor n - 1; empty for a single item. */
    public OptionalDouble standardDeviation() {
        OptionalDouble error = mean().standardError();
        return error.isEmpty() ? error : OptionalDouble.of(error.getAsDouble() * Math.sqrt(items()));
    }

    /** Returns Cohen's dz, the mean difference in standard deviations of the differences; empty if they do not vary. */
    public OptionalDouble effectSize() {
        double deviation = standardDeviation().orElse(0);
        return deviation == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean().value() / deviation);
    }

    /**
     * Returns the large-sample interval of {@link #effectSize}: standard error sqrt(1/n + dz^2/(2n)).
     *
     * <p>Source: Hedges, Olkin 1985, Statistical Methods for Meta-Analysis, chapter 5. Rough below 20 items.
     *
     * @param level the confidence level, such as 0.95
     */
    public Optional<Interval> effectSizeInterval(double level) {
        double z = Power.twoSidedNormal(level);
        OptionalDouble size = effectSize();
        if (size.isEmpty()) {
            return Optional.empty();
        }
        double dz = size.getAsDouble();
        double half = z * Math.sqrt(1.0 / items() + dz * dz / (2.0 * items()));
        return Optional.of(new Interval(dz - half, dz + half, level));
    }

    /**
     * Answers whether the second run is better, in one value that carries figures and words.
     *
     * <p>p-value and interval are those of {@link #permutationTest}, so they cannot disagree.
     *
     * @param power the level of the test and the power that "could have seen" stands for
     * @param relevant the smallest mean difference that matters, above 0
     * @param resampling the seed and the number of resamples, used above 20 items alone
     */
    public Verdict verdict(Power power, double relevant, Resampling resampling) {
        Verdict.requireRelevant(relevant);
        PermutationTest test = permutationTest(resampling);
        double deviation = standardDeviation().orElse(0);
        return new Verdict(
                items(),
                mean().value(),
                test.pValue(),
                test.interval(power.level()),
                detectable(power, deviation),
                deviation > 0 ? OptionalLong.of(power.itemsForMeans(deviation, relevant)) : OptionalLong.empty(),
                power,
                relevant);
    }

    /** Without a spread, or with that of too few items to reject anything, little is known of the items not seen. */
    private OptionalDouble detectable(Power power, double deviation) {
        OptionalDouble bySpread = power.detectableMean(items(), deviation);
        boolean known = deviation > 0 && wins() + losses() >= power.fewestItems();
        return bySpread.isEmpty() || known
                ? bySpread
                : OptionalDouble.of(Math.max(
                        bySpread.getAsDouble(), detectableWithoutSpread(power).orElse(0)));
    }

    /**
     * Where hardly any items differ, the sample could have seen an item that differs at all: a share of
     * 1 - (1 - power)^(1/n) of them, each taken to move by the largest score.
     */
    private OptionalDouble detectableWithoutSpread(Power power) {
        if (items() < power.fewestItems()) {
            return OptionalDouble.empty();
        }
        double share = -Math.expm1(Math.log1p(-power.power()) / items());
        return OptionalDouble.of(share * (largestScore > 0 ? largestScore : 1));
    }
}
