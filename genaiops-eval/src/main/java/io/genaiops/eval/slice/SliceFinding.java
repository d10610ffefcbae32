package io.genaiops.eval.slice;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.statistics.Verdict.Conclusion;

/**
 * A slice in which the second variant is worse beyond chance.
 *
 * @param slice the slice
 * @param evaluator whose scores show it
 * @param passRate whether the pass rate shows it; otherwise the score does
 * @param there the verdict on the slice
 * @param overall the verdict on all items
 * @since 0.1
 */
public record SliceFinding(Slice slice, EvaluatorId evaluator, boolean passRate, Verdict there, Verdict overall) {

    /** Tells whether the second variant is better over all items, beyond chance, although it is worse in this slice. */
    public boolean isReversal() {
        return overall.conclusion() == Conclusion.BETTER;
    }

    /** Says it in a sentence. */
    public String words() {
        String what = evaluator.name() + (passRate ? ", pass rate" : ", score");
        String first = slice.comparison().first();
        String second = slice.comparison().second();
        String although = isReversal() ? ", although over all items " + overall.words(first, second) : "";
        return Caveat.mark(
                "in '" + slice.tag() + "', " + what + ": " + there.words(first, second) + although,
                slice.comparison().caveats());
    }
}
