package io.genaiops.eval.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CombinedTest {

    private static final Sample SAMPLE = Sample.of("question").answered("answer");

    private final List<String> asked = new ArrayList<>();

    /** Each letter is a check: p passes, f fails, n has no score. */
    @ParameterizedTest
    @CsvSource({
        "pp,  1, 1, 1",
        "ff,  0, 0, 0",
        "pf,  0, 1, 0",
        "pn,  ?, 1, ?",
        "fn,  0, ?, 0",
        "nn,  ?, ?, ?",
        "ppf, 0, 1, 1",
        "pff, 0, 1, 0",
        "ppn, ?, 1, 1",
        "pfn, 0, 1, ?",
        "ffn, 0, ?, 0",
        "pnn, ?, 1, ?",
        "ppfn, 0, 1, ?",
        "pfff, 0, 1, 0",
        "ppff, 0, 1, 0",
        "pppf, 0, 1, 1",
    })
    void what_is_missing_decides_nothing_and_hides_nothing(String members, String all, String any, String majority) {
        for (Check[] order : List.of(
                checks(members), checks(new StringBuilder(members).reverse().toString()))) {
            assertThat(value(Combined.allOf(order))).as("all of %s", members).isEqualTo(all);
            assertThat(value(Combined.anyOf(order))).as("any of %s", members).isEqualTo(any);
            assertThat(value(Combined.majority(order)))
                    .as("majority of %s", members)
                    .isEqualTo(majority);
        }
    }

    @Test
    void random_members_combine_as_three_valued_logic_says() {
        Random random = new Random(5);
        for (int i = 0; i < 500; i++) {
            String members = random.ints(2 + random.nextInt(7), 0, 3)
                    .mapToObj(kind -> "pfn".substring(kind, kind + 1))
                    .reduce("", String::concat);
            long passed = members.chars().filter(c -> c == 'p').count();
            long failed = members.chars().filter(c -> c == 'f').count();
            int size = members.length();
            Check[] checks = checks(members);
            assertThat(value(Combined.allOf(checks))).isEqualTo(failed > 0 ? "0" : passed == size ? "1" : "?");
            assertThat(value(Combined.anyOf(checks))).isEqualTo(passed > 0 ? "1" : failed == size ? "0" : "?");
            boolean may = 2 * (size - failed) > size;
            assertThat(value(Combined.majority(checks))).isEqualTo(2 * passed > size ? "1" : may ? "?" : "0");
        }
    }

    @Test
    void cheap_ones_are_asked_first_and_none_after_it_is_settled() {
        Check judge = tracked("judge", Evaluator.Effort.MODEL, 1);
        Check local = tracked("local", Evaluator.Effort.LOCAL, 0);
        Check other = tracked("other", Evaluator.Effort.LOCAL, 1);
        Evaluator all = Combined.allOf(judge, local, other);
        assertThat(all.evaluate(SAMPLE).score()).hasValue(0);
        assertThat(asked).containsExactly("local");
        assertThat(all.effort()).isEqualTo(Evaluator.Effort.MODEL);
        asked.clear();
        assertThat(Combined.anyOf(judge, local, other).evaluate(SAMPLE).score()).hasValue(1);
        assertThat(asked).containsExactly("local", "other");
    }

    @Test
    void the_reason_names_every_member_that_was_asked() {
        Outcome outcome = Combined.allOf(
                        constant("a", Outcome.scored(1, Scale.UNIT, Direction.HIGHER_IS_BETTER, "fine"))
                                .atLeast(0.5),
                        constant("b", Outcome.errored(new IOException("gone"))).atLeast(0.5))
                .evaluate(SAMPLE);
        assertThat(outcome).isInstanceOf(Outcome.Errored.class);
        assertThat(outcome.explanation())
                .contains("PASSED a#")
                .contains("(fine)")
                .contains("INCONCLUSIVE b#");
    }

    @Test
    void of_several_missing_scores_the_most_alarming_is_told() {
        Outcome[] missing = {
            Outcome.notApplicable("no context"),
            Outcome.skipped("not drawn"),
            Outcome.unscored("no verdict", "hm"),
            Outcome.errored(new IOException("gone"))
        };
        for (int worst = 1; worst < missing.length; worst++) {
            Evaluator mean = Combined.weightedMean(
                    constant("less", missing[worst - 1]).weighted(1),
                    constant("worst", missing[worst]).weighted(1));
            assertThat(mean.evaluate(SAMPLE).kind()).isEqualTo(missing[worst].kind());
        }
    }

    @Test
    void a_weighted_mean_moves_every_scale_to_its_good_end() {
        Evaluator grade = Evaluator.builder("grade").scale(Scale.of(1, 5)).scoring(s -> 4);
        Evaluator toxicity = Evaluator.builder("toxicity")
                .direction(Direction.LOWER_IS_BETTER)
                .scoring(s -> 0.1);
        Evaluator bleu = Evaluator.builder("bleu").scale(Scale.PERCENT).scoring(s -> 50);
        Evaluator mean = Combined.weightedMean(grade.weighted(2), toxicity.weighted(1), bleu.weighted(1));
        // (2 * 0.75 + 0.9 + 0.5) / 4
        assertThat(mean.evaluate(SAMPLE).score().orElseThrow()).isCloseTo(0.725, within(1e-12));
        assertThat(mean.scale()).isEqualTo(Scale.UNIT);
        assertThat(mean.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
    }

    @Test
    void a_weighted_mean_of_random_scores_stays_on_the_scale_and_between_its_members() {
        Random random = new Random(6);
        for (int i = 0; i < 1_000; i++) {
            double[] goodness = random.doubles(2 + random.nextInt(5)).toArray();
            Evaluator.Weighted[] members = IntStream.range(0, goodness.length)
                    .mapToObj(m -> member("m" + m, goodness[m], random))
                    .toArray(Evaluator.Weighted[]::new);
            double mean =
                    Combined.weightedMean(members).evaluate(SAMPLE).score().orElseThrow();
            assertThat(mean)
                    .isBetween(
                            IntStream.range(0, goodness.length)
                                            .mapToDouble(m -> goodness[m])
                                            .min()
                                            .getAsDouble()
                                    - 1e-9,
                            IntStream.range(0, goodness.length)
                                            .mapToDouble(m -> goodness[m])
                                            .max()
                                            .getAsDouble()
                                    + 1e-9);
        }
    }

    @Test
    void what_cannot_be_combined_is_refused_when_it_is_built() {
        Check one = checks("p")[0];
        Evaluator a = constant("a", score(1));
        assertThatThrownBy(() -> Combined.allOf(one))
                .hasMessageStartingWith("at least two members are needed; found: [");
        assertThatThrownBy(() -> Combined.allOf(one, one))
                .hasMessageStartingWith("members must differ; found twice: m0");
        assertThatThrownBy(() -> Combined.anyOf(one, a.observed()))
                .hasMessageStartingWith("a combined check needs a threshold; found: a observed");
        assertThatThrownBy(() -> Combined.weightedMean(
                        a.weighted(1),
                        Evaluator.builder("seconds")
                                .scale(Scale.AMOUNT)
                                .scoring(s -> 1)
                                .weighted(1)))
                .hasMessageStartingWith("a mean needs scales with two ends; found: seconds 1.0.0");
    }

    @Test
    void members_thresholds_and_weights_are_part_of_the_identity() {
        Evaluator a = constant("a", score(1));
        Evaluator b = constant("b", score(1));
        Evaluator mean = Combined.weightedMean(a.weighted(1), b.weighted(1));
        assertThat(mean.id())
                .isEqualTo(Combined.weightedMean(a.weighted(1), b.weighted(1)).id());
        assertThat(mean.id())
                .isNotEqualTo(
                        Combined.weightedMean(a.weighted(1), b.weighted(2)).id());
        assertThat(Combined.allOf(a.atLeast(0.5), b.atLeast(0.5)).id())
                .isNotEqualTo(Combined.allOf(a.atLeast(0.5), b.atLeast(0.6)).id());
    }

    @Test
    void combinations_combine() {
        Evaluator nested = Combined.allOf(
                Combined.anyOf(checks("fp")).atLeast(1),
                Combined.majority(checks("ppf")).negated().atMost(0),
                Combined.allOf(checks("pf")).negated().named("not_all").atLeast(1));
        assertThat(nested.evaluate(SAMPLE).score()).hasValue(1);
    }

    private static String value(Evaluator evaluator) {
        Outcome outcome = evaluator.evaluate(SAMPLE);
        return outcome.isScored() ? Integer.toString((int) outcome.score().getAsDouble()) : "?";
    }

    private static Check[] checks(String members) {
        return IntStream.range(0, members.length())
                .mapToObj(i -> constant(
                                "m" + i,
                                switch (members.charAt(i)) {
                                    case 'p' -> score(1);
                                    case 'f' -> score(0);
                                    default -> Outcome.unscored("no verdict", "hm");
                                })
                        .atLeast(0.5))
                .toArray(Check[]::new);
    }

    private static Evaluator.Weighted member(String name, double goodness, Random random) {
        double min = random.nextGaussian() * 100;
        double max = min + 1 + random.nextDouble() * 100;
        Direction direction = random.nextBoolean() ? Direction.HIGHER_IS_BETTER : Direction.LOWER_IS_BETTER;
        double share = direction == Direction.HIGHER_IS_BETTER ? goodness : 1 - goodness;
        double value = Math.max(min, Math.min(max, min + share * (max - min)));
        return Evaluator.builder(name)
                .scale(Scale.of(min, max))
                .direction(direction)
                .scoring(s -> value)
                .weighted(Math.exp(random.nextGaussian() * 10));
    }

    private Check tracked(String name, Evaluator.Effort effort, double value) {
        return Evaluator.builder(name)
                .effort(effort)
                .evaluating(sample -> {
                    asked.add(name);
                    return score(value);
                })
                .atLeast(0.5);
    }

    private static Evaluator constant(String name, Outcome outcome) {
        return Evaluator.builder(name).evaluating(sample -> outcome);
    }

    private static Outcome score(double value) {
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, "");
    }
}
