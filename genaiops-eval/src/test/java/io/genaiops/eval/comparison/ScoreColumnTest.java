package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Threshold;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreColumnTest {

    private static final ScoreColumn COLUMN = Columns.judged("clear", 0.1, 0.9, Double.NaN, 0.5);

    @Test
    void a_view_has_the_items_in_the_order_that_was_asked_for() {
        ScoreColumn view = COLUMN.only(3, 1);

        assertThat(view.items()).isEqualTo(2);
        assertThat(view.itemScores()).containsExactly(0.5, 0.9);
        assertThat(view.itemPasses()).containsExactly(1, 1);
        assertThat(view.position(0)).isEqualTo(3);
        assertThat(view.aggregate().size()).isEqualTo(2);
        assertThat(COLUMN.position(2)).isEqualTo(2);
    }

    @Test
    void a_view_of_a_view_counts_from_the_view() {
        ScoreColumn view = COLUMN.only(3, 2, 1).only(2, 1);

        assertThat(view.score(0)).hasValue(0.9);
        assertThat(view.kind(1, 1)).contains(Outcome.Kind.ERRORED);
        assertThat(view.position(1)).isEqualTo(2);
    }

    @Test
    void an_item_that_is_not_here_has_no_outcome_at_all() {
        ScoreColumn view = COLUMN.only(-1, 0);

        assertThat(view.kind(0, 1)).isEmpty();
        assertThat(view.score(0)).isEmpty();
        assertThat(view.passes(0)).isEmpty();
        assertThat(view.judgement(0, 1)).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(view.itemScores()).containsExactly(0.1);
        assertThat(view.only(0).score(0)).isEmpty();
        assertThatThrownBy(() -> COLUMN.only(4))
                .isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("items must be 0 to below 4; found: 4");
    }

    @Test
    void kinds_are_counted_without_the_scores() {
        assertThat(COLUMN.count(Outcome.Kind.SCORED)).isEqualTo(3);
        assertThat(COLUMN.count(Outcome.Kind.ERRORED)).isEqualTo(1);
        assertThat(COLUMN.only(2, 2).count(Outcome.Kind.ERRORED)).isEqualTo(2);
    }

    @Test
    void a_column_is_found_by_the_name_of_its_evaluator() {
        ScoreColumn other = Columns.observed("short", 1);
        assertThat(ScoreColumn.named("short", List.of(COLUMN, other))).isSameAs(other);
        assertThatThrownBy(() -> ScoreColumn.named("shrot", List.of(COLUMN, other)))
                .hasMessageStartingWith("the evaluator must be one of the chain; found: 'shrot' beside [clear 1");
        assertThatThrownBy(() -> ScoreColumn.named("clear", List.of(COLUMN, COLUMN)))
                .hasMessageStartingWith("the name 'clear' is of several evaluators");
    }

    @Test
    void scores_are_taken_for_those_of_another_evaluator_only_if_they_mean_the_same() {
        ScoreColumn other = Columns.repeated(
                Columns.evaluator("plain", Direction.HIGHER_IS_BETTER).atLeast(0.9), 1, 1, 1, 1, 1);
        ScoreColumn taken = COLUMN.takenFor(other);

        assertThat(taken.evaluator()).isEqualTo(EvaluatorId.of("plain", "1.0.0"));
        assertThat(taken.threshold()).contains(Threshold.atLeast(0.9));
        assertThat(taken.itemPasses()).containsExactly(0, 1, 0);
        ScoreColumn less = Columns.repeated(
                Columns.evaluator("less", Direction.LOWER_IS_BETTER).observed(), 1, 1);
        assertThatThrownBy(() -> COLUMN.takenFor(less))
                .hasMessageContaining("found: 0..1 HIGHER_IS_BETTER and 0..1 LOWER_IS_BETTER");
    }
}
