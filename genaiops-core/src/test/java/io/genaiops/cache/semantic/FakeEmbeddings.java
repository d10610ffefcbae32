package io.genaiops.cache.semantic;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Embeds by a function and counts. */
final class FakeEmbeddings implements EmbeddingModel {

    private static final int PLACES = 4_096;
    private static final Map<String, Integer> WORDS = new ConcurrentHashMap<>();
    private static final AtomicInteger NEXT = new AtomicInteger();

    final AtomicInteger embedded = new AtomicInteger();
    Function<String, float[]> script;

    FakeEmbeddings(Function<String, float[]> script) {
        this.script = script;
    }

    /** By the words, each of which has a place of its own: the more words two texts share, the nearer they are. */
    static float[] words(String text) {
        float[] vector = new float[PLACES];
        for (String word : text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1)) {
            if (!word.isEmpty()) {
                vector[WORDS.computeIfAbsent(word, each -> NEXT.getAndIncrement())] += 1;
            }
        }
        return vector;
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        return Response.from(segments.stream()
                .map(segment -> {
                    embedded.incrementAndGet();
                    return Embedding.from(script.apply(segment.text()));
                })
                .toList());
    }
}
