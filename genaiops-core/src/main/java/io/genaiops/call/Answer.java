package io.genaiops.call;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.Resolution;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a model answered to a prompt, and everything about how it came to be. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Answer {

    private final PromptIdentity prompt;
    private final String modelName;
    private final List<ChatMessage> messages;
    private final ChatResponse response;
    private final Usage usage;
    private final Duration latency;
    private final @Nullable Duration firstChunk;

    Answer(
            PromptIdentity prompt,
            String modelName,
            List<ChatMessage> messages,
            ChatResponse response,
            Usage usage,
            Duration latency,
            @Nullable Duration firstChunk) {
        this.prompt = prompt;
        this.modelName = modelName;
        this.messages = List.copyOf(messages);
        this.response = response;
        this.usage = usage;
        this.latency = latency;
        this.firstChunk = firstChunk;
    }

    static Answer of(PromptRequest request, ChatResponse response, Duration latency, @Nullable Duration firstChunk) {
        return new Answer(
                request.rendered().identity(),
                request.modelName(),
                request.rendered().messages(),
                response,
                usage(response.tokenUsage()),
                latency,
                firstChunk);
    }

    private static Usage usage(@Nullable TokenUsage reported) {
        if (reported == null) {
            return Usage.UNKNOWN;
        }
        return new Usage(count(reported.inputTokenCount()), count(reported.outputTokenCount()), null, null, null);
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }

    /** Returns the text of the answer; empty if the model answered with nothing but tool calls. */
    public String text() {
        String text = response.aiMessage().text();
        return text == null ? "" : text;
    }

    /** Returns the message as the model gave it, tool calls included. */
    public AiMessage message() {
        return response.aiMessage();
    }

    /** Returns the messages that were sent. */
    public List<ChatMessage> messages() {
        return messages;
    }

    /** Returns the prompt that the messages were rendered from. */
    public PromptIdentity prompt() {
        return prompt;
    }

    /** Returns how the prompt was delivered. */
    public Resolution resolution() {
        return prompt.resolution();
    }

    /** Returns the host's name of the model that was asked. */
    public String modelName() {
        return modelName;
    }

    /** Returns the tokens used, as far as the provider reported them. */
    public Usage usage() {
        return usage;
    }

    /** Returns the time from the request to the complete answer. */
    public Duration latency() {
        return latency;
    }

    /** Returns the time from the request to the first part of a streamed answer; nothing if it was not streamed. */
    public Optional<Duration> timeToFirstChunk() {
        return Optional.ofNullable(firstChunk);
    }

    /** Returns why the model stopped, if it said so. */
    public Optional<FinishReason> finishReason() {
        return Optional.ofNullable(response.finishReason());
    }

    /** Returns the whole response of LangChain4j. */
    public ChatResponse response() {
        return response;
    }

    /** Returns prompt, model and size, without any text of the answer. */
    @Override
    public String toString() {
        return "Answer[prompt=" + prompt + ", model=" + modelName + ", characters=" + text().length() + ", latency="
                + latency.toMillis() + " ms]";
    }
}
