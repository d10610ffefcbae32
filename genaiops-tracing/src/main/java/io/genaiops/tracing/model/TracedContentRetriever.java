package io.genaiops.tracing.model;

import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.content.retriever.listener.ContentRetrieverListener;
import dev.langchain4j.rag.query.Query;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.List;

/**
 * A content retriever whose every retrieval is one span. Embeddings that it asks for are spans below it; a traced store
 * that it searches adds to its span. As thread-safe as the retriever.
 *
 * @since 0.1
 */
public final class TracedContentRetriever implements ContentRetriever {

    private final ContentRetriever delegate;
    private final Spans spans;
    private final Operation operation;

    private TracedContentRetriever(ContentRetriever delegate, Spans spans, Operation operation) {
        this.delegate = delegate;
        this.spans = spans;
        this.operation = operation;
    }

    /** Returns the retriever, its retrievals traced as this operation. One that is traced already stays as it is. */
    public static ContentRetriever of(ContentRetriever retriever, Spans spans, Operation operation) {
        return retriever instanceof TracedContentRetriever
                ? retriever
                : new TracedContentRetriever(retriever, spans, operation);
    }

    @Override
    public List<Content> retrieve(Query query) {
        if (!spans.enabled()) {
            return delegate.retrieve(query);
        }
        return spans.start(parent(query), () -> operation, Attributes::empty)
                .asked(() -> spans.content().query(query.text()))
                .run(
                        () -> delegate.retrieve(query),
                        found -> found == null
                                ? Attributes.empty()
                                : Attributes.of(GenAiKeys.DOCUMENTS, (long) found.size()),
                        found -> found == null
                                ? Attributes.empty()
                                : spans.content().contents(found));
    }

    /** A retriever within another one belongs to that, all others to the invocation, on whatever thread they run. */
    private Context parent(Query query) {
        return spans.currentRetrieval() != null
                ? Context.current()
                : spans.parent(
                        () -> query.metadata() == null ? null : query.metadata().invocationContext());
    }

    @Override
    public ContentRetriever addListener(ContentRetrieverListener listener) {
        return new TracedContentRetriever(delegate.addListener(listener), spans, operation);
    }

    @Override
    public ContentRetriever addListeners(Collection<ContentRetrieverListener> listeners) {
        return new TracedContentRetriever(delegate.addListeners(listeners), spans, operation);
    }
}
