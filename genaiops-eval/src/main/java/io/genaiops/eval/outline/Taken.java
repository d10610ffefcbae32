package io.genaiops.eval.outline;

import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.List;

/**
 * What the answers of each variant took, collected while a report passes over the rows: five numbers for each answer. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class Taken {

    private final List<Quantities> variants = new ArrayList<>();

    private Taken(ExperimentResult result) {
        for (VariantResult variant : result.variants()) {
            variants.add(Quantities.of(variant.items().size(), result.repetitions()));
        }
    }

    /** Returns columns in which nothing is known yet. */
    public static Taken of(ExperimentResult result) {
        return new Taken(result);
    }

    /** Takes note of a row. */
    public void add(Row row) {
        for (int variant = 0; variant < row.items().size(); variant++) {
            ItemResult item = row.items().get(variant);
            for (Trial trial : item.trials()) {
                if (trial.isAnswered()) {
                    variants.get(variant)
                            .set(
                                    row.index(),
                                    trial.repetition(),
                                    trial.evaluation().sample());
                }
            }
        }
    }

    /** Returns what the answers of a variant took, by its place among the variants. */
    public Quantities of(int variant) {
        return variants.get(variant);
    }
}
