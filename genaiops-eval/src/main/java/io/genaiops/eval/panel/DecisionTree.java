package io.genaiops.eval.panel;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;

/**
 * Questions that lead to a score: each is a check, such as a yes-or-no question to a judge, and what comes next depends on
 * whether it is passed.
 *
 * <pre>{@code
 * DecisionTree tree = DecisionTree.ask(JudgeEvaluators.decision(judge, "names_a_source", "Does it name a source?").atLeast(1))
 *         .ifPassed(DecisionTree.score(1)).ifFailed(DecisionTree.score(0));
 * Evaluator evaluator = tree.evaluator("sourced", Scale.UNIT, Direction.HIGHER_IS_BETTER);
 * }</pre>
 *
 * A question without an answer ends the walk without a score. Immutable.
 *
 * @since 0.1
 */
public sealed interface DecisionTree {

    /**
     * The end of a walk.
     *
     * @param score the score
     */
    record Leaf(double score) implements DecisionTree {}

    /**
     * A question and the ways on.
     *
     * @param check the question; it must have a threshold
     * @param passed the way on if it is passed
     * @param failed the way on if it is failed
     */
    record Question(Check check, DecisionTree passed, DecisionTree failed) implements DecisionTree {
        /** Refuses a check without a threshold. */
        public Question {
            requireThreshold(check);
            requireNonNull(passed, "passed");
            requireNonNull(failed, "failed");
        }
    }

    /** A question that lacks its ways on. */
    final class Start {

        private final Check check;

        private Start(Check check) {
            this.check = check;
        }

        /** Sets the way on if the check is passed. */
        public Half ifPassed(DecisionTree next) {
            return new Half(check, next);
        }
    }

    /** A question that lacks its second way on. */
    final class Half {

        private final Check check;
        private final DecisionTree passed;

        private Half(Check check, DecisionTree passed) {
            this.check = check;
            this.passed = requireNonNull(passed, "next");
        }

        /** Sets the way on if the check is failed. */
        public DecisionTree ifFailed(DecisionTree next) {
            return new Question(check, passed, next);
        }
    }

    /** Begins with a question. */
    static Start ask(Check check) {
        requireThreshold(check);
        return new Start(check);
    }

    /** Returns the end of a walk. */
    static DecisionTree score(double score) {
        return new Leaf(score);
    }

    /**
     * Returns the evaluator that walks the tree.
     *
     * @throws IllegalArgumentException if a score of the tree is not on the scale
     */
    default Evaluator evaluator(String name, Scale scale, Direction direction) {
        return Evaluator.builder(name)
                .scale(scale)
                .direction(direction)
                .effort(Evaluator.Effort.MODEL)
                .configuration(configuration(this, scale))
                .evaluating(sample -> walk(this, sample, scale, direction));
    }

    private static Outcome walk(DecisionTree tree, Sample sample, Scale scale, Direction direction) {
        StringBuilder path = new StringBuilder();
        DecisionTree at = tree;
        while (at instanceof Question question) {
            Evaluator asked = question.check().evaluator();
            Threshold threshold = question.check().threshold().orElseThrow();
            Outcome outcome = asked.attempt(sample);
            Judgement judgement = threshold.judge(outcome);
            if (judgement == Judgement.INCONCLUSIVE) {
                return Votes.explained(outcome, path + asked.id().name() + ": ");
            }
            boolean passed = judgement == Judgement.PASSED;
            path.append(asked.id().name()).append(passed ? ": passed" : ": failed");
            String why = outcome.explanation();
            path.append(why.isEmpty() ? "; " : " (" + why + "); ");
            at = passed ? question.passed() : question.failed();
        }
        return Outcome.scored(
                ((Leaf) at).score(), scale, direction, path.toString().strip());
    }

    private static ObjectNode configuration(DecisionTree tree, Scale scale) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        if (tree instanceof Question question) {
            Evaluator asked = question.check().evaluator();
            json.put("asks", asked.id().name() + " " + asked.id().version());
            json.put("configuration", asked.id().configuration().value());
            json.put("threshold", question.check().threshold().orElseThrow().toString());
            json.set("passed", configuration(question.passed(), scale));
            json.set("failed", configuration(question.failed(), scale));
            return json;
        }
        double score = ((Leaf) tree).score();
        if (!scale.contains(score)) {
            throw new IllegalArgumentException("scores of a tree must be on its scale " + scale + "; found: " + score);
        }
        return json.put("score", score);
    }

    private static void requireThreshold(Check check) {
        if (check.threshold().isEmpty()) {
            throw new IllegalArgumentException(
                    "a question needs a threshold; found: " + check + "; use atLeast(…) or atMost(…)");
        }
    }
}
