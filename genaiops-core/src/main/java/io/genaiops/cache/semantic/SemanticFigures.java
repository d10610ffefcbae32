package io.genaiops.cache.semantic;

import io.genaiops.cache.veto.Veto;
import java.util.Map;

/**
 * What a semantic cache did since it was made.
 *
 * @param lookups questions that were looked for
 * @param hits questions that the answer to another one served
 * @param vetoed questions that were near enough, by what stopped them
 * @param embeddingFailures questions that could not be embedded, which are misses
 * @param bytes about how many bytes the questions take; answers are with the exact cache
 * @since 0.1
 */
public record SemanticFigures(long lookups, long hits, Map<Veto, Long> vetoed, long embeddingFailures, long bytes) {

    /** Copies the map. */
    public SemanticFigures {
        vetoed = Map.copyOf(vetoed);
    }
}
