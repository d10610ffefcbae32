package io.genaiops.eval.calibration;

import io.genaiops.eval.Outcome;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What people and judge said of one item.
 *
 * @param answers the judge's answers, in order
 * @param orders of a judge of pairs, for each answer what it said in each of the two orders; else empty
 */
record StudyRow(String id, String system, Map<String, Double> labels, List<Given> answers, List<Orders> orders) {

    /** An outcome without its words. */
    record Given(Outcome.Kind kind, OptionalDouble score) {

        Given {
            if ((kind == Outcome.Kind.SCORED) != score.isPresent()) {
                throw new IllegalArgumentException("exactly the scored have a score; found " + kind + ", " + score);
            }
        }

        static Given of(Outcome outcome) {
            return new Given(outcome.kind(), outcome.score());
        }
    }

    /** Both orders of one comparison: 1 for the answer that is first in the item, 0 for the second, 0.5 for a tie. */
    record Orders(Given inOrder, Given swapped) {

        boolean isScored() {
            return inOrder.score().isPresent() && swapped.score().isPresent();
        }

        boolean isConsistent() {
            return isScored() && inOrder.score().equals(swapped.score());
        }

        /** Tells whether each order named a winner, and not the same. */
        boolean isTurned() {
            return isScored()
                    && Math.abs(inOrder.score().getAsDouble() - swapped.score().getAsDouble()) == 1;
        }
    }

    StudyRow {
        labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        answers = List.copyOf(answers);
        orders = List.copyOf(orders);
    }

    /** The judge's word: its first answer. */
    OptionalDouble score() {
        return answers.get(0).score();
    }
}
