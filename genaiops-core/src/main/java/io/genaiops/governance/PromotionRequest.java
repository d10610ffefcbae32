package io.genaiops.governance;

import io.genaiops.AssetNotFoundException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.evidence.Evidence;
import io.genaiops.gate.Verdict;
import io.genaiops.impact.Impact;
import io.genaiops.reference.ResolvedReference;
import io.genaiops.registry.ReleaseSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The promotion of a version to a label, or of several that get it together or not at all, being put together. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class PromotionRequest {

    /** What was asked for, complete. */
    record Complete(
            Label label,
            SortedMap<AssetId, Version> versions,
            List<Evidence> evidence,
            List<Approval> approvals,
            Actor actor,
            String why) {}

    private final Governance governance;
    private final SortedMap<AssetId, AssetRef> wanted = new TreeMap<>();
    private final List<Evidence> evidence = new ArrayList<>();
    private final List<Approval> approvals = new ArrayList<>();
    private @Nullable Label label;
    private @Nullable Actor actor;
    private @Nullable String why;

    PromotionRequest(Governance governance) {
        this.governance = governance;
    }

    /**
     * Adds an asset that gets the label together with the others, for example a model: all of them, or none.
     *
     * @param reference the version, for example {@code small:1.1.0}
     * @throws IllegalArgumentException if the asset was named before
     */
    public PromotionRequest and(AssetKind kind, String reference) {
        AssetRef ref = AssetRef.parse(reference);
        AssetRef before = wanted.putIfAbsent(new AssetId(kind, ref.name()), ref);
        if (before != null) {
            throw new IllegalArgumentException("a promotion has one version of " + kind + " '" + ref.name()
                    + "'; found " + before + " and " + ref);
        }
        return this;
    }

    /** Adds every asset of a set; see {@link #and(AssetKind, String)}. */
    public PromotionRequest and(ReleaseSet set) {
        set.versions().forEach((id, version) -> and(id.kind(), id.name() + ":" + version));
        return this;
    }

    /** Says which label the version wants. */
    public PromotionRequest to(String label) {
        this.label = Label.of(label);
        return this;
    }

    /** Brings evidence along. */
    public PromotionRequest with(Evidence evidence) {
        this.evidence.add(Objects.requireNonNull(evidence, "evidence"));
        return this;
    }

    /** Brings several pieces of evidence along. */
    public PromotionRequest with(Collection<Evidence> evidence) {
        evidence.forEach(this::with);
        return this;
    }

    /**
     * Brings a consent along that the host kept itself. One with a signature counts as signed; any other counts as
     * asserted, since nobody can vouch for it any more. Those given to {@link Governance#approve} need not be brought.
     */
    public PromotionRequest with(Approval approval) {
        this.approvals.add(Objects.requireNonNull(approval, "approval"));
        return this;
    }

    /** Says why, for the history. */
    public PromotionRequest because(String why) {
        this.why = why;
        return this;
    }

    /** Says who asks. */
    public PromotionRequest by(Actor actor) {
        this.actor = actor;
        return this;
    }

    /**
     * Asks the label's gate and looks for who refers to what would move, and changes nothing. Goes through every version
     * of every asset.
     *
     * @throws IllegalStateException if the label is missing
     */
    public PromotionPlan plan() {
        Label to = requireLabel();
        Verdict decision = governance.decision(governance.candidates(to, versions(), evidence, approvals));
        return new PromotionPlan(decision, Impact.of(governance.registry(), wanted.keySet(), to));
    }

    /**
     * Asks the label's gate and moves the label if it lets the version pass. A refusal is a value, not an exception; so is
     * that somebody must approve first.
     *
     * @throws IllegalStateException if label, actor or reason is missing
     * @throws io.genaiops.RefusedException if the actor is not who it claims to be, or an approval was taken back just now
     * @throws io.genaiops.ConflictException if the label was moved while the gate decided
     */
    public Promotion submit() {
        if (label == null || actor == null || why == null || why.isBlank()) {
            throw new IllegalStateException("a promotion needs to(label), by(actor) and because(reason); found label="
                    + label + ", actor=" + actor + ", reason=" + why);
        }
        return governance.submit(this, complete(actor, why));
    }

    /**
     * Moves the label past its gate. What the gate says is kept all the same, and the move stands first in every report.
     *
     * @param reason why it cannot wait
     * @throws IllegalStateException if label or actor is missing
     */
    public Promotion breakGlass(String reason) {
        if (label == null || actor == null || reason.isBlank()) {
            throw new IllegalStateException("to break the glass needs to(label), by(actor) and a reason; found label="
                    + label + ", actor=" + actor + ", reason=" + reason);
        }
        return governance.breakGlass(this, complete(actor, reason));
    }

    private Complete complete(Actor by, String reason) {
        return new Complete(requireLabel(), versions(), List.copyOf(evidence), List.copyOf(approvals), by, reason);
    }

    private Label requireLabel() {
        if (label == null) {
            throw new IllegalStateException("a promotion needs to(label)");
        }
        return governance.registry().here(label);
    }

    private SortedMap<AssetId, Version> versions() {
        SortedMap<AssetId, Version> versions = new TreeMap<>();
        wanted.forEach((id, reference) -> {
            ResolvedReference target = governance.registry().resolve(id, reference);
            if (target.entry() == null) {
                throw new AssetNotFoundException(
                        target + " is a draft, and only a published version gets a label; publish it first");
            }
            versions.put(id, target.version());
        });
        return versions;
    }
}
