package io.genaiops.eval.variant;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import java.util.Optional;
import java.util.function.Supplier;

/** Digests what a reply depends on. */
final class ReplyKey {

    private ReplyKey() {}

    /** Returns the digest; empty if a text has an unpaired surrogate, so that there is no canonical form of it. */
    static Optional<Digest> of(Supplier<ObjectNode> json) {
        try {
            return Optional.of(Digest.ofJson(json.get()));
        } catch (IllegalArgumentException noCanonicalForm) {
            return Optional.empty();
        }
    }
}
