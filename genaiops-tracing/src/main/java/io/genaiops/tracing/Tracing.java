package io.genaiops.tracing;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.agent.AgentTracing;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.model.TracedChatModel;
import io.genaiops.tracing.model.TracedEmbeddingModel;
import io.genaiops.tracing.model.TracedStreamingChatModel;
import io.genaiops.tracing.semconv.Profile;
import io.genaiops.tracing.semconv.ProviderNames;
import io.genaiops.tracing.span.SpanSettings;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Traces model calls: a LangChain4j model goes in, the same type comes out, and each of its calls is a span with metrics
 * as the OpenTelemetry GenAI conventions name them. Calls made from a prompt carry its name and version. No content is
 * captured unless {@link Builder#content} says so. Nothing here throws into a call. Immutable and thread-safe.
 *
 * <pre>{@code
 * Tracing tracing = Tracing.create(openTelemetry);
 * ChatModel model = tracing.chatModel(openAi);
 * }</pre>
 *
 * @since 0.1
 */
public final class Tracing implements AutoCloseable {

    private final Spans spans;
    private final boolean inProcess;

    private Tracing(Spans spans, boolean inProcess) {
        this.spans = spans;
        this.inProcess = inProcess;
    }

    /** Returns a tracing with the settings that {@link Builder} starts from. */
    public static Tracing create(OpenTelemetry openTelemetry) {
        return builder(openTelemetry).build();
    }

    /** Starts a tracing that writes to this telemetry. */
    public static Builder builder(OpenTelemetry openTelemetry) {
        return new Builder(openTelemetry);
    }

    /** Returns the model, traced. */
    public ChatModel chatModel(ChatModel model) {
        return TracedChatModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the model, traced. */
    public StreamingChatModel streamingChatModel(StreamingChatModel model) {
        return TracedStreamingChatModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /** Returns the model, traced. */
    public EmbeddingModel embeddingModel(EmbeddingModel model) {
        return TracedEmbeddingModel.of(Objects.requireNonNull(model, "model"), spans, inProcess);
    }

    /**
     * Returns what traces AI services and their tools: {@code tracing.agents().aiServices(builder)}. Needs the artifact
     * {@code dev.langchain4j:langchain4j}, whose types therefore stand there and not here.
     */
    public AgentTracing agents() {
        return AgentTracing.of(spans);
    }

    /** Returns the same tracing for models that run in this process, whose spans are of kind INTERNAL. */
    public Tracing inProcess() {
        return new Tracing(spans, true);
    }

    /** Returns how often telemetry failed so far, each time without harm to the call. */
    public long failures() {
        return spans.failures();
    }

    /** Ends the spans of all open streams as abandoned. The models stay usable, and traced. */
    @Override
    public void close() {
        spans.close();
    }

    /**
     * Collects what a host may choose. Not thread-safe.
     *
     * @since 0.1
     */
    public static final class Builder {

        private final OpenTelemetry openTelemetry;
        private Profile profile = Profile.OCTOBER_2026;
        private ContentCapture content = ContentCapture.off();
        private boolean promptMetrics = true;
        private String unnamedProvider = ProviderNames.UNKNOWN;
        private Function<TokenUsage, Usage> usage = Builder::inputAndOutput;
        private Duration streamIdleLimit = Duration.ofMinutes(10);

        private Builder(OpenTelemetry openTelemetry) {
            this.openTelemetry = Objects.requireNonNull(openTelemetry, "openTelemetry");
        }

        /** Chooses the state of the conventions whose names are written. */
        public Builder profile(Profile profile) {
            this.profile = Objects.requireNonNull(profile, "profile");
            return this;
        }

        /** Chooses which content is captured. */
        public Builder content(ContentCapture content) {
            this.content = Objects.requireNonNull(content, "content");
            return this;
        }

        /** Switches {@code genaiops.prompt.duration} and {@code genaiops.prompt.tokens} on or off. */
        public Builder promptMetrics(boolean promptMetrics) {
            this.promptMetrics = promptMetrics;
            return this;
        }

        /** Names the provider of models that do not name one, for example {@code vllm}. */
        public Builder unnamedProvider(String name) {
            if (name.isBlank()) {
                throw new IllegalArgumentException("name of the provider must not be blank");
            }
            this.unnamedProvider = name;
            return this;
        }

        /**
         * Says how the token usage of a provider is read; by default input and output only. Tokens of the input must
         * include those of the cache, tokens of the output those of reasoning.
         */
        public Builder usage(Function<TokenUsage, Usage> usage) {
            this.usage = Objects.requireNonNull(usage, "usage");
            return this;
        }

        /** Says how long a stream may be silent before its span ends as abandoned; by default ten minutes. */
        public Builder streamIdleLimit(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("limit must be positive; found: " + limit);
            }
            this.streamIdleLimit = limit;
            return this;
        }

        /** Returns the tracing. */
        public Tracing build() {
            SpanSettings settings =
                    new SpanSettings(profile, content, promptMetrics, unnamedProvider, usage, streamIdleLimit);
            return new Tracing(Spans.of(openTelemetry, settings), false);
        }

        private static Usage inputAndOutput(TokenUsage tokens) {
            return new Usage(asLong(tokens.inputTokenCount()), asLong(tokens.outputTokenCount()), null, null, null);
        }

        private static @Nullable Long asLong(@Nullable Integer count) {
            return count == null ? null : Long.valueOf(count);
        }
    }
}
