package io.genaiops.eval.semantic;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A model that looks vectors up, keeps what it was asked, and gives any other text one of its own by its letters. */
final class TableModel implements EmbeddingModel {

    final List<List<String>> asked = new CopyOnWriteArrayList<>();
    private final Map<String, float[]> table = new ConcurrentHashMap<>();

    TableModel with(String text, float... vector) {
        table.put(text, vector);
        return this;
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        asked.add(segments.stream().map(TextSegment::text).toList());
        List<Embedding> embeddings = new ArrayList<>();
        segments.forEach(
                segment -> embeddings.add(Embedding.from(table.computeIfAbsent(segment.text(), TableModel::letters))));
        return Response.from(embeddings);
    }

    private static float[] letters(String text) {
        float[] vector = new float[16];
        vector[0] = 1;
        text.chars().forEach(c -> vector[1 + c % 15] += 1);
        return vector;
    }
}
