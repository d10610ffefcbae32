package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds a correlation taken within systems.
 *
 * @param correlation the kind of correlation
 * @param mean the mean over the systems that determine a coefficient, weighted by their pairs
 * @param bySystem the coefficient of each system, undefined ones with their reason, in order of first appearance
 * @param pairs the number of pairs of each system
 * @since 0.1
 */
public record WithinSystems(
        Correlation correlation, Coefficient mean, Map<String, Coefficient> bySystem, Map<String, Integer> pairs) {

    /** Requires the same systems in both maps; copies them and keeps their order. */
    public WithinSystems {
        if (!bySystem.keySet().equals(pairs.keySet())) {
            throw new IllegalArgumentException("each system needs a coefficient and a number of pairs; found "
                    + bySystem.keySet() + " and " + pairs.keySet());
        }
        bySystem = Collections.unmodifiableMap(new LinkedHashMap<>(bySystem));
        pairs = Collections.unmodifiableMap(new LinkedHashMap<>(pairs));
    }

    /**
     * Returns the large-sample interval of the mean, for these systems and not for others like them: each system has a
     * correlation of its own. Systems without a coefficient are left out, as in the mean.
     *
     * <p>Normal on Fisher's z scale of the mean, with the variance of the weighted mean by the delta method (Bonett 2008,
     * Psychological Methods 13:173, there for equal weights) and the variances of {@link Correlation#interval}.
     *
     * @param level the confidence level, such as 0.95
     * @return empty if the mean is undefined, or if a coefficient in it is -1 or 1 or rests on fewer than 5 pairs, which
     *     does not show how far it varies
     */
    public Optional<Interval> interval(double level) {
        int all = 0;
        double variance = 0;
        for (Map.Entry<String, Coefficient> system : bySystem.entrySet()) {
            if (system.getValue().isDefined()) {
                double r = system.getValue().orElseThrow();
                int n = pairs.getOrDefault(system.getKey(), 0);
                if (n < Correlation.FEWEST_PAIRS || Math.abs(r) >= 1) {
                    return Optional.empty();
                }
                double spread = n * (1 - r * r);
                variance += spread * spread * correlation.variance(r, n);
                all += n;
            }
        }
        double weighted = all == 0 ? Double.NaN : variance / all / all;
        return Correlation.interval(mean, weighted, level);
    }
}
