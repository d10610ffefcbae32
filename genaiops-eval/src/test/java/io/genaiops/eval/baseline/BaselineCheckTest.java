package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineCheckTest {

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write_a_baseline() {
        Runs.baseline(60, i -> "4 ok").writeTo(folder.resolve("baseline.jsonl"));
    }

    private int run(String... args) {
        return BaselineCheck.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private int check(Function<Integer, String> now, String... options) {
        Runs.baseline(60, now).writeTo(folder.resolve("candidate.jsonl"));
        List<String> args = new ArrayList<>(List.of(
                "--baseline",
                folder.resolve("baseline.jsonl").toString(),
                "--candidate",
                folder.resolve("candidate.jsonl").toString()));
        args.addAll(List.of(options));
        return run(args.toArray(String[]::new));
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complained() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void the_same_scores_end_with_0() {
        assertThat(check(i -> "4 ok")).isZero();
        assertThat(said()).startsWith("PASSED: 'v1' of 'guide trial'").contains("could have been detected");
        assertThat(complained()).isEmpty();
    }

    @Test
    void a_regression_ends_with_1() {
        assertThat(check(i -> i % 3 == 0 ? "2 ok" : "4 ok")).isEqualTo(1);
        assertThat(said()).startsWith("REGRESSED: ").contains("evaluator 'quality': pass rate is worse by");
    }

    @Test
    void what_cannot_be_told_ends_with_2() {
        assertThat(check(i -> "- ok")).isEqualTo(2);
        assertThat(said()).startsWith("INCONCLUSIVE: ").contains("evaluator 'quality' gave no score at all now");
    }

    @Test
    void the_verdict_is_written_as_markdown_and_json() throws IOException {
        Path markdown = folder.resolve("new/verdict.md");
        Path json = folder.resolve("new/verdict.json");

        assertThat(check(i -> i == 9 ? "4 bad" : "4 ok", "--markdown", "" + markdown, "--json", "" + json))
                .isZero();

        assertThat(Files.readAllLines(markdown).get(0)).isEqualTo("<!-- genaiops-baseline:guide%20trial%2Fv1 -->");
        assertThat(new ObjectMapper()
                        .readTree(Files.readAllBytes(json))
                        .path("verdict")
                        .asText())
                .isEqualTo("passed");
    }

    @ParameterizedTest
    @CsvSource({
        "4 bad, 0, ''",
        "4 bad, 1, --critical safe",
        "4 bad, 0, --critical safe --tolerated-falls 1",
        "4 bad, 0, --critical-tag safety --critical-fall 0.5 --tolerated-falls 1",
        "3 ok, 1, --critical quality --critical-fall 0.2",
        "3 ok, 0, --critical quality --critical-fall 0.3",
        "- ok, 0, --coverage 0.98",
        "- ok, 2, --coverage 0.99",
        "- ok, 0, --coverage 0.99 --excusing unscored",
        "4 bad, 2, --detecting 0.01",
        "4 bad, 0, --detecting 0.5 --relevant 0.2 --allow-other-dataset --allow-other-evaluators"
    })
    void options_make_the_rule(String answer, int exitCode, String options) {
        String[] given = options.isEmpty() ? new String[0] : options.split(" ", -1);

        assertThat(check(i -> i == 20 ? answer : "4 ok", given))
                .as(this::complained)
                .isEqualTo(exitCode);
    }

    @ParameterizedTest
    @CsvSource({
        "'', --baseline <file> is required; found: []",
        "--baseline a, --candidate <file> is required",
        "--baseline a --candidate, --candidate takes a value; found: nothing",
        "--baseline --candidate b, --baseline takes a value; found: --candidate",
        "--baseline a --baseline b, --baseline is given once; found: twice",
        "--basline a, no option is called '--basline'",
        "a b, no option is called 'a'",
        "--coverage many, --coverage takes a number; found: For input string: \"many\"",
        "--coverage 95, --coverage: coverage must be above 0 to 1; found: 95.0",
        "--tolerated-falls 1.5, --tolerated-falls takes a number",
        "--excusing sickness, --excusing: a kind of outcome such as not_applicable is expected; found: sickness",
        "--excusing scored, --excusing: scores need no excuse",
        "--baseline a --candidate b --tolerated-falls 1, a rule on critical falls must name what is critical"
    })
    void wrong_calls_end_with_64_and_the_usage(String args, String message) {
        assertThat(run(args.isEmpty() ? new String[0] : args.split(" ", -1))).isEqualTo(64);
        assertThat(complained()).startsWith(message).contains("usage: java -cp <class path>");
        assertThat(said()).isEmpty();
    }

    @Test
    void help_is_no_failure_and_explains_every_option() {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("--baseline", "--allow-other-evaluators", "2 inconclusive");
    }

    @Test
    void a_missing_or_faulty_file_ends_with_65_and_is_no_verdict() throws IOException {
        Path nowhere = folder.resolve("nowhere");
        assertThat(run("--baseline", "" + nowhere, "--candidate", "" + nowhere)).isEqualTo(65);
        assertThat(complained()).isEqualTo("baseline must be a file; found: nothing at " + nowhere + "\n");

        err.reset();
        Path baseline = folder.resolve("baseline.jsonl");
        Files.writeString(baseline, Files.readString(baseline).replace("{\"id\":\"s007\"", ">>>>>>> theirs\n{"));
        assertThat(run("--baseline", "" + baseline, "--candidate", "" + baseline))
                .isEqualTo(65);
        assertThat(complained()).contains("baseline.jsonl:15: expected one JSON object; found: a mark of a merge");
    }

    @Test
    void a_verdict_that_cannot_be_written_ends_with_74() throws IOException {
        Path taken = Files.createDirectories(folder.resolve("taken"));
        assertThat(check(i -> "4 ok", "--markdown", "" + taken)).isEqualTo(74);
        assertThat(complained()).startsWith("the verdict cannot be written: ");
    }

    @Test
    void a_failure_of_the_check_itself_is_never_a_regression() {
        PrintStream broken = new PrintStream(out) {
            @Override
            public void println(String line) {
                throw new IllegalStateException("broken pipe");
            }
        };
        Path file = folder.resolve("baseline.jsonl");
        int exitCode = BaselineCheck.run(
                new String[] {"--baseline", "" + file, "--candidate", "" + file},
                broken,
                new PrintStream(err, true, StandardCharsets.UTF_8));
        assertThat(exitCode).isEqualTo(70);
        assertThat(complained()).contains("java.lang.IllegalStateException: broken pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"4 ok", "1 ok", "- ok"})
    void a_process_ends_with_the_code_of_the_verdict(String answer) throws Exception {
        int expected = check(i -> answer);
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.genaiops.eval.baseline.BaselineCheck",
                        "--baseline",
                        "baseline.jsonl",
                        "--candidate",
                        "candidate.jsonl")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isEqualTo(expected);
        assertThat(List.of(0, 1, 2)).contains(expected);
    }
}
