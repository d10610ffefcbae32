package io.genaiops.signature;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A key of the host that signs with Ed25519, and the id under which others know its public part. Thread-safe if its signer is.
 *
 * @since 0.1
 */
public final class SigningKey {

    private static final byte[] PROBE = "genaiops: does this key sign?".getBytes(StandardCharsets.UTF_8);

    private final String id;
    private final PublicKey publicKey;
    private final UnaryOperator<byte[]> signer;

    private SigningKey(String id, PublicKey publicKey, UnaryOperator<byte[]> signer) {
        this.id = Ed25519.requireId(id);
        this.publicKey = Ed25519.requireEd25519(publicKey);
        this.signer = Objects.requireNonNull(signer, "signer");
        if (!Ed25519.verify(publicKey, PROBE, sign(PROBE))) {
            throw new IllegalArgumentException(
                    "key '" + id + "' must sign what its public key verifies; found a signature"
                            + " that does not fit: take the two keys of one pair");
        }
    }

    /**
     * Returns the key of a pair.
     *
     * @param id matches {@code [a-z0-9][a-z0-9_.-]{0,62}}
     * @throws IllegalArgumentException if it is no pair of Ed25519
     */
    public static SigningKey of(String id, KeyPair pair) {
        return new SigningKey(id, pair.getPublic(), statement -> Ed25519.sign(pair.getPrivate(), statement));
    }

    /**
     * Returns a key that is elsewhere: in a key service or a hardware module. It is asked for one signature at once.
     *
     * @param id matches {@code [a-z0-9][a-z0-9_.-]{0,62}}
     * @param signer returns the Ed25519 signature of the bytes it is given
     * @throws IllegalArgumentException if what it signs does not fit the public key
     */
    public static SigningKey of(String id, PublicKey publicKey, UnaryOperator<byte[]> signer) {
        return new SigningKey(id, publicKey, signer);
    }

    /** Makes a new pair, for tests and first steps: it is gone with the process. */
    public static SigningKey generate(String id) {
        return of(id, Ed25519.generate());
    }

    /** Returns the id. */
    public String id() {
        return id;
    }

    /** Returns the public key. */
    public PublicKey publicKey() {
        return publicKey;
    }

    /** Returns the signature of the bytes. */
    public byte[] sign(byte[] statement) {
        return signer.apply(statement.clone());
    }

    @Override
    public String toString() {
        return "key '" + id + "'";
    }
}
