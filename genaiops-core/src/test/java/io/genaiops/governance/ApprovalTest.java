package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.NOW;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.RefusedException;
import io.genaiops.approval.Actor;
import io.genaiops.approval.ActorKeys;
import io.genaiops.approval.Approval;
import io.genaiops.approval.ApprovalSubject;
import io.genaiops.approval.Assurance;
import io.genaiops.asset.AssetKind;
import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveRecord;
import io.genaiops.evidence.Evidence;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Gate;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Actors with levels of assurance, four eyes, and approvals that are void when what they are about changes. */
class ApprovalTest {

    private static final Actor RELEASE_DESK = Actor.asserted("release-desk");
    /** Who is logged in as whom; two ids of one person have one principal. */
    private static final Map<String, String> PRINCIPALS =
            Map.of("author", "p1", "author-private", "author", "bob", "p2", "bob2", "p2", "carol", "p3");

    private final AssetRegistry registry = GovernedStore.fill(AssetStore.memory());
    private final MoveRecord record = MoveRecord.memory();
    private final Evidence evidence = evidence(registry, "2.0.0", 0.8);

    @Test
    void four_eyes_default_to_authenticated_and_a_promotion_that_needs_approval_is_resumed() {
        Governance governance = governance(Gate.approvals(1));
        Promotion waiting = promote(governance, evidence);

        assertThat(waiting.needsApproval()).isTrue();
        assertThat(waiting.isPromoted()).isFalse();
        assertThat(waiting.reasons().get(0)).startsWith("0 of 1 approvals that are at least authenticated");
        assertThat(waiting).hasToString("needs approval: " + String.join("; ", waiting.reasons()));

        waiting.approve(Actor.authenticated("bob"));

        Promotion done = waiting.resume();
        assertThat(done.isPromoted()).isTrue();
        assertThat(done.move().orElseThrow().authority().text()).contains("1 of 1 approvals", "bob (authenticated)");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void an_approval_that_is_only_asserted_does_not_count_where_more_is_needed() {
        Governance governance = governance(Gate.approvals(1));
        Promotion waiting = promote(governance, evidence);
        waiting.approve(Actor.asserted("carol"));

        assertThat(waiting.resume().needsApproval()).isTrue();
        assertThat(waiting.resume().reasons())
                .contains("the approval by carol (asserted) does not count: it is asserted, and must be at least"
                        + " authenticated");
        assertThat(promote(governance(Gate.approvals(1).assured(Assurance.ASSERTED)), evidence)
                        .isPromoted())
                .isTrue();
    }

    @Test
    void the_host_vouches_for_who_is_authenticated() {
        Promotion waiting = promote(governance(Gate.approvals(1)), evidence);

        assertThatThrownBy(() -> waiting.approve(Actor.authenticated("eve")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("the host does not vouch for 'eve'");
        assertThatThrownBy(() -> governance(QUALITY)
                        .promote("trail-guide:2.0.0")
                        .to("production")
                        .with(evidence)
                        .because("x")
                        .by(Actor.authenticated("eve"))
                        .submit())
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> waiting.approve(new Actor("bob", Assurance.SIGNED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Approval.signed");
    }

    @Test
    void an_author_is_refused_under_every_id() {
        Promotion waiting = promote(governance(Gate.approvals(1)), evidence);

        for (String id : List.of("author", "author-private")) {
            assertThatThrownBy(() -> waiting.approve(Actor.authenticated(id)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("is an author of the version");
        }
        assertThatThrownBy(() -> waiting.approve(Actor.asserted("author"))).isInstanceOf(RefusedException.class);
    }

    @Test
    void who_wrote_the_version_is_an_author_beside_who_published_it() {
        String text = "---\nname: trail-guide\nversion: 4.0.0\nmetadata: {author: carol}\n---\nHike 4";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "pipeline");
        Governance governance = governance(Gate.approvals(1));
        ApprovalSubject subject = governance
                .promote("trail-guide:4.0.0")
                .to("production")
                .with(evidence(registry, "4.0.0", 0.8))
                .because("x")
                .by(RELEASE_DESK)
                .submit()
                .subjects()
                .get(0);

        assertThatThrownBy(() -> governance.approve(subject, Actor.authenticated("carol")))
                .hasMessageContaining("carol is an author");
        governance.approve(subject, Actor.authenticated("bob"));
    }

    @Test
    void one_principal_twice_is_refused_and_two_others_make_two() {
        Promotion waiting = promote(governance(Gate.approvals(2)), evidence);
        waiting.approve(Actor.authenticated("bob"));

        for (String id : List.of("bob", "bob2")) {
            assertThatThrownBy(() -> waiting.approve(Actor.authenticated(id)))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("approved already as the same principal, 'p2'");
        }
        assertThat(waiting.resume().needsApproval()).isTrue();
        waiting.approve(Actor.authenticated("carol"));
        assertThat(waiting.resume().isPromoted()).isTrue();
    }

    @Test
    void an_approval_is_signed_over_the_digest_of_the_evidence_with_a_registered_key() throws Exception {
        KeyPair bobs = key();
        KeyPair carols = key();
        ActorKeys keys = ActorKeys.of("bob", bobs.getPublic()).and("carol", carols.getPublic());
        Governance governance =
                builder(Gate.approvals(2).assured(Assurance.SIGNED)).keys(keys).build();
        Promotion waiting = promote(governance, evidence);
        ApprovalSubject subject = waiting.subjects().get(0);

        assertThatThrownBy(() -> governance.approve(Approval.signed(subject, "bob", carols.getPrivate(), NOW)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is not signed by a key that is registered with them");
        assertThatThrownBy(() -> governance.approve(Approval.signed(subject, "eve", bobs.getPrivate(), NOW)))
                .isInstanceOf(RefusedException.class);
        Approval good = Approval.signed(subject, "bob", bobs.getPrivate(), NOW);
        ApprovalSubject other = new ApprovalSubject(
                subject.id(), subject.version(), subject.digest(), subject.label(), GovernedStore.ROWS);
        assertThatThrownBy(
                        () -> governance.approve(new Approval(other, good.actor(), "bob", null, good.signature(), NOW)))
                .isInstanceOf(RefusedException.class);

        governance.approve(good);
        governance.approve(Approval.signed(subject, "carol", carols.getPrivate(), NOW));

        assertThat(waiting.resume().isPromoted()).isTrue();
    }

    @Test
    void one_key_twice_is_refused_and_so_is_the_key_of_an_author() throws Exception {
        KeyPair shared = key();
        KeyPair authors = key();
        ActorKeys keys = ActorKeys.of("bob", shared.getPublic())
                .and("carol", shared.getPublic())
                .and("author", authors.getPublic())
                .and("dave", authors.getPublic());
        Governance governance =
                builder(Gate.approvals(2).assured(Assurance.SIGNED)).keys(keys).build();
        ApprovalSubject subject = promote(governance, evidence).subjects().get(0);
        governance.approve(Approval.signed(subject, "bob", shared.getPrivate(), NOW));

        assertThatThrownBy(() -> governance.approve(Approval.signed(subject, "carol", shared.getPrivate(), NOW)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("signed with the same key as that of bob");
        assertThatThrownBy(() -> governance.approve(Approval.signed(subject, "dave", authors.getPrivate(), NOW)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("signed with the key of an author");
    }

    @Test
    void a_key_that_is_no_longer_registered_vouches_for_nobody() throws Exception {
        KeyPair bobs = key();
        Gate signed = Gate.approvals(1).assured(Assurance.SIGNED);
        Governance before =
                builder(signed).keys(ActorKeys.of("bob", bobs.getPublic())).build();
        ApprovalSubject subject = promote(before, evidence).subjects().get(0);
        before.approve(Approval.signed(subject, "bob", bobs.getPrivate(), NOW));

        Promotion without = promote(governance(signed), evidence);
        Promotion replaced = promote(
                builder(signed).keys(ActorKeys.of("bob", key().getPublic())).build(), evidence);

        for (Promotion waiting : List.of(without, replaced)) {
            assertThat(waiting.needsApproval()).isTrue();
            assertThat(waiting.reasons())
                    .contains("the approval by bob (asserted) does not count: it is asserted, and must be at least"
                            + " signed");
        }
    }

    @Test
    void an_approval_is_void_when_the_evidence_changes() {
        Governance governance = governance(Gate.approvals(1));
        promote(governance, evidence).approve(Actor.authenticated("bob"));

        Promotion other = promote(governance, evidence(registry, "2.0.0", 0.81));

        assertThat(other.needsApproval()).isTrue();
        assertThat(other.reasons())
                .contains("the approval by bob (authenticated) does not count: the evidence changed since");
        assertThat(promote(governance, evidence).isPromoted()).isTrue();
    }

    @Test
    void an_approval_is_void_when_the_version_or_the_label_is_another() {
        Governance governance =
                builder(Gate.approvals(1)).gate("beta", Gate.approvals(1)).build();
        promote(governance, evidence).approve(Actor.authenticated("bob"));

        Promotion other = governance
                .promote("trail-guide:3.0.0")
                .to("production")
                .with(evidence)
                .because("x")
                .by(RELEASE_DESK)
                .submit();
        Promotion elsewhere = governance
                .promote("trail-guide:2.0.0")
                .to("beta")
                .with(evidence)
                .because("x")
                .by(RELEASE_DESK)
                .submit();

        assertThat(other.needsApproval()).isTrue();
        assertThat(other.reasons())
                .anyMatch(reason -> reason.endsWith("it is about prompt 'trail-guide' 2.0.0 as 'production'"));
        assertThat(elsewhere.needsApproval()).isTrue();
    }

    @Test
    void an_approval_of_another_digest_than_the_version_has_is_refused() {
        Governance governance = governance(Gate.approvals(1));
        ApprovalSubject asked = promote(governance, evidence).subjects().get(0);
        ApprovalSubject other =
                new ApprovalSubject(asked.id(), asked.version(), GovernedStore.ROWS, asked.label(), asked.evidence());

        assertThatThrownBy(() -> governance.approve(other, Actor.authenticated("bob")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("with digest " + GovernedStore.ROWS + ", and it has " + asked.digest() + " now");
        assertThat(governance.approvals(other)).isEmpty();
    }

    @Test
    void an_approval_can_be_taken_back_before_the_move() {
        Governance governance = governance(Gate.approvals(1));
        Promotion waiting = promote(governance, evidence);
        ApprovalSubject subject = waiting.subjects().get(0);
        waiting.approve(Actor.authenticated("bob"));
        assertThat(governance.approvals(subject)).hasSize(1);

        governance.revoke(subject, "bob", Actor.authenticated("bob"), "looked again");

        assertThat(governance.approvals(subject)).isEmpty();
        assertThat(waiting.resume().needsApproval()).isTrue();
        assertThatThrownBy(() -> governance.revoke(subject, "bob", Actor.asserted("carol"), "x"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no approval");
    }

    @Test
    void a_signed_approval_that_was_taken_back_counts_only_if_it_is_signed_again() throws Exception {
        KeyPair bobs = key();
        Governance governance = builder(Gate.approvals(1).assured(Assurance.SIGNED))
                .keys(ActorKeys.of("bob", bobs.getPublic()))
                .build();
        Promotion waiting = promote(governance, evidence);
        ApprovalSubject subject = waiting.subjects().get(0);
        Approval signed = Approval.signed(subject, "bob", bobs.getPrivate(), NOW.minusSeconds(60));
        governance.approve(signed);
        governance.revoke(subject, "bob", Actor.authenticated("bob"), "looked again");
        Approval redated = new Approval(subject, signed.actor(), "bob", null, signed.signature(), NOW.plusSeconds(60));

        assertThatThrownBy(() -> governance.approve(signed))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was taken back; sign it again");
        assertThatThrownBy(() -> governance.approve(redated))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is not signed by a key");
        for (Approval old : List.of(signed, redated)) {
            assertThat(request(governance).with(old).submit().isPromoted()).isFalse();
        }
        record.append(new MoveEntry.Approved(signed));
        assertThat(waiting.resume().isPromoted()).isFalse();

        governance.approve(Approval.signed(subject, "bob", bobs.getPrivate(), NOW.plusSeconds(1)));

        assertThat(waiting.resume().isPromoted()).isTrue();
    }

    @Test
    void an_approval_signed_with_a_date_to_come_is_refused_since_it_could_not_be_taken_back() throws Exception {
        KeyPair bobs = key();
        Governance governance = builder(Gate.approvals(1).assured(Assurance.SIGNED))
                .keys(ActorKeys.of("bob", bobs.getPublic()))
                .build();
        ApprovalSubject subject = promote(governance, evidence).subjects().get(0);
        Approval ahead = Approval.signed(subject, "bob", bobs.getPrivate(), NOW.plusSeconds(301));

        assertThatThrownBy(() -> governance.approve(ahead))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("is dated 2026-11-01T10:05:01Z, and it is 2026-11-01T10:00:00Z now");
        assertThat(request(governance).with(ahead).submit().reasons())
                .anyMatch(reason -> reason.contains("it is asserted, and must be at least signed"));
        governance.approve(Approval.signed(subject, "bob", bobs.getPrivate(), NOW.plusSeconds(300)));
    }

    @Test
    void an_approval_is_taken_back_by_the_order_of_the_record_whatever_the_clocks_say() {
        Governance governance = governance(Gate.approvals(1));
        Promotion waiting = promote(governance, evidence);
        ApprovalSubject subject = waiting.subjects().get(0);
        waiting.approve(Actor.authenticated("bob"));

        record.append(new MoveEntry.Revoked(subject, "bob", RELEASE_DESK, "looked again", NOW.minusSeconds(30)));

        assertThat(waiting.resume().needsApproval()).isTrue();
        waiting.approve(Actor.authenticated("bob"));
        assertThat(waiting.resume().isPromoted()).isTrue();
    }

    @Test
    void an_approval_that_is_taken_back_while_the_gate_decides_stops_the_move() {
        MoveRecord sly = new MoveRecord() {
            @Override
            public void append(MoveEntry entry) {
                if (entry instanceof MoveEntry.Intent) {
                    MoveEntry.Approved given = (MoveEntry.Approved) record.entries().stream()
                            .filter(MoveEntry.Approved.class::isInstance)
                            .findFirst()
                            .orElseThrow();
                    record.append(new MoveEntry.Revoked(given.approval().subject(), "bob", RELEASE_DESK, "no", NOW));
                }
                record.append(entry);
            }

            @Override
            public List<MoveEntry> entries() {
                return record.entries();
            }
        };
        Governance governance = builder(Gate.approvals(1)).record(sly).build();
        Promotion waiting = promote(governance, evidence);
        waiting.approve(Actor.authenticated("bob"));

        assertThatThrownBy(waiting::resume)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("was taken back while the gate decided");
        assertThat(registry.label("trail-guide", "production").version().orElseThrow())
                .hasToString("1.0.0");
        assertThat(governance.verify()).isEmpty();
    }

    @Test
    void what_the_host_kept_itself_counts_as_signed_or_as_asserted() throws Exception {
        KeyPair bobs = key();
        Governance signed = builder(Gate.approvals(1).assured(Assurance.SIGNED))
                .keys(ActorKeys.of("bob", bobs.getPublic()))
                .build();
        ApprovalSubject subject = promote(signed, evidence).subjects().get(0);
        Approval claims = Approval.of(subject, Actor.authenticated("carol"), NOW);
        PromotionRequest request = signed.promote("trail-guide:2.0.0")
                .to("production")
                .with(evidence)
                .because("x")
                .by(RELEASE_DESK);

        assertThat(request.with(claims).submit().reasons())
                .contains(
                        "the approval by carol (asserted) does not count: it is asserted, and must be at least signed");
        assertThat(request.with(Approval.signed(subject, "bob", bobs.getPrivate(), NOW))
                        .submit()
                        .isPromoted())
                .isTrue();
    }

    private PromotionRequest request(Governance governance) {
        return governance
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(evidence)
                .because("better")
                .by(RELEASE_DESK);
    }

    private Promotion promote(Governance governance, Evidence brought) {
        return governance
                .promote("trail-guide:2.0.0")
                .to("production")
                .with(brought)
                .because("better")
                .by(RELEASE_DESK)
                .submit();
    }

    private Governance governance(Gate gate) {
        return builder(gate).build();
    }

    private GovernanceBuilder builder(Gate gate) {
        return Governance.builder(registry)
                .gate("production", gate)
                .clock(CLOCK)
                .record(record)
                .authentication(actor -> Optional.ofNullable(PRINCIPALS.get(actor.id())));
    }

    private static KeyPair key() throws Exception {
        return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }
}
