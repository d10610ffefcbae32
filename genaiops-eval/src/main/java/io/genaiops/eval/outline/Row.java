package io.genaiops.eval.outline;

import io.genaiops.eval.Sample;
import io.genaiops.eval.trial.ItemResult;
import java.util.List;

/**
 * What all variants made of one sample.
 *
 * @param index where the sample stands in the dataset, from 0
 * @param sample the row of the dataset
 * @param items what came of it, in the order of the variants
 * @since 0.1
 */
public record Row(int index, Sample sample, List<ItemResult> items) {

    /** Copies the items. */
    public Row {
        items = List.copyOf(items);
    }
}
