package io.genaiops.approval;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The public keys of actors, Ed25519 (RFC 8032). They come from the host, never from what is to be verified. Two actors may
 * have one key; it counts once. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ActorKeys {

    private static final String ALGORITHM = "Ed25519";
    private static final ActorKeys NONE = new ActorKeys(Map.of());

    private final Map<String, PublicKey> keys;

    private ActorKeys(Map<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** Returns no keys. */
    public static ActorKeys none() {
        return NONE;
    }

    /** Returns these keys and that of one more actor; errors are those of {@link #and}. */
    public static ActorKeys of(String actor, PublicKey key) {
        return NONE.and(actor, key);
    }

    /**
     * Returns these keys and that of one more actor.
     *
     * @throws IllegalArgumentException if the actor has a key already, or it is not one of Ed25519
     */
    public ActorKeys and(String actor, PublicKey key) {
        try {
            Signature.getInstance(ALGORITHM).initVerify(key);
        } catch (InvalidKeyException e) {
            throw new IllegalArgumentException(
                    "the key of '" + actor + "' must be of " + ALGORITHM + "; found: " + key.getAlgorithm(), e);
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
        Map<String, PublicKey> more = new TreeMap<>(keys);
        if (more.put(actor, key) != null) {
            throw new IllegalArgumentException("actor '" + actor + "' must have one key; found a second");
        }
        return new ActorKeys(more);
    }

    /** Returns the ids of the actors that have a key. */
    public Set<String> actors() {
        return Collections.unmodifiableSet(keys.keySet());
    }

    /** Returns the digest of an actor's key, by which keys are told apart; empty if there is none. */
    public Optional<Digest> fingerprint(String actor) {
        return Optional.ofNullable(keys.get(actor)).map(key -> Digest.ofBytes(key.getEncoded()));
    }

    /** Returns whether the key of the actor made this signature of the statement. */
    public boolean verifies(String actor, byte[] statement, byte[] signed) {
        PublicKey key = keys.get(actor);
        if (key == null) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initVerify(key);
            signature.update(statement);
            return signature.verify(signed);
        } catch (SignatureException e) {
            // Bytes that are no signature at all.
            return false;
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    static GenAiOpsException unavailable(GeneralSecurityException e) {
        return new GenAiOpsException("this Java platform cannot use " + ALGORITHM + ": " + e, e);
    }

    @Override
    public String toString() {
        return "keys of " + keys.keySet();
    }
}
