package io.genaiops.call;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.asset.Resolution;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    private final Cost cost;
    private final Timing timing;

    Answer(
            PromptIdentity prompt,
            String modelName,
            List<ChatMessage> messages,
            ChatResponse response,
            Usage usage,
            Cost cost,
            Timing timing) {
        this.prompt = prompt;
        this.modelName = modelName;
        this.messages = List.copyOf(messages);
        this.response = response;
        this.usage = usage;
        this.cost = cost;
        this.timing = timing;
    }

    static Answer of(PromptRequest request, AskedModel asked, Pricing pricing, ChatResponse response, Timing timing) {
        Usage usage = pricing.usage(response);
        return new Answer(
                request.rendered().identity(),
                request.modelName(),
                request.rendered().messages(),
                response,
                usage,
                pricing.cost(asked, response, usage, timing.started()),
                timing);
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

    /**
     * Returns what the call cost by the price list of the calls, see {@link PromptCalls.Builder#prices}; unpriced, with the
     * reason, if that is not known, and never 0 instead.
     */
    public Cost cost() {
        return cost;
    }

    /** Returns when the request began. */
    public Instant startedAt() {
        return timing.started();
    }

    /** Returns the time from the request to the complete answer. */
    public Duration latency() {
        return timing.latency();
    }

    /**
     * Returns the time from the request to the first part of a streamed answer, be it thinking, text or a tool call; nothing
     * if it was not streamed.
     */
    public Optional<Duration> timeToFirstChunk() {
        return Optional.ofNullable(timing.firstChunk());
    }

    /**
     * Returns the time from the request to the first text of a streamed answer, which is what a reader waits for; nothing if
     * it was not streamed or has no text.
     */
    public Optional<Duration> timeToFirstToken() {
        return Optional.ofNullable(timing.firstText());
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
                + timing.latency().toMillis() + " ms]";
    }
}
