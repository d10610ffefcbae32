package io.genaiops.asset;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One version of anything that is versioned: a prompt, a model, a tool and the other {@linkplain AssetKind kinds}.
 * Implementations are immutable and thread-safe.
 *
 * @since 0.1
 */
public interface Asset {

    /** Returns the kind and name. */
    AssetId id();

    /** Returns the semantic version. */
    Version version();

    /** Returns the digest of everything in this version that changes behaviour, references as written. */
    Digest sourceDigest();

    /** Returns what people need to know of it. */
    Metadata metadata();

    /** Returns everything that changes behaviour, as the JSON that {@link #sourceDigest} is taken of. */
    JsonNode spec();

    /** Returns the assets that this one refers to, in the order of the file. */
    List<AssetReference> references();
}
