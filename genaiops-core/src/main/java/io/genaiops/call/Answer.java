package io.genaiops.call;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.asset.Resolution;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallTrail;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.time.Instant;
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
    private final Route route;
    private final List<ChatMessage> messages;
    private final ChatResponse response;
    private final Usage usage;
    private final Cost cost;
    private final Timing timing;

    Answer(
            PromptIdentity prompt,
            Route route,
            List<ChatMessage> messages,
            ChatResponse response,
            Usage usage,
            Cost cost,
            Timing timing) {
        this.prompt = prompt;
        this.route = route;
        this.messages = List.copyOf(messages);
        this.response = response;
        this.usage = usage;
        this.cost = cost;
        this.timing = timing;
    }

    /**
     * When a call was made and how long it took.
     *
     * @param started when the request began
     * @param latency from the request to the complete answer
     * @param firstChunk from the request to the first part of a streamed answer, if it was streamed
     * @param firstText from the request to the first text of a streamed answer, if it was streamed and has text
     */
    record Timing(
            Instant started,
            Duration latency,
            @Nullable Duration firstChunk,
            @Nullable Duration firstText) {}

    /** How an answer was got: the host's name of the model that gave it, who was asked, and the cache that had it. */
    record Route(
            String modelName,
            List<CallTrail.Attempt> attempts,
            @Nullable String cache) {

        /** Copies the list. */
        Route {
            attempts = List.copyOf(attempts);
        }
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

    /**
     * Returns the messages that were sent with the last request: what the prompt rendered to, and where the model called
     * tools or had to correct itself, what both said before.
     */
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

    /** Returns the host's name of the model that answered. */
    public String modelName() {
        return route.modelName;
    }

    /** Returns each time that a model was asked for this answer, in order; nothing if a cache had all of it. */
    public List<CallTrail.Attempt> attempts() {
        return route.attempts;
    }

    /** Returns the name of the cache that the answer came from, unless a model was asked. */
    public Optional<String> fromCache() {
        return Optional.ofNullable(route.cache);
    }

    /**
     * Returns the tokens used, as far as the provider reported them, those of every round together: a kind that one round
     * did not report is absent. An answer from a cache used none.
     */
    public Usage usage() {
        return usage;
    }

    /**
     * Returns what the call cost by the price list of the calls, see {@link PromptCallsBuilder#prices}; unpriced, with the
     * reason, if that is not known, and never 0 instead. It is the sum of all rounds.
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
        return "Answer[prompt=" + prompt + ", model=" + route.modelName + ", characters=" + text().length()
                + ", latency=" + timing.latency().toMillis() + " ms]";
    }
}
