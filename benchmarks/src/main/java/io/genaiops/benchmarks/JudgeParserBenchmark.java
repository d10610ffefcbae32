package io.genaiops.benchmarks;

import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Verdict;
import io.genaiops.eval.rubric.VerdictParser;
import java.util.List;
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
 * Reads hostile replies of a quarter, a half and one million characters, each a piece that tempts a parser to go back,
 * repeated; half of it also stands in the judged text. The floor looks at every character once. Twice the reply may take
 * about twice the time.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JudgeParserBenchmark {

    /** The size of the reply in characters. */
    @Param({"250000", "500000", "1000000"})
    public int size;

    /** What the reply repeats. */
    @Param({"{", "{\"score\":1}", "score: 4 ", "\"", "4/", "score:   (", "{a:", "{\"a"})
    public String piece = "";

    private String reply = "";
    private VerdictParser parser = VerdictParser.of(Menu.grades(1, 5), List.of());

    /** Makes the reply. */
    @Setup
    public void fill() {
        reply = piece.repeat(size / piece.length());
        parser = VerdictParser.of(Menu.grades(1, 5), List.of(reply.substring(0, reply.length() / 2)));
    }

    /** Reads the reply. */
    @Benchmark
    public Verdict read() {
        return parser.read(reply);
    }

    /** Adds up the characters. */
    @Benchmark
    public long floorOfOnePass() {
        long sum = 0;
        for (int i = 0; i < reply.length(); i++) {
            sum += reply.charAt(i);
        }
        return sum;
    }
}
