package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.limit.AskedModel;
import io.genaiops.model.CallTrail;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Counts what one call uses, round by round, and makes the answer of it. Thread-safe. */
final class Tally {

    private final PromptCalls calls;
    private final AskedModel asked;
    private final Instant started;
    private final long start;
    private final List<CallTrail.Attempt> attempts = new ArrayList<>(1);

    private @Nullable Duration firstChunk;
    private @Nullable Duration firstText;
    private @Nullable Usage usage;
    private @Nullable Cost cost;
    private @Nullable String cache;
    private @Nullable String modelName;
    private @Nullable ChatResponse last;
    private List<ChatMessage> messages = List.of();

    Tally(PromptCalls calls, AskedModel asked) {
        this.calls = calls;
        this.asked = asked;
        this.started = calls.pricing().now();
        this.start = calls.nanoTime().getAsLong();
    }

    /** Notes a part of a streamed answer. */
    synchronized void chunk() {
        if (firstChunk == null) {
            firstChunk = elapsed();
        }
    }

    /** Notes a text of a streamed answer; some providers begin with an empty one, which nobody can read. */
    synchronized void text(String text) {
        chunk();
        if (firstText == null && !text.isEmpty()) {
            firstText = elapsed();
        }
    }

    /** Adds one round. */
    synchronized void add(Asking.Round round, ChatResponse response) {
        Objects.requireNonNull(
                response,
                () -> "model '" + round.request().modelName()
                        + "' must answer with a response; found null, as of a mock that was told nothing");
        String found = round.trail().cache().orElse(null);
        List<CallTrail.Attempt> asking = attempts(round, found);
        AskedModel answered = answered(asking);
        Usage used = found == null ? calls.pricing().usage(response) : Usage.of(0, 0);
        Cost paid = calls.pricing().cost(answered, response, used, started);
        cache = last == null || cache != null ? found : null;
        usage = usage == null ? used : plus(usage, used);
        cost = cost == null ? paid : plus(cost, paid);
        attempts.addAll(asking);
        modelName = answered.name();
        messages = round.request().chatRequest().messages();
        last = response;
    }

    /** Returns the response of the last round. */
    synchronized ChatResponse last() {
        return Objects.requireNonNull(last, "no model was asked yet");
    }

    /** Returns the messages of the last round. */
    synchronized List<ChatMessage> messages() {
        return messages;
    }

    /** Puts an answer in the place of the last one, which it was made of. */
    synchronized void rewrite(ChatResponse response) {
        last = response;
    }

    /** Returns the answer, whose latency ends now. */
    synchronized Answer answer(PromptRequest request) {
        return new Answer(
                request.rendered().identity(),
                new Answer.Route(Objects.requireNonNull(modelName), attempts, cache),
                messages,
                last(),
                Objects.requireNonNull(usage),
                Objects.requireNonNull(cost),
                new Answer.Timing(started, elapsed(), firstChunk, firstText));
    }

    /** Where nobody noted an attempt there was one, of the model that the call went to. */
    private static List<CallTrail.Attempt> attempts(Asking.Round round, @Nullable String found) {
        if (found == null && round.trail().attempts().isEmpty()) {
            round.trail().answered(round.request().modelName());
        }
        return round.trail().attempts();
    }

    /** Whoever retries or falls back notes who answered in the end. */
    private AskedModel answered(List<CallTrail.Attempt> asking) {
        String name = asked.name();
        for (CallTrail.Attempt attempt : asking) {
            if (attempt.failure() == null) {
                name = attempt.model();
            }
        }
        return name.equals(asked.name())
                ? asked
                : AskedModel.find(calls.models(), name).orElse(asked);
    }

    private Duration elapsed() {
        return Duration.ofNanos(calls.nanoTime().getAsLong() - start);
    }

    private static Usage plus(Usage one, Usage other) {
        Usage sum = Usage.UNKNOWN;
        for (TokenKind kind : TokenKind.values()) {
            OptionalLong first = one.tokens(kind);
            OptionalLong second = other.tokens(kind);
            if (first.isPresent() && second.isPresent()) {
                sum = sum.with(kind, first.getAsLong() + second.getAsLong());
            }
        }
        return sum;
    }

    private static Cost plus(Cost one, Cost other) {
        Optional<?> currency = one.currency();
        return one.isPriced() && other.isPriced() && !currency.equals(other.currency())
                ? Cost.unpriced("the rounds of the call are priced in two currencies: " + one + " and " + other)
                : one.plus(other);
    }
}
