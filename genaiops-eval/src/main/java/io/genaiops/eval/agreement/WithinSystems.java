package io.genaiops.eval.agreement;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Holds a correlation taken within systems.
 *
 * @param mean the mean over the systems that determine a coefficient, weighted by their pairs
 * @param bySystem the coefficient of each system, undefined ones with their reason, in order of first appearance
 * @since 0.1
 */
public record WithinSystems(Coefficient mean, Map<String, Coefficient> bySystem) {

    /** Copies the map and keeps its order. */
    public WithinSystems {
        bySystem = Collections.unmodifiableMap(new LinkedHashMap<>(bySystem));
    }
}
