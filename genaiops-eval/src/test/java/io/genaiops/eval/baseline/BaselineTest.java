package io.genaiops.eval.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.call.Answers;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.experiment.Experiment;
import io.genaiops.eval.experiment.ExperimentResult;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BaselineTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("guide.baseline.jsonl");
    }

    @Test
    void the_file_has_a_line_for_each_fact_evaluator_and_sample() throws IOException {
        Baseline.of(Runs.run(2, i -> i == 0 ? "4.5 ok" : "- bad"), "v1").writeTo(file());

        assertThat(file()).hasContent("""
                {"schema":"genaiops.baseline/1"}
                {"experiment":"guide trial","variant":"v1"}
                {"dataset":"questions","digest":"%s","samples":2}
                {"repetitions":1,"seed":1}
                {"finished":"2026-11-20T08:30:00Z"}
                {"evaluator":"quality","version":"1.0.0","configuration":"%s","scale":{"min":1,"max":5},\
                "direction":"higher_is_better","threshold":{"at_least":3},"coverage":0.5}
                {"evaluator":"safe","version":"1.0.0","configuration":"%s","scale":{"min":0,"max":1},\
                "direction":"higher_is_better","threshold":{"at_least":1},"coverage":1}
                {"id":"s000","row":"%s","answer":"%s","tags":["safety"],"scores":{"quality":{"score":4.5,"passes":1},\
                "safe":{"score":1,"passes":1}}}
                {"id":"s001","row":"%s","answer":"%s","scores":{"quality":{"unscored":1},"safe":{"score":0,"passes":0}}}
                """.formatted(
                        Runs.dataset(2).digest(),
                        Runs.QUALITY.id().configuration(),
                        Runs.SAFE.id().configuration(),
                        row(0),
                        // sha256sum of ["4.5 ok"] and ["- bad"]
                        "1f79dcefa78f",
                        row(1),
                        "aa04eee4a414"));
    }

    private static String row(int index) {
        Sample sample = Runs.dataset(2).samples().get(index);
        return Dataset.of("one", List.of(sample)).digest().abbreviated();
    }

    @Test
    void what_is_written_is_read_again() {
        ExperimentResult result = Runs.experiment(
                        Runs.dataset(30),
                        Runs.chain(),
                        i -> i % 7 == 0 ? "!" : i % 5 + 1 + (i % 3 == 0 ? " bad" : " ok"))
                .repeated(3)
                .seeded(99)
                .run();
        Baseline baseline = Baseline.of(result, "v1");
        baseline.writeTo(file());
        Baseline read = Baseline.read(file());

        assertThat(read).isEqualTo(baseline).hasSameHashCodeAs(baseline);
        assertThat(read.variant()).isEqualTo("v1");
        assertThat(read.experiment()).isEqualTo("guide trial");
        assertThat(read.finished()).isEqualTo(Runs.DATE);
        assertThat(read.size()).isEqualTo(30);
        assertThat(read.datasetDigest()).isEqualTo(result.datasetDigest());
        assertThat(read.coverage()).containsEntry("quality", 25 / 30.0).containsEntry("safe", 25 / 30.0);
        assertThat(read.hasTexts()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void any_scores_survive_the_file_to_the_last_bit(long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        Evaluator any = Evaluator.builder("any")
                .scale(Scale.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY))
                .scoring(sample -> {
                    double value = Math.scalb(random.nextDouble(-1, 1), random.nextInt(-300, 300));
                    return random.nextInt(5) == 0 ? Math.rint(value) : value;
                });
        ExperimentResult result = Runs.experiment(Runs.dataset(50), EvaluatorChain.of(any.above(0)), i -> "x")
                .repeated(random.nextInt(1, 5))
                .run();
        Baseline baseline = Baseline.of(result, "v1");
        baseline.writeTo(file());

        assertThat(Baseline.read(file())).isEqualTo(baseline);
        byte[] once = Files.readAllBytes(file());
        Baseline.read(file()).writeTo(file());
        assertThat(Files.readAllBytes(file())).isEqualTo(once);
    }

    /** The shortest decimals that give the doubles back; the first is printed otherwise by JDK 17 (JDK-4511638). */
    @ParameterizedTest
    @CsvSource({
        "2.0E-3, 0.002",
        "1.0E23, 100000000000000000000000",
        "0.6666666666666666, 0.6666666666666666",
        "3.0, 3",
        "-0.0, 0",
        "100, 100",
        "2.2250738585072014E-308, 0.000"
    })
    void numbers_are_written_the_same_way_by_every_runtime(double value, String start) {
        String written = new BigDecimal(BaselineWriter.number(value).asText()).toPlainString();
        assertThat(written).startsWith(start);
        assertThat(Double.parseDouble(written)).isEqualTo(value + 0.0);
    }

    @Test
    void samples_are_in_the_order_of_their_ids_whatever_the_dataset() throws IOException {
        List<Sample> samples = new ArrayList<>(Runs.dataset(20).samples());
        Collections.shuffle(samples, new Random(5));
        Baseline.of(Runs.run(Dataset.of("questions", samples), Runs.chain(), i -> "4 ok"), "v1")
                .writeTo(file());
        List<String> shuffled = Files.readAllLines(file());
        Runs.baseline(20, i -> "4 ok").writeTo(file());

        assertThat(shuffled.stream().skip(3))
                .isEqualTo(Files.readAllLines(file()).stream().skip(3).toList());
    }

    @Test
    void inputs_and_answers_are_in_it_only_if_they_are_wished() throws IOException {
        Baseline without = Runs.baseline(3, i -> i == 2 ? "!" : "4 ok");
        without.writeTo(file());
        assertThat(Files.readString(file())).doesNotContain("question 1", "4 ok");

        Baseline with = without.withTexts();
        with.writeTo(file());
        assertThat(Files.readString(file()))
                .contains("\"input\":\"question 1\",\"answers\":[\"4 ok\"]}")
                .contains("\"input\":\"question 2\",\"answers\":[null]}");
        assertThat(Baseline.read(file()))
                .isEqualTo(with)
                .satisfies(read -> assertThat(read.withTexts()).isSameAs(read));
        without.writeTo(file());
        assertThatThrownBy(() -> Baseline.read(file()).withTexts())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Baseline.of(result, variant).withTexts()");
    }

    @Test
    void prompts_and_models_are_named() throws IOException {
        ExperimentResult result = Experiment.named("e")
                .over(Runs.dataset(3))
                .variant("v", sample -> Answers.saying("4 ok"))
                .evaluatedBy(Runs.chain())
                .run();
        Baseline baseline = Baseline.of(result, "v");
        baseline.writeTo(file());

        assertThat(Files.readAllLines(file()).subList(5, 7))
                .first()
                .asString()
                .startsWith("{\"prompt\":\"trail-guide\",\"version\":\"1.1.0\",\"digest\":\"sha256:");
        assertThat(Files.readAllLines(file()).get(6)).isEqualTo("{\"model\":\"small\"}");
        assertThat(Baseline.read(file())).isEqualTo(baseline);
    }

    @Test
    void texts_that_utf_8_cannot_carry_survive() {
        Dataset odd = Dataset.of(
                "odd", List.of(Sample.of("q").withId("s1"), Sample.of("q").withId("s2 \"ü\n\u2028")));
        AtomicInteger calls = new AtomicInteger();
        ExperimentResult result = Experiment.named("odd \ud800")
                .over(odd)
                .textVariant("v\ud800", sample -> calls.incrementAndGet() + " ok \udc00")
                .evaluatedBy(Runs.chain())
                .run();
        Baseline baseline = Baseline.of(result, "v\ud800").withTexts();
        baseline.writeTo(file());

        assertThat(Baseline.read(file())).isEqualTo(baseline);
    }

    @Test
    void evaluators_of_one_name_are_told_apart() throws IOException {
        EvaluatorChain chain = EvaluatorChain.of(
                Runs.quality("a").atLeast(3), Runs.quality("b").observed(), Runs.SAFE.observed());
        Baseline baseline = Baseline.of(Runs.run(Runs.dataset(2), chain, i -> "4 ok"), "v1");
        baseline.writeTo(file());

        assertThat(Files.readString(file()))
                .contains("\"" + Runs.quality("a").id() + "\":{\"score\":4,\"passes\":1}")
                .contains("\"" + Runs.quality("b").id() + "\":{\"score\":4}");
        assertThat(Baseline.read(file())).isEqualTo(baseline);
    }

    static Stream<Threshold> thresholds() {
        return Stream.of(
                Threshold.atLeast(2),
                Threshold.above(2),
                Threshold.atMost(2),
                Threshold.below(2.5),
                Threshold.between(2, 3),
                new Threshold(2, false, 3, false));
    }

    @ParameterizedTest
    @MethodSource("thresholds")
    void every_threshold_survives(Threshold threshold) {
        ExperimentResult result = Runs.run(5, i -> i + 1 + " ok").at(Runs.QUALITY.id(), threshold);
        Baseline.of(result, "v1").writeTo(file());

        assertThat(Baseline.read(file()).evaluators().get(0).threshold()).contains(threshold);
        assertThat(Baseline.read(file())).isEqualTo(Baseline.of(result, "v1"));
    }

    /** What is replaced in the file that the first test shows, and what is said of it. */
    static Stream<Arguments> damages() {
        return Stream.of(
                Arguments.of(
                        "baseline/1",
                        "baseline/2",
                        ":1: expected the schema genaiops.baseline/1; found:"
                                + " genaiops.baseline/2; a higher number is that of a newer genaiops"),
                Arguments.of(
                        "\"samples\":3",
                        "\"samples\":4",
                        ":10: expected the end of the file after 4 samples, as" + " line 3 says; found: 3 samples"),
                Arguments.of("\"samples\":3", "\"samples\":0", ":3: expected a whole number from 1 on in 'samples'"),
                Arguments.of("\"seed\":1", "\"seed\":1.5", ":4: expected a whole number in 'seed'; found: 1.5"),
                Arguments.of(
                        "\"seed\":1",
                        "\"seed\":1,\"weed\":2",
                        ":4: expected no further field than" + " [repetitions, seed]; found: 'weed'"),
                Arguments.of(",\"seed\":1", "", ":4: expected the field 'seed'"),
                Arguments.of("\"seed\":1", "\"seed\":1,\"seed\":1", ":4: expected one JSON object; found: Duplicate"),
                Arguments.of("2026-11-20", "yesterday", ":5: expected a value of 'finished' that can be parsed"),
                Arguments.of("sha256:", "md5:", ":3: expected a value of 'digest' that can be parsed"),
                Arguments.of("\"max\":5", "\"max\":1", ":6: expected a sound line; found: scale needs min < max"),
                Arguments.of(
                        "\"max\":5", "\"max\":NaN", ":6: expected one JSON object; found: Non-standard token 'NaN'"),
                Arguments.of("\"max\":5", "\"max\":1e999", ":6: expected a finite number in 'scale.max'"),
                Arguments.of("higher_is_better", "up", ":6: expected a word for a Direction in 'direction'"),
                Arguments.of("\"at_least\":3", "\"about\":3", ":6: expected no further field than"),
                Arguments.of(
                        "\"coverage\":1}",
                        "\"coverage\":0.9}",
                        ":6: expected coverage 1.0, as the lines of the" + " samples have it; found: 0.9"),
                Arguments.of(
                        "\"id\":\"s000\"",
                        "\"id\":\"s009\"",
                        ":9: expected samples in the order of their ids, each" + " once; found: 's001' after 's009'"),
                Arguments.of("\"id\":\"s001\"", "\"id\":\"s000\"", ":9: expected samples in the order of their ids"),
                Arguments.of("\"id\":\"s000\"", "\"id\":7", ":8: expected a text in 'id'; found: 7"),
                Arguments.of("\"row\":\"", "\"row\":\"x", ":8: expected twelve hexadecimal digits in 'row'"),
                Arguments.of("[\"safety\"]", "[]", ":8: expected an array with something in it in 'tags'"),
                Arguments.of("[\"safety\"]", "[\"b\",\"a\"]", ":8: expected lines in order, each once"),
                Arguments.of("[\"safety\"]", "[1]", ":8: expected a text in 'tags'; found: 1"),
                Arguments.of("\"score\":4,", "\"score\":7,", ":8: expected a score on 1..5"),
                Arguments.of(
                        "\"score\":4,",
                        "\"score\":\"4\",",
                        ":8: expected a finite number in" + " 'scores.quality.score'"),
                Arguments.of("\"score\":4,", "", ":8: expected of 'quality' 1 outcomes, with a score if one of them"),
                Arguments.of("\"score\":4,", "\"score\":4,\"errored\":1,", ":8: expected of 'quality' 1 outcomes"),
                Arguments.of("\"score\":4,", "\"score\":4,\"errored\":0,", ":8: expected a whole number from 1 on"),
                Arguments.of("\"score\":4,\"passes\":1", "\"score\":4,\"passes\":0", ":8: expected a share of passes"),
                Arguments.of(
                        "\"score\":4,\"passes\":1", "\"score\":4,\"passes\":0.5", ":8: expected a share of passes"),
                Arguments.of("\"quality\":{", "\"qualitie\":{", ":8: expected the field 'scores.quality'"),
                Arguments.of(
                        "{\"id\":\"s001\"",
                        "<<<<<<< HEAD\n{\"id\":\"s001\"",
                        ":9: expected one JSON object; found: a"
                                + " mark of a merge conflict: <<<<<<< HEAD. Restore the file, or write it anew"),
                Arguments.of(
                        "{\"id\":\"s001\"", "=======\n{\"id\":\"s001\"", ":9: expected one JSON object; found: a mark"),
                Arguments.of("{\"id\":\"s001\"", "\n{\"id\":\"s001\"", ":9: expected one JSON object; found: an empty"),
                Arguments.of("{\"id\":\"s001\"", "[]\n{\"id\":\"s001\"", ":9: expected one JSON object; found: []"),
                Arguments.of(
                        "{\"id\":\"s001\"", "{} {\"id\":\"s001\"", ":9: expected one JSON object; found: Trailing"),
                Arguments.of("{\"evaluator\"", "{\"evaluater\"", ":6: expected a line of an evaluator"));
    }

    @ParameterizedTest
    @MethodSource("damages")
    void what_would_not_have_been_written_is_refused_with_file_and_line(String from, String to, String message)
            throws IOException {
        Runs.baseline(3, i -> "4 ok").writeTo(file());
        String text = Files.readString(file());
        int at = text.indexOf(from);
        assertThat(at).as("what is damaged").isNotNegative();
        Files.writeString(file(), text.substring(0, at) + to + text.substring(at + from.length()));

        assertThatThrownBy(() -> Baseline.read(file()))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("baseline " + file() + ":")
                .hasMessageContaining(message);
    }

    @Test
    void a_share_of_repetitions_that_none_can_give_is_refused() throws IOException {
        Runs.experiment(Runs.dataset(1), Runs.chain(), i -> "4 ok").repeated(3).run();
        Baseline.of(
                        Runs.experiment(Runs.dataset(1), Runs.chain(), i -> "4 ok")
                                .repeated(3)
                                .run(),
                        "v1")
                .writeTo(file());
        Files.writeString(file(), Files.readString(file()).replaceFirst("\"passes\":1", "\"passes\":0.5"));

        assertThatThrownBy(() -> Baseline.read(file()))
                .hasMessageContaining("a share of passes that 3 scores can give");
    }

    @Test
    void every_beginning_of_a_file_is_refused() throws IOException {
        Runs.baseline(2, i -> "4 ok").writeTo(file());
        byte[] whole = Files.readAllBytes(file());
        // Without the last line end it is still whole.
        for (int length = 0; length < whole.length - 1; length += 7) {
            Files.write(file(), Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Baseline.read(file())).isInstanceOf(GenAiOpsException.class);
        }
    }

    @Test
    void other_bytes_a_missing_file_and_a_folder_are_refused() throws IOException {
        assertThatThrownBy(() -> Baseline.read(file()))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("baseline must be a file; found: nothing at " + file());
        assertThatThrownBy(() -> Baseline.read(folder)).isInstanceOf(GenAiOpsException.class);
        Runs.baseline(2, i -> "4 ok").writeTo(file());
        Files.write(
                file(),
                Files.readString(file()).replace("question", "fr\u00e4ge").getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Baseline.read(file()))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("expected text in UTF-8");
    }

    @Test
    void windows_line_ends_are_read() throws IOException {
        Baseline baseline = Runs.baseline(2, i -> "4 ok");
        baseline.writeTo(file());
        Files.writeString(file(), Files.readString(file()).replace("\n", "\r\n"));

        assertThat(Baseline.read(file())).isEqualTo(baseline);
    }

    @Test
    void a_file_that_cannot_be_written_stays_as_it_was() throws IOException {
        Path target = folder.resolve("taken");
        Files.createDirectories(target.resolve("not-empty"));
        assertThatThrownBy(() -> Runs.baseline(2, i -> "4 ok").writeTo(target))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("stays as it was");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void missing_folders_are_made() {
        Path deep = folder.resolve("a/b/c.jsonl");
        Runs.baseline(2, i -> "4 ok").writeTo(deep);
        assertThat(Baseline.read(deep).size()).isEqualTo(2);
    }
}
