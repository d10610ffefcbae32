package io.genaiops.eval.experiment;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Sample;
import io.genaiops.eval.trial.Trial;

/** Adds up the trials of one variant. Thread-safe. */
final class Tally {

    private CostTotal cost = CostTotal.NONE;
    private int errors;

    synchronized void add(Trial trial) {
        if (trial.isAnswered()) {
            Sample answered = trial.evaluation().sample();
            cost = cost.plus(costOf(answered), answered.usage());
        } else {
            errors++;
        }
    }

    static Cost costOf(Sample answered) {
        return answered.cost().orElseGet(() -> Cost.unpriced("the variant does not say what it cost"));
    }

    synchronized CostTotal cost() {
        return cost;
    }

    synchronized int errors() {
        return errors;
    }
}
