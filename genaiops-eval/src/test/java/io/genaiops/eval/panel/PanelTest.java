package io.genaiops.eval.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class PanelTest {

    private static final Sample SAMPLE = Sample.of("q").answered("a");
    private static final Scale SCALE = Scale.of(1, 5);

    private int calls;

    private Evaluator judge(String name, Function<Sample, Outcome> function) {
        return Evaluator.builder("relevance")
                .scale(SCALE)
                .effort(Evaluator.Effort.MODEL)
                .configuration(JsonNodeFactory.instance.objectNode().put("judge", name))
                .evaluating(sample -> {
                    calls++;
                    return function.apply(sample);
                });
    }

    private Evaluator saying(String name, double score) {
        return judge(name, sample -> scored(score));
    }

    private Evaluator silent(String name) {
        return judge(name, sample -> Outcome.unscored("no verdict", "raw " + name));
    }

    private Evaluator failing(String name) {
        return judge(name, sample -> {
            throw new IllegalStateException("down " + name);
        });
    }

    private Evaluator outside(String name) {
        return judge(name, sample -> Outcome.notApplicable("no claims"));
    }

    private static Outcome scored(double score) {
        return Outcome.scored(score, SCALE, Direction.HIGHER_IS_BETTER, "because");
    }

    @Test
    void mean_median_and_majority_report_their_spread() {
        Evaluator[] three = {saying("a", 2), saying("b", 5), saying("c", 5)};
        assertThat(Panel.mean(three).evaluate(SAMPLE).score()).hasValue(4);
        assertThat(Panel.median(three).evaluate(SAMPLE).score()).hasValue(5);
        Outcome majority = Panel.majority(three).evaluate(SAMPLE);
        assertThat(majority.score()).hasValue(5);
        assertThat(majority.explanation())
                .startsWith("majority of 3 of 3, spread 3: relevance#")
                .contains(" 2 (because)", " 5 (because)");
    }

    @Test
    void an_even_panel_has_the_mean_of_the_two_in_the_middle_as_its_median() {
        assertThat(Panel.median(saying("a", 1), saying("b", 2), saying("c", 5), saying("d", 5))
                        .evaluate(SAMPLE)
                        .score())
                .hasValue(3.5);
    }

    @Test
    void without_a_majority_there_is_no_score() {
        assertThat(Panel.majority(saying("a", 1), saying("b", 2), saying("c", 3))
                        .evaluate(SAMPLE))
                .isInstanceOf(Outcome.Unscored.class);
        assertThat(Panel.majority(saying("a", 1), saying("b", 1), saying("c", 3), saying("d", 2))
                        .evaluate(SAMPLE))
                .as("half is no majority")
                .isInstanceOf(Outcome.Unscored.class);
    }

    @Test
    void a_member_without_a_score_is_named_and_never_counted_as_one() {
        Outcome outcome =
                Panel.mean(saying("a", 4), saying("b", 5), silent("c")).evaluate(SAMPLE);
        assertThat(outcome.score().orElseThrow()).isCloseTo(4.5, within(1e-12));
        assertThat(outcome.explanation()).contains("mean of 2 of 3", "UNSCORED (no verdict)");
    }

    @Test
    void half_of_the_members_is_not_enough() {
        Outcome outcome = Panel.mean(saying("a", 4), silent("b")).evaluate(SAMPLE);
        assertThat(outcome).isInstanceOf(Outcome.Unscored.class);
        assertThat(outcome.explanation()).startsWith("only 1 of 2 gave a score");
        assertThat(((Outcome.Unscored) outcome).raw()).contains("raw b");
    }

    @Test
    void a_majority_of_members_that_do_not_apply_makes_it_not_applicable() {
        assertThat(Panel.mean(outside("a"), outside("b"), saying("c", 5)).evaluate(SAMPLE))
                .isInstanceOf(Outcome.NotApplicable.class);
    }

    @Test
    void a_panel_of_failures_is_errored() {
        assertThat(Panel.median(failing("a"), failing("b")).evaluate(SAMPLE))
                .isEqualTo(Outcome.errored(new IllegalStateException("down a")));
        assertThat(Panel.mean(failing("a"), saying("b", 3), saying("c", 3))
                        .evaluate(SAMPLE)
                        .score())
                .hasValue(3);
    }

    @Test
    void a_cascade_asks_the_dear_judge_only_in_doubt() {
        Evaluator clear = Panel.cascade(saying("cheap", 5), Threshold.between(2, 4), saying("dear", 1));
        Outcome settled = clear.evaluate(SAMPLE);
        assertThat(settled.score()).hasValue(5);
        assertThat(settled.explanation()).startsWith("settled by relevance#");
        assertThat(calls).isEqualTo(1);
        Outcome escalated = Panel.cascade(saying("cheap", 3), Threshold.between(2, 4), saying("dear", 1))
                .evaluate(SAMPLE);
        assertThat(escalated.score()).hasValue(1);
        assertThat(escalated.explanation()).contains("after relevance#", " 3 (because)", "spread 2");
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void a_cheap_judge_without_a_score_hands_over_and_one_that_does_not_apply_settles() {
        Threshold doubt = Threshold.between(2, 4);
        assertThat(Panel.cascade(silent("cheap"), doubt, saying("dear", 2))
                        .evaluate(SAMPLE)
                        .score())
                .hasValue(2);
        assertThat(Panel.cascade(failing("cheap"), doubt, saying("dear", 2))
                        .evaluate(SAMPLE)
                        .score())
                .hasValue(2);
        assertThat(Panel.cascade(outside("cheap"), doubt, saying("dear", 2)).evaluate(SAMPLE))
                .isInstanceOf(Outcome.NotApplicable.class);
        assertThat(Panel.cascade(silent("cheap"), doubt, failing("dear"))
                        .evaluate(SAMPLE)
                        .kind())
                .isEqualTo(Outcome.Kind.ERRORED);
    }

    @Test
    void repeating_shows_how_far_a_judge_agrees_with_itself() {
        Deque<Double> scores = new ArrayDeque<>(List.of(3.0, 5.0, 4.0));
        Outcome outcome =
                Panel.repeated(judge("a", sample -> scored(scores.remove())), 3).evaluate(SAMPLE);
        assertThat(outcome.score()).hasValue(4);
        assertThat(outcome.explanation()).startsWith("mean of 3 of 3, spread 2");
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void a_panel_of_one_rubric_has_its_name_and_an_identity_of_its_own() {
        Evaluator panel = Panel.mean(saying("a", 1), saying("b", 1));
        assertThat(panel.id().name()).isEqualTo("relevance");
        assertThat(panel.effort()).isEqualTo(Evaluator.Effort.MODEL);
        assertThat(panel.id())
                .isEqualTo(Panel.mean(saying("a", 1), saying("b", 1)).id())
                .isNotEqualTo(Panel.mean(saying("a", 1), saying("c", 1)).id())
                .isNotEqualTo(Panel.median(saying("a", 1), saying("b", 1)).id());
        assertThat(Panel.repeated(saying("a", 1), 3).id())
                .isNotEqualTo(Panel.repeated(saying("a", 1), 5).id());
        assertThat(Panel.mean(saying("a", 1), saying("b", 1).named("other"))
                        .id()
                        .name())
                .isEqualTo("mean");
        Threshold doubt = Threshold.between(2, 4);
        assertThat(Panel.cascade(saying("a", 1), doubt, saying("b", 1)).id())
                .isNotEqualTo(Panel.cascade(saying("a", 1), Threshold.between(2, 3), saying("b", 1))
                        .id());
    }

    @Test
    void members_that_cannot_be_compared_are_refused() {
        Evaluator other = Evaluator.builder("relevance").evaluating(sample -> scored(1));
        assertThatThrownBy(() -> Panel.mean(saying("a", 1), other)).hasMessageContaining("share scale and direction");
        assertThatThrownBy(() -> Panel.mean(saying("a", 1), saying("a", 1))).hasMessageContaining("use repeated");
        assertThatThrownBy(() -> Panel.mean(saying("a", 1))).hasMessageContaining("two members at least");
        assertThatThrownBy(() -> Panel.repeated(saying("a", 1), 1)).hasMessage("times must be 2 to 100; found: 1");
    }
}
