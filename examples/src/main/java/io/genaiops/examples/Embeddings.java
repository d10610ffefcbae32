package io.genaiops.examples;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Embeds texts once each and compares them by the cosine of their vectors. Thread-safe. */
final class Embeddings {

    private final EmbeddingModel model;
    private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

    Embeddings(EmbeddingModel model) {
        this.model = model;
    }

    /** Embeds the texts that were not seen before, in one request. */
    void learn(List<String> texts) {
        List<String> unseen = texts.stream()
                .filter(text -> !vectors.containsKey(text))
                .distinct()
                .toList();
        if (unseen.isEmpty()) {
            return;
        }
        List<Embedding> embeddings =
                model.embedAll(unseen.stream().map(TextSegment::from).toList()).content();
        for (int i = 0; i < unseen.size(); i++) {
            vectors.put(unseen.get(i), unit(embeddings.get(i).vector()));
        }
    }

    /** Returns the cosine similarity of two texts, from -1 to 1. */
    double similarity(String one, String other) {
        learn(List.of(one, other));
        float[] a = vectors.getOrDefault(one, new float[0]);
        float[] b = vectors.getOrDefault(other, new float[0]);
        double product = 0;
        for (int i = 0; i < a.length; i++) {
            product += a[i] * b[i];
        }
        return product;
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float each : vector) {
            square += each * each;
        }
        float[] unit = new float[vector.length];
        for (int i = 0; i < unit.length && square > 0; i++) {
            unit[i] = (float) (vector[i] / Math.sqrt(square));
        }
        return unit;
    }
}
