package io.genaiops.cache.semantic;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.ArrayList;
import java.util.List;

/** Embeddings of length one, so that the product of two is their cosine. */
final class Vectors {

    private static final int BATCH = 64;

    private Vectors() {}

    static float[] of(EmbeddingModel model, String text) {
        return normal(model.embed(text).content());
    }

    static List<float[]> of(EmbeddingModel model, List<String> texts) {
        List<float[]> vectors = new ArrayList<>(texts.size());
        for (int from = 0; from < texts.size(); from += BATCH) {
            List<TextSegment> batch = texts.subList(from, Math.min(texts.size(), from + BATCH)).stream()
                    .map(TextSegment::from)
                    .toList();
            List<Embedding> embeddings = model.embedAll(batch).content();
            if (embeddings.size() != batch.size()) {
                throw new IllegalStateException("the embedding model must give an embedding for each of " + batch.size()
                        + " texts; it gave " + embeddings.size());
            }
            embeddings.forEach(embedding -> vectors.add(normal(embedding)));
        }
        return vectors;
    }

    private static float[] normal(Embedding embedding) {
        float[] vector = embedding.vector().clone();
        double square = 0;
        for (float value : vector) {
            square += (double) value * value;
        }
        if (!(square > 0) || Double.isInfinite(square)) {
            throw new IllegalStateException("the embedding model gave a vector without a direction");
        }
        double length = Math.sqrt(square);
        for (int i = 0; i < vector.length; i++) {
            vector[i] = (float) (vector[i] / length);
        }
        return vector;
    }

    /** Returns the cosine; -1 of vectors that are not of one model. */
    static double cosine(float[] one, float[] other) {
        if (one.length != other.length) {
            return -1;
        }
        float sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
