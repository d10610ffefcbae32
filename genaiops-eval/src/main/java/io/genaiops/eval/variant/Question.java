package io.genaiops.eval.variant;

import io.genaiops.asset.Digest;
import io.genaiops.call.PromptRequest;
import io.genaiops.eval.Sample;
import java.util.Optional;

/**
 * What a variant is about to ask.
 *
 * @since 0.1
 */
public interface Question {

    /** Returns the row as the variant sees it, with what was looked up. */
    Sample row();

    /**
     * Returns the digest of everything that the reply depends on, but for chance: two questions of one key may share a
     * reply. Empty if not all of it is known.
     */
    Optional<Digest> key();

    /** Returns the request that goes to a model, if it is known before it is made. */
    Optional<PromptRequest> request();

    /** Asks, and returns the answered sample. */
    Sample ask() throws Exception;
}
