package io.genaiops.template;

import io.genaiops.template.TemplateException.Place;
import org.jspecify.annotations.Nullable;

/**
 * Compiled template or partial: parallel arrays, one entry an instruction. The arrays are written by {@link Compiler} and
 * {@link Partials} before the {@link Template} that holds them exists, and never after.
 */
final class Program {

    /** Appends the literal {@code strings[pc]}. */
    static final byte TEXT = 0;
    /** Appends the value of a name. */
    static final byte VARIABLE = 1;
    /** Opens a section, or goes to {@code jumps[pc]}, one past its end. */
    static final byte SECTION = 2;
    /** Goes on if the value is empty, else to {@code jumps[pc]}. */
    static final byte INVERTED = 3;
    /** Ends an iteration of the section at {@code jumps[pc]}. */
    static final byte END = 4;
    /** Runs {@code partials[pc]}; its name is {@code strings[pc]}. */
    static final byte PARTIAL = 5;
    /** Opens a message of the role named {@code strings[pc]}. */
    static final byte ROLE = 6;
    /** Notes where the caller's chat messages go. */
    static final byte HISTORY = 7;

    /** The number of the name {@code .}, the current item. */
    static final int CURRENT = 0;

    /** Name of the partial; empty for the template itself. */
    final String partial;

    final String source;
    final byte[] ops;
    /** Literal, first part of a name, or name of a partial or role. */
    final String[] strings;
    /** Parts of a dotted name after the first; absent when there are none. */
    final String[] @Nullable [] tails;
    /** Number of the first part of a name among all names of the template. */
    final int[] names;

    final int[] jumps;
    final int[] offsets;
    /** What blanks a partial's lines are indented by. */
    final String[] indents;
    /** Absent where the partial was not found or lies too deep. */
    final @Nullable Program[] partials;

    Program(String partial, String source, int size) {
        this.partial = partial;
        this.source = source;
        ops = new byte[size];
        strings = new String[size];
        tails = new String[size][];
        names = new int[size];
        jumps = new int[size];
        offsets = new int[size];
        indents = new String[size];
        partials = new @Nullable Program[size];
    }

    int size() {
        return ops.length;
    }

    /** Returns the name of the instruction as written in its tag. */
    String path(int pc) {
        String[] tail = tails[pc];
        return tail == null ? strings[pc] : strings[pc] + "." + String.join(".", tail);
    }

    Place place(int offset) {
        return Place.of(partial, source, offset);
    }

    TemplateException error(int pc, String message) {
        return new TemplateException(place(offsets[pc]), message, null);
    }

    /** Returns the place of every instruction, in one pass over the source. */
    Place[] places() {
        Place[] places = new Place[size()];
        int line = 1;
        int lineStart = 0;
        int offset = 0;
        for (int pc = 0; pc < places.length; pc++) {
            for (; offset < offsets[pc]; offset++) {
                if (source.charAt(offset) == '\n') {
                    line++;
                    lineStart = offset + 1;
                }
            }
            places[pc] = new Place(partial, line, offsets[pc] - lineStart + 1);
        }
        return places;
    }
}
