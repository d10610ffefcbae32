package io.genaiops.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Gets a prompt that is kept and fresh: by text and by parsed reference, and as the floor the same object from a Caffeine
 * cache with the same bounds and expiry. A store in memory that is asked at every call is measured beside them.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DeliveryBenchmark {

    private static final String TEXT = "trail-guide@production";

    private final AssetRef reference = AssetRef.parse(TEXT);
    private final AssetStore store = AssetStore.memory();
    private final AssetRegistry direct = AssetRegistry.of(store);
    private final AssetRegistry caching =
            AssetRegistry.builder(store).cache(Duration.ofHours(1)).build();
    private final Cache<String, Prompt> caffeine = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(Duration.ofHours(24))
            .executor(Runnable::run)
            .build();

    /** Publishes a prompt and fills the caches. */
    public DeliveryBenchmark() {
        String text = "---\nname: trail-guide\nversion: 1.1.0\n---\nAnswer in two sentences.";
        direct.publish(AssetFile.parse(AssetKind.PROMPT, "benchmark", text), "benchmark");
        direct.label("trail-guide", "production").moveTo("1.1.0", "benchmark", "to measure");
        caffeine.put(TEXT, caching.prompt(TEXT));
    }

    /** Gets by text, as most callers do. */
    @Benchmark
    public Prompt cachedByText() {
        return caching.prompt(TEXT);
    }

    /** Gets by a reference that was parsed before. */
    @Benchmark
    public Prompt cachedByReference() {
        return caching.prompt(reference);
    }

    /** Gets by text from two threads. */
    @Benchmark
    @Threads(2)
    public Prompt cachedByTextInTwoThreads() {
        return caching.prompt(TEXT);
    }

    /** Asks the store in memory. */
    @Benchmark
    public Prompt uncached() {
        return direct.prompt(TEXT);
    }

    /** Gets the same prompt from a plain cache. */
    @Benchmark
    public @Nullable Prompt floorOfCaffeine() {
        return caffeine.getIfPresent(TEXT);
    }

    /** Gets the same prompt from a plain cache in two threads. */
    @Benchmark
    @Threads(2)
    public @Nullable Prompt floorOfCaffeineInTwoThreads() {
        return caffeine.getIfPresent(TEXT);
    }
}
