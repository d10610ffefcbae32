package io.genaiops.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Policy;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cache.key.CacheKey;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/** Keeps answers in memory, at most so many bytes of them. */
final class MemoryShelf implements Shelf {

    private final Cache<CacheKey, ChatResponse> answers;
    private final LongAdder evictions = new LongAdder();
    private final long maxBytes;

    MemoryShelf(Duration timeToLive, long maxBytes, LongSupplier nanoTime) {
        this.maxBytes = maxBytes;
        this.answers = Caffeine.newBuilder()
                .expireAfterWrite(timeToLive)
                .maximumWeight(maxBytes)
                .weigher((CacheKey key, ChatResponse response) -> KeepRule.weight(response))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .evictionListener((key, response, cause) -> evictions.increment())
                .build();
    }

    @Override
    public Optional<ChatResponse> find(CacheKey key) {
        return Optional.ofNullable(answers.getIfPresent(key));
    }

    @Override
    public boolean keep(CacheKey key, ChatResponse response) {
        if (KeepRule.weight(response) > maxBytes) {
            return false;
        }
        answers.put(key, response);
        return true;
    }

    @Override
    public void forget(CacheKey key) {
        answers.invalidate(key);
    }

    /** Looks at every key, which a host does rarely. */
    @Override
    public void forgetPrompt(String name) {
        answers.asMap()
                .keySet()
                .removeIf(key -> key.prompt().filter(name::equals).isPresent());
    }

    @Override
    public void forgetAll() {
        answers.invalidateAll();
    }

    @Override
    public long evictions() {
        answers.cleanUp();
        return evictions.sum();
    }

    @Override
    public long failures() {
        return 0;
    }

    @Override
    public boolean isFailing() {
        return false;
    }

    @Override
    public long unreadable() {
        return 0;
    }

    @Override
    public OptionalLong entries() {
        return OptionalLong.of(answers.estimatedSize());
    }

    @Override
    public OptionalLong bytes() {
        return answers.policy().eviction().map(Policy.Eviction::weightedSize).orElseGet(OptionalLong::empty);
    }

    @Override
    public String toString() {
        return "in memory";
    }
}
