package io.genaiops.eval.experiment;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Check;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one variant made of the whole dataset. Immutable.
 *
 * @since 0.1
 */
public final class VariantResult {

    private final String name;
    private final List<ItemResult> items;
    private final List<Measurement> measurements;
    private final Map<EvaluatorId, Outcome> runOutcomes;

    VariantResult(String name, List<ItemResult> items, List<Check> checks, Map<EvaluatorId, Outcome> runOutcomes) {
        this.name = name;
        this.items = List.copyOf(items);
        this.measurements =
                checks.stream().map(check -> new Measurement(check, this.items)).toList();
        this.runOutcomes = Collections.unmodifiableMap(new LinkedHashMap<>(runOutcomes));
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the items, in the order of the dataset. */
    public List<ItemResult> items() {
        return items;
    }

    /** Returns the figures of each evaluator, in the order of the chain. */
    public List<Measurement> measurements() {
        return measurements;
    }

    /** Returns the figures of an evaluator, if it was in the chain. */
    public Optional<Measurement> measurement(EvaluatorId evaluator) {
        return measurements.stream()
                .filter(measurement -> measurement.evaluator().equals(evaluator))
                .findFirst();
    }

    /** Returns what the evaluators of the whole run found, in the order they were added. */
    public Map<EvaluatorId, Outcome> runOutcomes() {
        return runOutcomes;
    }

    /** Returns the items with a repetition that failed a check, or has one without a score. */
    public List<ItemResult> needingAttention() {
        return items.stream().filter(ItemResult::needsAttention).toList();
    }

    /** Returns how many answers the variant failed to give, over all repetitions. */
    public int errors() {
        return (int) items.stream()
                .flatMap(item -> item.trials().stream())
                .filter(trial -> !trial.isAnswered())
                .count();
    }

    /**
     * Returns what all answers of the variant cost, over all repetitions, with the coverage and the models without a price.
     * An answer of which no cost is known counts as unpriced; errors are left out, since what they cost is not known.
     */
    public CostTotal cost() {
        CostTotal total = CostTotal.NONE;
        for (ItemResult item : items) {
            for (Trial trial : item.trials()) {
                if (trial.isAnswered()) {
                    Sample answered = trial.evaluation().sample();
                    Cost cost = answered.cost().orElseGet(() -> Cost.unpriced("the variant does not say what it cost"));
                    total = total.plus(cost, answered.usage());
                }
            }
        }
        return total;
    }

    @Override
    public String toString() {
        return "VariantResult[" + name + ", " + items.size() + " items, " + measurements + "]";
    }
}
