package io.genaiops.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SemanticTrialTest {

    private static final String[] ADJECTIVES = {"wooden", "steep", "narrow", "quiet", "sunny", "ruined"};

    /** The cosine that a pair of this number has, given by its first text: {@code Where is the hut of pair 17, 0.93?}. */
    private final FakeEmbeddings model = new FakeEmbeddings(text -> {
        double cosine = Double.parseDouble(text.replaceAll(".*similar at ([0-9.]+) .*", "$1"));
        return text.startsWith("Where")
                ? new float[] {1, 0}
                : new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
    });

    private static String letters(int number) {
        return String.valueOf(number)
                .chars()
                .mapToObj(digit -> String.valueOf((char) ('a' + digit - '0')))
                .reduce("q", String::concat);
    }

    private static LabelledPair pair(int number, double cosine, boolean same) {
        String rest = " similar at " + cosine + " to the place " + letters(number) + "?";
        return new LabelledPair("Where is the hut" + rest, "In which place is the hut" + rest, same);
    }

    /** Those that are the same above 0.9 and those that differ below, but for so many. */
    private static List<LabelledPair> pairs(int count, int wrong) {
        List<LabelledPair> pairs = new ArrayList<>();
        Random random = new Random(7);
        for (int i = 0; i < count; i++) {
            boolean same = i % 2 == 0;
            boolean near = same || i / 2 < wrong;
            double cosine = (near ? 0.9 : 0.5) + 0.09 * random.nextDouble();
            pairs.add(pair(i, Math.round(cosine * 10_000) / 10_000.0, same));
        }
        return pairs;
    }

    private static LabelledPair what(LabelledPair pair) {
        return new LabelledPair(
                pair.one(), pair.other().replace("In which place is", "Where can I find"), pair.sameAnswer());
    }

    private static List<LabelledPair> questions(int count, int wrong) {
        return pairs(count, wrong).stream().map(SemanticTrialTest::asking).toList();
    }

    /** The second text must ask the same and begin otherwise. */
    private static LabelledPair asking(LabelledPair pair) {
        LabelledPair other = what(pair);
        return new LabelledPair(other.one(), "Please tell me, w" + other.other().substring(1), other.sameAnswer());
    }

    @Test
    void a_cache_without_false_hits_passes_and_says_the_figures() {
        SemanticTrial trial = SemanticTrial.run(model, questions(400, 0), 0.05);
        assertThat(trial.passes()).as(trial.toString()).isTrue();
        assertThat(trial.pairs() + trial.choosingPairs()).isEqualTo(400);
        assertThat(trial.choosingPairs()).isBetween(130, 137);
        assertThat(trial.threshold()).isBetween(0.9, 0.91);
        assertThat(trial.falseHits()).isZero();
        assertThat(trial.bound()).isEqualTo(Wilson.upper(0, trial.hits())).isLessThan(0.05);
        assertThat(trial)
                .asString()
                .startsWith("on: of " + trial.pairs() + " measured pairs " + trial.hits() + " would have been hits")
                .contains("0 of them false", "the limit is 5.00 %", "95 % Wilson score interval");
    }

    @Test
    void the_bound_must_be_below_the_limit_and_not_at_it() {
        double bound = SemanticTrial.run(model, questions(400, 0), 0.05).bound();

        assertThat(SemanticTrial.run(model, questions(400, 0), bound).passes()).isFalse();
        assertThat(SemanticTrial.run(model, questions(400, 0), Math.nextUp(bound))
                        .passes())
                .isTrue();
    }

    @Test
    void one_that_errs_too_often_is_off() {
        SemanticTrial trial = SemanticTrial.run(model, questions(600, 300), 0.05);
        assertThat(trial.passes()).as(trial.toString()).isFalse();
        assertThat(trial).asString().startsWith("off, since the bound is not below the limit: of ");
        assertThat(trial.hits())
                .as("where half of all are false, no similarity is high enough")
                .isLessThan(50);
    }

    @Test
    void a_limit_that_so_few_hits_cannot_show_is_off_even_without_a_false_hit() {
        SemanticTrial trial = SemanticTrial.run(model, questions(400, 0), 0.01);
        assertThat(trial.falseHits()).isZero();
        assertThat(trial.bound()).isEqualTo(0.028, within(0.01));
        assertThat(trial.passes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 100, 297})
    void fewer_than_two_hundred_measured_pairs_are_too_few(int count) {
        SemanticTrial trial = SemanticTrial.run(model, questions(count, 0), 0.5);
        assertThat(trial.passes()).isFalse();
        assertThat(trial)
                .asString()
                .startsWith("off, since expected at least 200 pairs to measure and half as many to choose, found "
                        + trial.pairs() + " and " + trial.choosingPairs());
    }

    @Test
    void three_hundred_pairs_are_enough() {
        SemanticTrial trial = SemanticTrial.run(model, questions(300, 0), 0.1);
        assertThat(trial.pairs()).isEqualTo(200);
        assertThat(trial.passes()).as(trial.toString()).isTrue();
    }

    @Test
    void pairs_of_one_label_measure_nothing() {
        List<LabelledPair> same = questions(400, 0).stream()
                .map(pair -> new LabelledPair(pair.one(), pair.other(), true))
                .toList();
        SemanticTrial trial = SemanticTrial.run(model, same, 0.2);
        assertThat(trial.falseHits()).isZero();
        assertThat(trial.passes()).isFalse();
        assertThat(trial).asString().contains("of each part at least 20 % must be the same and 20 % different");
    }

    @Test
    void the_threshold_is_chosen_on_pairs_that_measure_nothing() {
        List<LabelledPair> pairs = questions(450, 0);
        TrialParts parts = TrialParts.of(pairs);
        SemanticTrial honest = SemanticTrial.run(model, pairs, 0.05);

        // Labels of the measuring part turned round: another figure, the same threshold.
        List<LabelledPair> turned = new ArrayList<>(parts.choosing());
        parts.measuring().forEach(pair -> turned.add(new LabelledPair(pair.one(), pair.other(), !pair.sameAnswer())));
        SemanticTrial wrong = SemanticTrial.run(model, turned, 0.05);
        assertThat(wrong.threshold()).isEqualTo(honest.threshold());
        assertThat(wrong.hits()).isEqualTo(honest.hits());
        assertThat(wrong.falseHits())
                .isEqualTo(honest.hits() - honest.falseHits())
                .isPositive();
        assertThat(wrong.passes()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void the_parts_share_no_question_and_do_not_depend_on_the_order(long seed) {
        List<LabelledPair> pairs = new ArrayList<>();
        Random random = new Random(seed);
        for (int i = 0; i < 400; i++) {
            String one = "Question " + random.nextInt(500);
            String other = "Question " + random.nextInt(500) + " " + ADJECTIVES[random.nextInt(6)];
            pairs.add(LabelledPair.same(one, random.nextBoolean() ? other : other.toUpperCase(java.util.Locale.ROOT)));
        }
        TrialParts parts = TrialParts.of(pairs);
        assertThat(texts(parts.choosing())).doesNotContainAnyElementsOf(texts(parts.measuring()));
        Collections.shuffle(pairs, new Random(seed));
        TrialParts again = TrialParts.of(pairs);
        assertThat(texts(again.choosing())).isEqualTo(texts(parts.choosing()));
        assertThat(texts(again.measuring())).isEqualTo(texts(parts.measuring()));
    }

    private static Set<String> texts(List<LabelledPair> pairs) {
        Set<String> texts = new HashSet<>();
        pairs.forEach(pair -> {
            texts.add(pair.one().toLowerCase(java.util.Locale.ROOT));
            texts.add(pair.other().toLowerCase(java.util.Locale.ROOT));
        });
        return texts;
    }

    @Test
    void the_same_pair_counts_once_and_has_one_label() {
        List<LabelledPair> pairs = List.of(
                LabelledPair.same("One?", "Two?"),
                LabelledPair.same("two? ", "ONE?"),
                LabelledPair.different("Two?", "Six?"));
        TrialParts parts = TrialParts.of(pairs);
        assertThat(parts.choosing().size() + parts.measuring().size()).isEqualTo(2);
        assertThatThrownBy(() -> TrialParts.of(
                        List.of(LabelledPair.same("One?", "Two?"), LabelledPair.different("Two?", "One?"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pair must have one label; pairs 0 and 1 (from 0) are the same and have two");
    }

    @Test
    void vetoed_pairs_are_no_hits() {
        List<LabelledPair> pairs = new ArrayList<>(questions(400, 0));
        for (int i = 0; i < 100; i++) {
            pairs.add(LabelledPair.different(
                    "Where is the hut similar at 0.99 to the place " + letters(1_000 + i) + "?",
                    "Please tell me, where isn't the hut similar at 0.99 to the place " + letters(1_000 + i) + "?"));
        }
        SemanticTrial trial = SemanticTrial.run(model, pairs, 0.05);
        assertThat(trial.falseHits()).isZero();
        assertThat(trial.passes()).as(trial.toString()).isTrue();
    }

    @Test
    void bad_input_is_an_error() {
        for (double limit : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatThrownBy(() -> SemanticTrial.run(model, List.of(), limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("falseHitsAtMost must be above 0 and below 1; found: " + limit);
        }
        assertThatThrownBy(() -> LabelledPair.same("One?", " "))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a pair needs two questions; found one that is blank");
        FakeEmbeddings blind = new FakeEmbeddings(text -> new float[] {0, 0});
        assertThatThrownBy(() -> SemanticTrial.run(blind, questions(2, 0), 0.05))
                .hasMessage("the embedding model gave a vector without a direction");
    }
}
