package io.genaiops.tracing.content;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what a retrieval found into documents as the conventions describe them: id, score and, beyond them, the text. */
final class Retrievals {

    private Retrievals() {}

    static Map<String, Object> document(Document document, Content content) {
        Map<ContentMetadata, Object> known = content.metadata();
        Object score = known.get(ContentMetadata.RERANKED_SCORE);
        Object id = known.get(ContentMetadata.EMBEDDING_ID);
        return document(
                document,
                id == null ? null : id.toString(),
                score == null ? known.get(ContentMetadata.SCORE) : score,
                content.textSegment());
    }

    static Map<String, Object> document(Document document, EmbeddingMatch<?> match) {
        return document(document, match.embeddingId(), match.score(), match.embedded());
    }

    private static Map<String, Object> document(
            Document document, @Nullable String id, @Nullable Object score, @Nullable Object text) {
        Map<String, Object> found = new LinkedHashMap<>();
        if (id != null) {
            found.put("id", document.text(id));
        }
        if (score instanceof Number number && Double.isFinite(number.doubleValue())) {
            found.put("score", number.doubleValue());
        }
        if (text instanceof TextSegment segment) {
            found.put("content", document.text(segment.text()));
        }
        return found;
    }
}
