package io.genaiops.approval;

import io.genaiops.asset.Digest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's consent that a version gets a label. Who made it is a claim until governance has verified it.
 *
 * @param subject what is consented to
 * @param actor who consents
 * @param principal who that is to the host; the actor's id unless the host knows better
 * @param key the digest of the key that signed, or {@code null}
 * @param signature the Ed25519 signature of the {@linkplain ApprovalSubject#statement statement} in Base64, or {@code null}
 * @param at when
 * @since 0.1
 */
public record Approval(
        ApprovalSubject subject,
        Actor actor,
        String principal,
        @Nullable Digest key,
        @Nullable String signature,
        Instant at) {

    /** Requires all but key and signature. */
    public Approval {
        Objects.requireNonNull(subject, "subject");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(at, "at");
        if (actor.assurance() == Assurance.SIGNED && signature == null) {
            throw new IllegalArgumentException(
                    "an approval by the signed actor '" + actor + "' must have a signature; use Approval.signed(…)");
        }
    }

    /** Returns a consent without a signature. */
    public static Approval of(ApprovalSubject subject, Actor actor, Instant at) {
        return new Approval(subject, actor, actor.id(), null, null, at);
    }

    /**
     * Returns a consent that is signed.
     *
     * @param actor the id of whose key it is
     * @throws IllegalArgumentException if the key is not one of Ed25519
     */
    public static Approval signed(ApprovalSubject subject, String actor, PrivateKey key, Instant at) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(bytes(subject, actor, at));
            String text = Base64.getEncoder().encodeToString(signature.sign());
            return new Approval(subject, new Actor(actor, Assurance.SIGNED), actor, null, text, at);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "the key of '" + actor + "' must be of Ed25519; found: " + key.getAlgorithm(), e);
        } catch (GeneralSecurityException e) {
            throw ActorKeys.unavailable(e);
        }
    }

    /** Returns the digest of the actor's key, if it has signed this. */
    public Optional<Digest> signedBy(ActorKeys keys) {
        return signature != null && keys.verifies(actor.id(), bytes(subject, actor.id(), at), decoded(signature))
                ? keys.fingerprint(actor.id())
                : Optional.empty();
    }

    /** Returns the same consent by somebody whom the host or a key has named. */
    public Approval by(Actor verified, String who, @Nullable Digest fingerprint) {
        return new Approval(subject, verified, who, fingerprint, signature, at);
    }

    private static byte[] bytes(ApprovalSubject subject, String actor, Instant at) {
        return subject.statement(actor, at).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException e) {
            // Text that is no signature at all.
            return new byte[0];
        }
    }

    /** Returns for example {@code bob (authenticated)}. */
    @Override
    public String toString() {
        return actor + " (" + actor.assurance() + ")";
    }
}
