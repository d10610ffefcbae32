package io.genaiops.eval.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DecisionTreeTest {

    private static final Scale SCALE = Scale.of(0, 2);

    private final List<String> asked = new ArrayList<>();

    private Check contains(String word) {
        return Evaluator.builder("has_" + word)
                .scoring(sample -> {
                    asked.add(word);
                    return sample.response().orElse("").contains(word) ? 1 : 0;
                })
                .atLeast(1);
    }

    private Evaluator tree() {
        return DecisionTree.ask(contains("source"))
                .ifPassed(DecisionTree.ask(contains("date"))
                        .ifPassed(DecisionTree.score(2))
                        .ifFailed(DecisionTree.score(1)))
                .ifFailed(DecisionTree.score(0))
                .evaluator("sourced", SCALE, Direction.HIGHER_IS_BETTER);
    }

    @Test
    void each_answer_leads_to_the_next_question_or_to_a_score() {
        assertThat(tree().evaluate(Sample.of("q").answered("source and date")).score())
                .hasValue(2);
        Outcome outcome = tree().evaluate(Sample.of("q").answered("source"));
        assertThat(outcome.score()).hasValue(1);
        assertThat(outcome.explanation()).isEqualTo("has_source: passed; has_date: failed;");
    }

    @Test
    void only_the_questions_on_the_way_are_asked() {
        assertThat(tree().evaluate(Sample.of("q").answered("nothing")).score()).hasValue(0);
        assertThat(asked).containsExactly("source");
    }

    @Test
    void a_question_without_an_answer_ends_the_walk_without_a_score() {
        assertThat(tree().evaluate(Sample.of("q")))
                .isEqualTo(Outcome.notApplicable("has_source: the sample has no response"));
        Check broken = Evaluator.builder("broken")
                .evaluating(sample -> {
                    throw new IllegalStateException("down");
                })
                .atLeast(1);
        Evaluator evaluator = DecisionTree.ask(broken)
                .ifPassed(DecisionTree.score(1))
                .ifFailed(DecisionTree.score(0))
                .evaluator("tree", SCALE, Direction.HIGHER_IS_BETTER);
        assertThat(evaluator.evaluate(Sample.of("q")).kind()).isEqualTo(Outcome.Kind.ERRORED);
    }

    @Test
    void a_tree_is_checked_when_it_is_built() {
        Evaluator plain = Evaluator.builder("plain").scoring(sample -> 1);
        assertThatThrownBy(() -> DecisionTree.ask(plain.observed())).hasMessageContaining("needs a threshold");
        DecisionTree tree = DecisionTree.ask(plain.atLeast(1))
                .ifPassed(DecisionTree.score(3))
                .ifFailed(DecisionTree.score(0));
        assertThatThrownBy(() -> tree.evaluator("tree", SCALE, Direction.HIGHER_IS_BETTER))
                .hasMessage("scores of a tree must be on its scale 0..2; found: 3.0");
    }

    @Test
    void the_identity_follows_the_questions_and_the_scores() {
        DecisionTree one =
                DecisionTree.ask(contains("a")).ifPassed(DecisionTree.score(1)).ifFailed(DecisionTree.score(0));
        DecisionTree swapped =
                DecisionTree.ask(contains("a")).ifPassed(DecisionTree.score(0)).ifFailed(DecisionTree.score(1));
        DecisionTree other =
                DecisionTree.ask(contains("b")).ifPassed(DecisionTree.score(1)).ifFailed(DecisionTree.score(0));
        assertThat(List.of(one, swapped, other))
                .extracting(tree -> tree.evaluator("tree", SCALE, Direction.HIGHER_IS_BETTER)
                        .id())
                .doesNotHaveDuplicates();
    }
}
