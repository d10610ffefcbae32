package io.genaiops.benchmarks;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Resampling;
import io.genaiops.eval.statistics.Statistics;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Takes the BCa interval of a mean from 10,000 resamples. It may take 2 seconds over 10,000 items, and twice the items may
 * take about twice the time. The floor draws as many random numbers and looks nothing up.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class BootstrapBenchmark {

    private static final Resampling RESAMPLING = Resampling.seeded(1);

    /** The number of items. */
    @Param({"2500", "5000", "10000", "20000"})
    public int items;

    private Mean mean = Statistics.mean(0);

    /** Draws the scores. */
    @Setup
    public void score() {
        SplittableRandom random = new SplittableRandom(7);
        mean = Statistics.mean(random.doubles(items).map(x -> x * x).toArray());
    }

    /** Resamples the items. */
    @Benchmark
    public Optional<Interval> bootstrap() {
        return mean.bootstrap(0.95, RESAMPLING);
    }

    /** Draws two choices at a time from the same generator. */
    @Benchmark
    public long floorOfRandomNumbers() {
        SplittableRandom random = new SplittableRandom(RESAMPLING.seed());
        long sum = 0;
        for (long i = (long) items * RESAMPLING.resamples() / 2; i > 0; i--) {
            sum += random.nextLong();
        }
        return sum;
    }
}
