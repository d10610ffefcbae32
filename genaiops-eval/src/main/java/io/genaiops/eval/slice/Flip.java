package io.genaiops.eval.slice;

import io.genaiops.eval.statistics.Statistics;
import java.util.OptionalDouble;

/**
 * An item that one variant passed and the other failed, or that only one of them was judged on.
 *
 * @param item its place in the dataset, from 0
 * @param id its id
 * @param before the score of the first variant, repeats averaged; empty if there is none
 * @param after the score of the second variant; empty if there is none
 * @since 0.1
 */
public record Flip(int item, String id, OptionalDouble before, OptionalDouble after) {

    /** Returns how far the score moved, without sign; 0 if one of the two is missing. */
    public double size() {
        return before.isPresent() && after.isPresent() ? Math.abs(after.getAsDouble() - before.getAsDouble()) : 0;
    }

    /** Returns id, place and scores, such as {@code winter-7 (item 6): 0.9 to 0.2}. */
    @Override
    public String toString() {
        return id + " (item " + item + "): " + shown(before) + " to " + shown(after);
    }

    private static String shown(OptionalDouble score) {
        return score.isPresent() ? Statistics.number(score.getAsDouble()) : "no score";
    }
}
