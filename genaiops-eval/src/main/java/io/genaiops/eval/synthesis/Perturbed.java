package io.genaiops.eval.synthesis;

import io.genaiops.eval.dataset.Dataset;
import java.util.List;

/**
 * A dataset of changed inputs.
 *
 * @param dataset the samples whose inputs were changed
 * @param unchanged the ids of those that had nothing to change, and are not in it
 * @since 0.1
 */
public record Perturbed(Dataset dataset, List<String> unchanged) {

    /** Copies the list. */
    public Perturbed {
        unchanged = List.copyOf(unchanged);
    }
}
