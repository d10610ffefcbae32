package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Sets what is not the rule of a cache. Not thread-safe.
 *
 * @since 0.1
 */
public final class ResponseCacheBuilder {

    /** As good as for ever, and can still be counted in nanoseconds. */
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    Duration timeToLive = Duration.ofHours(1);
    int maxRows = 100_000;
    int maxAnswerBytes = 1 << 20;
    Clock clock = Clock.systemUTC();
    LongSupplier nanoTime = System::nanoTime;
    long maxBytes = 64L << 20;
    Duration longestWait = Duration.ofMinutes(1);
    boolean toolCalls;
    boolean separateUsers;
    int partLength = 64;
    Predicate<ChatResponse> keepIf = response -> true;

    @Nullable
    Executor executor;

    @Nullable
    DataSource source;

    ResponseCacheBuilder() {}

    /** Sets how long an answer is kept; an hour if not set. */
    public ResponseCacheBuilder timeToLive(Duration timeToLive) {
        this.timeToLive = positive("timeToLive", timeToLive);
        return this;
    }

    /**
     * Sets about how many bytes of answers are kept in memory: two for each character and 512 for each answer. 64 MiB if
     * not set. An answer that is larger by itself is not kept.
     */
    public ResponseCacheBuilder maxBytes(long maxBytes) {
        this.maxBytes = atLeastOne("maxBytes", maxBytes);
        return this;
    }

    /**
     * Keeps answers in the table that {@link ResponseCache#migrate} made in a PostgreSQL or H2 database instead of in
     * memory, for processes that share it. Where the database fails, the cache does as if it were empty.
     */
    public ResponseCacheBuilder jdbc(DataSource dataSource) {
        this.source = Objects.requireNonNull(dataSource, "dataSource");
        return this;
    }

    /** Sets how many answers a database keeps, about; 100,000 if not set. The oldest go first. */
    public ResponseCacheBuilder maxRows(int maxRows) {
        this.maxRows = (int) atLeastOne("maxRows", maxRows);
        return this;
    }

    /** Sets how many bytes an answer may have in a database; 1 MiB if not set. A larger one is not kept. */
    public ResponseCacheBuilder maxAnswerBytes(int maxAnswerBytes) {
        this.maxAnswerBytes = (int) atLeastOne("maxAnswerBytes", maxAnswerBytes);
        return this;
    }

    /**
     * Sets how long a call waits for another one of the same request before it asks the model itself; a minute if not
     * set.
     */
    public ResponseCacheBuilder longestWait(Duration longestWait) {
        this.longestWait = positive("longestWait", longestWait);
        return this;
    }

    /** Keeps answers that call tools too, which say what to do next rather than what is so. Not kept if not set. */
    public ResponseCacheBuilder keepToolCalls() {
        this.toolCalls = true;
        return this;
    }

    /**
     * Sets a rule of the host which answers are kept, of those that came to their own end. Models decline in words, which
     * only the host knows.
     */
    public ResponseCacheBuilder keepIf(Predicate<ChatResponse> keepIf) {
        this.keepIf = Objects.requireNonNull(keepIf, "keepIf");
        return this;
    }

    /** Keeps the answers of each user apart, for hosts whose answers depend on more of the user than the messages say. */
    public ResponseCacheBuilder separateUsers() {
        this.separateUsers = true;
        return this;
    }

    /** Sets how many characters a part of a streamed hit has at most; 64 if not set. */
    public ResponseCacheBuilder partLength(int partLength) {
        this.partLength = (int) atLeastOne("partLength", partLength);
        return this;
    }

    /**
     * Sets what streams hits. Without one each gets a virtual thread where the JDK has them, otherwise a daemon thread.
     */
    public ResponseCacheBuilder executor(Executor executor) {
        this.executor = Objects.requireNonNull(executor, "executor");
        return this;
    }

    /** Sets the source of elapsed time, in nanoseconds. */
    public ResponseCacheBuilder nanoTime(LongSupplier nanoTime) {
        this.nanoTime = Objects.requireNonNull(nanoTime, "nanoTime");
        return this;
    }

    /** Sets the clock that dates the rows of a database. */
    public ResponseCacheBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Builds the cache. It opens no connection. */
    public ResponseCache build() {
        return new ResponseCache(this);
    }

    private static Duration positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be more than zero; found: " + duration);
        }
        return duration.compareTo(FOR_EVER) < 0 ? duration : FOR_EVER;
    }

    private static long atLeastOne(String name, long number) {
        if (number < 1) {
            throw new IllegalArgumentException(name + " must be at least 1; found: " + number);
        }
        return number;
    }
}
