package io.genaiops.governance;

import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.registry.AssetLabel;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The way back of a label to the version that it was on before, as its history has it, being put together. It needs no
 * evidence and no gate: what it goes back to was live. Not thread-safe.
 *
 * @since 0.1
 */
public final class RollbackRequest {

    private final Governance governance;
    private final List<AssetId> assets = new ArrayList<>();
    private @Nullable Label label;
    private @Nullable Actor actor;
    private @Nullable String why;

    RollbackRequest(Governance governance, AssetId id) {
        this.governance = governance;
        this.assets.add(id);
    }

    /** Adds an asset whose label goes back in the same step: all of them, or none. */
    public RollbackRequest and(AssetKind kind, String name) {
        AssetId id = new AssetId(kind, name);
        if (assets.contains(id)) {
            throw new IllegalArgumentException("a rollback names each asset once; found twice: " + id);
        }
        assets.add(id);
        return this;
    }

    /** Says which label goes back. */
    public RollbackRequest of(String label) {
        this.label = governance.registry().here(Label.of(label));
        return this;
    }

    /** Says who does it. */
    public RollbackRequest by(Actor actor) {
        this.actor = actor;
        return this;
    }

    /** Says why, for the history. */
    public RollbackRequest because(String why) {
        this.why = why;
        return this;
    }

    /**
     * Puts the label of each asset back, in one step.
     *
     * @return the moves back
     * @throws IllegalStateException if label, actor or reason is missing
     * @throws RefusedException if a label was never anywhere else, is not where its history says, or is frozen at this time
     * @throws io.genaiops.ConflictException if a label was moved meanwhile
     */
    public SortedMap<AssetId, LabelMove> submit() {
        return back(false);
    }

    /** Puts the label of each asset back also in a freeze; the move stands first in every report. */
    public SortedMap<AssetId, LabelMove> breakGlass(String reason) {
        this.why = reason;
        return back(true);
    }

    private SortedMap<AssetId, LabelMove> back(boolean breakingGlass) {
        if (label == null || actor == null || why == null || why.isBlank()) {
            throw new IllegalStateException("a rollback needs of(label), by(actor) and because(reason); found label="
                    + label + ", actor=" + actor + ", reason=" + why);
        }
        SortedMap<AssetId, LabelMove> undone = new TreeMap<>();
        for (AssetId id : assets) {
            undone.put(id, toUndo(id, label));
        }
        return governance.rollback(label, undone, actor, why, breakingGlass);
    }

    /** Returns the move that brought the label where it is, from where it was before that; what was rolled back is skipped. */
    private LabelMove toUndo(AssetId id, Label of) {
        AssetLabel now = governance.registry().label(id, of);
        Deque<LabelMove> live = new ArrayDeque<>();
        for (LabelMove move : now.history()) {
            LabelMove last = live.peek();
            if (last != null && isBack(move) && Objects.equals(last.from(), move.to())) {
                live.pop();
            } else {
                live.push(move);
            }
        }
        LabelMove last = live.peek();
        Version on = now.version().orElse(null);
        if (last == null || last.from() == null || on == null) {
            throw new RefusedException("label '" + of + "' of " + id + " was on no other version before; it is on "
                    + (on == null ? "none" : on) + ", and its history is " + now.history());
        }
        if (!Objects.equals(last.to(), on)) {
            throw new RefusedException("label '" + of + "' of " + id + " is on " + on + ", and its history put it on "
                    + last.to() + "; see Governance.verify()");
        }
        return last;
    }

    private static boolean isBack(LabelMove move) {
        return Optional.ofNullable(move.authority())
                .filter(authority -> authority.text().startsWith(Governance.ROLLBACK))
                .isPresent();
    }
}
