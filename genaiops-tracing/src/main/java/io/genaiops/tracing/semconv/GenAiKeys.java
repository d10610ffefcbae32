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

    /** What was asked: {@code chat}, {@code embeddings}, {@code retrieval} or {@code execute_tool}. */
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
    /** Tokens of the input that stand for text, where the provider reports each modality. */
    public static final AttributeKey<Long> TEXT_INPUT_TOKENS = longKey("gen_ai.usage.text.input_tokens");
    /** Tokens of the input that stand for audio. */
    public static final AttributeKey<Long> AUDIO_INPUT_TOKENS = longKey("gen_ai.usage.audio.input_tokens");
    /** Tokens of the input that stand for images. */
    public static final AttributeKey<Long> IMAGE_INPUT_TOKENS = longKey("gen_ai.usage.image.input_tokens");
    /** Tokens of the output that stand for text, where the provider reports each modality. */
    public static final AttributeKey<Long> TEXT_OUTPUT_TOKENS = longKey("gen_ai.usage.text.output_tokens");
    /** Tokens of the output that stand for audio. */
    public static final AttributeKey<Long> AUDIO_OUTPUT_TOKENS = longKey("gen_ai.usage.audio.output_tokens");
    /** Tokens of the output that stand for images. */
    public static final AttributeKey<Long> IMAGE_OUTPUT_TOKENS = longKey("gen_ai.usage.image.output_tokens");
    /** The host's name of what is searched. */
    public static final AttributeKey<String> DATA_SOURCE = stringKey("gen_ai.data_source.id");
    /** The most documents that a retrieval may find, in states that have it as an attribute of its own. */
    public static final AttributeKey<Long> RETRIEVAL_TOP_K = longKey("gen_ai.retrieval.top_k");
    /** The text that is searched for; written only where the capture of retrievals is on. */
    public static final AttributeKey<String> RETRIEVAL_QUERY = stringKey("gen_ai.retrieval.query.text");
    /** The name of a tool. */
    public static final AttributeKey<String> TOOL_NAME = stringKey("gen_ai.tool.name");
    /** The type of a tool: {@code function} for one that runs in the host. */
    public static final AttributeKey<String> TOOL_TYPE = stringKey("gen_ai.tool.type");
    /** What the host says that the tool does. */
    public static final AttributeKey<String> TOOL_DESCRIPTION = stringKey("gen_ai.tool.description");
    /** The model's id of the call. */
    public static final AttributeKey<String> TOOL_CALL_ID = stringKey("gen_ai.tool.call.id");
    /** The modality of tokens on counters. */
    public static final AttributeKey<String> TOKEN_MODALITY = stringKey("gen_ai.token.modality");
    /** Whether tokens are of the input or of the output, in states with one histogram for both. */
    public static final AttributeKey<String> TOKEN_TYPE = stringKey("gen_ai.token.type");
    /** What went wrong, of low cardinality; set exactly when the span's status is an error. */
    public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    /** The class of the exception, on events. */
    public static final AttributeKey<String> EXCEPTION_TYPE = stringKey("exception.type");
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

    /** The arguments of a tool's call, as content capture lets them through. */
    public static final String TOOL_ARGUMENTS = "gen_ai.tool.call.arguments";
    /** The result of a tool's call, as content capture lets it through. */
    public static final String TOOL_RESULT = "gen_ai.tool.call.result";
    /** The documents that a retrieval found, as content capture lets them through. */
    public static final String RETRIEVAL_DOCUMENTS = "gen_ai.retrieval.documents";

    /** The event of one inference, a log record with the attributes of its span. */
    public static final String INFERENCE_DETAILS = "gen_ai.client.inference.operation.details";
    /** The event of a client operation that failed, a log record. */
    public static final String OPERATION_EXCEPTION = "gen_ai.client.operation.exception";

    /** The event of one result of an evaluation, a log record. */
    public static final String EVALUATION_RESULT = "gen_ai.evaluation.result";
    /** The name of the evaluator. */
    public static final AttributeKey<String> EVALUATION_NAME = stringKey("gen_ai.evaluation.name");
    /** The score, on the scale of the evaluator; absent where there is none. */
    public static final AttributeKey<Double> EVALUATION_SCORE = doubleKey("gen_ai.evaluation.score.value");
    /** What the score means: {@code passed}, {@code failed} or {@code inconclusive}; absent without a threshold. */
    public static final AttributeKey<String> EVALUATION_LABEL = stringKey("gen_ai.evaluation.score.label");
    /** Why the score is what it is, as content capture lets it through. */
    public static final String EVALUATION_EXPLANATION = "gen_ai.evaluation.explanation";
    /** The kind of outcome: {@code scored}, {@code not_applicable}, {@code unscored}, {@code errored} or {@code skipped}. */
    public static final AttributeKey<String> EVALUATION_OUTCOME = stringKey("genaiops.evaluation.outcome");
    /** The digest of the evaluator's configuration. */
    public static final AttributeKey<String> EVALUATOR_DIGEST = stringKey("genaiops.evaluator.digest");
    /** The version of the evaluator. */
    public static final AttributeKey<String> EVALUATOR_VERSION = stringKey("genaiops.evaluator.version");
    /** The id of the sample that was evaluated. */
    public static final AttributeKey<String> SAMPLE = stringKey("genaiops.sample.id");
    /** The name of the experiment. */
    public static final AttributeKey<String> EXPERIMENT = stringKey("genaiops.experiment.name");
    /** The name of a variant of an experiment. */
    public static final AttributeKey<String> VARIANT = stringKey("genaiops.experiment.variant");
    /** Which of the repetitions of a sample, from 1. */
    public static final AttributeKey<Long> REPETITION = longKey("genaiops.experiment.repetition");

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
    /** What the call cost, in the currency beside it. */
    public static final AttributeKey<Double> COST = doubleKey("genaiops.cost.amount");
    /** The currency of the cost, as ISO 4217 has it. */
    public static final AttributeKey<String> COST_CURRENCY = stringKey("genaiops.cost.currency");
    /** Why it is not known what the call cost; absent where it is. */
    public static final AttributeKey<String> COST_UNPRICED = stringKey("genaiops.cost.unpriced");
    /** How a stream ended when it neither completed nor failed: {@code cancelled} or {@code abandoned}. */
    public static final AttributeKey<String> STREAM_END = stringKey("genaiops.stream.end");

    /** The session that the call belongs to, from the baggage. */
    public static final AttributeKey<String> SESSION = stringKey("session.id");
    /** The user that the call is made for. */
    public static final AttributeKey<String> USER = stringKey("user.id");
    /** The user that the call is made for, as a keyed hash. */
    public static final AttributeKey<String> USER_HASH = stringKey("user.hash");

    /** An operation that the conventions do not know: {@code moderation}, {@code rerank} or {@code guardrail}. */
    public static final AttributeKey<String> OWN_OPERATION = stringKey("genaiops.operation.name");
    /** Who provides the model of an operation that the conventions do not know. */
    public static final AttributeKey<String> OWN_PROVIDER = stringKey("genaiops.provider.name");
    /** The tokens that an operation took in that the conventions do not know. */
    public static final AttributeKey<Long> OWN_INPUT_TOKENS = longKey("genaiops.usage.input_tokens");
    /** Whether a moderation model objected. */
    public static final AttributeKey<Boolean> FLAGGED = booleanKey("genaiops.moderation.flagged");
    /** How many texts were moderated or ranked. */
    public static final AttributeKey<Long> TEXTS = longKey("genaiops.texts");
    /** The name of a guardrail. */
    public static final AttributeKey<String> GUARDRAIL_NAME = stringKey("genaiops.guardrail.name");
    /** Whether a guardrail looks at the {@code input} or the {@code output}. */
    public static final AttributeKey<String> GUARDRAIL_STAGE = stringKey("genaiops.guardrail.stage");
    /** What a guardrail decided: {@code success}, {@code success_with_result}, {@code failure} or {@code fatal}. */
    public static final AttributeKey<String> GUARDRAIL_OUTCOME = stringKey("genaiops.guardrail.outcome");
    /** How many documents a retrieval found. */
    public static final AttributeKey<Long> DOCUMENTS = longKey("genaiops.retrieval.documents");

    private GenAiKeys() {}
}
