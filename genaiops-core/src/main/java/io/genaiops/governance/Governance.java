package io.genaiops.governance;

import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Approved;
import io.genaiops.audit.MoveEntry.Intent;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveEntry.Purpose;
import io.genaiops.audit.MoveEntry.Refusal;
import io.genaiops.audit.MoveEntry.Revoked;
import io.genaiops.audit.MoveRecord;
import io.genaiops.audit.Step;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.evidence.Evidence;
import io.genaiops.gate.ApprovalGate;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Moves governed labels. From the moment it is built, the labels it has a gate for move in this store only through it:
 * a plain move is refused. Thread-safe.
 *
 * @since 0.1
 */
public final class Governance {

    static final String ROLLBACK = "rollback";
    private static final String PASSED = "gate passed: ";
    private static final String BROKEN = "break glass, past its gate: ";

    private final AssetRegistry registry;
    private final GateBook book;
    private final Clock clock;
    private final MoveRecord record;
    private final Approvals approvals;
    private final Candidates candidates;
    private final LabelMover mover;
    private final PromotionPolicies policies;

    Governance(GovernanceBuilder builder) {
        this.registry = builder.registry;
        this.book = new GateBook(builder.book);
        this.clock = builder.clock;
        this.record = builder.record;
        this.approvals = new Approvals(builder.authentication, builder.keys, clock);
        this.candidates = new Candidates(registry, approvals, builder.terms());
        this.mover = new LabelMover(registry, record, clock);
        this.policies = new PromotionPolicies(builder.policies);
    }

    /** Begins governance of the labels of a registry. */
    public static GovernanceBuilder builder(AssetRegistry registry) {
        return new GovernanceBuilder(registry);
    }

    /**
     * Begins the promotion of a prompt.
     *
     * @param reference the version, for example {@code trail-guide:2.0.0}
     */
    public PromotionRequest promote(String reference) {
        return promote(AssetKind.PROMPT, reference);
    }

    /** Begins the promotion of a version of any kind of asset. */
    public PromotionRequest promote(AssetKind kind, String reference) {
        return new PromotionRequest(this).and(kind, reference);
    }

    /** Begins the promotion of several versions that get a label together, or not at all. */
    public PromotionRequest promote(ReleaseSet set) {
        return new PromotionRequest(this).and(set);
    }

    /** Begins the way back of a label of a prompt. */
    public RollbackRequest rollback(String prompt) {
        return rollback(AssetId.prompt(prompt));
    }

    /** Begins the way back of a label of any asset. */
    public RollbackRequest rollback(AssetId id) {
        return new RollbackRequest(this, id);
    }

    /**
     * Consents as an actor who is here.
     *
     * @throws RefusedException if the actor is an author, has consented already under whatever id or key, is not who it
     *     claims to be, or the version has changed
     */
    public Approval approve(ApprovalSubject subject, Actor actor) {
        return approved(approvals.given(subject, actor));
    }

    /**
     * Takes a consent that was given elsewhere, for example one that is {@linkplain Approval#signed signed}. Errors are those
     * of {@link #approve(ApprovalSubject, Actor)}; one that claims to be authenticated is so only if the actor is here, and one
     * that is signed and was taken back has to be signed again.
     */
    public Approval approve(Approval approval) {
        return approved(approvals.verified(approval));
    }

    private Approval approved(Approval approval) {
        ApprovalSubject subject = approval.subject();
        SortedMap<AssetId, Version> versions = new TreeMap<>(Map.of(subject.id(), subject.version()));
        Candidate candidate =
                candidates(subject.label(), versions, List.of(), List.of()).get(0);
        if (!candidate.digest().equals(subject.digest())) {
            throw new RefusedException("the approval is of " + subject + " with digest " + subject.digest()
                    + ", and it has " + candidate.digest() + " now; look at it again");
        }
        if (Approvals.isOld(approval, record.entries())) {
            throw new RefusedException("the approval of " + subject + " by " + approval + " of " + approval.at()
                    + " was taken back; sign it again");
        }
        List<Approval> others = candidate.approvals().stream()
                .filter(each -> each.subject().equals(subject))
                .toList();
        ApprovalGate.refusal(approval, candidate, others).ifPresent(why -> {
            throw new RefusedException("the approval of " + subject + " by " + approval + " is refused: " + why);
        });
        record.append(new Approved(approval));
        return approval;
    }

    /**
     * Takes a consent back. A promotion that was not submitted yet does without it.
     *
     * @param approver whose consent it is, by the id
     * @param actor who takes it back
     * @throws RefusedException if there is none, or the actor is not who it claims to be
     */
    public void revoke(ApprovalSubject subject, String approver, Actor actor, String why) {
        Actor by = approvals.identified(actor);
        boolean there = approvals(subject).stream()
                .anyMatch(approval -> approval.actor().id().equals(approver));
        if (!there) {
            throw new RefusedException("there is no approval of " + subject + " by '" + approver
                    + "' to take back; there are " + approvals(subject));
        }
        record.append(new Revoked(subject, approver, by, why, clock.instant()));
    }

    /** Returns the consents to a subject that were not taken back. */
    public List<Approval> approvals(ApprovalSubject subject) {
        return approvals.standing(record.entries(), subject.id(), subject.label(), List.of()).stream()
                .filter(approval -> approval.subject().equals(subject))
                .toList();
    }

    /** Returns the consents to a version, under whatever label and on whatever evidence, that were not taken back. */
    public List<Approval> approvals(AssetId id, Version version) {
        List<MoveEntry> entries = record.entries();
        return entries.stream()
                .filter(Approved.class::isInstance)
                .map(entry -> ((Approved) entry).approval().subject())
                .filter(subject -> subject.id().equals(id) && subject.version().equals(version))
                .map(ApprovalSubject::label)
                .distinct()
                .flatMap(label -> approvals.standing(entries, id, label, List.of()).stream())
                .filter(approval -> approval.subject().version().equals(version))
                .toList();
    }

    /**
     * Returns what the record of moves does not account for, hand-edited files included; empty if all is well. What others
     * promote meanwhile is nothing to find: record and labels are read twice where they seem to differ.
     */
    public List<Discrepancy> verify() {
        List<Discrepancy> found = look();
        return found.isEmpty() ? found : look().stream().filter(found::contains).toList();
    }

    private List<Discrepancy> look() {
        return new Reconciliation(registry, book.labels(), record).verify();
    }

    /**
     * Completes or voids what a process began that ended before it was done. It is done whenever governance is built.
     *
     * @return what was found out
     */
    public List<Outcome> recover() {
        return mover.recover();
    }

    /** Returns what was done, with what broke the glass first. */
    public GovernanceReport report() {
        Set<String> moved = new HashSet<>();
        List<Refusal> refusals = new ArrayList<>();
        List<MoveEntry> entries = record.entries();
        for (MoveEntry entry : entries) {
            if (entry instanceof Outcome outcome && outcome.moved()) {
                moved.add(outcome.operation());
            } else if (entry instanceof Refusal refusal) {
                refusals.add(refusal);
            }
        }
        List<Intent> made = entries.stream()
                .filter(Intent.class::isInstance)
                .map(Intent.class::cast)
                .filter(intent -> moved.contains(intent.operation()))
                .distinct()
                .toList();
        return GovernanceReport.of(made, verify(), refusals);
    }

    AssetRegistry registry() {
        return registry;
    }

    /** Returns what gates decide on, as it is now. */
    List<Candidate> candidates(
            Label label, SortedMap<AssetId, Version> versions, List<Evidence> evidence, Collection<Approval> brought) {
        Candidates.Wanted wanted = new Candidates.Wanted(label, versions, evidence, clock.instant());
        Map<AssetId, StoredAsset> stored = candidates.stored(versions.keySet());
        List<MoveEntry> entries = record.entries();
        List<Candidate> all = new ArrayList<>();
        stored.forEach((id, asset) -> all.add(candidates
                .of(id, wanted, asset, approvals.standing(entries, id, label, brought))
                .build()));
        return all;
    }

    Verdict decision(List<Candidate> all) {
        List<Verdict> verdicts = all.stream().map(this::decision).toList();
        if (verdicts.size() == 1) {
            return verdicts.get(0);
        }
        List<Verdict> named = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            named.add(verdicts.get(i).named(all.get(i).toString()));
        }
        return Verdict.all(named);
    }

    private Verdict decision(Candidate candidate) {
        Gate gate = book.gate(candidate.label(), candidate.id().kind());
        if (candidate.currentHolder().filter(candidate.version()::equals).isPresent()) {
            return Verdict.fail(candidate + " holds '" + candidate.label() + "' already");
        }
        Verdict decided = gate.decide(candidate);
        List<Verdict> parts = new ArrayList<>(List.of(decided));
        book.freezes(candidate.label()).stream()
                .map(window -> Gate.outside(window).decide(candidate))
                .forEach(parts::add);
        parts.addAll(policies.decide(candidate));
        if (!candidate.voided().isEmpty()) {
            parts.add(Verdict.notChecked(candidate.voided().toArray(String[]::new))
                    .named("void evidence"));
        }
        if (!decided.isChecked()) {
            parts.add(Verdict.fail("nothing of " + candidate + " was checked; add a gate that does not need a holder,"
                    + " for example Gate.passRate(…).atLeast(…)"));
        }
        return parts.size() == 1 ? decided : Verdict.all(parts);
    }

    Promotion submit(PromotionRequest request, PromotionRequest.Complete asked) {
        Actor actor = approvals.identified(asked.actor());
        List<Candidate> all = candidates(asked.label(), asked.versions(), asked.evidence(), asked.approvals());
        Verdict decision = decision(all);
        List<ApprovalSubject> subjects = all.stream().map(Candidate::subject).toList();
        if (!decision.isPass()) {
            if (decision instanceof Verdict.Fail) {
                String why = String.join("; ", decision.reasons());
                Set<String> persons = persons(actor, all);
                subjects.forEach(subject -> record.append(new Refusal(subject, actor, why, persons, clock.instant())));
            }
            return new Promotion(request, this, subjects, decision, new TreeMap<>());
        }
        Intent intent = intent(Purpose.PROMOTION, asked, actor, all);
        SortedMap<AssetId, LabelMove> moves = mover.move(
                intent,
                PASSED + String.join("; ", decision.reasons()),
                () -> requireStanding(all, intent, asked.approvals()));
        return new Promotion(request, this, subjects, decision, moves);
    }

    /** Whom the reasons of a decision may name. */
    private static Set<String> persons(Actor actor, List<Candidate> candidates) {
        Set<String> persons = new TreeSet<>(Set.of(actor.id()));
        candidates.forEach(candidate -> {
            persons.addAll(candidate.authors());
            candidate.approvals().forEach(approval -> {
                persons.add(approval.actor().id());
                persons.add(approval.principal());
            });
        });
        return persons;
    }

    /** Refuses if an approval was taken back between the decision and the intent: the record has an order for both. */
    private void requireStanding(List<Candidate> all, Intent intent, Collection<Approval> brought) {
        if (all.stream().allMatch(candidate -> candidate.approvals().isEmpty())) {
            return;
        }
        List<MoveEntry> before = record.entries().stream()
                .takeWhile(entry -> entry.intent(intent.operation()).isEmpty())
                .toList();
        for (Candidate candidate : all) {
            List<Approval> now = approvals.standing(before, candidate.id(), candidate.label(), brought);
            if (!now.containsAll(candidate.approvals())) {
                throw new RefusedException("an approval of " + candidate.subject()
                        + " was taken back while the gate decided; submit again");
            }
        }
    }

    Promotion breakGlass(PromotionRequest request, PromotionRequest.Complete asked) {
        Actor actor = approvals.identified(asked.actor());
        List<Candidate> all = candidates(asked.label(), asked.versions(), asked.evidence(), asked.approvals());
        Verdict decision = decision(all);
        Intent intent = intent(Purpose.BREAK_GLASS, asked, actor, all);
        SortedMap<AssetId, LabelMove> moves =
                mover.move(intent, BROKEN + String.join("; ", decision.reasons()), () -> {});
        List<ApprovalSubject> subjects = all.stream().map(Candidate::subject).toList();
        return new Promotion(request, this, subjects, decision, moves);
    }

    private Intent intent(Purpose purpose, PromotionRequest.Complete asked, Actor actor, List<Candidate> all) {
        SortedMap<AssetId, Step> steps = new TreeMap<>();
        all.forEach(candidate -> steps.put(
                candidate.id(),
                new Step(candidate.currentHolder().orElse(null), candidate.version(), candidate.digest())));
        return new Intent(
                LabelMover.newOperation(),
                purpose,
                asked.label(),
                steps,
                actor,
                asked.why(),
                Evidence.digestOf(asked.evidence()),
                clock.instant());
    }

    /** Undoes moves: of each, the label goes from where it led back to where it came from. */
    SortedMap<AssetId, LabelMove> rollback(
            Label label, SortedMap<AssetId, LabelMove> undone, Actor actor, String why, boolean breakingGlass) {
        Actor by = approvals.identified(actor);
        Instant now = clock.instant();
        if (!breakingGlass) {
            book.requireNotFrozen(label, now);
        }
        SortedMap<AssetId, Step> steps = new TreeMap<>();
        undone.forEach((id, move) -> steps.put(id, back(id, move)));
        Purpose purpose = breakingGlass ? Purpose.BREAK_GLASS : Purpose.ROLLBACK;
        Intent intent = new Intent(LabelMover.newOperation(), purpose, label, steps, by, why, null, now);
        Instant at = undone.values().iterator().next().at();
        String reason = ROLLBACK + (breakingGlass ? ", breaking glass," : "") + " of the move at " + at;
        return mover.move(intent, reason, () -> {});
    }

    private Step back(AssetId id, LabelMove move) {
        Version to = move.from();
        return new Step(
                move.to(),
                to,
                to == null
                        ? null
                        : Candidates.published(registry.describe(id), to).resolved());
    }
}
