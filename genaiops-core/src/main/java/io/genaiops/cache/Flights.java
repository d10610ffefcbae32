package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import io.genaiops.cache.key.CacheKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One call at a time for each key. Whoever comes first leads and asks the model; those who come meanwhile wait for that
 * answer. A thread that leads anything never waits for another leader, so leaders cannot wait for each other. Thread-safe.
 */
final class Flights {

    /** Set while this thread leads, in whichever cache. */
    private static final ThreadLocal<@Nullable Boolean> LEADS = new ThreadLocal<>();

    private final ConcurrentMap<CacheKey, CompletableFuture<Optional<ChatResponse>>> under = new ConcurrentHashMap<>();
    private final Duration longestWait;

    Flights(Duration longestWait) {
        this.longestWait = longestWait;
    }

    /** Tells whether this thread leads already. */
    static boolean leads() {
        return LEADS.get() != null;
    }

    /** Begins to lead, or returns who does already. */
    Optional<CompletableFuture<Optional<ChatResponse>>> leaderOrBegin(
            CacheKey key, CompletableFuture<Optional<ChatResponse>> own) {
        CompletableFuture<Optional<ChatResponse>> other = under.putIfAbsent(key, own);
        if (other == null) {
            LEADS.set(true);
        }
        return Optional.ofNullable(other);
    }

    /** Ends what {@link #leaderOrBegin} began. Those who wait get the answer if there is one to share. */
    void end(CacheKey key, CompletableFuture<Optional<ChatResponse>> own, Optional<ChatResponse> answer) {
        LEADS.remove();
        under.remove(key, own);
        own.complete(answer);
    }

    /** Lets later callers lead anew; those who wait go on waiting. */
    void forget(CacheKey key) {
        under.remove(key);
    }

    void forgetAll() {
        under.clear();
    }

    int size() {
        return under.size();
    }

    /**
     * Waits for the leader's answer. It is empty if the leader has none to share, or takes too long.
     *
     * @throws GenAiOpsException if this thread is interrupted, and stays so
     */
    Optional<ChatResponse> await(CompletableFuture<Optional<ChatResponse>> leader) {
        try {
            return leader.get(longestWait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException(
                    "interrupted while another call of the same request was waited for; no model was asked", e);
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a leader completes with an answer or without one", e);
        }
    }
}
