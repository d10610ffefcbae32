package io.genaiops.eval.planning;

import static java.util.Objects.requireNonNull;

/**
 * What a variant would ask.
 *
 * @param name the name of the variant
 * @param answers how many answers it gives, over all rows and repetitions
 * @param known how many replies the journal has already
 * @param cached how many replies the cache has
 * @param forecast what asking for the others takes
 * @since 0.1
 */
public record VariantPlan(String name, int answers, int known, int cached, Forecast forecast) {

    /** Refuses more replies than answers. */
    public VariantPlan {
        requireNonNull(name, "name");
        requireNonNull(forecast, "forecast");
        if (known < 0 || cached < 0 || answers - known < cached) {
            throw new IllegalArgumentException("replies that are there must be 0 to " + answers + "; found: " + known
                    + " known and " + cached + " cached");
        }
    }

    /** Returns how many answers are asked for. */
    public int toAsk() {
        return answers - known - cached;
    }
}
