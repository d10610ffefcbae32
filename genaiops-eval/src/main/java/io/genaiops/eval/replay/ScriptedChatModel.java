package io.genaiops.eval.replay;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.listener.ChatModelListener;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.GenAiOpsException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A chat model for tests that replies from a script: first by the matchers, in the order in which they were given, then
 * by the replies in order, each once. A request for which there is no reply fails the call and says what it was.
 * {@link #streaming()} is the same script as a streaming model; callbacks come on the thread of the caller, and a stream
 * that is cancelled ends without completion. Nothing ever waits unless a sleeper is given. Thread-safe.
 *
 * <pre>{@code
 * ScriptedChatModel model = ScriptedChatModel.replying("Pack a map.", "Bring water.");
 * }</pre>
 *
 * @since 0.1
 */
public final class ScriptedChatModel implements ChatModel {

    private static final int SHOWN = 200;

    private final Builder script;
    private final Deque<ScriptedReply> replies;
    private final List<Deque<ScriptedReply>> matched;
    private final List<ChatRequest> requests = new ArrayList<>();
    private Duration waited = Duration.ZERO;

    private ScriptedChatModel(Builder script) {
        this.script = script;
        this.replies = new ArrayDeque<>(script.replies);
        this.matched = script.matchers.stream()
                .map(matcher -> (Deque<ScriptedReply>) new ArrayDeque<>(matcher.replies))
                .toList();
    }

    /** Returns a model that replies these texts in this order, each once. */
    public static ScriptedChatModel replying(String... texts) {
        return builder().reply(texts).build();
    }

    /** Returns a model that gives these replies in this order, each once. */
    public static ScriptedChatModel replying(ScriptedReply... replies) {
        return builder().reply(replies).build();
    }

    /** Returns a builder of a script. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the same script as a streaming model: one reply is given once, by either of them. */
    public StreamingChatModel streaming() {
        return new Streaming();
    }

    /** Returns a copy of the requests so far, each as the model got it: with the default parameters. */
    public synchronized List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** Returns how long the replies so far would have taken. */
    public synchronized Duration waited() {
        return waited;
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        ScriptedReply reply = next(request);
        sleep(reply.delay());
        if (reply.failure().isPresent()) {
            throw reply.failure().get();
        }
        return reply.response();
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return script.parameters;
    }

    @Override
    public List<ChatModelListener> listeners() {
        return script.listeners;
    }

    @Override
    public ModelProvider provider() {
        return script.provider;
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return script.capabilities;
    }

    private synchronized ScriptedReply next(ChatRequest request) {
        requests.add(Objects.requireNonNull(request, "request"));
        for (int i = 0; i < matched.size(); i++) {
            if (script.matchers.get(i).condition.test(request)) {
                Deque<ScriptedReply> own = matched.get(i);
                return own.size() > 1 ? own.remove() : own.element();
            }
        }
        if (!replies.isEmpty()) {
            return replies.remove();
        }
        return Optional.ofNullable(script.otherwise).orElseThrow(() -> exhausted(request));
    }

    private GenAiOpsException exhausted(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        String last = shown(messages.get(messages.size() - 1));
        String expected = script.replies.isEmpty()
                ? "no replies in order"
                : "all " + script.replies.size() + " replies in order are given, the last one being "
                        + shortened(
                                script.replies.get(script.replies.size() - 1).toString());
        return new GenAiOpsException("the script has no reply to request " + requests.size()
                + ", whose last message is " + last + "; expected: " + expected + ", and none of "
                + script.matchers.size()
                + " matchers matches. Give one more with reply(…), when(…) or otherwise(…)");
    }

    private static String shown(ChatMessage message) {
        return message.type() + " '" + shortened(textOf(message)) + "'";
    }

    private static String textOf(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return system.text();
        }
        boolean plain = message instanceof UserMessage user && user.hasSingleText();
        return plain ? ((UserMessage) message).singleText() : message.toString();
    }

    private static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
    }

    private void sleep(Duration duration) {
        if (duration.isZero()) {
            return;
        }
        synchronized (this) {
            waited = waited.plus(duration);
        }
        script.sleeper.accept(duration);
    }

    /** The script as a streaming model. */
    private final class Streaming implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            ScriptedReply reply = next(request);
            sleep(reply.delay());
            StreamPlayer player = new StreamPlayer(handler, ScriptedChatModel.this::sleep);
            if (!player.play(reply.parts())) {
                return;
            }
            if (reply.failure().isPresent()) {
                handler.onError(reply.failure().get());
            } else {
                player.guarded(() -> handler.onCompleteResponse(reply.response()));
            }
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return script.parameters;
        }

        @Override
        public List<ChatModelListener> listeners() {
            return script.listeners;
        }

        @Override
        public ModelProvider provider() {
            return script.provider;
        }

        @Override
        public Set<Capability> supportedCapabilities() {
            return script.capabilities;
        }
    }

    /** A condition and what is replied when it holds. */
    private record Matcher(Predicate<ChatRequest> condition, List<ScriptedReply> replies) {}

    /**
     * Options of a script. Its fields are the defaults: no replies, no delay, nothing that the model can do. Not
     * thread-safe.
     */
    public static final class Builder {

        private final List<ScriptedReply> replies = new ArrayList<>();
        private final List<Matcher> matchers = new ArrayList<>();
        private @Nullable ScriptedReply otherwise;
        private Consumer<Duration> sleeper = duration -> {};
        private ChatRequestParameters parameters =
                ChatRequestParameters.builder().build();
        private Set<Capability> capabilities = Set.of();
        private List<ChatModelListener> listeners = List.of();
        private ModelProvider provider = ModelProvider.OTHER;

        private Builder() {}

        /** Adds texts that are replied in order, each once. */
        public Builder reply(String... texts) {
            return reply(replies(texts));
        }

        /** Adds replies that are given in order, each once. */
        public Builder reply(ScriptedReply... more) {
            replies.addAll(List.of(more));
            return this;
        }

        /** Adds a failure to the replies in order. */
        public Builder thenFail(RuntimeException failure) {
            return reply(ScriptedReply.failing(failure));
        }

        /** Names requests, whose replies follow; matchers come before the replies in order, the first one first. */
        public When when(Predicate<ChatRequest> condition) {
            return new When(this, Objects.requireNonNull(condition, "condition"));
        }

        /** Names the requests whose last message is of the user and contains this text. */
        public When whenAsked(String part) {
            Objects.requireNonNull(part, "part");
            return when(request -> {
                ChatMessage last = request.messages().get(request.messages().size() - 1);
                return last instanceof UserMessage && textOf(last).contains(part);
            });
        }

        /** Replies this to every request that has no other reply. */
        public Builder otherwise(String text) {
            return otherwise(ScriptedReply.text(text));
        }

        /** Gives this reply to every request that has no other. */
        public Builder otherwise(ScriptedReply reply) {
            this.otherwise = Objects.requireNonNull(reply, "reply");
            return this;
        }

        /** Hears every delay and pause when it comes: a clock to advance, or a real sleep. By default nothing happens. */
        public Builder sleeper(Consumer<Duration> heard) {
            this.sleeper = Objects.requireNonNull(heard, "sleeper");
            return this;
        }

        /** Sets the default parameters of the model, such as its name. */
        public Builder parameters(ChatRequestParameters defaults) {
            this.parameters = Objects.requireNonNull(defaults, "parameters");
            return this;
        }

        /** Sets what the model can do, such as replying by a JSON schema. */
        public Builder capabilities(Capability... supported) {
            this.capabilities = Set.of(supported);
            return this;
        }

        /** Sets the listeners of the model. */
        public Builder listeners(ChatModelListener... heard) {
            this.listeners = List.of(heard);
            return this;
        }

        /** Sets the provider that the model says it has. */
        public Builder provider(ModelProvider named) {
            this.provider = Objects.requireNonNull(named, "provider");
            return this;
        }

        /** Returns a model that begins the script. */
        public ScriptedChatModel build() {
            return new ScriptedChatModel(copy());
        }

        private Builder copy() {
            Builder copy = new Builder();
            copy.replies.addAll(replies);
            copy.matchers.addAll(matchers);
            copy.otherwise = otherwise;
            copy.sleeper = sleeper;
            copy.parameters = parameters;
            copy.capabilities = capabilities;
            copy.listeners = listeners;
            copy.provider = provider;
            return copy;
        }

        private static ScriptedReply[] replies(String... texts) {
            return Arrays.stream(texts).map(ScriptedReply::text).toArray(ScriptedReply[]::new);
        }
    }

    /** What is replied to the requests of a matcher. Not thread-safe. */
    public static final class When {

        private final Builder builder;
        private final Predicate<ChatRequest> condition;

        private When(Builder builder, Predicate<ChatRequest> condition) {
            this.builder = builder;
            this.condition = condition;
        }

        /** Replies these texts in this order, and the last one again and again. */
        public Builder reply(String... texts) {
            return reply(Builder.replies(texts));
        }

        /** Gives these replies in this order, and the last one again and again. */
        public Builder reply(ScriptedReply... replies) {
            if (replies.length == 0) {
                throw new IllegalArgumentException(
                        "replies must not be empty: what is replied when the matcher holds?");
            }
            builder.matchers.add(new Matcher(condition, List.of(replies)));
            return builder;
        }

        /** Fails every request that matches. */
        public Builder thenFail(RuntimeException failure) {
            return reply(ScriptedReply.failing(failure));
        }
    }
}
