package io.genaiops.eval;

import static io.genaiops.eval.EvaluatorChainTest.evaluator;
import static io.genaiops.eval.EvaluatorChainTest.scored;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.eval.language.Languages;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every evaluator can do: negated, sampled, weighted, renamed, attempted, and its languages. */
class EvaluatorTest {

    private static final Sample SAMPLE = Sample.of("question").answered("answer");
    private static final Scale GRADES = Scale.of(1, 5);

    @Test
    void negation_exchanges_good_and_bad() {
        Evaluator grade = graded(4);
        Evaluator negated = grade.negated();
        assertThat(negated.evaluate(SAMPLE))
                .isEqualTo(Outcome.scored(2, GRADES, Direction.HIGHER_IS_BETTER, "not 4: well"));
        assertThat(negated.id().name()).isEqualTo("not_grade");
        assertThat(negated.id())
                .isNotEqualTo(grade.id())
                .isEqualTo(graded(4).negated().id());
        assertThat(negated.negated().evaluate(SAMPLE).score()).hasValue(4);
        assertThat(negated.effort()).isEqualTo(Evaluator.Effort.MODEL);
        assertThat(evaluator("e", s -> scored(0)).negated().evaluate(SAMPLE).score())
                .hasValue(1);
    }

    @Test
    void negation_stays_on_the_scale_whatever_rounds() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            double min = random.nextGaussian();
            Scale scale = Scale.of(min, min + random.nextDouble() + 1e-9);
            double value = i % 2 == 0
                    ? (i % 4 == 0 ? scale.min() : scale.max())
                    : min + (scale.max() - min) * random.nextDouble();
            Evaluator evaluator = Evaluator.builder("e")
                    .scale(scale)
                    .scoring(s -> Math.max(scale.min(), Math.min(scale.max(), value)));
            double mirrored = evaluator.negated().evaluate(SAMPLE).score().orElseThrow();
            assertThat(mirrored).isCloseTo(scale.min() + scale.max() - value, within(1e-9));
        }
    }

    @Test
    void what_has_no_score_has_none_when_negated_sampled_or_renamed() {
        for (Outcome outcome : OutcomeTest.withoutScore()) {
            Evaluator evaluator = evaluator("e", s -> outcome);
            assertThat(evaluator.negated().evaluate(SAMPLE)).isEqualTo(outcome);
            assertThat(evaluator.sampled(1, 7).evaluate(SAMPLE)).isEqualTo(outcome);
            assertThat(evaluator.named("other").evaluate(SAMPLE)).isEqualTo(outcome);
        }
        assertThat(evaluator("null", s -> null).negated().evaluate(SAMPLE)).isInstanceOf(Outcome.Errored.class);
    }

    @Test
    void a_scale_without_end_has_no_opposite() {
        Evaluator amount = Evaluator.builder("seconds").scale(Scale.AMOUNT).scoring(s -> 1);
        assertThatThrownBy(amount::negated)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("evaluator 'seconds' scores on 0..∞, where no score has an opposite");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void sampling_draws_the_same_share_each_time(double rate) {
        Evaluator sampled = evaluator("e", s -> scored(1)).sampled(rate, 42);
        List<Outcome> first = outcomes(sampled);
        long drawn = first.stream().filter(Outcome::isScored).count();
        // four standard deviations of a binomial
        assertThat((double) drawn).isCloseTo(10_000 * rate, within(4 * Math.sqrt(10_000 * rate * (1 - rate))));
        assertThat(outcomes(evaluator("e", s -> scored(1)).sampled(rate, 42))).isEqualTo(first);
        assertThat(outcomes(evaluator("e", s -> scored(1)).sampled(rate, 43))).isNotEqualTo(first);
        assertThat(first).filteredOn(outcome -> !outcome.isScored()).allMatch(Outcome.Skipped.class::isInstance);
    }

    @Test
    void what_is_drawn_at_a_rate_is_drawn_at_every_higher_one() {
        Evaluator evaluator = evaluator("e", s -> scored(1));
        List<Outcome> few = outcomes(evaluator.sampled(0.2, 1));
        List<Outcome> many = outcomes(evaluator.sampled(0.6, 1));
        assertThat(IntStream.range(0, few.size()).filter(i -> few.get(i).isScored()))
                .allMatch(i -> many.get(i).isScored());
        assertThat(outcomes(evaluator.sampled(1, 1))).allMatch(Outcome::isScored);
        assertThat(evaluator.sampled(0.2, 1).id()).isEqualTo(evaluator.id());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.1, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
    void rates_and_weights_without_meaning_are_refused(double value) {
        Evaluator evaluator = evaluator("e", s -> scored(1));
        assertThatThrownBy(() -> evaluator.sampled(value, 1))
                .hasMessage("rate must be over 0 and up to 1; found: " + value);
        double weight = value == 1.01 ? 0.0 : value;
        assertThatThrownBy(() -> evaluator.weighted(weight))
                .hasMessage("weight of 'e' must be over 0 and finite; found: " + weight);
    }

    @Test
    void an_attempt_is_held_to_the_declaration_and_never_throws() {
        assertThat(evaluator("e", s -> {
                            throw new IllegalStateException("down");
                        })
                        .attempt(SAMPLE))
                .isEqualTo(Outcome.errored(new IllegalStateException("down")));
        assertThat(evaluator("e", s -> null).attempt(SAMPLE)).isInstanceOf(Outcome.Errored.class);
        assertThat(evaluator("e", s -> Outcome.scored(4, GRADES, Direction.HIGHER_IS_BETTER, ""))
                        .attempt(SAMPLE))
                .isInstanceOf(Outcome.Errored.class);
        assertThat(evaluator("e", s -> scored(1)).attempt(SAMPLE)).isEqualTo(scored(1));
    }

    @Test
    void a_sample_in_another_language_is_not_applicable_wherever_it_is_evaluated() {
        Evaluator english =
                Evaluator.builder("spelling").languages(Languages.ENGLISH).evaluating(s -> scored(1));
        Outcome refused = Outcome.notApplicable("language: made for en; the sample is in de");
        Sample german = SAMPLE.inLanguage("de-AT");
        assertThat(english.evaluate(german)).isEqualTo(refused);
        assertThat(english.named("other").evaluate(german)).isEqualTo(refused);
        assertThat(english.negated().evaluate(german)).isEqualTo(refused);
        assertThat(english.sampled(1, 1).evaluate(german)).isEqualTo(refused);
        assertThat(EvaluatorChain.of(english.atLeast(0.5))
                        .evaluate(german)
                        .results()
                        .get(0)
                        .outcome())
                .isEqualTo(refused);
        assertThat(english.evaluate(SAMPLE.inLanguage("en-GB")).isScored()).isTrue();
        assertThat(english.evaluate(SAMPLE).isScored()).isTrue();
        assertThat(evaluator("any", s -> scored(1)).evaluate(german).isScored()).isTrue();
    }

    @Test
    void an_evaluator_reads_what_it_is_told_to_read() {
        Evaluator length = evaluator("equal", s -> scored(s.reference().equals(s.response()) ? 1 : 0));
        Evaluator reading = length.reading("gold", s -> s.texts("gold").map(s::expecting));
        Sample sample = SAMPLE.expecting("other").with("gold", TextNode.valueOf("answer"));
        assertThat(length.evaluate(sample).score()).hasValue(0);
        assertThat(reading.evaluate(sample).score()).hasValue(1);
        assertThat(reading.evaluate(SAMPLE.expecting("answer")))
                .isEqualTo(Outcome.notApplicable("the sample has no 'gold' to read"));
        assertThat(reading.attempt(SAMPLE.with("gold", IntNode.valueOf(7))).explanation())
                .contains("attribute 'gold' of sample", "must be text or an array of texts; found: NUMBER");
        assertThat(reading.id())
                .isNotEqualTo(length.id())
                .isNotEqualTo(length.reading("silver", Optional::of).id())
                .isEqualTo(length.reading("gold", Optional::of).id());
        assertThat(reading.id().name()).isEqualTo("equal");
        assertThatThrownBy(() -> length.reading(" ", Optional::of))
                .hasMessage(
                        "what is read must be named, since it is part of the identity of 'equal'; found a blank text");
    }

    @Test
    void a_language_that_is_none_is_an_error_and_no_guess() {
        Evaluator english =
                Evaluator.builder("spelling").languages(Languages.ENGLISH).evaluating(s -> scored(1));
        assertThat(english.attempt(SAMPLE.with("language", IntNode.valueOf(7))).explanation())
                .contains("language must be a BCP 47 tag such as en or de-AT; found: '7'");
        assertThatThrownBy(() -> SAMPLE.inLanguage("english please")).isInstanceOf(IllegalArgumentException.class);
        assertThat(SAMPLE.inLanguage("pt-BR").language()).hasValue("pt-BR");
        assertThat(SAMPLE.language()).isEmpty();
    }

    private static List<Outcome> outcomes(Evaluator evaluator) {
        return IntStream.range(0, 10_000)
                .mapToObj(i -> evaluator.evaluate(SAMPLE.withId("s" + i)))
                .toList();
    }

    private static Evaluator graded(double grade) {
        return Evaluator.builder("grade")
                .scale(GRADES)
                .effort(Evaluator.Effort.MODEL)
                .evaluating(s -> Outcome.scored(grade, GRADES, Direction.HIGHER_IS_BETTER, "well"));
    }
}
