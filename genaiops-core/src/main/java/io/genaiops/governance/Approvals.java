package io.genaiops.governance;

import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.approval.Authentication;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Approved;
import io.genaiops.audit.MoveEntry.Revoked;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Verifies who acts, and finds who has consented to what. */
final class Approvals {

    /** How far the clock of who signs may be ahead. */
    private static final Duration SKEW = Duration.ofMinutes(5);

    private final Authentication authentication;
    private final ActorKeys keys;
    private final Clock clock;

    Approvals(Authentication authentication, ActorKeys keys, Clock clock) {
        this.authentication = authentication;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * Returns the actor if it is who it claims to be.
     *
     * @throws RefusedException if the host does not vouch for it
     */
    Actor identified(Actor actor) {
        if (actor.assurance() == Assurance.SIGNED) {
            throw new IllegalArgumentException("only approvals are signed, with Approval.signed(…); take"
                    + " Actor.authenticated(\"" + actor + "\") for the one who asks");
        }
        principal(actor);
        return actor;
    }

    private String principal(Actor actor) {
        return actor.assurance() == Assurance.AUTHENTICATED
                ? authentication
                        .principalOf(actor)
                        .orElseThrow(() -> new RefusedException("the host does not vouch for '" + actor
                                + "', who claims to be authenticated; let them log in, give"
                                + " GovernanceBuilder.authentication(…), or take Actor.asserted(…)"))
                : actor.id();
    }

    /** Returns the consent of an actor who is here. */
    Approval given(ApprovalSubject subject, Actor actor) {
        return verified(Approval.of(subject, actor, clock.instant()));
    }

    /**
     * Returns the consent with what is known of who gave it.
     *
     * @throws RefusedException if that is less than what it claims
     */
    Approval verified(Approval approval) {
        Actor actor = approval.actor();
        if (actor.assurance() != Assurance.SIGNED) {
            return approval.by(actor, principal(actor), null);
        }
        if (isAhead(approval)) {
            throw new RefusedException("the approval by '" + actor + "' of " + approval.subject() + " is dated "
                    + approval.at() + ", and it is " + clock.instant() + " now; sign it with the date of today");
        }
        Digest key = approval.signedBy(keys)
                .orElseThrow(() -> new RefusedException("the approval by '" + actor + "' of " + approval.subject()
                        + " is not signed by a key that is registered with them; " + keys));
        return approval.by(actor, actor.id(), key);
    }

    /** Returns a consent that somebody else kept: without a signature it is no more than asserted. */
    private Approval brought(Approval approval) {
        return approval.signedBy(keys)
                .filter(key -> !isAhead(approval))
                .map(key -> approval.by(
                        approval.actor().at(Assurance.SIGNED), approval.actor().id(), key))
                .orElseGet(() -> asserted(approval));
    }

    private static Approval asserted(Approval approval) {
        return approval.by(
                approval.actor().at(Assurance.ASSERTED), approval.actor().id(), null);
    }

    /** What is signed with a date to come could not be taken back. */
    private boolean isAhead(Approval approval) {
        return approval.at().isAfter(clock.instant().plus(SKEW));
    }

    /** Returns the consents about an asset and a label that were not taken back, also those of other digests. */
    List<Approval> standing(List<MoveEntry> entries, AssetId id, Label label, Collection<Approval> brought) {
        List<Approval> standing = new ArrayList<>();
        List<MoveEntry> before = new ArrayList<>();
        for (MoveEntry entry : entries) {
            if (entry instanceof Approved approved
                    && isAbout(approved.approval().subject(), id, label)
                    && !isOld(approved.approval(), before)) {
                standing.add(kept(approved.approval()));
            } else if (entry instanceof Revoked revoked && isAbout(revoked.subject(), id, label)) {
                standing.removeIf(approval -> isOf(revoked, approval));
                before.add(revoked);
            }
        }
        brought.stream()
                .filter(each -> isAbout(each.subject(), id, label))
                .filter(each -> entries.stream().noneMatch(entry -> isTakenBack(each, entry)))
                .map(this::brought)
                .forEach(standing::add);
        return List.copyOf(standing);
    }

    /** Whoever has a signed text can hand it in again: one that was taken back has to be signed again. */
    static boolean isOld(Approval approval, List<MoveEntry> before) {
        return approval.actor().assurance() == Assurance.SIGNED
                && before.stream().anyMatch(entry -> isTakenBack(approval, entry));
    }

    private static boolean isTakenBack(Approval approval, MoveEntry entry) {
        return entry instanceof Revoked revoked
                && isOf(revoked, approval)
                && !approval.at().isAfter(revoked.at());
    }

    private static boolean isOf(Revoked revoked, Approval approval) {
        return approval.subject().equals(revoked.subject())
                && approval.actor().id().equals(revoked.approver());
    }

    /** A key that is no longer registered vouches for nobody. */
    private Approval kept(Approval approval) {
        return approval.actor().assurance() == Assurance.SIGNED ? brought(approval) : approval;
    }

    private static boolean isAbout(ApprovalSubject subject, AssetId id, Label label) {
        return subject.id().equals(id) && subject.label().equals(label);
    }

    Optional<Digest> fingerprint(String actor) {
        return keys.fingerprint(actor);
    }
}
