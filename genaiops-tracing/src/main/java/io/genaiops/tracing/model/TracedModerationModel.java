package io.genaiops.tracing.model;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.input.Prompt;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.moderation.ModerationRequest;
import dev.langchain4j.model.moderation.ModerationResponse;
import dev.langchain4j.model.moderation.listener.ModerationModelListener;
import dev.langchain4j.model.output.Response;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A moderation model whose every call is one span. The conventions know no moderation, so that name and attributes are
 * genaiops' own; no content is ever captured of it, only whether the model objected. As thread-safe as the model.
 *
 * @since 0.1
 */
public final class TracedModerationModel implements ModerationModel {

    private final ModerationModel delegate;
    private final Spans spans;
    private final String provider;
    private final boolean inProcess;

    private TracedModerationModel(ModerationModel delegate, Spans spans, String provider, boolean inProcess) {
        this.delegate = delegate;
        this.spans = spans;
        this.provider = provider;
        this.inProcess = inProcess;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static ModerationModel of(ModerationModel model, Spans spans, boolean inProcess) {
        return model instanceof TracedModerationModel
                ? model
                : new TracedModerationModel(model, spans, spans.provider(model::provider), inProcess);
    }

    @Override
    public ModerationResponse moderate(ModerationRequest request) {
        return traced(request, () -> delegate.moderate(request));
    }

    @Override
    public ModerationResponse doModerate(ModerationRequest request) {
        return traced(request, () -> delegate.doModerate(request));
    }

    @Override
    public Response<Moderation> moderate(String text) {
        return traced(1, () -> delegate.moderate(text));
    }

    @Override
    public Response<Moderation> moderate(Prompt prompt) {
        return traced(1, () -> delegate.moderate(prompt));
    }

    @Override
    public Response<Moderation> moderate(ChatMessage message) {
        return traced(1, () -> delegate.moderate(message));
    }

    @Override
    public Response<Moderation> moderate(List<ChatMessage> messages) {
        return traced(messages.size(), () -> delegate.moderate(messages));
    }

    @Override
    public Response<Moderation> moderate(TextSegment segment) {
        return traced(1, () -> delegate.moderate(segment));
    }

    @Override
    public List<ModerationModelListener> listeners() {
        return delegate.listeners();
    }

    @Override
    public ModelProvider provider() {
        return delegate.provider();
    }

    @Override
    public String modelName() {
        return delegate.modelName();
    }

    private ModerationResponse traced(ModerationRequest request, Supplier<ModerationResponse> call) {
        return traced(
                request.modelName(),
                request.texts().size(),
                call,
                response -> response == null ? Attributes.empty() : facts(response.moderation()));
    }

    private Response<Moderation> traced(long texts, Supplier<Response<Moderation>> call) {
        return traced(null, texts, call, response -> response == null ? Attributes.empty() : facts(response.content()));
    }

    private <R> R traced(@Nullable String model, long texts, Supplier<R> call, Function<R, Attributes> facts) {
        if (!spans.enabled()) {
            return call.get();
        }
        return spans.start(
                        () -> Operation.moderation(provider, Calls.name(model, delegate.modelName()), inProcess),
                        () -> Attributes.of(GenAiKeys.TEXTS, texts))
                .run(call, facts, result -> Attributes.empty());
    }

    private static Attributes facts(@Nullable Moderation moderation) {
        return moderation == null ? Attributes.empty() : Attributes.of(GenAiKeys.FLAGGED, moderation.flagged());
    }
}
