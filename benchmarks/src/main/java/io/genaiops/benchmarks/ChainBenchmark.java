package io.genaiops.benchmarks;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Evaluates a sample with a chain of twenty evaluators that do next to nothing, in nanoseconds per evaluator. The floor
 * calls the evaluators themselves; the difference is what the chain costs.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ChainBenchmark {

    private static final int EVALUATORS = 20;

    private List<Evaluator> evaluators = List.of();
    private Sample sample = Sample.of("question");
    private EvaluatorChain chain = EvaluatorChain.of(evaluator(0).atLeast(0.5));
    private EvaluatorChain limited = chain;

    /** Makes the chains. */
    @Setup
    public void build() {
        evaluators = IntStream.range(0, EVALUATORS)
                .mapToObj(ChainBenchmark::evaluator)
                .toList();
        List<Check> checks =
                evaluators.stream().map(evaluator -> evaluator.atLeast(0.5)).toList();
        sample = Sample.of("question").answered("answer");
        chain = EvaluatorChain.of(checks);
        limited = chain.withTimeout(java.time.Duration.ofMinutes(1)).withConcurrency(4);
    }

    /** Evaluates on this thread. */
    @Benchmark
    @OperationsPerInvocation(EVALUATORS)
    public Evaluation evaluate() {
        return chain.evaluate(sample);
    }

    /** Evaluates through the asynchronous run, which hands every evaluator to an executor that runs it at once. */
    @Benchmark
    @OperationsPerInvocation(EVALUATORS)
    public Evaluation evaluateAsync() {
        return chain.evaluateAsync(sample, Runnable::run).join();
    }

    /** Evaluates through the asynchronous run with a clock for every evaluator. */
    @Benchmark
    @OperationsPerInvocation(EVALUATORS)
    public Evaluation evaluateWithTimeout() {
        return limited.evaluate(sample);
    }

    /** Calls the evaluators. */
    @Benchmark
    @OperationsPerInvocation(EVALUATORS)
    public void floorOfDirectCalls(Blackhole hole) {
        for (Evaluator evaluator : evaluators) {
            hole.consume(evaluator.evaluate(sample));
        }
    }

    private static Evaluator evaluator(int number) {
        return Evaluator.builder("evaluator" + number)
                .evaluating(sample ->
                        Outcome.scored(sample.input().length() / 100.0, Scale.UNIT, Direction.HIGHER_IS_BETTER, ""));
    }
}
