package io.genaiops.governance;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Evidence;
import io.genaiops.gate.Verdict;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetLabel;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The promotion of a version to a label, being put together. Not thread-safe.
 *
 * @since 0.1
 */
public final class PromotionRequest {

    private final Governance governance;
    private final AssetRef candidate;
    private final List<Evidence> evidence = new ArrayList<>();
    private @Nullable Label label;
    private @Nullable Actor actor;
    private @Nullable String why;

    PromotionRequest(Governance governance, AssetRef candidate) {
        this.governance = governance;
        this.candidate = candidate;
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
     * Asks the label's gate and moves the label if it lets the version pass. A refusal is a value, not an exception.
     *
     * @throws IllegalStateException if label, actor or reason is missing
     * @throws io.genaiops.ConflictException if the label was moved while the gate decided
     */
    public Promotion submit() {
        if (label == null || actor == null || why == null || why.isBlank()) {
            throw new IllegalStateException("a promotion needs to(label), by(actor) and because(reason); found label="
                    + label + ", actor=" + actor + ", reason=" + why);
        }
        Prompt prompt = governance.registry().prompt(candidate);
        AssetLabel before = governance.registry().label(prompt.id(), label);
        Version holder = before.version().orElse(null);
        Verdict verdict = governance
                .gate(before.label())
                .decide(new Candidate(
                        prompt.id(), prompt.version(), prompt.resolution().digest(), holder, evidence));
        if (!verdict.isPass()) {
            return new Promotion(governance, prompt.id(), verdict, null);
        }
        LabelMove move = new LabelMove(
                before.label(),
                holder,
                prompt.version(),
                governance.clock().instant(),
                actor.id(),
                why,
                "gate passed: " + String.join("; ", verdict.reasons()));
        governance.registry().move(prompt.id(), move);
        return new Promotion(governance, prompt.id(), verdict, move);
    }
}
