package io.genaiops.prompt;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Target;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What a prompt is tested on, and the figures that it must reach there. It is outside of every digest: testing more does
 * not change what a prompt does.
 *
 * @param dataset the rows to test on
 * @param thresholds the figures to reach, at least one, each of another measure
 * @since 0.1
 */
public record PromptTests(AssetRef dataset, List<Target> thresholds) {

    /** Copies the thresholds and requires one. */
    public PromptTests {
        Objects.requireNonNull(dataset, "dataset");
        thresholds = List.copyOf(thresholds);
        if (thresholds.isEmpty()) {
            throw new IllegalArgumentException(
                    "tests on '" + dataset + "' must have at least one threshold; without one they cannot fail");
        }
        Set<String> measures = new HashSet<>();
        for (Target threshold : thresholds) {
            if (!measures.add(threshold.measure())) {
                throw new IllegalArgumentException(
                        "tests must have one threshold for '" + threshold.measure() + "'; found a second");
            }
        }
    }
}
