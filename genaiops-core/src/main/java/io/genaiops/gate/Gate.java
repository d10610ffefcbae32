package io.genaiops.gate;

import java.util.List;

/**
 * Decides whether a version may have a label: a pure function of the candidate, the current holder and the evidence. A
 * gate made of gates is a gate. Implementations are immutable and thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Gate {

    /** Decides, and says why. */
    Verdict decide(Candidate candidate);

    /**
     * Returns a gate on the mean of an evaluator's scores.
     *
     * @param evaluator the evaluator's name, as evidence has it
     */
    static EvaluationGate.Builder mean(String evaluator) {
        return new EvaluationGate.Builder(evaluator, Figure.Kind.MEAN);
    }

    /**
     * Returns a gate on the share of items that an evaluator's check passed.
     *
     * @param evaluator the evaluator's name, as evidence has it
     */
    static EvaluationGate.Builder passRate(String evaluator) {
        return new EvaluationGate.Builder(evaluator, Figure.Kind.PASS_RATE);
    }

    /** Returns a gate that is as strict as the strictest of the gates and gives the reasons of all. */
    static Gate allOf(Gate first, Gate... more) {
        List<Gate> others = List.of(more);
        return candidate -> {
            Verdict verdict = first.decide(candidate);
            for (Gate other : others) {
                verdict = verdict.and(other.decide(candidate));
            }
            return verdict;
        };
    }
}
