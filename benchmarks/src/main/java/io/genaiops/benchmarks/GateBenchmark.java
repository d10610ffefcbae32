package io.genaiops.benchmarks;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.gate.Candidate;
import io.genaiops.gate.Gate;
import io.genaiops.gate.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * Reads the evidence of 10,000 samples, 20 evaluators each with mean, pass rate and comparison, from its JSON, and decides
 * on it.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GateBenchmark {

    private static final int SAMPLES = 10_000;
    private static final AssetId ID = AssetId.prompt("trail-guide");
    private static final Version VERSION = Version.of(2, 0, 0);
    private static final Digest DIGEST = Digest.ofText("candidate");
    private static final Digest HOLDER = Digest.ofText("holder");

    private final String text = Evidence.text(List.of(evidence()));
    private final Gate gate = gate();

    private static Evidence evidence() {
        List<Figure> figures = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            String name = "evaluator" + i;
            Digest digest = Digest.ofText(name);
            figures.add(new Figure(name, digest, Figure.Kind.MEAN, 0.8, 0.79, 0.81, 0.95, SAMPLES, SAMPLES));
            figures.add(new Figure(name, digest, Figure.Kind.PASS_RATE, 0.9, 0.89, 0.91, 0.95, SAMPLES, SAMPLES));
            figures.add(new Figure(
                    name, digest, Figure.Kind.DIFFERENCE, 0.01, -0.01, 0.03, 0.95, SAMPLES, SAMPLES, "", HOLDER));
        }
        return new Evidence(ID, VERSION, DIGEST, Digest.ofText("rows"), "small", figures, Instant.EPOCH);
    }

    private static Gate gate() {
        Gate all = Gate.sample(SAMPLES, 0.99);
        for (int i = 0; i < 20; i++) {
            String name = "evaluator" + i;
            all = Gate.allOf(
                    all,
                    Gate.mean(name).confidently().atLeast(0.7),
                    Gate.passRate(name).atLeast(0.8),
                    Gate.score(name).noWorseThan(0.02));
        }
        return all;
    }

    /** Parses and decides. */
    @Benchmark
    public Verdict parseAndDecide() {
        return decide(Evidence.parse(text));
    }

    /** Takes the digest that approvals are given on. */
    @Benchmark
    public Digest digestOfEvidence() {
        return Evidence.digestOf(Evidence.parse(text));
    }

    private Verdict decide(List<Evidence> evidence) {
        Candidate candidate = Candidate.builder(ID, VERSION, DIGEST)
                .holder(Version.of(1, 0, 0), HOLDER)
                .evidence(evidence)
                .build();
        Verdict verdict = gate.decide(candidate);
        if (!verdict.isPass()) {
            throw new IllegalStateException("expected a pass, found: " + verdict.reasons());
        }
        return verdict;
    }

    /** Decides without the harness, for a first look: prints microseconds of the best of many rounds. */
    public static void main(String[] arguments) {
        GateBenchmark benchmark = new GateBenchmark();
        long best = Long.MAX_VALUE;
        long first = 0;
        for (int round = 0; round < 2_000; round++) {
            long begun = System.nanoTime();
            benchmark.parseAndDecide();
            long took = System.nanoTime() - begun;
            best = Math.min(best, took);
            first = round == 0 ? took : first;
        }
        System.out.println("first " + first / 1000 + " us, best " + best / 1000 + " us");
    }
}
