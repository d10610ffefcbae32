package io.genaiops.gate;

import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.Digest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Waits for consents by others than the author: each of another id, another principal and another key, and to exactly this
 * version on exactly this evidence. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ApprovalGate implements Gate {

    private final int count;
    private final Assurance least;

    ApprovalGate(int count, Assurance least) {
        if (count < 1) {
            throw new IllegalArgumentException("approvals must be at least 1; found: " + count);
        }
        this.count = count;
        this.least = Objects.requireNonNull(least, "assurance");
    }

    /** Returns the same gate with the level that each consent needs; {@link Assurance#AUTHENTICATED} unless it is said. */
    public ApprovalGate assured(Assurance level) {
        return new ApprovalGate(count, level);
    }

    @Override
    public Verdict decide(Candidate candidate) {
        ApprovalSubject subject = candidate.subject();
        List<Approval> counted = new ArrayList<>();
        List<String> reasons = new ArrayList<>();
        for (Approval approval : candidate.approvals()) {
            whyNot(approval, subject, candidate, counted)
                    .ifPresentOrElse(
                            why -> reasons.add("the approval by " + approval + " does not count: " + why),
                            () -> counted.add(approval));
        }
        reasons.add(
                0,
                counted.size() + " of " + count + " approvals that are at least " + least + ", by others than "
                        + candidate.authors().stream().sorted().toList() + ": " + counted);
        String[] all = reasons.toArray(String[]::new);
        return (counted.size() >= count ? Verdict.pass(all) : Verdict.needsApproval(all)).named("approvals");
    }

    private Optional<String> whyNot(
            Approval approval, ApprovalSubject subject, Candidate candidate, List<Approval> counted) {
        Optional<String> changed = changed(approval.subject(), subject);
        if (changed.isPresent()) {
            return changed;
        }
        if (!approval.actor().assurance().isAtLeast(least)) {
            return Optional.of("it is " + approval.actor().assurance() + ", and must be at least " + least);
        }
        return sameAsAuthor(approval, candidate.authors(), candidate.authorKeys())
                .or(() -> counted.stream()
                        .flatMap(other -> sameAs(approval, other).stream())
                        .findFirst());
    }

    private static Optional<String> changed(ApprovalSubject then, ApprovalSubject now) {
        if (then.equals(now)) {
            return Optional.empty();
        }
        if (!then.version().equals(now.version())) {
            return Optional.of("it is about " + then);
        }
        return Optional.of(
                !then.digest().equals(now.digest())
                        ? "the version changed since"
                        : then.evidence().equals(now.evidence())
                                ? "it is about " + then
                                : "the evidence changed since");
    }

    /** Returns what an approver shares with an author, if anything. */
    static Optional<String> sameAsAuthor(Approval approval, Set<String> authors, Set<Digest> keys) {
        Set<String> names = new HashSet<>(Set.of(approval.principal()));
        names.add(approval.actor().id());
        names.retainAll(authors);
        if (!names.isEmpty()) {
            return Optional.of(names.iterator().next() + " is an author of the version");
        }
        return approval.key() != null && keys.contains(approval.key())
                ? Optional.of("it is signed with the key of an author")
                : Optional.empty();
    }

    /** Returns what two approvers share, if anything. */
    static Optional<String> sameAs(Approval approval, Approval other) {
        if (approval.actor().id().equals(other.actor().id())
                || approval.principal().equals(other.principal())) {
            return Optional.of(other.actor() + " approved already as the same principal, '" + other.principal() + "'");
        }
        return approval.key() != null && approval.key().equals(other.key())
                ? Optional.of("it is signed with the same key as that of " + other.actor())
                : Optional.empty();
    }

    /** Returns why this approval may not be added to others of the same subject: by an author, or by somebody twice. */
    public static Optional<String> refusal(Approval approval, Candidate candidate, List<Approval> others) {
        return sameAsAuthor(approval, candidate.authors(), candidate.authorKeys())
                .or(() -> others.stream()
                        .flatMap(other -> sameAs(approval, other).stream())
                        .findFirst());
    }
}
