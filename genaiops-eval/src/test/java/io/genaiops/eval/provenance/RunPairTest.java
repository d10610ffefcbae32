package io.genaiops.eval.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Scale;
import io.genaiops.eval.comparison.Columns;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RunPairTest {

    private static final Digest ROWS = Digest.ofText("rows");
    private static final Digest OTHER_ROWS = Digest.ofText("other rows");

    @Test
    void runs_that_measured_the_same_compare_without_a_mark() {
        RunPair pair = run(ROWS, 1, judged("clear", 0.2, 0.9), "s0", "s1")
                .before(run(ROWS, 1, judged("clear", 0.4, 0.9), "s0", "s1"), 1);

        assertThat(pair.isComparable()).isTrue();
        Comparison comparison = pair.compare("v1");
        assertThat(comparison.first()).isEqualTo("earlier v1");
        assertThat(comparison.second()).isEqualTo("v1");
        assertThat(comparison.caveats()).isEmpty();
        assertThat(comparison.row("clear").scoreEffect().orElseThrow().won()).isEqualTo(1);
        assertThat(pair.evenThoughTheyDiffer().compare("v1").caveats())
                .as("nothing was forced")
                .isEmpty();
        assertThat(pair.describe()).endsWith(": the same dataset, evaluators and repetitions");
    }

    @Test
    void runs_that_measured_different_things_do_not_compare_and_each_difference_is_named() {
        Evaluator judge = Evaluator.builder("clear")
                .configuration(JsonNodeFactory.instance.objectNode().put("model", "large"))
                .scoring(sample -> 0);
        RunScores earlier = run(ROWS, 1, judged("clear", 0.2, 0.9), "s0", "s1");
        ScoreColumn later = Columns.repeated(judge.atLeast(0.5), 2, 0.1, 0.2, 0.3, 0.4);
        RunPair pair =
                earlier.before(run(OTHER_ROWS, 2, List.of(later, Columns.observed("short", 1, 1)), "s0", "s1"), 1);

        assertThat(pair.isComparable()).isFalse();
        assertThat(pair.differences())
                .containsExactly(
                        "dataset: " + ROWS.abbreviated() + " of 2 items then, " + OTHER_ROWS.abbreviated()
                                + " of 2 items now",
                        "repetitions: 1 then, 2 now",
                        "evaluator 'clear': 1.0.0 "
                                + Columns.evaluator("clear", Direction.HIGHER_IS_BETTER)
                                        .id()
                                        .configuration()
                                        .abbreviated()
                                + " then, 1.0.0 " + judge.id().configuration().abbreviated() + " now",
                        "evaluator 'short': only now");
        assertThatThrownBy(() -> pair.compare("v1"))
                .isInstanceOfSatisfying(
                        IncomparableRunsException.class,
                        refusal -> assertThat(refusal.differences()).isEqualTo(pair.differences()))
                .hasMessageStartingWith("'winter of 2026-11-01T10:00:00Z' and 'winter of 2026-11-01T10:00:00Z' measured"
                        + " different things and do not compare:\n  dataset: ")
                .hasMessageContaining("\n  repetitions: 1 then, 2 now\n")
                .hasMessageEndingWith("or compare evenThoughTheyDiffer(): every sentence will say so");
        assertThat(pair.describe()).contains("different, and so not comparable:\n  dataset: ");
    }

    @Test
    void what_is_compared_nevertheless_is_marked_and_matched_by_id() {
        RunScores earlier = run(ROWS, 1, judged("clear", 0.1, 0.2, 0.9), "gone", "b", "a");
        RunScores later = run(OTHER_ROWS, 1, judged("clear", 0.8, 0.3, 0.7), "a", "new", "b");
        Comparison comparison = earlier.before(later, 1).evenThoughTheyDiffer().compare("v1");

        Comparison.Row row = comparison.row("clear");
        assertThat(row.paired()).isEqualTo(2);
        assertThat(row.unpaired()).isEqualTo(1);
        // a: 0.9 to 0.8, b: 0.2 to 0.7
        assertThat(row.scores().orElseThrow().difference()).isEqualTo((0.8 - 0.9 + 0.7 - 0.2) / 2);
        assertThat(comparison.describe())
                .startsWith("forced: compared although the runs differ: dataset: ")
                .contains("; 2 items have their id in both, 1 only now, 1 only then");
        assertThat(comparison.describe().lines().skip(1))
                .hasSize(2)
                .allMatch(line -> line.endsWith("1 items without both scores are left out [forced]"));
        assertThat(comparison.scoreNoWorse("clear", 0.1).words()).endsWith(" [forced]");
    }

    @Test
    void evaluators_of_another_scale_are_not_compared_even_if_forced() {
        Check counts = Evaluator.builder("clear")
                .scale(Scale.AMOUNT)
                .scoring(sample -> 0)
                .observed();
        RunScores earlier =
                run(ROWS, 1, List.of(Columns.repeated(counts, 1, 12, 13), Columns.observed("short", 1, 1)), "s0", "s1");
        RunScores later =
                run(ROWS, 1, List.of(Columns.judged("clear", 1, 1), Columns.observed("short", 1, 0)), "s0", "s1");
        Comparison comparison = earlier.before(later, 1).evenThoughTheyDiffer().compare("v1");

        assertThat(comparison.rows()).extracting(row -> row.evaluator().name()).containsExactly("short");
        assertThat(comparison.describe())
                .startsWith("without some evaluators: 'clear' is not compared, its scale was 0..∞ and is 0..1\n")
                .endsWith(" [without some evaluators]");
        RunScores nothing = run(ROWS, 1, judged("else", 1, 1), "s0", "s1");
        assertThatThrownBy(() -> nothing.before(later, 1).evenThoughTheyDiffer().compare("v1"))
                .hasMessage("the runs have no evaluator in common; found then: [else], now: [clear, short]");
    }

    @Test
    void earlier_scores_are_judged_by_the_threshold_of_now_and_that_is_said() {
        Evaluator clear = Columns.evaluator("clear", Direction.HIGHER_IS_BETTER);
        RunScores earlier = run(ROWS, 1, judged("clear", 0.6, 0.9), "s0", "s1");
        RunScores later = run(ROWS, 1, List.of(Columns.repeated(clear.atLeast(0.8), 1, 0.9, 0.9)), "s0", "s1");
        Comparison comparison = earlier.before(later, 1).compare("v1");

        assertThat(comparison.row("clear").passEffect().orElseThrow().won()).isEqualTo(1);
        assertThat(comparison.describe())
                .startsWith("earlier scores judged anew: earlier scores are held against the thresholds of now:"
                        + " 'clear' at least 0.5 then, at least 0.8 now\n");
    }

    @Test
    void runs_that_were_stopped_say_so() {
        RunScores stopped = RunScores.of(
                provenance(ROWS, 1, judged("clear", 1, 1), Optional.of("the ceiling is reached")),
                List.of("s0", "s1"),
                Map.of("v1", judged("clear", 1, 1)));
        RunScores whole = run(ROWS, 1, judged("clear", 1, 1), "s0", "s1");

        assertThat(stopped.before(whole, 1).compare("v1").describe())
                .startsWith("earlier run stopped early: 'winter of ")
                .contains("ended before every trial was run: the ceiling is reached")
                .endsWith("[earlier run stopped early]");
        assertThat(whole.before(stopped, 1).compare("v1").describe()).endsWith(" [stopped early]");
    }

    @Test
    void json_keeps_all_of_it() {
        SplittableRandom random = new SplittableRandom(3);
        for (int run = 0; run < 50; run++) {
            int repetitions = 1 + random.nextInt(3);
            int items = 1 + random.nextInt(8);
            double[] scores = new double[items * repetitions];
            Arrays.setAll(scores, i -> random.nextInt(4) == 0 ? Double.NaN : random.nextDouble());
            Check observed = Evaluator.builder("seconds")
                    .scale(Scale.AMOUNT)
                    .direction(Direction.LOWER_IS_BETTER)
                    .scoring(sample -> 0)
                    .observed();
            Check judged =
                    Columns.evaluator("clear", Direction.HIGHER_IS_BETTER).between(0.25, 0.75);
            ScoreColumn empty = ScoreColumn.of(observed, items, repetitions);
            List<ScoreColumn> columns = List.of(
                    Columns.repeated(judged, repetitions, scores),
                    run % 2 == 0 ? empty : Columns.repeated(observed, repetitions, scores));
            RunScores before = RunScores.of(
                    provenance(ROWS, repetitions, columns, run % 3 == 0 ? Optional.of("why") : Optional.empty()),
                    IntStream.range(0, items).mapToObj(i -> "s\"" + i).toList(),
                    Map.of("v 1", columns));
            RunScores after = RunScores.fromJson(before.toJson());

            assertThat(after.provenance()).isEqualTo(before.provenance());
            assertThat(after.ids()).containsExactlyElementsOf(before.ids());
            assertThat(after.variants().keySet()).isEqualTo(before.variants().keySet());
            assertThat(after.toJson()).isEqualTo(before.toJson());
            for (int c = 0; c < columns.size(); c++) {
                ScoreColumn read = after.variant("v 1").get(c);
                assertThat(read.meaning()).isEqualTo(columns.get(c).meaning());
                for (int item = 0; item < items; item++) {
                    for (int repetition = 1; repetition <= repetitions; repetition++) {
                        assertThat(read.score(item, repetition))
                                .isEqualTo(columns.get(c).score(item, repetition));
                        assertThat(read.kind(item, repetition))
                                .isEqualTo(columns.get(c).kind(item, repetition));
                    }
                }
            }
            assertThat(before.toJson().toString()).doesNotContain("NaN").doesNotContain("Infinity");
        }
    }

    @Test
    void json_that_is_something_else_is_refused_with_the_field() {
        RunScores scores = run(ROWS, 1, judged("clear", 0.5, 1), "s0", "s1");
        assertRefused(
                scores, "format", "\"other/1\"", "field 'format' must be 'genaiops-run-scores/1'; found: \"other/1\"");
        assertRefused(scores, "repetitions", "\"1\"", "field 'repetitions' must be a whole number; found: \"1\"");
        assertRefused(scores, "items", "3", "field 'items' must be a list; found: 3");
        assertRefused(scores, "finished", "\"today\"", "could not be parsed");
        assertRefused(scores, "variants", "{\"v1\":[[0.5]]}", "evaluator 'clear' needs 2 outcomes; found: 1");
        assertRefused(scores, "variants", "{\"v1\":[]}", "a variant needs scores of the 1 evaluators; found: 0");
        assertRefused(scores, "variants", "{\"v1\":[[0.5,7]]}", "score must be on the scale 0..1; found: 7.0");
        assertRefused(scores, "variants", "{\"v1\":[[0.5,\"scored\"]]}", "an outcome that is scored has a score");
        assertThatThrownBy(() -> scores.variant("v2")).hasMessageEndingWith("has no variant 'v2'; it has [v1]");
    }

    private static void assertRefused(RunScores scores, String field, String value, String message) {
        String json = scores.toJson().deepCopy().toString();
        ObjectNode changed;
        try {
            changed = (ObjectNode) new ObjectMapper().readTree(json);
            changed.set(field, new ObjectMapper().readTree(value));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
        assertThatThrownBy(() -> RunScores.fromJson(changed))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("not the scores of a run: ")
                .hasMessageContaining(message);
    }

    private static List<ScoreColumn> judged(String evaluator, double... scores) {
        return List.of(Columns.judged(evaluator, scores));
    }

    private static RunScores run(Digest dataset, int repetitions, List<ScoreColumn> columns, String... ids) {
        return RunScores.of(
                provenance(dataset, repetitions, columns, Optional.empty()), List.of(ids), Map.of("v1", columns));
    }

    private static Provenance provenance(
            Digest dataset, int repetitions, List<ScoreColumn> columns, Optional<String> stopped) {
        return new Provenance(
                "winter",
                dataset,
                columns.get(0).items(),
                repetitions,
                columns.stream().map(ScoreColumn::evaluator).toList(),
                Instant.parse("2026-11-01T10:00:00Z"),
                stopped);
    }
}
