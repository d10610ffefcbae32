package io.genaiops.benchmarks;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.model.CallContext;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import io.opentelemetry.sdk.trace.ReadWriteSpan;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What tracing adds to a call of a model that answers at once, beside the bare call and beside spans that someone would
 * write by hand with the same attributes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class TracingBenchmark {

    private final ChatRequest request =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    private final PromptIdentity prompt = new PromptIdentity(
            "trail-guide", Version.parse("1.1.0"), Resolution.fresh(Digest.ofText("a prompt"), Label.PRODUCTION));
    private final CallContext call = new CallContext(prompt, null, null, "c-7", Map.of());
    private final ChatRequestOptions options = call.into(ChatRequestOptions.EMPTY);
    private final OpenTelemetry sdk = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(new DroppingProcessor())
                    .build())
            .setMeterProvider(SdkMeterProvider.builder()
                    .registerMetricReader(InMemoryMetricReader.create())
                    .build())
            .build();

    private final ChatModel bare = new InstantModel();
    private final ChatModel noSdk = Tracing.create(OpenTelemetry.noop()).chatModel(bare);
    private final ChatModel traced = Tracing.create(sdk).chatModel(bare);
    private final ChatModel tracedWithoutPromptMetrics =
            Tracing.builder(sdk).promptMetrics(false).build().chatModel(bare);
    private final ChatModel tracedFewerMetrics = Tracing.builder(sdk)
            .promptMetrics(false)
            .withoutPrices()
            .profile(Profile.VERSION_1_41)
            .build()
            .chatModel(bare);
    private final HandWrittenSpan handWritten = new HandWrittenSpan(sdk, bare);

    private final PartialResponse partial = new PartialResponse("chunk");
    private final StreamingHandle handle = new NeverCancelled();
    private final StreamingChatResponseHandler ownHandler = new SilentHandler();
    private final StreamingChatResponseHandler observed = observe();

    /** The model alone. */
    @Benchmark
    public ChatResponse bareCall() {
        return bare.chat(request, options);
    }

    /** A traced model where no SDK is installed. */
    @Benchmark
    public ChatResponse tracedWithoutSdk() {
        return noSdk.chat(request, options);
    }

    /** A span with the same attributes and two histograms, written by hand. */
    @Benchmark
    public ChatResponse handWrittenTwoHistograms() {
        return handWritten.chat(request, options, prompt, 2);
    }

    /** A span with the same attributes and the same nine measurements as a traced call, written by hand. */
    @Benchmark
    public ChatResponse handWrittenAllMeasurements() {
        return handWritten.chat(request, options, prompt, 9);
    }

    /** A traced model as created by default: a span and nine measurements. */
    @Benchmark
    public ChatResponse tracedCall() {
        return traced.chat(request, options);
    }

    /** A traced model without the instruments of prompts: a span and five measurements. */
    @Benchmark
    public ChatResponse tracedCallWithoutPromptMetrics() {
        return tracedWithoutPromptMetrics.chat(request, options);
    }

    /** A traced model with a span, three measurements and no cost. */
    @Benchmark
    public ChatResponse tracedCallFewerMetrics() {
        return tracedFewerMetrics.chat(request, options);
    }

    /** A chunk that goes straight to the host's handler. */
    @Benchmark
    public void bareChunk() {
        ownHandler.onPartialResponse(partial, new PartialResponseContext(handle));
    }

    /** A chunk of a traced stream. */
    @Benchmark
    public void tracedChunk() {
        observed.onPartialResponse(partial, new PartialResponseContext(handle));
    }

    private StreamingChatResponseHandler observe() {
        CapturingModel model = new CapturingModel(ownHandler);
        Tracing.create(sdk).streamingChatModel(model).chat(request, options, ownHandler);
        return model.observed;
    }

    private static final class InstantModel implements ChatModel {

        private final ChatRequestParameters defaults = ChatRequestParameters.builder()
                .modelName("gpt-4o")
                .temperature(0.5)
                .build();
        private final ChatResponse answer = ChatResponse.builder()
                .aiMessage(AiMessage.from("An answer."))
                .id("response-1")
                .modelName("gpt-4o-2024-08-06")
                .tokenUsage(new TokenUsage(12, 7))
                .finishReason(FinishReason.STOP)
                .build();

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return answer;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return defaults;
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }
    }

    private static final class CapturingModel implements StreamingChatModel {

        private StreamingChatResponseHandler observed;

        CapturingModel(StreamingChatResponseHandler initial) {
            this.observed = initial;
        }

        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            observed = handler;
        }
    }

    private static final class SilentHandler implements StreamingChatResponseHandler {

        private long chunks;

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            chunks += partial.text().length();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            throw new IllegalStateException("no stream of this benchmark completes; chunks: " + chunks);
        }

        @Override
        public void onError(Throwable error) {
            throw new IllegalStateException("no stream of this benchmark fails", error);
        }
    }

    /** Without any processor, the SDK records nothing at all. */
    private static final class DroppingProcessor implements SpanProcessor {

        @Override
        public void onStart(Context parentContext, ReadWriteSpan span) {}

        @Override
        public boolean isStartRequired() {
            return false;
        }

        @Override
        public void onEnd(ReadableSpan span) {}

        @Override
        public boolean isEndRequired() {
            return true;
        }
    }

    private static final class NeverCancelled implements StreamingHandle {

        @Override
        public void cancel() {
            throw new IllegalStateException("no stream of this benchmark is cancelled");
        }

        @Override
        public boolean isCancelled() {
            return false;
        }
    }
}
