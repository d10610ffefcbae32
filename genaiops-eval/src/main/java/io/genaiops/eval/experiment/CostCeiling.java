package io.genaiops.eval.experiment;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.trial.Trial;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether one more answer may be asked for, so that all answers and judgements of a run stay below a cost. Each
 * answer under way is taken to cost as much as the dearest so far. Used below the lock of its caller.
 */
final class CostCeiling {

    private final Cost most;
    private final @Nullable JudgeMeter meter;
    private CostTotal spent = CostTotal.NONE;
    private BigDecimal dearest = BigDecimal.ZERO;
    private int underWay;

    CostCeiling(Cost most, @Nullable JudgeMeter meter) {
        this.most = most;
        this.meter = meter;
    }

    /** Returns why no further answer may be asked for; empty if one may, and counts it as under way. */
    Optional<String> admit(CostTotal judged) {
        Optional<String> refusal = refusal(spent.plus(judged));
        if (refusal.isEmpty()) {
            underWay++;
        }
        return refusal;
    }

    private Optional<String> refusal(CostTotal total) {
        if (total.calls() == 0) {
            return Optional.empty();
        }
        Cost cost = total.cost();
        if (!cost.isPriced()) {
            return Optional.of("the ceiling of " + most + " cannot be kept, since costs are not known: "
                    + cost.reason().orElse("") + ". Give the calls" + (meter == null ? "" : " and the meter")
                    + " a price list that knows the models");
        }
        if (!cost.currency().equals(most.currency())) {
            return Optional.of("the ceiling of " + most + " cannot be kept, since the calls are priced as " + cost);
        }
        BigDecimal next = dearest.multiply(BigDecimal.valueOf(underWay + 1L));
        BigDecimal limit = most.amount().orElseThrow();
        return cost.amount().orElseThrow().add(next).compareTo(limit) > 0
                ? Optional.of("the ceiling of " + most + " is reached: " + cost + " spent and up to "
                        + dearest.toPlainString() + " for each further answer")
                : Optional.empty();
    }

    /** Counts a trial that has ended and for which nothing was spent. */
    void unspent() {
        underWay--;
    }

    /** Counts a trial that has ended. */
    void ended(Trial trial) {
        underWay--;
        if (trial.isAnswered()) {
            Cost cost = Tally.costOf(trial.evaluation().sample());
            spent = spent.plus(cost, trial.evaluation().sample().usage());
            dearest = cost.amount().map(dearest::max).orElse(dearest);
        }
    }
}
