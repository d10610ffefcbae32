package io.genaiops.governance;

import io.genaiops.gate.Verdict;
import io.genaiops.impact.Consumer;
import io.genaiops.impact.Impact;
import java.util.List;
import java.util.Objects;

/**
 * What a promotion would do, found out without doing it.
 *
 * @param decision what the gate decides now
 * @param impact who refers, by the label, to an asset whose label would move
 * @since 0.1
 */
public record PromotionPlan(Verdict decision, Impact impact) {

    /** Requires both. */
    public PromotionPlan {
        Objects.requireNonNull(decision, "decision");
        Objects.requireNonNull(impact, "impact");
    }

    /** Returns who refers, by the label, to an asset whose label would move. */
    public List<Consumer> consumers() {
        return impact.consumers();
    }

    /** Returns the decision and whom the move reaches. */
    @Override
    public String toString() {
        return decision.explanation().text() + impact;
    }
}
