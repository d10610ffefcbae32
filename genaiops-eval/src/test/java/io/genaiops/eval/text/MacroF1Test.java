package io.genaiops.eval.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MacroF1Test {

    private static final RunEvaluator MACRO_F1 = TextEvaluators.macroF1();

    private static List<Sample> samples(String references, String responses) {
        String[] expected = references.split(" ", -1);
        String[] answered = responses.split(" ", -1);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < expected.length; i++) {
            samples.add(Sample.of("q" + i).expecting(expected[i]).answered(answered[i]));
        }
        return samples;
    }

    private static double score(List<Sample> samples) {
        return MACRO_F1.evaluate(samples).score().orElseThrow();
    }

    // documentation of scikit-learn's f1_score: y_true 0 1 2 0 1 2, y_pred 0 2 1 0 0 1, average macro
    @Test
    void the_documented_example_of_scikit_learn() {
        assertThat(score(samples("0 1 2 0 1 2", "0 2 1 0 0 1"))).isCloseTo(0.8 / 3, within(1e-12));
    }

    // a: 2 right of 3 answered and 2 expected, 2*2/5; b: 1 right of 1 and 2, 2/3
    @Test
    void classes_weigh_the_same_however_often_they_occur() {
        Outcome outcome = MACRO_F1.evaluate(samples("a a b b", "a a b a"));
        assertThat(outcome.score().orElseThrow()).isCloseTo((0.8 + 2.0 / 3) / 2, within(1e-12));
        assertThat(outcome.explanation())
                .isEqualTo("F1 of 2 classes: b 0.667, a 0.800; 4 of 4 samples have a response and a reference");
        assertThat(score(samples("a a a a a a a a a b", "a a a a a a a a a a"))).isLessThan(0.5);
    }

    @Test
    void an_answer_that_names_no_class_is_a_miss_and_no_class_of_its_own() {
        Outcome outcome = MACRO_F1.evaluate(samples("a b", "a perhaps"));
        assertThat(outcome.score()).hasValue(0.5);
        assertThat(outcome.explanation()).contains("1 answers name no class of a reference");
    }

    @Test
    void answers_are_compared_apart_from_case_and_white_space() {
        assertThat(score(List.of(
                        Sample.of("q1").expecting("Very good").answered(" very\nGOOD "),
                        Sample.of("q2").expecting("bad").answered("BAD"))))
                .isEqualTo(1);
    }

    @Test
    void one_of_several_references_is_enough_and_else_the_first_is_missed() {
        List<Sample> samples = List.of(
                Sample.of("q1").expecting("a", "b").answered("b"),
                Sample.of("q2").expecting("a", "b").answered("c"));
        assertThat(score(samples)).isEqualTo(0.5);
    }

    @Test
    void fewer_than_95_percent_with_both_sides_is_not_applicable() {
        List<Sample> samples = new ArrayList<>(samples("a ".repeat(19) + "a", "a ".repeat(19) + "a"));
        samples.set(0, samples.get(0).unanswered());
        assertThat(score(samples)).isEqualTo(1);
        samples.set(1, samples.get(1).expecting());
        assertThat(MACRO_F1.evaluate(samples))
                .isEqualTo(Outcome.notApplicable("18 of 20 samples have a response and a reference"));
        assertThat(MACRO_F1.evaluate(List.of())).isInstanceOf(Outcome.NotApplicable.class);
    }

    @Test
    void many_and_long_classes_are_cut_in_the_reason() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String name = "😀".repeat(50) + i;
            samples.add(Sample.of("q" + i).expecting(name).answered(name));
        }
        assertThat(MACRO_F1.evaluate(samples).explanation())
                .startsWith("F1 of 12 classes, the lowest: " + "😀".repeat(40) + "… 1.000, ")
                .hasSizeLessThan(1_200);
    }

    @Test
    void it_is_the_mean_of_the_f1_that_precision_and_recall_give() {
        Random random = new Random(3);
        for (int run = 0; run < 200; run++) {
            int n = 1 + random.nextInt(40);
            StringBuilder expected = new StringBuilder();
            StringBuilder answered = new StringBuilder();
            for (int i = 0; i < n; i++) {
                expected.append(i == 0 ? "" : " ").append("abc".charAt(random.nextInt(3)));
                answered.append(i == 0 ? "" : " ").append("abcd".charAt(random.nextInt(4)));
            }
            String[] truth = expected.toString().split(" ", -1);
            String[] said = answered.toString().split(" ", -1);
            double sum = 0;
            List<String> classes = List.of(truth).stream().distinct().toList();
            for (String name : classes) {
                double right = 0;
                double found = 0;
                double relevant = 0;
                for (int i = 0; i < n; i++) {
                    right += truth[i].equals(name) && said[i].equals(name) ? 1 : 0;
                    found += said[i].equals(name) ? 1 : 0;
                    relevant += truth[i].equals(name) ? 1 : 0;
                }
                double precision = found == 0 ? 0 : right / found;
                double recall = right / relevant;
                sum += right == 0 ? 0 : 2 * precision * recall / (precision + recall);
            }
            assertThat(score(samples(expected.toString(), answered.toString())))
                    .isCloseTo(sum / classes.size(), within(1e-12));
        }
    }

    @Test
    void it_declares_what_it_is() {
        assertThat(MACRO_F1.scale()).isEqualTo(Scale.UNIT);
        assertThat(MACRO_F1.direction()).isEqualTo(Direction.HIGHER_IS_BETTER);
        assertThat(MACRO_F1).hasToString(MACRO_F1.id().toString());
        assertThat(MACRO_F1.id().name()).isEqualTo("macro_f1");
    }
}
