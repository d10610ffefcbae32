package io.genaiops.tracing.model;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.ContentType;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.listener.EmbeddingModelListener;
import dev.langchain4j.model.embedding.request.EmbeddingParameter;
import dev.langchain4j.model.embedding.request.EmbeddingRequest;
import dev.langchain4j.model.embedding.request.EmbeddingRequestParameters;
import dev.langchain4j.model.embedding.response.EmbeddingResponse;
import dev.langchain4j.model.output.Response;
import io.genaiops.tracing.span.EmbeddingSpan;
import io.genaiops.tracing.span.EmbeddingSpans;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model whose every call is one span. It calls the same method of the model that it decorates, so that the
 * model's own listeners fire. As thread-safe as the model.
 *
 * @since 0.1
 */
@SuppressWarnings("try") // a scope is opened only to be closed
public final class TracedEmbeddingModel implements EmbeddingModel {

    private final EmbeddingModel delegate;
    private final EmbeddingSpans spans;

    private TracedEmbeddingModel(EmbeddingModel delegate, EmbeddingSpans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static EmbeddingModel of(EmbeddingModel model, Spans spans, boolean inProcess) {
        if (model instanceof TracedEmbeddingModel) {
            return model;
        }
        return new TracedEmbeddingModel(model, spans.embedding(model::provider, model::modelName, inProcess));
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        return traced(request.modelName(), () -> delegate.embed(request), TracedEmbeddingModel::record);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return traced(request.modelName(), () -> delegate.doEmbed(request), TracedEmbeddingModel::record);
    }

    @Override
    public Response<Embedding> embed(String text) {
        return traced(null, () -> delegate.embed(text), one());
    }

    @Override
    public Response<Embedding> embed(TextSegment segment) {
        return traced(null, () -> delegate.embed(segment), one());
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        return traced(null, () -> delegate.embedAll(segments), each(Function.identity()));
    }

    @Override
    public EmbeddingRequestParameters defaultRequestParameters() {
        return delegate.defaultRequestParameters();
    }

    @Override
    public Set<EmbeddingParameter<?>> supportedParameters() {
        return delegate.supportedParameters();
    }

    @Override
    public Set<ContentType> supportedContentTypes() {
        return delegate.supportedContentTypes();
    }

    @Override
    public List<EmbeddingModelListener> listeners() {
        return delegate.listeners();
    }

    @Override
    public ModelProvider provider() {
        return delegate.provider();
    }

    @Override
    public int dimension() {
        return delegate.dimension();
    }

    @Override
    public String modelName() {
        return delegate.modelName();
    }

    @Override
    public EmbeddingModel addListener(EmbeddingModelListener listener) {
        return new TracedEmbeddingModel(delegate.addListener(listener), spans);
    }

    @Override
    public EmbeddingModel addListeners(List<EmbeddingModelListener> listeners) {
        return new TracedEmbeddingModel(delegate.addListeners(listeners), spans);
    }

    private <R> R traced(@Nullable String requestModel, Supplier<R> call, BiConsumer<EmbeddingSpan, R> record) {
        if (!spans.enabled()) {
            return call.get();
        }
        EmbeddingSpan span = spans.start(requestModel);
        R result;
        try (Scope scope = span.open()) {
            result = call.get();
        } catch (Throwable t) {
            span.fail(t);
            throw t;
        }
        record.accept(span, result);
        return result;
    }

    private static void record(EmbeddingSpan span, @Nullable EmbeddingResponse response) {
        if (response == null) {
            span.complete(null, null, null);
        } else {
            span.complete(response.embeddings(), response.tokenUsage(), response.modelName());
        }
    }

    private static BiConsumer<EmbeddingSpan, Response<Embedding>> one() {
        return each(List::of);
    }

    private static <T> BiConsumer<EmbeddingSpan, Response<T>> each(Function<T, List<Embedding>> vectors) {
        return (span, response) -> {
            if (response == null) {
                span.complete(null, null, null);
            } else {
                span.complete(vectors.apply(response.content()), response.tokenUsage(), null);
            }
        };
    }
}
