package io.genaiops.tracing.model;

import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.output.Response;
import dev.langchain4j.model.scoring.ScoringModel;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.KnownAttributes;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import java.util.List;
import java.util.function.Supplier;

/**
 * A scoring model whose every call is one span, {@code rerank}. The conventions know no such operation, so that name and
 * attributes are genaiops' own; neither texts nor scores are captured. As thread-safe as the model.
 *
 * @since 0.1
 */
public final class TracedScoringModel implements ScoringModel {

    private final ScoringModel delegate;
    private final Spans spans;
    private final Operation operation;

    private TracedScoringModel(ScoringModel delegate, Spans spans, Operation operation) {
        this.delegate = delegate;
        this.spans = spans;
        this.operation = operation;
    }

    /** Returns the model, traced; of kind INTERNAL if it runs in this process. One that is traced already stays as it is. */
    public static ScoringModel of(ScoringModel model, Spans spans, boolean inProcess) {
        return model instanceof TracedScoringModel
                ? model
                : new TracedScoringModel(model, spans, Operation.rerank(inProcess));
    }

    @Override
    public Response<Double> score(String text, String query) {
        return traced(1, () -> delegate.score(text, query));
    }

    @Override
    public Response<Double> score(TextSegment segment, String query) {
        return traced(1, () -> delegate.score(segment, query));
    }

    @Override
    public Response<List<Double>> scoreAll(List<TextSegment> segments, String query) {
        return traced(segments.size(), () -> delegate.scoreAll(segments, query));
    }

    private <T> Response<T> traced(long texts, Supplier<Response<T>> call) {
        if (!spans.enabled()) {
            return call.get();
        }
        return spans.start(() -> operation, () -> Attributes.of(GenAiKeys.TEXTS, texts))
                .run(
                        call,
                        response -> response == null
                                ? Attributes.empty()
                                : KnownAttributes.of(
                                                GenAiKeys.OWN_INPUT_TOKENS, spans.inputTokens(response.tokenUsage()))
                                        .build(),
                        response -> Attributes.empty());
    }
}
