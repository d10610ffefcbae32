package io.genaiops.eval.planning;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Usage;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What a run would ask and cost, before it does. Immutable.
 *
 * @param experiment the name of the experiment
 * @param rows the number of rows of the dataset
 * @param repetitions how often each variant answers each row
 * @param variants what each variant would ask
 * @param judging what judging would take, apart from the answers
 * @since 0.1
 */
public record ExperimentPlan(
        String experiment, int rows, int repetitions, List<VariantPlan> variants, JudgeForecast judging) {

    /** Copies the variants. */
    public ExperimentPlan {
        requireNonNull(experiment, "experiment");
        requireNonNull(judging, "judging");
        variants = List.copyOf(variants);
    }

    /** Returns how many answers the result will have. */
    public int answers() {
        return sum(VariantPlan::answers);
    }

    /** Returns how many of them are asked for. */
    public int toAsk() {
        return sum(VariantPlan::toAsk);
    }

    /** Returns how many replies the journal has already. */
    public int known() {
        return sum(VariantPlan::known);
    }

    /** Returns how many replies the cache has. */
    public int cached() {
        return sum(VariantPlan::cached);
    }

    /** Returns what all answers that are asked for cost at most; unpriced, with the reasons, if that cannot be told. */
    public Cost cost() {
        CostTotal total = CostTotal.NONE;
        for (VariantPlan variant : variants) {
            if (variant.toAsk() > 0) {
                total = total.plus(variant.forecast().cost(), Usage.UNKNOWN);
            }
        }
        return total.calls() == 0 || total.cost().isPriced()
                ? total.cost()
                : Cost.unpriced(String.join("; ", total.unpricedReasons().keySet()));
    }

    private int sum(ToIntFunction<VariantPlan> count) {
        return variants.stream().mapToInt(count).reduce(0, Math::addExact);
    }

    /** Returns the plan as text of several lines, for a terminal. */
    public String describe() {
        return new PlanText(this).text();
    }

    /** Returns one line. */
    @Override
    public String toString() {
        return "ExperimentPlan[" + experiment + ", " + toAsk() + " of " + answers() + " answers to ask for]";
    }
}
