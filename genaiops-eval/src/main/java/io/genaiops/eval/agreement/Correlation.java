package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Measures how far two series of scores rise and fall together, from -1 to 1.
 *
 * <p>Applied by {@link Agreement#correlation}. A constant series determines no correlation, nor does a single pair.
 *
 * @since 0.1
 */
public enum Correlation {
    /** Along a straight line: covariance over the product of the standard deviations. */
    PEARSON {
        @Override
        double varying(double[] x, double[] y) {
            return product(x, y);
        }

        @Override
        double variance(double coefficient, int pairs) {
            return 1.0 / (pairs - 3);
        }
    },
    /** Along any rising curve: {@link #PEARSON} of the ranks, equal values sharing their mean rank. */
    SPEARMAN {
        @Override
        double varying(double[] x, double[] y) {
            return product(Ranks.midRanks(x), Ranks.midRanks(y));
        }

        @Override
        double variance(double coefficient, int pairs) {
            return (1 + coefficient * coefficient / 2) / (pairs - 3);
        }
    },
    /** By pairs that are ordered alike, corrected for ties (Kendall's tau-b). Source: Kendall 1945, Biometrika 33:239. */
    KENDALL_TAU_B {
        @Override
        double varying(double[] x, double[] y) {
            return Math.max(-1, Math.min(1, Ranks.tauB(x, y)));
        }

        @Override
        double variance(double coefficient, int pairs) {
            return 0.437 / (pairs - 4);
        }
    };

    static final int FEWEST_PAIRS = 5;

    /**
     * Returns the large-sample interval of a coefficient, rough below 25 pairs and where many values are tied.
     *
     * <p>Normal on Fisher's z scale, with the variances 1/(n-3), (1 + r^2/2)/(n-3) and 0.437/(n-4) of Bonett, Wright 2000,
     * Psychometrika 65:23.
     *
     * @param coefficient what {@link Agreement#correlation} found
     * @param pairs the number of pairs behind it
     * @param level the confidence level, such as 0.95
     * @return empty if the coefficient is undefined, is -1 or 1, or if there are fewer than 5 pairs
     */
    public Optional<Interval> interval(Coefficient coefficient, int pairs, double level) {
        double r = coefficient.value().orElse(1);
        double spread = 1 - r * r;
        return interval(coefficient, pairs < FEWEST_PAIRS ? Double.NaN : spread * spread * variance(r, pairs), level);
    }

    /** Returns the interval on Fisher's z scale of a coefficient with this variance; empty if that is not known. */
    static Optional<Interval> interval(Coefficient coefficient, double variance, double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level must lie strictly between 0 and 1, as 0.95; found " + level);
        }
        double r = coefficient.value().orElse(1);
        if (Double.isNaN(variance) || Math.abs(r) >= 1) {
            return Optional.empty();
        }
        double half = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2)
                * Math.sqrt(variance)
                / (1 - r * r);
        double z = Math.log((1 + r) / (1 - r)) / 2;
        return Optional.of(new Interval(Math.tanh(z - half), Math.tanh(z + half), level));
    }

    Coefficient of(double[] x, double[] y) {
        Agreement.requirePairs(x.length, y.length);
        requireFinite(x);
        requireFinite(y);
        if (x.length < 2) {
            return Coefficient.undefined("a correlation needs at least 2 pairs; found " + x.length);
        }
        if (isConstant(x) || isConstant(y)) {
            return Coefficient.undefined("the " + (isConstant(x) ? "first" : "second") + " series is constant at "
                    + (isConstant(x) ? x[0] : y[0]));
        }
        return Coefficient.of(varying(x, y));
    }

    WithinSystems within(List<String> systems, double[] x, double[] y) {
        Agreement.requirePairs(x.length, y.length);
        Agreement.requirePairs(systems.size(), x.length);
        Map<String, Coefficient> bySystem = new LinkedHashMap<>();
        Map<String, Integer> sizes = new LinkedHashMap<>();
        double sum = 0;
        int pairs = 0;
        for (String system : new LinkedHashSet<>(systems)) {
            double[] systemX = only(system, systems, x);
            Coefficient coefficient = of(systemX, only(system, systems, y));
            bySystem.put(system, coefficient);
            sizes.put(system, systemX.length);
            if (coefficient.isDefined()) {
                sum += coefficient.orElseThrow() * systemX.length;
                pairs += systemX.length;
            }
        }
        Coefficient mean =
                pairs == 0 ? Coefficient.undefined("no system determines a correlation") : Coefficient.of(sum / pairs);
        return new WithinSystems(this, mean, bySystem, sizes);
    }

    /** Returns the variance on Fisher's z scale. */
    abstract double variance(double coefficient, int pairs);

    abstract double varying(double[] x, double[] y);

    private static double product(double[] x, double[] y) {
        double[] a = deviations(x);
        double[] b = deviations(y);
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += a[i] * b[i];
            aa += a[i] * a[i];
            bb += b[i] * b[i];
        }
        return Math.max(-1, Math.min(1, ab / (Math.sqrt(aa) * Math.sqrt(bb))));
    }

    /** Scaled so that the largest is 1, which keeps the squares of tiny and huge scores representable. */
    private static double[] deviations(double[] values) {
        double mean = Statistics.mean(values).value();
        double[] deviations = Arrays.stream(values).map(v -> v - mean).toArray();
        double largest = Arrays.stream(deviations).map(Math::abs).max().orElse(1);
        return Arrays.stream(deviations).map(d -> d / largest).toArray();
    }

    private static void requireFinite(double[] values) {
        Statistics.mean(values);
    }

    private static boolean isConstant(double[] values) {
        return Arrays.stream(values).allMatch(v -> v == values[0]);
    }

    private static double[] only(String system, List<String> systems, double[] values) {
        double[] chosen = new double[values.length];
        int next = 0;
        for (int i = 0; i < values.length; i++) {
            if (systems.get(i).equals(system)) {
                chosen[next++] = values[i];
            }
        }
        return Arrays.copyOf(chosen, next);
    }
}
