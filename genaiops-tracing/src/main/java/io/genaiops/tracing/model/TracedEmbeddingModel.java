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
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An embedding model whose every call is one span. It calls the same method of the model that it decorates, so that the
 * model's own listeners fire. As thread-safe as the model.
 *
 * @since 0.1
 */
public final class TracedEmbeddingModel implements EmbeddingModel {

    private final EmbeddingModel delegate;
    private final Spans spans;
    private final String provider;
    private final boolean inProcess;

    private TracedEmbeddingModel(EmbeddingModel delegate, Spans spans, String provider, boolean inProcess) {
        this.delegate = delegate;
        this.spans = spans;
        this.provider = provider;
        this.inProcess = inProcess;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static EmbeddingModel of(EmbeddingModel model, Spans spans, boolean inProcess) {
        if (model instanceof TracedEmbeddingModel) {
            return model;
        }
        return new TracedEmbeddingModel(model, spans, spans.provider(model::provider), inProcess);
    }

    @Override
    public EmbeddingResponse embed(EmbeddingRequest request) {
        return traced(request.modelName(), () -> delegate.embed(request), this::facts);
    }

    @Override
    public EmbeddingResponse doEmbed(EmbeddingRequest request) {
        return traced(request.modelName(), () -> delegate.doEmbed(request), this::facts);
    }

    @Override
    public Response<Embedding> embed(String text) {
        return traced(null, () -> delegate.embed(text), this::one);
    }

    @Override
    public Response<Embedding> embed(TextSegment segment) {
        return traced(null, () -> delegate.embed(segment), this::one);
    }

    @Override
    public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
        return traced(null, () -> delegate.embedAll(segments), this::each);
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
        return new TracedEmbeddingModel(delegate.addListener(listener), spans, provider, inProcess);
    }

    @Override
    public EmbeddingModel addListeners(List<EmbeddingModelListener> listeners) {
        return new TracedEmbeddingModel(delegate.addListeners(listeners), spans, provider, inProcess);
    }

    private <R> R traced(@Nullable String requestModel, Supplier<R> call, Function<R, Attributes> facts) {
        if (!spans.enabled()) {
            return call.get();
        }
        return spans.start(
                        () -> Operation.embeddings(provider, Calls.name(requestModel, delegate.modelName()), inProcess),
                        Attributes::empty)
                .run(call, facts, result -> Attributes.empty());
    }

    private Attributes facts(@Nullable EmbeddingResponse response) {
        return response == null
                ? Attributes.empty()
                : facts(response.embeddings(), response.tokenUsage(), response.modelName());
    }

    private Attributes one(@Nullable Response<Embedding> response) {
        return response == null ? Attributes.empty() : facts(List.of(response.content()), response.tokenUsage(), null);
    }

    private Attributes each(@Nullable Response<List<Embedding>> response) {
        return response == null ? Attributes.empty() : facts(response.content(), response.tokenUsage(), null);
    }

    /** Nothing is recorded of vectors but their length. */
    private Attributes facts(
            @Nullable List<Embedding> vectors, @Nullable TokenUsage tokens, @Nullable String answeredBy) {
        Long length = vectors == null || vectors.isEmpty()
                ? null
                : Long.valueOf(vectors.get(0).dimension());
        return KnownAttributes.of(GenAiKeys.INPUT_TOKENS, spans.inputTokens(tokens))
                .and(GenAiKeys.DIMENSIONS, length)
                .and(GenAiKeys.RESPONSE_MODEL, answeredBy)
                .build();
    }
}
