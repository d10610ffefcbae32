package io.genaiops.governance;

import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.catalog.LabelMove;
import io.genaiops.gate.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of a promotion. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Promotion {

    private final Governance governance;
    private final PromotionRequest request;
    private final List<ApprovalSubject> subjects;
    private final Verdict decision;
    private final SortedMap<AssetId, LabelMove> moves;

    Promotion(
            PromotionRequest request,
            Governance governance,
            List<ApprovalSubject> subjects,
            Verdict decision,
            SortedMap<AssetId, LabelMove> moves) {
        this.request = request;
        this.governance = governance;
        this.subjects = List.copyOf(subjects);
        this.decision = decision;
        this.moves = Collections.unmodifiableSortedMap(new TreeMap<>(moves));
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
        return !moves.isEmpty();
    }

    /** Returns whether it waits for somebody's consent. */
    public boolean needsApproval() {
        return !isPromoted() && decision instanceof Verdict.NeedsApproval;
    }

    /** Returns the move of the label, if it moved; of several the first. */
    public Optional<LabelMove> move() {
        return moves.values().stream().findFirst();
    }

    /** Returns the move of the label of each asset, if they moved. */
    public SortedMap<AssetId, LabelMove> moves() {
        return moves;
    }

    /** Returns what has to be approved: one subject for each asset. */
    public List<ApprovalSubject> subjects() {
        return subjects;
    }

    /**
     * Consents to this promotion, as it is; see {@link Governance#approve(ApprovalSubject, Actor)} for errors.
     *
     * @return what was consented to
     */
    public List<Approval> approve(Actor actor) {
        List<Approval> given = new ArrayList<>();
        subjects.forEach(subject -> given.add(governance.approve(subject, actor)));
        return List.copyOf(given);
    }

    /** Asks the gate again, with what was approved since; see {@link PromotionRequest#submit}. */
    public Promotion resume() {
        return request.submit();
    }

    /**
     * Puts the label back where it was before, or takes it away if it was nowhere.
     *
     * @return the move back; of several the first
     * @throws IllegalStateException if the label did not move
     * @throws io.genaiops.ConflictException if the label was moved since
     * @throws io.genaiops.RefusedException if the label is frozen at this time
     */
    public LabelMove rollback(Actor actor, String why) {
        if (moves.isEmpty()) {
            throw new IllegalStateException("nothing to roll back: the label did not move, because " + reasons());
        }
        Label label = moves.values().iterator().next().label();
        SortedMap<AssetId, LabelMove> back = governance.rollback(label, moves, actor, why, false);
        return back.values().iterator().next();
    }

    @Override
    public String toString() {
        return (isPromoted() ? "promoted: " : needsApproval() ? "needs approval: " : "refused: ")
                + String.join("; ", reasons());
    }
}
