package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Outcome;

/**
 * Which of two answers a judge prefers, asked in both orders.
 *
 * @param inOrder what the judge said when the first answer stood first: 1 first, 0.5 tie, 0 second
 * @param swapped what it said when the second stood first, turned back: 1 first, 0.5 tie, 0 second
 * @since 0.1
 */
public record Preference(Outcome inOrder, Outcome swapped) {

    /** Which answer is preferred. */
    public enum Winner {
        /** The first, in both orders. */
        FIRST,
        /** The second, in both orders. */
        SECOND,
        /** Neither, or not the same one in both orders. */
        TIE,
        /** At least one order gave no verdict. */
        UNDECIDED
    }

    /** Requires both. */
    public Preference {
        requireNonNull(inOrder, "inOrder");
        requireNonNull(swapped, "swapped");
    }

    /** Returns which answer is preferred; a disagreement between the orders is a tie. */
    public Winner winner() {
        if (!inOrder.isScored() || !swapped.isScored()) {
            return Winner.UNDECIDED;
        }
        double one = inOrder.score().getAsDouble();
        double other = swapped.score().getAsDouble();
        if (one == 1 && other == 1) {
            return Winner.FIRST;
        }
        return one == 0 && other == 0 ? Winner.SECOND : Winner.TIE;
    }

    /** Tells whether both orders gave a verdict, and the same one. */
    public boolean isConsistent() {
        return inOrder.isScored() && swapped.isScored() && inOrder.score().equals(swapped.score());
    }

    /** Returns what each order said. */
    public String explanation() {
        return "in order: " + described(inOrder) + "; swapped: " + described(swapped)
                + (isConsistent() ? "" : "; the orders disagree");
    }

    private static String described(Outcome outcome) {
        String said = outcome.score().isEmpty()
                ? outcome.kind().name()
                : outcome.score().getAsDouble() == 1 ? "first" : outcome.score().getAsDouble() == 0 ? "second" : "tie";
        return said + " (" + outcome.explanation() + ")";
    }
}
