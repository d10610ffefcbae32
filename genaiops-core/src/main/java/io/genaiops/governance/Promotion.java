package io.genaiops.governance;

import io.genaiops.asset.AssetId;
import io.genaiops.catalog.LabelMove;
import io.genaiops.gate.Verdict;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of a promotion. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Promotion {

    private final Governance governance;
    private final AssetId id;
    private final Verdict decision;
    private final @Nullable LabelMove move;

    Promotion(Governance governance, AssetId id, Verdict decision, @Nullable LabelMove move) {
        this.governance = governance;
        this.id = id;
        this.decision = decision;
        this.move = move;
    }

    /** Returns what the gate decided. */
    public Verdict decision() {
        return decision;
    }

    /** Returns why, one sentence each. */
    public List<String> reasons() {
        return decision.reasons();
    }

    /** Returns whether the label moved. */
    public boolean isPromoted() {
        return move != null;
    }

    /** Returns the move of the label, if it moved. */
    public Optional<LabelMove> move() {
        return Optional.ofNullable(move);
    }

    /**
     * Puts the label back where it was before, or takes it away if it was nowhere.
     *
     * @throws IllegalStateException if the label did not move
     * @throws io.genaiops.ConflictException if the label was moved since
     */
    public LabelMove rollback(Actor actor, String why) {
        if (move == null) {
            throw new IllegalStateException("nothing to roll back: the label did not move, because " + reasons());
        }
        LabelMove back = new LabelMove(
                move.label(),
                move.to(),
                move.from(),
                governance.clock().instant(),
                actor.id(),
                why,
                "rollback of the move at " + move.at());
        governance.registry().move(id, back);
        return back;
    }

    @Override
    public String toString() {
        return (isPromoted() ? "promoted: " : "refused: ") + String.join("; ", reasons());
    }
}
