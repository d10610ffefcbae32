package io.genaiops.tracing.model;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.EmbeddingSearchResult;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.filter.Filter;
import dev.langchain4j.store.embedding.listener.EmbeddingStoreListener;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.OperationCall;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An embedding store whose every search is one span. Within the span of a traced retriever a search is a part of that
 * retrieval: it adds how many documents were asked for and gets no span of its own, so that one retrieval is counted once.
 * Additions and removals are not traced. As thread-safe as the store.
 *
 * @param <E> what the store embeds
 * @since 0.1
 */
public final class TracedEmbeddingStore<E> implements EmbeddingStore<E> {

    private final EmbeddingStore<E> delegate;
    private final Spans spans;
    private final Operation operation;

    private TracedEmbeddingStore(EmbeddingStore<E> delegate, Spans spans, Operation operation) {
        this.delegate = delegate;
        this.spans = spans;
        this.operation = operation;
    }

    /** Returns the store, its searches traced as this operation. One that is traced already stays as it is. */
    public static <E> EmbeddingStore<E> of(EmbeddingStore<E> store, Spans spans, Operation operation) {
        return store instanceof TracedEmbeddingStore ? store : new TracedEmbeddingStore<>(store, spans, operation);
    }

    @Override
    public EmbeddingSearchResult<E> search(EmbeddingSearchRequest request) {
        if (!spans.enabled()) {
            return delegate.search(request);
        }
        OperationCall around = spans.currentRetrieval();
        if (around != null) {
            around.know(() -> spans.retrievalTopK(request.maxResults()));
            return delegate.search(request);
        }
        return spans.start(() -> operation, () -> spans.retrievalTopK(request.maxResults()))
                .asked(() -> query(request.query()))
                .run(
                        () -> delegate.search(request),
                        found -> found == null
                                ? Attributes.empty()
                                : Attributes.of(GenAiKeys.DOCUMENTS, (long)
                                        found.matches().size()),
                        found -> found == null
                                ? Attributes.empty()
                                : spans.content().matches(found.matches()));
    }

    private Attributes query(@Nullable String text) {
        return text == null ? Attributes.empty() : spans.content().query(text);
    }

    @Override
    public String add(Embedding embedding) {
        return delegate.add(embedding);
    }

    @Override
    public void add(String id, Embedding embedding) {
        delegate.add(id, embedding);
    }

    @Override
    public String add(Embedding embedding, E embedded) {
        return delegate.add(embedding, embedded);
    }

    @Override
    public List<String> addAll(List<Embedding> embeddings) {
        return delegate.addAll(embeddings);
    }

    @Override
    public List<String> addAll(List<Embedding> embeddings, List<E> embedded) {
        return delegate.addAll(embeddings, embedded);
    }

    @Override
    public void addAll(List<String> ids, List<Embedding> embeddings, List<E> embedded) {
        delegate.addAll(ids, embeddings, embedded);
    }

    @Override
    public List<String> generateIds(int count) {
        return delegate.generateIds(count);
    }

    @Override
    public void remove(String id) {
        delegate.remove(id);
    }

    @Override
    public void removeAll(Collection<String> ids) {
        delegate.removeAll(ids);
    }

    @Override
    public void removeAll(Filter filter) {
        delegate.removeAll(filter);
    }

    @Override
    public void removeAll() {
        delegate.removeAll();
    }

    @Override
    public EmbeddingStore<E> addListener(EmbeddingStoreListener listener) {
        return new TracedEmbeddingStore<>(delegate.addListener(listener), spans, operation);
    }

    @Override
    public EmbeddingStore<E> addListeners(List<EmbeddingStoreListener> listeners) {
        return new TracedEmbeddingStore<>(delegate.addListeners(listeners), spans, operation);
    }
}
