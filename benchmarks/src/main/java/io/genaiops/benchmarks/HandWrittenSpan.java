package io.genaiops.benchmarks;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;

/** The floor of {@link TracingBenchmark}: what one would write for one model, with all that is constant prebuilt. */
@SuppressWarnings("try") // a scope is opened only to be closed
final class HandWrittenSpan {

    private static final List<String> STOP = List.of("stop");
    private static final Usage USAGE = Usage.of(12, 7);

    private final ChatModel model;
    private final Tracer tracer;
    private final DoubleHistogram duration;
    private final LongHistogram input;
    private final LongHistogram output;
    private final LongCounter inputTotal;
    private final LongCounter outputTotal;
    private final DoubleHistogram promptDuration;
    private final LongCounter promptTokens;
    private final DoubleHistogram promptCost;
    private final Attributes metrics = Attributes.of(
            GenAiKeys.OPERATION,
            "chat",
            GenAiKeys.PROVIDER,
            "openai",
            GenAiKeys.REQUEST_MODEL,
            "gpt-4o",
            GenAiKeys.RESPONSE_MODEL,
            "gpt-4o-2024-08-06");
    private final Attributes inputTokens =
            metrics.toBuilder().put(GenAiKeys.TOKEN_MODALITY, "unknown").build();
    private final Attributes prompts = Attributes.of(
            GenAiKeys.PROMPT_NAME,
            "trail-guide",
            GenAiKeys.PROMPT_VERSION,
            "1.1.0",
            GenAiKeys.PROMPT_LABEL,
            "production");
    private final Attributes promptInput =
            prompts.toBuilder().put(GenAiKeys.PROMPT_TOKEN_TYPE, "input").build();
    private final Attributes promptCurrency =
            prompts.toBuilder().put(GenAiKeys.COST_CURRENCY, "USD").build();
    private final Attributes promptOutput =
            prompts.toBuilder().put(GenAiKeys.PROMPT_TOKEN_TYPE, "output").build();

    HandWrittenSpan(OpenTelemetry telemetry, ChatModel model) {
        Meter meter = telemetry.getMeter("hand");
        this.model = model;
        this.tracer = telemetry.getTracer("hand");
        this.duration = meter.histogramBuilder("hand.duration").build();
        this.input = meter.histogramBuilder("hand.input").ofLongs().build();
        this.output = meter.histogramBuilder("hand.output").ofLongs().build();
        this.inputTotal = meter.counterBuilder("hand.input.total").build();
        this.outputTotal = meter.counterBuilder("hand.output.total").build();
        this.promptDuration = meter.histogramBuilder("hand.prompt.duration").build();
        this.promptTokens = meter.counterBuilder("hand.prompt.tokens").build();
        this.promptCost = meter.histogramBuilder("hand.prompt.cost").build();
    }

    ChatResponse chat(ChatRequest request, ChatRequestOptions options, PromptIdentity prompt, int measurements) {
        long start = System.nanoTime();
        Span span = tracer.spanBuilder("chat gpt-4o")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(GenAiKeys.OPERATION, "chat")
                .setAttribute(GenAiKeys.PROVIDER, "openai")
                .setAttribute(GenAiKeys.REQUEST_MODEL, "gpt-4o")
                .setAttribute(GenAiKeys.PROMPT_NAME, prompt.name())
                .setAttribute(GenAiKeys.PROMPT_VERSION, prompt.version().toString())
                .setAttribute(GenAiKeys.PROMPT_LABEL, "production")
                .setAttribute(GenAiKeys.PROMPT_DIGEST, prompt.digest().value())
                .setAttribute(GenAiKeys.PROMPT_SOURCE, "fresh")
                .setAttribute(GenAiKeys.CONVERSATION, "c-7")
                .setAttribute(GenAiKeys.TEMPERATURE, 0.5)
                .startSpan();
        try (Scope scope = span.makeCurrent()) {
            ChatResponse response = model.chat(request, options);
            span.setAttribute(
                    GenAiKeys.INPUT_TOKENS, (long) response.tokenUsage().inputTokenCount());
            span.setAttribute(
                    GenAiKeys.OUTPUT_TOKENS, (long) response.tokenUsage().outputTokenCount());
            span.setAttribute(GenAiKeys.RESPONSE_MODEL, response.modelName());
            span.setAttribute(GenAiKeys.RESPONSE_ID, response.id());
            span.setAttribute(GenAiKeys.FINISH_REASONS, STOP);
            double cost = PriceList.shipped()
                    .cost("openai", response.modelName(), Instant.now(), USAGE)
                    .amount()
                    .map(BigDecimal::doubleValue)
                    .orElseThrow(() -> new IllegalStateException("expected a price of " + response.modelName()));
            span.setAttribute(GenAiKeys.COST, cost);
            span.setAttribute(GenAiKeys.COST_CURRENCY, "USD");
            measure((System.nanoTime() - start) / 1e9, cost, measurements);
            return response;
        } finally {
            span.end();
        }
    }

    private void measure(double seconds, double cost, int measurements) {
        Context context = Context.current();
        duration.record(seconds, metrics, context);
        input.record(12, metrics, context);
        if (measurements > 2) {
            output.record(7, metrics, context);
            inputTotal.add(12, inputTokens, context);
            outputTotal.add(7, inputTokens, context);
            promptDuration.record(seconds, prompts, context);
            promptTokens.add(12, promptInput, context);
            promptTokens.add(7, promptOutput, context);
            promptCost.record(cost, promptCurrency, context);
        }
    }
}
