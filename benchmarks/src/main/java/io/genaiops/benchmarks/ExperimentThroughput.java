package io.genaiops.benchmarks;

import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import io.genaiops.model.CallThreads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Runs 2,000 samples at 50 ms of simulated latency with 100 in flight, and compares the wall time with the ideal of one
 * second. The floor does the same waiting on threads of the same kind and nothing else, in the same run.
 *
 * @since 0.1
 */
public final class ExperimentThroughput {

    private static final int SAMPLES = 2_000;
    private static final int IN_FLIGHT = 100;
    private static final long LATENCY_MILLIS = 50;
    private static final double IDEAL_SECONDS = SAMPLES * LATENCY_MILLIS / 1e3 / IN_FLIGHT;
    private static final int WARM_UPS = 2;
    private static final int ROUNDS = 7;

    /** Something whose time is taken. */
    private interface Work {
        void run() throws InterruptedException, IOException;
    }

    private ExperimentThroughput() {}

    /** Prints the median and all wall times of the floor and of the experiment, with and without a journal. */
    public static void main(String[] arguments) throws InterruptedException, IOException {
        System.out.printf(
                Locale.ROOT,
                "JDK %s, %d processors: %d samples of %d ms, %d in flight; ideal %.3f s%n",
                Runtime.version(),
                Runtime.getRuntime().availableProcessors(),
                SAMPLES,
                LATENCY_MILLIS,
                IN_FLIGHT,
                IDEAL_SECONDS);
        report("floor of waiting threads", ExperimentThroughput::wait2000Times);
        report("experiment", () -> experiment(null));
        Path folder = Files.createTempDirectory("throughput");
        AtomicInteger number = new AtomicInteger();
        report("experiment with a journal", () -> experiment(folder.resolve(number.incrementAndGet() + ".journal")));
    }

    private static void report(String name, Work work) throws InterruptedException, IOException {
        double[] seconds = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            long start = System.nanoTime();
            work.run();
            double taken = (System.nanoTime() - start) / 1e9;
            if (round >= 0) {
                seconds[round] = taken;
            }
        }
        Arrays.sort(seconds);
        double median = seconds[ROUNDS / 2];
        System.out.printf(
                Locale.ROOT,
                "%-26s median %.3f s = %.3f x ideal, from %.3f to %.3f s%n",
                name,
                median,
                median / IDEAL_SECONDS,
                seconds[0],
                seconds[ROUNDS - 1]);
    }

    private static void wait2000Times() throws InterruptedException {
        AtomicInteger left = new AtomicInteger(SAMPLES);
        CountDownLatch ended = new CountDownLatch(IN_FLIGHT);
        for (int i = 0; i < IN_FLIGHT; i++) {
            CallThreads.create().execute(() -> {
                try {
                    while (left.getAndDecrement() > 0) {
                        TimeUnit.MILLISECONDS.sleep(LATENCY_MILLIS);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
    }

    private static void experiment(@Nullable Path journal) {
        Experiment experiment = Experiment.named("throughput")
                .over(rows())
                .textVariant("slow", sample -> {
                    TimeUnit.MILLISECONDS.sleep(LATENCY_MILLIS);
                    return "It takes about 5.5 hours with the standard charger.";
                })
                .evaluatedBy(EvaluatorChain.of(
                        OverlapEvaluators.tokenF1().atLeast(0.4),
                        OverlapEvaluators.rougeL().atLeast(0.4),
                        TextEvaluators.containsAll("hours").atLeast(1)))
                .concurrency(IN_FLIGHT);
        ExperimentResult result = (journal == null ? experiment : experiment.journal(journal)).run();
        if (result.variant("slow").errors() > 0
                || result.variant("slow").items().size() != SAMPLES) {
            throw new IllegalStateException("expected " + SAMPLES + " answers; found: " + result);
        }
    }

    private static Dataset rows() {
        List<Sample> rows = new ArrayList<>(SAMPLES);
        for (int i = 0; i < SAMPLES; i++) {
            rows.add(Sample.of("How long does charging take, asked for the " + i + "th time?")
                    .withId("q" + i)
                    .expecting("5.5 hours with the standard charger."));
        }
        return Dataset.of("throughput", rows);
    }
}
