package io.genaiops.cache;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.GenAiOpsException;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallThreads;
import io.genaiops.model.CallTrail;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamingChatModel;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a request that was answered before: the very same one, as its {@link CacheKey} says. What is kept, and what never
 * is, {@link ResponseCacheBuilder#keepToolCalls} and {@link ResponseCacheBuilder#keepIf} tell. Thread-safe.
 *
 * <p><b>One call at a time.</b> Of several calls of one request at once, one asks the model and the others wait for it. If it
 * fails, or its answer may not be kept, each of the others asks for itself, as without a cache: nobody inherits another's
 * failure. So does one that waited for {@link ResponseCacheBuilder#longestWait}. One that is interrupted while it waits throws and stays
 * interrupted. A call made within another one never waits. Streams do not wait for each other: each asks the model, and the
 * last to complete is kept.
 *
 * <p><b>A hit</b> is the answer as the model gave it, with the usage that it reported then, and is noted in the {@link
 * CallTrail} as {@code exact}. A hit is streamed in parts on a thread of {@link ResponseCacheBuilder#executor}.
 *
 * <pre>{@code
 * ResponseCache cache = ResponseCache.builder().timeToLive(Duration.ofHours(6)).build();
 * ChatModel cached = cache.chatModel("small", model);
 * }</pre>
 *
 * @since 0.1
 */
public final class ResponseCache {

    /** The attribute of a {@link CallContext} that says which of several answers to one request is wanted, from 0. */
    public static final String REPETITION = "genaiops.repetition";

    /** What a hit is noted as in the {@link CallTrail}. */
    public static final String NAME = "exact";

    private static final Logger LOG = LoggerFactory.getLogger(ResponseCache.class);

    private static final int MOST_NAMED = 100;

    private final Shelf shelf;
    private final KeepRule rule;
    private final Flights flights;
    private final Executor executor;
    private final int partLength;
    private final boolean separateUsers;
    private final Set<String> unkeyedClasses = ConcurrentHashMap.newKeySet();
    private final AtomicLong epoch = new AtomicLong();
    private final Counters counters = new Counters();

    ResponseCache(ResponseCacheBuilder builder) {
        this.shelf = builder.source == null
                ? new MemoryShelf(builder.timeToLive, builder.maxBytes, builder.nanoTime)
                : new JdbcShelf(builder.source, builder);
        this.rule = new KeepRule(builder.toolCalls, builder.keepIf);
        this.flights = new Flights(builder.longestWait);
        this.executor = builder.executor == null ? CallThreads.create() : builder.executor;
        this.partLength = builder.partLength;
        this.separateUsers = builder.separateUsers;
    }

    /** Returns a cache in memory that keeps 64 MiB of answers for an hour. */
    public static ResponseCache inMemory() {
        return builder().build();
    }

    /** Begins a cache with options. */
    public static ResponseCacheBuilder builder() {
        return new ResponseCacheBuilder();
    }

    /**
     * Makes the table of {@link ResponseCacheBuilder#jdbc} or brings it to this version; several processes may do so at once. A host that
     * migrates with a tool of its own runs the files in {@code io/genaiops/cache/migrations} instead.
     *
     * @throws GenAiOpsException if the database fails, is another product, or was migrated by a newer genaiops
     */
    public static void migrate(DataSource dataSource) {
        JdbcShelf.MIGRATIONS.apply(dataSource);
    }

    /**
     * Returns a model whose answers are kept.
     *
     * @param name the host's name of the model; two names never share answers
     */
    public ChatModel chatModel(String name, ChatModel model) {
        Objects.requireNonNull(name, "name");
        return ForwardingChatModel.of(model, next -> (request, options) -> {
            Optional<CacheKey> key = key(name, request, model.defaultRequestParameters(), options);
            if (key.isEmpty()) {
                return next.chat(request, options);
            }
            Attempts attempts = new Attempts(name, options);
            CachedAnswer answer = get(key.get(), () -> next.chat(request, options), attempts::areOwn);
            if (answer.fromCache()) {
                attempts.hit(NAME);
            }
            return answer.response();
        });
    }

    /**
     * Returns a streaming model whose answers are kept. It shares answers with the chat model of the same name if both have
     * the same defaults.
     *
     * @param name the host's name of the model; two names never share answers
     */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model) {
        Objects.requireNonNull(name, "name");
        return ForwardingStreamingChatModel.of(model, next -> (request, options, handler) -> {
            Optional<CacheKey> key = key(name, request, model.defaultRequestParameters(), options);
            Attempts attempts = new Attempts(name, options);
            Optional<ChatResponse> known = key.flatMap(this::find);
            if (known.isPresent() && replay(known.get(), handler, () -> attempts.hit(NAME))) {
                return;
            }
            next.chat(request, options, key.isEmpty() ? handler : recorder(key.get(), handler, attempts::areOwn));
        });
    }

    /**
     * Begins the key of a request by the rules of this cache, with what the options say of tenant, prompt and repetition.
     *
     * @param model the host's name of the model
     * @throws IllegalArgumentException if the options say a repetition that is no number
     */
    public CacheKey.Builder key(String model, ChatRequest request, ChatRequestOptions options) {
        CacheKey.Builder key = CacheKey.builder(model, request);
        CallContext.from(options).ifPresent(context -> key.context(context).repetition(repetition(context)));
        return separateUsers ? key.separateUsers() : key;
    }

    private Optional<CacheKey> key(
            String name, ChatRequest request, ChatRequestParameters defaults, ChatRequestOptions options) {
        return keyed(key(name, request, options).defaults(defaults));
    }

    private Optional<CacheKey> keyed(CacheKey.Builder builder) {
        Optional<CacheKey> key = builder.build();
        builder.unknownClass().ifPresent(unknown -> {
            counters.unkeyed.increment();
            if (unkeyedClasses.size() < MOST_NAMED && unkeyedClasses.add(unknown)) {
                LOG.warn("requests with {} go by the cache: its fields cannot all be read", unknown);
            }
        });
        return key;
    }

    private static int repetition(CallContext context) {
        String text = context.attributes().get(REPETITION);
        if (text == null) {
            return 0;
        }
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the attribute '" + REPETITION + "' must be a number from 0; found: '" + text + "'", e);
        }
    }

    /**
     * Returns the kept answer, or asks for one and keeps it. What the loader throws is thrown on.
     *
     * @param loader asks the model
     */
    public CachedAnswer get(CacheKey key, Supplier<ChatResponse> loader) {
        return get(key, loader, () -> true);
    }

    private CachedAnswer get(CacheKey key, Supplier<ChatResponse> loader, Supplier<Boolean> own) {
        Optional<ChatResponse> known = find(key);
        if (known.isPresent()) {
            return new CachedAnswer(known.get(), true);
        }
        if (Flights.leads()) {
            return load(key, loader, own).answer();
        }
        CompletableFuture<Optional<ChatResponse>> flight = new CompletableFuture<>();
        return flights.leaderOrBegin(key, flight)
                .map(leader -> follow(key, loader, own, leader))
                .orElseGet(() -> lead(key, loader, own, flight));
    }

    private CachedAnswer lead(
            CacheKey key,
            Supplier<ChatResponse> loader,
            Supplier<Boolean> own,
            CompletableFuture<Optional<ChatResponse>> flight) {
        Optional<ChatResponse> shared = Optional.empty();
        try {
            // Whoever led before may have ended between the look at the shelf and now.
            Optional<ChatResponse> justKept = shelf.find(key);
            if (justKept.isPresent()) {
                shared = justKept;
                counters.waits.increment();
                return new CachedAnswer(justKept.get(), true);
            }
            Loaded loaded = load(key, loader, own);
            shared = loaded.mayBeShared() ? Optional.of(loaded.answer().response()) : Optional.empty();
            return loaded.answer();
        } finally {
            flights.end(key, flight, shared);
        }
    }

    private CachedAnswer follow(
            CacheKey key,
            Supplier<ChatResponse> loader,
            Supplier<Boolean> own,
            CompletableFuture<Optional<ChatResponse>> leader) {
        Optional<ChatResponse> shared = flights.await(leader);
        if (shared.isEmpty()) {
            return load(key, loader, own).answer();
        }
        counters.waits.increment();
        return new CachedAnswer(shared.get(), true);
    }

    private record Loaded(CachedAnswer answer, boolean mayBeShared) {}

    private Loaded load(CacheKey key, Supplier<ChatResponse> loader, Supplier<Boolean> own) {
        long before = epoch.get();
        counters.loads.increment();
        ChatResponse response;
        try {
            response = loader.get();
        } catch (Throwable e) {
            counters.failures.increment();
            throw e;
        }
        boolean mayBeShared = own.get() && keeps(response);
        if (mayBeShared) {
            keepUnlessForgotten(key, response, before);
        }
        return new Loaded(new CachedAnswer(response, false), mayBeShared);
    }

    private boolean keeps(ChatResponse response) {
        boolean keeps = rule.keeps(response);
        if (!keeps) {
            counters.refused.increment();
        }
        return keeps;
    }

    private void keepUnlessForgotten(CacheKey key, ChatResponse response, long before) {
        if (epoch.get() != before || !shelf.keep(key, response)) {
            return;
        }
        counters.kept.increment();
        if (epoch.get() != before) {
            takeBack(key);
        }
    }

    /** What was forgotten while it was being kept must not stay. */
    private void takeBack(CacheKey key) {
        try {
            shelf.forget(key);
        } catch (GenAiOpsException e) {
            LOG.warn("an answer that is not to be kept stays until its time to live ends", e);
        }
    }

    /** Returns the kept answer, if there is one, without counting that it was looked for. */
    public Optional<ChatResponse> peek(CacheKey key) {
        return shelf.find(key);
    }

    /** Returns the kept answer, if there is one. */
    public Optional<ChatResponse> find(CacheKey key) {
        Optional<ChatResponse> known = shelf.find(key);
        (known.isPresent() ? counters.hits : counters.misses).increment();
        return known;
    }

    /**
     * Keeps an answer, unless it is one that is never kept.
     *
     * @return whether it was kept
     */
    public boolean keep(CacheKey key, ChatResponse response) {
        boolean done = keeps(response) && shelf.keep(key, response);
        if (done) {
            counters.kept.increment();
        }
        return done;
    }

    /** Returns a handler that keeps the answer of a stream when it is complete. */
    public StreamingChatResponseHandler recorder(CacheKey key, StreamingChatResponseHandler handler) {
        return recorder(key, handler, () -> true);
    }

    private StreamingChatResponseHandler recorder(
            CacheKey key, StreamingChatResponseHandler handler, Supplier<Boolean> own) {
        long before = epoch.get();
        counters.loads.increment();
        return new StreamRecorder(
                handler,
                response -> {
                    if (own.get() && keeps(response)) {
                        keepUnlessForgotten(key, response, before);
                    }
                },
                counters.failures::increment);
    }

    /**
     * Streams an answer in parts to a handler, on a thread of {@link ResponseCacheBuilder#executor}.
     *
     * @param first what that thread does first
     * @return whether a thread took it; if none did, the handler has heard nothing
     */
    public boolean replay(ChatResponse response, StreamingChatResponseHandler handler, Runnable first) {
        StreamReplay replay = new StreamReplay(response, handler, partLength);
        try {
            executor.execute(() -> {
                first.run();
                replay.run();
            });
            return true;
        } catch (RejectedExecutionException e) {
            LOG.warn("no thread streams a kept answer; the model is asked instead", e);
            return false;
        }
    }

    /**
     * Forgets the answer of a key. One that is being asked for meanwhile is not kept.
     *
     * @throws GenAiOpsException if a database holds the answers and fails
     */
    public void forget(CacheKey key) {
        epoch.incrementAndGet();
        flights.forget(key);
        shelf.forget(key);
    }

    /**
     * Throws away the kept answer of a request that turned out to be no good, so that the model is asked again. A database
     * that fails keeps it for its time to live, with a line in the log.
     *
     * @param model the host's name of the model
     * @param defaults what the model takes for the parameters that the request leaves out
     */
    public void discard(String model, ChatRequest request, ChatRequestParameters defaults, ChatRequestOptions options) {
        key(model, request, options).defaults(defaults).build().ifPresent(this::takeBack);
    }

    /**
     * Forgets the answers to a prompt, whatever its version. Those that are being asked for meanwhile are not kept.
     *
     * @throws GenAiOpsException if a database holds the answers and fails
     */
    public void forgetPrompt(String name) {
        epoch.incrementAndGet();
        flights.forgetAll();
        shelf.forgetPrompt(name);
    }

    /**
     * Forgets every answer. Those that are being asked for meanwhile are not kept.
     *
     * @throws GenAiOpsException if a database holds the answers and fails
     */
    public void forgetAll() {
        epoch.incrementAndGet();
        flights.forgetAll();
        shelf.forgetAll();
    }

    /** Returns what the cache did so far, and what it holds. */
    public CacheFigures figures() {
        return counters.with(shelf);
    }

    @Override
    public String toString() {
        return "ResponseCache[" + shelf + ", " + figures() + "]";
    }
}
