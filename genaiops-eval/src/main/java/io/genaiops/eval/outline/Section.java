package io.genaiops.eval.outline;

import java.util.List;

/**
 * A finding of a result under a title, made of blocks. Whoever adds one to {@link Sections} has it in every format.
 *
 * @param id what links call it, in lower case
 * @param title what readers call it
 * @param blocks what it says
 * @since 0.1
 */
public record Section(String id, String title, List<Block> blocks) {

    /** Copies the blocks. */
    public Section {
        blocks = List.copyOf(blocks);
    }

    /** Tells whether there is nothing to say. */
    public boolean isEmpty() {
        return blocks.isEmpty();
    }
}
