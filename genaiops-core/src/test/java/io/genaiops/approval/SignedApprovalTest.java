package io.genaiops.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a signature of an approval covers, and which keys may make one. */
class SignedApprovalTest {

    private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    private static final Digest DIGEST = Digest.ofText("version");
    private static final ApprovalSubject SUBJECT = new ApprovalSubject(
            AssetId.prompt("guide"), Version.of(2, 0, 0), DIGEST, Label.PRODUCTION, Digest.ofText("evidence"));

    private final KeyPair pair = pair("Ed25519");
    private final ActorKeys keys = ActorKeys.of("bob", pair.getPublic());

    private static KeyPair pair(String algorithm) {
        try {
            return KeyPairGenerator.getInstance(algorithm).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void the_statement_has_a_line_for_each_part() {
        assertThat(SUBJECT.statement("bob", NOW))
                .isEqualTo(String.join(
                        "\n",
                        "genaiops-approval-1",
                        "prompt guide 2.0.0",
                        DIGEST.value(),
                        "production",
                        Digest.ofText("evidence").value(),
                        "bob",
                        "2026-11-01T10:00:00Z"));
        assertThatThrownBy(() -> SUBJECT.statement("bob\neve", NOW)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_signature_fits_what_was_signed_by_whom_and_when_and_nothing_else() {
        Approval signed = Approval.signed(SUBJECT, "bob", pair.getPrivate(), NOW);
        Actor bob = signed.actor();
        String signature = signed.signature();
        ApprovalSubject other =
                new ApprovalSubject(SUBJECT.id(), SUBJECT.version(), DIGEST, Label.of("beta"), SUBJECT.evidence());
        ActorKeys shared = keys.and("eve", pair.getPublic());

        assertThat(signed.signedBy(keys)).isEqualTo(keys.fingerprint("bob"));
        for (Approval changed : List.of(
                new Approval(other, bob, "bob", null, signature, NOW),
                new Approval(SUBJECT, bob.at(Assurance.SIGNED), "bob", null, signature, NOW.plusNanos(1)),
                new Approval(SUBJECT, new Actor("eve", Assurance.SIGNED), "eve", null, signature, NOW),
                new Approval(SUBJECT, bob, "bob", null, "no base64 …", NOW),
                new Approval(SUBJECT, bob, "bob", null, "", NOW))) {
            assertThat(changed.signedBy(shared)).as(changed.toString()).isEmpty();
        }
        assertThat(signed.signedBy(ActorKeys.none())).isEmpty();
        assertThat(Approval.of(SUBJECT, Actor.authenticated("bob"), NOW).signedBy(keys))
                .isEmpty();
    }

    @Test
    void keys_that_cannot_sign_approvals_are_refused_where_they_are_given() {
        KeyPair rsa = pair("RSA");

        assertThatThrownBy(() -> ActorKeys.of("bob", rsa.getPublic()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key of 'bob' must be of Ed25519; found: RSA");
        assertThatThrownBy(() -> keys.and("bob", pair("Ed25519").getPublic()))
                .hasMessageContaining("actor 'bob' must have one key; found a second");
        assertThatThrownBy(() -> Approval.signed(SUBJECT, "bob", rsa.getPrivate(), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be of Ed25519");
        assertThatThrownBy(() -> new Approval(SUBJECT, new Actor("bob", Assurance.SIGNED), "bob", null, null, NOW))
                .hasMessageContaining("must have a signature");
        assertThat(keys.actors()).containsExactly("bob");
        assertThat(keys).hasToString("keys of [bob]");
    }
}
