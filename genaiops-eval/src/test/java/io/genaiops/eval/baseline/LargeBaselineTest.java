package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.dataset.Dataset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeBaselineTest {

    private static final int SIZE = 100_000;

    @TempDir
    private Path folder;

    /** With anything quadratic in it this would not end. */
    @Test
    void a_hundred_thousand_samples_are_written_read_and_compared() throws Exception {
        Dataset dataset = Runs.dataset(SIZE);
        EvaluatorChain chain = Runs.chain();
        Baseline before = Baseline.of(Runs.run(dataset, chain, i -> 2 + i % 4 + " ok"), "v1");
        Baseline now = Baseline.of(Runs.run(dataset, chain, i -> 2 + (i + (i % 50 == 0 ? 1 : 0)) % 4 + " ok"), "v1");
        Path file = folder.resolve("large.jsonl");
        before.writeTo(file);

        try (Stream<String> lines = Files.lines(file)) {
            assertThat(lines.count()).isEqualTo(SIZE + 7L);
        }
        Baseline read = Baseline.read(file);
        assertThat(read).isEqualTo(before);
        BaselineVerdict verdict = read.check(now, RegressionRule.usual());
        assertThat(verdict.conclusion()).isEqualTo(Conclusion.PASSED);
        assertThat(verdict.rows().get(0).paired()).isEqualTo(SIZE);
        assertThat(verdict.toMarkdown()).hasSizeLessThan(60_000);
    }
}
