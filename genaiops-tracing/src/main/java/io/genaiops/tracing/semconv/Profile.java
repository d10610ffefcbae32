package io.genaiops.tracing.semconv;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One state of the OpenTelemetry GenAI conventions: every name that differs between the states that genaiops can write.
 * Names that the states share are constants of {@link GenAiKeys}. A tracing writes one profile, never two at once.
 *
 * @since 0.1
 */
public enum Profile {

    /** The state of October 2026: one family of metrics for each operation, tokens as counters. */
    OCTOBER_2026("2026-10", null, "gen_ai.client.inference"),

    /** Version 1.41 of the conventions, whose names most backends read today. */
    VERSION_1_41("1.41", "https://opentelemetry.io/schemas/1.41.0", "gen_ai.client.operation");

    private static final AttributeKey<Long> CACHE_WRITE = AttributeKey.longKey("gen_ai.usage.cache_write.input_tokens");
    private static final AttributeKey<Long> CACHE_CREATION =
            AttributeKey.longKey("gen_ai.usage.cache_creation.input_tokens");
    private static final AttributeKey<Double> REAL_TOP_K = AttributeKey.doubleKey("gen_ai.request.top_k");
    private static final List<Double> SECONDS =
            List.of(0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92);
    private static final List<Double> AGENT_SECONDS =
            List.of(0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 51.2, 102.4, 204.8, 409.6);
    private static final List<Double> WORKFLOW_SECONDS =
            List.of(1.0, 5.0, 10.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1800.0, 3600.0, 7200.0);
    private static final List<Long> TOKENS = List.of(
            1L, 4L, 16L, 64L, 256L, 1024L, 4096L, 16384L, 65536L, 262144L, 1048576L, 4194304L, 16777216L, 67108864L);

    private final String state;
    private final @Nullable String schemaUrl;
    private final String inference;

    Profile(String state, @Nullable String schemaUrl, String inference) {
        this.state = state;
        this.schemaUrl = schemaUrl;
        this.inference = inference;
    }

    /** Returns the state of the conventions, for example {@code 2026-10}. */
    public String state() {
        return state;
    }

    /** Returns the schema URL of the state, or {@code null} if it has none: the GenAI repository has no release. */
    public @Nullable String schemaUrl() {
        return schemaUrl;
    }

    /** Returns the name of the histogram of an inference's duration, in seconds. */
    public String inferenceDuration() {
        return inference + ".duration";
    }

    /** Returns the name of the histogram of the time to the first chunk of a stream, in seconds. */
    public String timeToFirstChunk() {
        return inference + ".time_to_first_chunk";
    }

    /** Returns the name of the histogram of the time between chunks, in seconds. */
    public String timePerOutputChunk() {
        return inference + ".time_per_output_chunk";
    }

    /** Returns the name of the histogram of the duration of every other client operation, in seconds. */
    public String operationDuration() {
        return "gen_ai.client.operation.duration";
    }

    /** Returns the name of the histogram of a tool's duration, in seconds, or {@code null} if the state has none. */
    public @Nullable String toolDuration() {
        return this == VERSION_1_41 ? null : "gen_ai.execute_tool.duration";
    }

    /** Returns the name of the histogram of an agent's invocation, in seconds, or {@code null} if the state has none. */
    public @Nullable String agentDuration() {
        return this == VERSION_1_41 ? null : "gen_ai.invoke_agent.duration";
    }

    /** Returns the name of the histogram of a workflow's invocation, in seconds, or {@code null} if the state has none. */
    public @Nullable String workflowDuration() {
        return this == VERSION_1_41 ? null : "gen_ai.invoke_workflow.duration";
    }

    /** Returns whether the state counts the model calls and tool calls of each invocation of an agent. */
    public boolean countsCallsOfAgents() {
        return this != VERSION_1_41;
    }

    /**
     * Returns whether the failure of a client operation is a log record; otherwise it is an event of its span, which is the
     * form that backends of that state read.
     */
    public boolean exceptionsAsLogs() {
        return this != VERSION_1_41;
    }

    /** Returns whether the state recommends an event with the details of each inference; otherwise it is opt-in. */
    public boolean recommendsDetails() {
        return this != VERSION_1_41;
    }

    /** Returns whether spans and counters tell the tokens of each modality apart. */
    public boolean tellsModalities() {
        return this != VERSION_1_41;
    }

    /** Returns whether tokens are one histogram by token type ({@code true}), or counters and histograms of their own. */
    public boolean tokensByType() {
        return this == VERSION_1_41;
    }

    /** Returns the attribute for tokens written to the provider's cache. */
    public AttributeKey<Long> cacheWriteTokens() {
        return this == VERSION_1_41 ? CACHE_CREATION : CACHE_WRITE;
    }

    /**
     * Returns the attribute for top-k where the state has it as a real number, otherwise {@code null}. Such a state uses it
     * for retrievals as well, which later got an attribute of their own.
     */
    public @Nullable AttributeKey<Double> realTopK() {
        return this == VERSION_1_41 ? REAL_TOP_K : null;
    }

    /** Returns the bucket boundaries of durations, in seconds. */
    public List<Double> durationBuckets() {
        return SECONDS;
    }

    /** Returns the bucket boundaries of an agent's durations, in seconds. */
    public List<Double> agentDurationBuckets() {
        return AGENT_SECONDS;
    }

    /** Returns the bucket boundaries of a workflow's durations, in seconds. */
    public List<Double> workflowDurationBuckets() {
        return WORKFLOW_SECONDS;
    }

    /** Returns the bucket boundaries of token counts. */
    public List<Long> tokenBuckets() {
        return TOKENS;
    }
}
