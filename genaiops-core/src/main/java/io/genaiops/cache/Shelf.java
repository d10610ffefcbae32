package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cache.key.CacheKey;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where answers are kept. What cannot be read is not there, and what cannot be written is not kept; only what cannot be
 * forgotten is an error. Thread-safe.
 */
interface Shelf {

    Optional<ChatResponse> find(CacheKey key);

    /** Tells whether it was kept. */
    boolean keep(CacheKey key, ChatResponse response);

    void forget(CacheKey key);

    void forgetPrompt(String name);

    void forgetAll();

    /** Answers that were thrown out for their age or for want of room. */
    long evictions();

    /** Times that the place of the answers failed. */
    long failures();

    /** Whether the place of the answers failed when it was asked last. */
    boolean isFailing();

    /** Entries that could not be read. */
    long unreadable();

    /** Entries, if that can be said without asking anybody. */
    OptionalLong entries();

    /** Bytes, if that can be said without asking anybody. */
    OptionalLong bytes();
}
