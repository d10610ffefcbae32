package io.genaiops.benchmarks;

import io.genaiops.cost.Cost;
import io.genaiops.cost.ModelName;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finds the prices of eight names in turn, in the shipped list and, as the floor, in a map by the very same text. Names
 * that arrive as new strings, as from a response, are measured apart: each look-up hashes them anew.
 *
 * @since 0.1
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PriceListBenchmark {

    private static final String[] PROVIDERS = {
        "openai", "OPEN_AI", "openai", "anthropic", "anthropic", "gcp.gemini", "mistral_ai", "openai"
    };
    private static final String[] MODELS = {
        "gpt-4o-2024-08-06",
        "openai/gpt-4o-mini",
        "gpt-4.1",
        "us.anthropic.claude-3-5-sonnet-20241022-v2:0",
        "claude-3.5-haiku",
        "models/gemini-1.5-pro",
        "mistral-large-2411",
        "o3-mini-2025-01-31"
    };

    private final PriceList prices = PriceList.shipped();
    private final Instant now = Instant.parse("2025-12-01T12:00:00Z");
    private final Usage usage = new Usage(12_000L, 800L, 9_000L, 0L, 300L);
    private final Map<String, Price> map = new HashMap<>();
    private int turn;

    /** Fills the map with what the list finds. */
    public PriceListBenchmark() {
        for (int i = 0; i < MODELS.length; i++) {
            String name = MODELS[i];
            map.put(
                    name,
                    prices.find(PROVIDERS[i], name, now)
                            .orElseThrow(() -> new IllegalStateException("expected a price of " + name)));
        }
    }

    /** Finds a price by provider, name and time. */
    @Benchmark
    public Optional<Price> find() {
        int i = next();
        return prices.find(PROVIDERS[i], MODELS[i], now);
    }

    /** Finds a price by strings that were never hashed. */
    @Benchmark
    public Optional<Price> findByNewStrings() {
        int i = next();
        return prices.find(fresh(PROVIDERS[i]), fresh(MODELS[i]), now);
    }

    /** Finds a price and charges a usage of five counts with it. */
    @Benchmark
    public Cost cost() {
        int i = next();
        return prices.cost(PROVIDERS[i], MODELS[i], now, usage);
    }

    /** Takes a name apart, which a look-up does once for each name. */
    @Benchmark
    public ModelName parseName() {
        return ModelName.parse(MODELS[next()]);
    }

    /** Gets a price from a map by the name as it is written. */
    @Benchmark
    public @Nullable Price floorOfMap() {
        return map.get(MODELS[next()]);
    }

    /** Gets a price from a map by a string that was never hashed. */
    @Benchmark
    public @Nullable Price floorOfMapByNewStrings() {
        return map.get(fresh(MODELS[next()]));
    }

    private int next() {
        turn = (turn + 1) & 7;
        return turn;
    }

    private static String fresh(String text) {
        return String.valueOf(text.toCharArray());
    }
}
