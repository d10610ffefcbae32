package io.genaiops.signature;

import java.security.PublicKey;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The public keys whose signatures count, by their ids. They come from the host, never from what is to be verified. Immutable.
 *
 * @since 0.1
 */
public final class TrustedKeys {

    private static final TrustedKeys NONE = new TrustedKeys(new TreeMap<>());

    private final SortedMap<String, PublicKey> keys;

    private TrustedKeys(SortedMap<String, PublicKey> keys) {
        this.keys = keys;
    }

    /** Returns no keys: then no signature is checked. */
    public static TrustedKeys none() {
        return NONE;
    }

    /** Returns one key. */
    public static TrustedKeys of(String id, PublicKey key) {
        return NONE.and(id, key);
    }

    /** Returns these and the public part of another. */
    public TrustedKeys and(SigningKey key) {
        return and(key.id(), key.publicKey());
    }

    /**
     * Returns these and another.
     *
     * @throws IllegalArgumentException if another key has the id, or the key is not of Ed25519
     */
    public TrustedKeys and(String id, PublicKey key) {
        SortedMap<String, PublicKey> more = new TreeMap<>(keys);
        PublicKey before = more.put(Ed25519.requireId(id), Ed25519.requireEd25519(key));
        if (before != null && !before.equals(key)) {
            throw new IllegalArgumentException("key id '" + id + "' must be of one key; found two");
        }
        return new TrustedKeys(more);
    }

    /** Returns whether there is none. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /** Returns the ids. */
    public SortedSet<String> ids() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(keys.keySet()));
    }

    /** Returns the key of an id, if it is trusted. */
    public Optional<PublicKey> find(String id) {
        return Optional.ofNullable(keys.get(id));
    }

    /** Returns whether the key of that id is trusted and has signed the statement. */
    public boolean verify(String id, byte[] statement, byte[] signature) {
        return find(id).map(key -> Ed25519.verify(key, statement, signature)).orElse(false);
    }

    @Override
    public String toString() {
        return "trusted keys " + keys.keySet();
    }
}
