package io.genaiops.eval.semantic;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.GenAiOpsException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Embeds each text once: an embedding model around another one that keeps its vectors in memory and asks it for all that
 * are missing in one batch. Failures are not kept, nor are vectors with NaN, infinities or zeros only. Of one model, so
 * that vectors of two never mix. Thread-safe; two threads that need the same text at once may both ask for it.
 *
 * @since 0.1
 */
public final class EmbeddingCache implements EmbeddingModel {

    private static final long USUAL_BYTES = 64L << 20;
    private static final int OVERHEAD_BYTES = 128;
    private static final String NAMELESS = "unknown";

    private final String name;
    private final EmbeddingModel model;
    private final Cache<TextSegment, float[]> kept;
    private final AtomicLong hits = new AtomicLong();
    private final AtomicLong misses = new AtomicLong();

    private EmbeddingCache(String name, EmbeddingModel model, long bytes) {
        this.name = name;
        this.model = model;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(bytes)
                .weigher(EmbeddingCache::bytes)
                .executor(Runnable::run)
                .build();
    }

    /** Returns a cache of 64 MiB under the name that the model gives, or under that of its class if it gives none. */
    public static EmbeddingCache of(EmbeddingModel model) {
        String said = requireNonNull(model, "model").modelName();
        boolean named = said != null && !said.isBlank() && !said.equals(NAMELESS);
        return of(named ? said : model.getClass().getName(), model);
    }

    /** Returns a cache of 64 MiB under a name of your own, which is part of the identity of its evaluators. */
    public static EmbeddingCache of(String name, EmbeddingModel model) {
        return of(name, model, USUAL_BYTES);
    }

    /** Returns a cache that keeps texts and vectors of about this many bytes; 0 keeps nothing. */
    public static EmbeddingCache of(String name, EmbeddingModel model, long maximumBytes) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of an embedding model must not be blank");
        }
        if (maximumBytes < 0) {
            throw new IllegalArgumentException("maximumBytes must not be negative; found: " + maximumBytes);
        }
        return new EmbeddingCache(name, requireNonNull(model, "model"), maximumBytes);
    }

    static EmbeddingCache around(EmbeddingModel model) {
        return model instanceof EmbeddingCache cache ? cache : of(model);
    }

    /** Returns the name of the model. */
    @Override
    public String modelName() {
        return name;
    }

    /** Returns the dimension that the model says. */
    @Override
    public int dimension() {
        return model.dimension();
    }

    /**
     * Returns the embeddings in the order of the segments, with the tokens that those of them took which were missing.
     *
     * @throws GenAiOpsException if the model gives another number of embeddings than it was asked for
     */
    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        Found found = find(segments);
        List<Embedding> embeddings = segments.stream()
                .map(segment -> Embedding.from(found.vector(segment).clone()))
                .toList();
        return Response.from(embeddings, found.usage);
    }

    /** Returns the embedding of a segment. */
    @Override
    public Response<Embedding> embed(TextSegment segment) {
        Response<List<Embedding>> response = embedAll(List.of(segment));
        return Response.from(response.content().get(0), response.tokenUsage());
    }

    /** Returns how many texts were found here. */
    public long hits() {
        return hits.get();
    }

    /** Returns how many texts the model was asked for. */
    public long misses() {
        return misses.get();
    }

    /** Returns the vectors by text; they must not be changed. */
    Map<String, float[]> vectors(Set<String> texts) {
        Found found = find(texts.stream().map(TextSegment::from).toList());
        Map<String, float[]> vectors = new HashMap<>();
        found.vectors.forEach((segment, vector) -> vectors.put(segment.text(), vector));
        return vectors;
    }

    private record Found(
            Map<TextSegment, float[]> vectors, @Nullable TokenUsage usage) {

        float[] vector(TextSegment segment) {
            return requireNonNull(vectors.get(segment));
        }
    }

    private Found find(List<TextSegment> segments) {
        Set<TextSegment> distinct = new LinkedHashSet<>(segments);
        Map<TextSegment, float[]> vectors = new HashMap<>(kept.getAllPresent(distinct));
        hits.addAndGet(vectors.size());
        List<TextSegment> missing = new ArrayList<>(distinct);
        missing.removeIf(vectors::containsKey);
        if (missing.isEmpty()) {
            return new Found(vectors, null);
        }
        misses.addAndGet(missing.size());
        Response<List<Embedding>> response = model.embedAll(missing);
        List<Embedding> embeddings = response == null ? null : response.content();
        if (embeddings == null || embeddings.size() != missing.size()) {
            throw new GenAiOpsException("embedding model '" + name + "' must give an embedding for each of "
                    + missing.size() + " texts; found: " + (embeddings == null ? "none" : embeddings.size()));
        }
        for (int i = 0; i < missing.size(); i++) {
            float[] vector = vector(embeddings.get(i));
            vectors.put(missing.get(i), vector);
            if (Cosine.isDirected(vector)) {
                kept.put(missing.get(i), vector);
            }
        }
        return new Found(vectors, response.tokenUsage());
    }

    private float[] vector(@Nullable Embedding embedding) {
        float[] vector = embedding == null ? null : embedding.vector();
        if (vector == null || vector.length == 0) {
            throw new GenAiOpsException("embedding model '" + name + "' must give vectors; found: "
                    + Objects.requireNonNullElse(embedding, "null"));
        }
        return vector.clone();
    }

    private static int bytes(TextSegment segment, float[] vector) {
        long bytes = 2L * segment.text().length() + 4L * vector.length + OVERHEAD_BYTES;
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    @Override
    public String toString() {
        return "EmbeddingCache[" + name + "]";
    }
}
