package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Adds up what judges use: give it to {@link Judge#meteredBy}, of several judges if you like. Tokens that were not
 * reported are counted as calls of unknown tokens, never as 0. Thread-safe.
 *
 * @since 0.1
 */
public final class JudgeMeter implements Consumer<JudgeCall> {

    /**
     * What a number of requests used.
     *
     * @param calls the requests, failed ones included
     * @param failures the requests that failed
     * @param repeats the requests that were a second or third attempt
     * @param inputTokens the tokens of input that were reported
     * @param outputTokens the tokens of output that were reported
     * @param unknownTokens the requests whose tokens were not reported
     * @param latency the time of all requests together
     * @param cost what they cost, as far as they could be priced
     */
    public record Total(
            long calls,
            long failures,
            long repeats,
            long inputTokens,
            long outputTokens,
            long unknownTokens,
            Duration latency,
            CostTotal cost) {

        /** No request. */
        public static final Total NONE = new Total(0, 0, 0, 0, 0, 0, Duration.ZERO, CostTotal.NONE);

        /** Requires the values that are objects. */
        public Total {
            requireNonNull(latency, "latency");
            requireNonNull(cost, "cost");
        }

        /** Returns the total of one request that cost this. */
        public static Total of(JudgeCall call, Cost price) {
            Usage usage = call.usage();
            boolean known = usage.totalTokens().isPresent();
            return new Total(
                    1,
                    call.failed().isPresent() ? 1 : 0,
                    call.attempt() > 1 ? 1 : 0,
                    usage.inputTokens().orElse(0),
                    usage.outputTokens().orElse(0),
                    known ? 0 : 1,
                    call.latency(),
                    CostTotal.NONE.plus(price, usage));
        }

        /** Returns both together. */
        public Total plus(Total other) {
            return new Total(
                    calls + other.calls,
                    failures + other.failures,
                    repeats + other.repeats,
                    inputTokens + other.inputTokens,
                    outputTokens + other.outputTokens,
                    unknownTokens + other.unknownTokens,
                    latency.plus(other.latency),
                    cost.plus(other.cost));
        }
    }

    /**
     * What a judge was spared because a cheaper stage before it decided.
     *
     * @param evaluator the name of the evaluator
     * @param calls the requests that were not made, as far as the number is known without making them
     * @param statements the statements that the judge was not asked about
     */
    public record Saving(String evaluator, long calls, long statements) {

        /** Refuses negative counts. */
        public Saving {
            requireNonNull(evaluator, "evaluator");
            if (calls < 0 || statements < 0) {
                throw new IllegalArgumentException(
                        "savings must not be negative; found: " + calls + " calls, " + statements + " statements");
            }
        }

        private Saving plus(Saving other) {
            return new Saving(evaluator, calls + other.calls, statements + other.statements);
        }
    }

    /** What judges use while it is open, besides what the meter counts anyway. Thread-safe. */
    public final class Lap implements AutoCloseable {

        private final BiConsumer<? super JudgeCall, ? super Cost> listener;
        private Total total = Total.NONE;

        private Lap(BiConsumer<? super JudgeCall, ? super Cost> listener) {
            this.listener = listener;
        }

        /** Returns what was used since the lap began. */
        public Total total() {
            synchronized (JudgeMeter.this) {
                return total;
            }
        }

        /** Ends the lap; its total stays. */
        @Override
        public void close() {
            synchronized (JudgeMeter.this) {
                laps.remove(this);
            }
        }
    }

    private final Set<Lap> laps = new LinkedHashSet<>();
    private final Function<? super JudgeCall, Cost> prices;
    private final Map<String, Saving> savings = new LinkedHashMap<>();
    private final Map<String, Total> byEvaluator = new LinkedHashMap<>();
    private final Map<Sample, Total> bySample = new LinkedHashMap<>();
    private boolean remembersSamples;

    private JudgeMeter(Function<? super JudgeCall, Cost> prices) {
        this.prices = prices;
    }

    /** Returns a meter that knows no prices: every cost is unpriced. */
    public static JudgeMeter create() {
        return pricedBy(call -> Cost.unpriced("the meter of the judges knows no prices"));
    }

    /**
     * Returns a meter that asks for the price of each call, for example {@code call -> prices.cost("openai", call.model(),
     * clock.instant(), call.usage())}.
     */
    public static JudgeMeter pricedBy(Function<? super JudgeCall, Cost> prices) {
        return new JudgeMeter(requireNonNull(prices, "prices"));
    }

    /**
     * Sets that from now on a total is kept for each sample too, see {@link #of}. It keeps the samples with their texts, so
     * it is for a handful and not for a large experiment.
     */
    public synchronized JudgeMeter rememberingSamples() {
        remembersSamples = true;
        return this;
    }

    @Override
    public void accept(JudgeCall call) {
        Cost price = prices.apply(call);
        Total total = Total.of(call, price);
        List<Lap> open;
        synchronized (this) {
            byEvaluator.merge(call.evaluator(), total, Total::plus);
            if (remembersSamples) {
                bySample.merge(call.sample(), total, Total::plus);
            }
            laps.forEach(lap -> lap.total = lap.total.plus(total));
            open = List.copyOf(laps);
        }
        open.forEach(lap -> lap.listener.accept(call, price));
    }

    /** Begins a lap: what judges use from now on is counted there too, until it is closed. */
    public Lap lap() {
        return lap((call, price) -> {});
    }

    /** Begins a lap that also tells the listener of each request and its price. */
    public synchronized Lap lap(BiConsumer<? super JudgeCall, ? super Cost> listener) {
        Lap lap = new Lap(requireNonNull(listener, "listener"));
        laps.add(lap);
        return lap;
    }

    synchronized void save(Saving saving) {
        savings.merge(saving.evaluator(), saving, Saving::plus);
    }

    /** Returns what the judges were spared by cheaper stages before them, by the name of the evaluator. */
    public synchronized Map<String, Saving> savings() {
        return Map.copyOf(savings);
    }

    /** Returns what all requests used. */
    public synchronized Total total() {
        return byEvaluator.values().stream().reduce(Total.NONE, Total::plus);
    }

    /** Returns what the requests of each evaluator used, by its name. */
    public synchronized Map<String, Total> byEvaluator() {
        return Map.copyOf(byEvaluator);
    }

    /**
     * Returns what the requests about a sample used.
     *
     * @throws IllegalStateException if the meter was not told to {@link #rememberingSamples remember samples}
     */
    public synchronized Total of(Sample sample) {
        if (!remembersSamples) {
            throw new IllegalStateException(
                    "the meter keeps no total of each sample; ask for it before the first request"
                            + " with JudgeMeter.create().rememberingSamples()");
        }
        return bySample.getOrDefault(sample, Total.NONE);
    }

    @Override
    public String toString() {
        return "JudgeMeter[" + total() + "]";
    }
}
