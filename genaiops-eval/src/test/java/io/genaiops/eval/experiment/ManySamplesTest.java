package io.genaiops.eval.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.text.TextEvaluators;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs large experiments in processes with small heaps. */
class ManySamplesTest {

    private static final Pattern FIGURES =
            Pattern.compile("rows=(\\d+) cpuSeconds=([\\d.]+) bytesACell=([\\d.]+) paired=(\\d+)");

    /** Two variants, two evaluators. */
    private static final int CELLS_A_ROW = 4;

    @TempDir
    Path folder;

    @Test
    void twenty_thousand_rows_need_a_heap_of_48_megabytes() throws Exception {
        assertThat(bytesACell(run(20_000, "-Xmx48m"))).isLessThanOrEqualTo(16);
    }

    @Test
    @Tag("endurance")
    void a_million_rows_need_a_heap_of_256_megabytes_and_linear_time() throws Exception {
        double quarter = seconds(run(250_000, "-Xmx256m"));
        Matcher million = run(1_000_000, "-Xmx256m");
        assertThat(bytesACell(million)).isLessThanOrEqualTo(16);
        assertThat(seconds(million)).as("four times the rows").isLessThan(quarter * 6);
    }

    private static double seconds(Matcher figures) {
        return Double.parseDouble(figures.group(2));
    }

    private static double bytesACell(Matcher figures) {
        return Double.parseDouble(figures.group(3));
    }

    private Matcher run(int rows, String heap) throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ManySamplesTest.class.getName(),
                        Integer.toString(rows),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(30, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        Matcher figures = FIGURES.matcher(printed);
        assertThat(figures.find()).as(printed).isTrue();
        assertThat(Integer.parseInt(figures.group(4))).isEqualTo(rows);
        System.out.print(printed);
        return figures;
    }

    /** Answers the rows with two variants, reads every text back, and prints what that took. */
    public static void main(String[] arguments) throws IOException {
        int rows = Integer.parseInt(arguments[0]);
        Path folder = Path.of(arguments[1]);
        run(10, folder);
        long before = used();
        ExperimentResult result = run(rows, folder);
        long held = used() - before;
        int paired = result.compare("a", "b").rows().get(0).paired();
        long texts = result.variant("b").items().stream()
                .filter(item -> item.trials()
                        .get(0)
                        .evaluation()
                        .sample()
                        .response()
                        .orElseThrow()
                        .startsWith("for "))
                .count();
        if (texts != rows) {
            throw new IllegalStateException("expected " + rows + " texts; found " + texts);
        }
        System.out.printf(
                "rows=%d cpuSeconds=%.1f bytesACell=%.2f paired=%d%n",
                rows, cpuSeconds(), (double) held / rows / CELLS_A_ROW, paired);
    }

    private static ExperimentResult run(int rows, Path folder) throws IOException {
        Path file = folder.resolve(rows + ".jsonl");
        write(file, rows);
        return Experiment.named("many")
                .over(Dataset.reader().holding(0).read(file))
                .textVariant("a", sample -> "to " + sample.input())
                .textVariant("b", sample -> "for " + sample.input())
                .evaluatedBy(EvaluatorChain.of(
                        TextEvaluators.containsAny("winter").atLeast(0.5),
                        OverlapEvaluators.tokenF1().observed()))
                .concurrency(2)
                .journal(folder.resolve(rows + ".journal"))
                .run();
    }

    private static double cpuSeconds() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getProcessCpuTime()
                / 1e9;
    }

    private static long used() {
        for (int i = 0; i < 5; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void write(Path file, int rows) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int row = 0; row < rows; row++) {
                writer.write("{\"id\":\"s" + row + "\",\"input\":\"What do I pack for hike " + row
                        + " in winter, with a tent and without a stove?\",\"reference\":\"A tent for the winter\"}\n");
            }
        }
    }
}
