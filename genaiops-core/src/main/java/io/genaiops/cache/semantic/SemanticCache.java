package io.genaiops.cache.semantic;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.cache.veto.Veto;
import io.genaiops.cache.veto.Vetoes;
import io.genaiops.model.CallThreads;
import io.genaiops.model.CallTrail;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamHandler;
import io.genaiops.model.ForwardingStreamingChatModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a question with the kept answer to another one that means the same: everything else of the request is equal, the
 * last message is one text of the user, the cosine of the embeddings is at least the {@link SemanticTrial#threshold}, and none
 * of the {@link Vetoes} stops it. It is on only if the trial {@linkplain SemanticTrial#passes passes}; otherwise the exact
 * cache alone is asked. Thread-safe.
 *
 * <p>It is an index of an exact cache, which is asked first and holds every answer: time to live, room, and what is never
 * kept are decided there, and what is forgotten there is gone here. A hit is noted in the {@link CallTrail} as {@code
 * semantic}. What it adds to a call is one embedding and a look at each question of the partition, at most {@link
 * Builder#maxQuestions}: 256 products of 384 numbers take some 70 microseconds. A question that cannot be embedded is a miss.
 *
 * <pre>{@code
 * SemanticTrial trial = SemanticTrial.run(embeddingModel, pairs, 0.05);
 * SemanticCache cache = SemanticCache.builder(responses, trial).build();
 * ChatModel cached = cache.chatModel("small", model);
 * }</pre>
 *
 * @since 0.1
 */
public final class SemanticCache {

    /** What a hit is noted as in the {@link CallTrail}. */
    public static final String NAME = "semantic";

    private static final Logger LOG = LoggerFactory.getLogger(SemanticCache.class);

    /** Answers that are looked for: of near questions, some may have gone. */
    private static final int MOST_ANSWERS = 3;

    private final ResponseCache exact;
    private final SemanticTrial trial;
    private final int maxQuestions;
    private final int maxCharacters;
    private final Cache<CacheKey, Partition> partitions;
    private final LongAdder lookups = new LongAdder();
    private final LongAdder hits = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final Map<Veto, LongAdder> vetoed = new EnumMap<>(Veto.class);
    private final AtomicBoolean failing = new AtomicBoolean();

    private SemanticCache(Builder builder) {
        this.exact = builder.exact;
        this.trial = builder.trial;
        this.maxQuestions = builder.maxQuestions;
        this.maxCharacters = builder.maxCharacters;
        this.partitions = Caffeine.newBuilder()
                .maximumWeight(builder.maxBytes)
                .weigher((CacheKey key, Partition partition) -> partition.bytes())
                .executor(Runnable::run)
                .build();
        for (Veto veto : Veto.values()) {
            vetoed.put(veto, new LongAdder());
        }
        LOG.info("semantic cache {}", trial);
    }

    /** Begins a cache that finds more of what an exact one holds. */
    public static Builder builder(ResponseCache exact, SemanticTrial trial) {
        return new Builder(exact, trial);
    }

    /** Returns the exact cache that it is an index of. */
    public ResponseCache responses() {
        return exact;
    }

    /** Returns whether questions are answered by those that mean the same. */
    public boolean isOn() {
        return trial.passes();
    }

    /** Returns the trial that says how often it may err. */
    public SemanticTrial trial() {
        return trial;
    }

    /**
     * Returns a model whose answers are kept, and found again for questions that mean the same. It takes the place of {@link
     * ResponseCache#chatModel}.
     *
     * @param name the host's name of the model
     */
    public ChatModel chatModel(String name, ChatModel model) {
        return ForwardingChatModel.of(exact.chatModel(name, model), next -> (request, options) -> {
            Optional<Question> question = question(name, request, model.defaultRequestParameters(), options);
            Optional<ChatResponse> known = question.flatMap(this::find);
            if (known.isPresent()) {
                CallTrail.from(options).ifPresent(trail -> trail.answeredFromCache(NAME));
                return known.get();
            }
            ChatResponse response = next.chat(request, options);
            question.ifPresent(this::remember);
            return response;
        });
    }

    /**
     * Returns a streaming model whose answers are kept, and found again for questions that mean the same. It takes the place
     * of {@link ResponseCache#streamingChatModel}.
     *
     * @param name the host's name of the model
     */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model) {
        return ForwardingStreamingChatModel.of(
                exact.streamingChatModel(name, model), next -> (request, options, handler) -> {
                    Optional<Question> question = question(name, request, model.defaultRequestParameters(), options);
                    Optional<ChatResponse> known = question.flatMap(this::find);
                    Runnable note = () -> CallTrail.from(options).ifPresent(trail -> trail.answeredFromCache(NAME));
                    if (known.isEmpty() || !exact.replay(known.get(), handler, note)) {
                        next.chat(
                                request,
                                options,
                                question.map(each -> remembering(each, handler)).orElse(handler));
                    }
                });
    }

    private StreamingChatResponseHandler remembering(Question question, StreamingChatResponseHandler handler) {
        return new ForwardingStreamHandler(handler) {
            @Override
            public void onCompleteResponse(ChatResponse response) {
                remember(question);
                super.onCompleteResponse(response);
            }
        };
    }

    /** A question that the exact cache has no answer to. */
    private static final class Question {

        private final CacheKey partition;
        private final CacheKey key;
        private final String text;
        private float @Nullable [] vector;

        private Question(CacheKey partition, CacheKey key, String text) {
            this.partition = partition;
            this.key = key;
            this.text = text;
        }
    }

    private Optional<Question> question(
            String name, ChatRequest request, ChatRequestParameters defaults, ChatRequestOptions options) {
        Optional<String> text = isOn() ? text(request) : Optional.empty();
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<CacheKey> key =
                exact.key(name, request, options).defaults(defaults).build();
        if (key.isEmpty() || exact.peek(key.get()).isPresent()) {
            return Optional.empty();
        }
        return exact.key(name, request, options)
                .defaults(defaults)
                .withoutQuestion()
                .build()
                .map(partition -> new Question(partition, key.get(), text.get()));
    }

    private Optional<String> text(ChatRequest request) {
        List<ChatMessage> messages = request.messages();
        ChatMessage last = messages.get(messages.size() - 1);
        return last.getClass() == UserMessage.class && last instanceof UserMessage user && user.hasSingleText()
                ? Optional.of(user.singleText()).filter(text -> text.length() <= maxCharacters)
                : Optional.empty();
    }

    private Optional<ChatResponse> find(Question question) {
        lookups.increment();
        question.vector = embed(question.text);
        Partition partition = partitions.getIfPresent(question.partition);
        if (question.vector == null || partition == null) {
            return Optional.empty();
        }
        Optional<ChatResponse> found = nearest(partition, question.text, question.vector);
        if (found.isPresent()) {
            hits.increment();
        }
        return found;
    }

    private float @Nullable [] embed(String text) {
        try {
            float[] vector = Vectors.of(trial.model(), text);
            failing.set(false);
            return vector;
        } catch (RuntimeException e) {
            failures.increment();
            if (CallThreads.wasInterrupted(e)) {
                throw e;
            }
            if (failing.compareAndSet(false, true)) {
                LOG.warn("questions cannot be embedded, so that none is answered by one that means the same", e);
            }
            return null;
        }
    }

    private Optional<ChatResponse> nearest(Partition partition, String text, float[] vector) {
        Veto stopped = null;
        List<Near> near = new ArrayList<>();
        for (Partition.Entry entry : partition.entries()) {
            double similarity = Vectors.cosine(vector, entry.vector);
            if (similarity >= trial.threshold()) {
                Optional<Veto> veto = Vetoes.english().between(text, entry.text);
                stopped = veto.orElse(stopped);
                if (veto.isEmpty()) {
                    near.add(new Near(similarity, entry.key));
                }
            }
        }
        near.sort(Comparator.comparingDouble(Near::similarity).reversed());
        if (near.isEmpty() && stopped != null) {
            Objects.requireNonNull(vetoed.get(stopped)).increment();
        }
        return near.stream()
                .limit(MOST_ANSWERS)
                .flatMap(each -> exact.peek(each.key()).stream())
                .findFirst();
    }

    private record Near(double similarity, CacheKey key) {}

    /** Remembers a question whose answer the exact cache kept. */
    private void remember(Question question) {
        float[] vector = question.vector;
        if (vector == null || exact.peek(question.key).isEmpty()) {
            return;
        }
        Partition.Entry entry = new Partition.Entry(question.text, vector, question.key);
        partitions
                .asMap()
                .compute(
                        question.partition,
                        (key, before) -> before == null ? Partition.of(entry) : before.with(entry, maxQuestions));
    }

    /** Returns what the cache did so far. */
    public SemanticFigures figures() {
        Map<Veto, Long> stopped = new EnumMap<>(Veto.class);
        vetoed.forEach((veto, count) -> stopped.put(veto, count.sum()));
        stopped.values().removeIf(count -> count == 0);
        long bytes = partitions.policy().eviction().stream()
                .mapToLong(eviction -> eviction.weightedSize().orElse(0))
                .sum();
        return new SemanticFigures(lookups.sum(), hits.sum(), stopped, failures.sum(), bytes);
    }

    @Override
    public String toString() {
        return "SemanticCache[" + trial + "]";
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final ResponseCache exact;
        private final SemanticTrial trial;
        private int maxQuestions = 256;
        private int maxCharacters = 500;
        private long maxBytes = 32L << 20;

        private Builder(ResponseCache exact, SemanticTrial trial) {
            this.exact = Objects.requireNonNull(exact, "exact");
            this.trial = Objects.requireNonNull(trial, "trial");
        }

        /** Sets how many questions a partition remembers, the latest ones; 256 if not set. Each is looked at. */
        public Builder maxQuestions(int maxQuestions) {
            this.maxQuestions = (int) atLeastOne("maxQuestions", maxQuestions);
            return this;
        }

        /**
         * Sets how many characters a question may have; 500 if not set. An embedding model reads no more than the beginning of
         * a long text, so a longer one is left to the exact cache.
         */
        public Builder maxCharacters(int maxCharacters) {
            this.maxCharacters = (int) atLeastOne("maxCharacters", maxCharacters);
            return this;
        }

        /** Sets about how many bytes questions and vectors may take; 32 MiB if not set. */
        public Builder maxBytes(long maxBytes) {
            this.maxBytes = atLeastOne("maxBytes", maxBytes);
            return this;
        }

        /** Builds the cache, and logs whether it is on and why. */
        public SemanticCache build() {
            return new SemanticCache(this);
        }

        private static long atLeastOne(String name, long number) {
            if (number < 1) {
                throw new IllegalArgumentException(name + " must be at least 1; found: " + number);
            }
            return number;
        }
    }
}
