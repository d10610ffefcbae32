package io.genaiops.tracing;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import java.util.List;

/** A store that finds one note, or fails. */
public record FakeStore(boolean fails) implements EmbeddingStore<TextSegment> {

    @Override
    public EmbeddingSearchResult<TextSegment> search(EmbeddingSearchRequest request) {
        if (fails) {
            throw new Scenario.HostFailure();
        }
        return new EmbeddingSearchResult<>(List.of(new EmbeddingMatch<>(
                0.75, "note-1", Embedding.from(new float[] {1, 2}), TextSegment.from("A trail. " + Scenario.SECRET))));
    }

    @Override
    public String add(Embedding embedding) {
        return "note-2";
    }

    @Override
    public void add(String id, Embedding embedding) {}

    @Override
    public String add(Embedding embedding, TextSegment embedded) {
        return "note-2";
    }

    @Override
    public List<String> addAll(List<Embedding> embeddings) {
        return List.of();
    }
}
