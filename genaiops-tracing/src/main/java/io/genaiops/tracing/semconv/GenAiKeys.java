package io.genaiops.tracing.semconv;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringArrayKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import java.util.List;

/**
 * The attributes of the GenAI conventions that every {@link Profile} writes alike, and those of genaiops itself
 * ({@code genaiops.*}).
 *
 * @since 0.1
 */
public final class GenAiKeys {

    /** What was asked of the model: {@code chat} or {@code embeddings}. */
    public static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
    /** Who provides the model. */
    public static final AttributeKey<String> PROVIDER = stringKey("gen_ai.provider.name");
    /** The model asked for. */
    public static final AttributeKey<String> REQUEST_MODEL = stringKey("gen_ai.request.model");
    /** The model that answered. */
    public static final AttributeKey<String> RESPONSE_MODEL = stringKey("gen_ai.response.model");
    /** The host's id of the conversation. */
    public static final AttributeKey<String> CONVERSATION = stringKey("gen_ai.conversation.id");
    /** The format asked for: {@code text} or {@code json}. */
    public static final AttributeKey<String> OUTPUT_TYPE = stringKey("gen_ai.output.type");
    /** The name of the prompt. */
    public static final AttributeKey<String> PROMPT_NAME = stringKey("gen_ai.prompt.name");
    /** The version of the prompt. */
    public static final AttributeKey<String> PROMPT_VERSION = stringKey("gen_ai.prompt.version");
    /** Set to true for streaming, otherwise absent. */
    public static final AttributeKey<Boolean> STREAM = booleanKey("gen_ai.request.stream");
    /** The temperature asked for. */
    public static final AttributeKey<Double> TEMPERATURE = doubleKey("gen_ai.request.temperature");
    /** Top-p as asked for. */
    public static final AttributeKey<Double> TOP_P = doubleKey("gen_ai.request.top_p");
    /** Top-k as asked for, in states that have it as a whole number. */
    public static final AttributeKey<Long> TOP_K = longKey("gen_ai.request.top_k");
    /** The most tokens that the answer may have. */
    public static final AttributeKey<Long> MAX_TOKENS = longKey("gen_ai.request.max_tokens");
    /** The frequency penalty asked for. */
    public static final AttributeKey<Double> FREQUENCY_PENALTY = doubleKey("gen_ai.request.frequency_penalty");
    /** The presence penalty asked for. */
    public static final AttributeKey<Double> PRESENCE_PENALTY = doubleKey("gen_ai.request.presence_penalty");
    /** The stop sequences asked for. */
    public static final AttributeKey<List<String>> STOP_SEQUENCES = stringArrayKey("gen_ai.request.stop_sequences");
    /** The provider's id of the answer. */
    public static final AttributeKey<String> RESPONSE_ID = stringKey("gen_ai.response.id");
    /** Why the model stopped, one entry for each choice. */
    public static final AttributeKey<List<String>> FINISH_REASONS = stringArrayKey("gen_ai.response.finish_reasons");
    /** Seconds to the first chunk of a stream. */
    public static final AttributeKey<Double> TIME_TO_FIRST_CHUNK = doubleKey("gen_ai.response.time_to_first_chunk");
    /** Tokens of the input, cached ones included. */
    public static final AttributeKey<Long> INPUT_TOKENS = longKey("gen_ai.usage.input_tokens");
    /** Tokens of the output, reasoning included. */
    public static final AttributeKey<Long> OUTPUT_TOKENS = longKey("gen_ai.usage.output_tokens");
    /** Tokens of the input that were read from the provider's cache. */
    public static final AttributeKey<Long> CACHE_READ_TOKENS = longKey("gen_ai.usage.cache_read.input_tokens");
    /** Tokens of the output that were spent on reasoning. */
    public static final AttributeKey<Long> REASONING_TOKENS = longKey("gen_ai.usage.reasoning.output_tokens");
    /** The length of an embedding. */
    public static final AttributeKey<Long> DIMENSIONS = longKey("gen_ai.embeddings.dimension.count");
    /** The modality of tokens on counters. */
    public static final AttributeKey<String> TOKEN_MODALITY = stringKey("gen_ai.token.modality");
    /** Whether tokens are of the input or of the output, in states with one histogram for both. */
    public static final AttributeKey<String> TOKEN_TYPE = stringKey("gen_ai.token.type");
    /** What went wrong, of low cardinality; set exactly when the span's status is an error. */
    public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    /** The message of the exception; written only where the capture of exceptions is on. */
    public static final AttributeKey<String> EXCEPTION_MESSAGE = stringKey("exception.message");

    /** System messages, as content capture lets them through. */
    public static final String SYSTEM_INSTRUCTIONS = "gen_ai.system_instructions";
    /** Messages sent, as content capture lets them through. */
    public static final String INPUT_MESSAGES = "gen_ai.input.messages";
    /** Messages received, as content capture lets them through. */
    public static final String OUTPUT_MESSAGES = "gen_ai.output.messages";
    /** Tools offered to the model, as content capture lets them through. */
    public static final String TOOL_DEFINITIONS = "gen_ai.tool.definitions";

    /** How the attributes begin that say what content was captured or dropped. */
    public static final String CONTENT_PREFIX = "genaiops.content.";

    /** The resolved digest of the prompt. */
    public static final AttributeKey<String> PROMPT_DIGEST = stringKey("genaiops.prompt.digest");
    /** The label by which the prompt was delivered. */
    public static final AttributeKey<String> PROMPT_LABEL = stringKey("genaiops.prompt.label");
    /** The arm of the rollout by which the prompt was delivered. */
    public static final AttributeKey<String> PROMPT_ARM = stringKey("genaiops.prompt.arm");
    /** Where the delivery of the prompt came from, for example {@code fresh} or {@code stale}. */
    public static final AttributeKey<String> PROMPT_SOURCE = stringKey("genaiops.prompt.source");
    /** The model, on the instruments of prompts. */
    public static final AttributeKey<String> PROMPT_MODEL = stringKey("genaiops.model");
    /** The kind of token, on the instruments of prompts: {@code input}, {@code output}, {@code cached}, {@code reasoning}. */
    public static final AttributeKey<String> PROMPT_TOKEN_TYPE = stringKey("genaiops.token.type");
    /** How a stream ended when it neither completed nor failed: {@code cancelled} or {@code abandoned}. */
    public static final AttributeKey<String> STREAM_END = stringKey("genaiops.stream.end");

    private GenAiKeys() {}
}
