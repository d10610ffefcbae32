package io.genaiops.eval.agreement;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Computes Krippendorff's alpha, 1 - observed / expected disagreement, over the ratings that have a partner.
 *
 * <p>Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section C. The double sums over pairs are
 * taken in closed form: squared differences sum to 2 m times the squares around the mean.
 */
final class Krippendorff {

    private final double[][] units;
    private final double[] pairable;

    Krippendorff(double[][] ratings) {
        this.units = Arrays.stream(ratings).filter(unit -> unit.length > 1).toArray(double[][]::new);
        this.pairable = Arrays.stream(units).flatMapToDouble(Arrays::stream).toArray();
    }

    Coefficient alpha(Scale scale) {
        if (units.length == 0) {
            return Coefficient.undefined("no item has two ratings");
        }
        if (Arrays.stream(pairable).allMatch(value -> value == pairable[0])) {
            return Coefficient.undefined("all ratings are " + pairable[0] + ", so chance agreement is complete too");
        }
        return switch (scale) {
            case NOMINAL -> nominal();
            case ORDINAL -> byDistance(new Krippendorff(ranked()));
            case INTERVAL -> byDistance(new Krippendorff(rescaled()));
        };
    }

    private Coefficient nominal() {
        double observed = 0;
        for (double[] unit : units) {
            observed += differingPairs(unit) / (unit.length - 1);
        }
        return alpha(observed, differingPairs(pairable) / (pairable.length - 1));
    }

    private static Coefficient byDistance(Krippendorff measured) {
        double observed = 0;
        for (double[] unit : measured.units) {
            observed += distances(unit) / (unit.length - 1);
        }
        return alpha(observed, distances(measured.pairable) / (measured.pairable.length - 1));
    }

    private static Coefficient alpha(double observed, double expected) {
        return Coefficient.of(1 - observed / expected);
    }

    private static double differingPairs(double[] values) {
        Map<Double, Long> counts =
                Arrays.stream(values).boxed().collect(Collectors.groupingBy(v -> v + 0.0, Collectors.counting()));
        double equal = counts.values().stream().mapToDouble(c -> (double) c * c).sum();
        return (double) values.length * values.length - equal;
    }

    private static double distances(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return 2.0
                * values.length
                * Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    }

    /** From 0 to 1, which keeps the squares of tiny and huge ratings representable; alpha does not change. */
    private double[][] rescaled() {
        double low = Arrays.stream(pairable).min().orElse(0);
        double span = Arrays.stream(pairable).max().orElse(1) - low;
        return Arrays.stream(units)
                .map(unit -> Arrays.stream(unit).map(v -> (v - low) / span).toArray())
                .toArray(double[][]::new);
    }

    /** The ordinal distance of two ratings is the squared difference of their mid-ranks. */
    private double[][] ranked() {
        double[] ranks = Ranks.midRanks(pairable);
        double[][] ranked = new double[units.length][];
        int next = 0;
        for (int u = 0; u < units.length; u++) {
            ranked[u] = Arrays.copyOfRange(ranks, next, next + units[u].length);
            next += units[u].length;
        }
        return ranked;
    }
}
