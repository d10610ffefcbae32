package io.genaiops.eval.journal;

import io.genaiops.eval.journal.Journal.State;
import java.util.List;

/**
 * Where the records of answers begin and how far each answer got: five bytes an answer, 36 bits for the offset (up to 64
 * GiB), one for replies out of a cache and 3 for the state. Different answers may be set by different threads.
 */
final class AnswerIndex {

    private static final List<State> STATES = List.of(State.values());
    private static final int BYTES = 5;
    private static final int STATE = 7;
    private static final int REUSED = 8;
    private static final int FLAG_BITS = 4;
    private static final long MOST = 1L << (8 * BYTES - FLAG_BITS);

    private final byte[] cells;

    AnswerIndex(int answers) {
        this.cells = new byte[Math.multiplyExact(answers, BYTES)];
    }

    int size() {
        return cells.length / BYTES;
    }

    void put(int answer, long offset, State state) {
        if (offset < 0 || offset >= MOST) {
            throw new IllegalArgumentException("a journal has at most " + MOST + " bytes; found: " + offset);
        }
        long cell = offset << FLAG_BITS | (cells[answer * BYTES] & REUSED) | STATES.indexOf(state);
        for (int i = 0; i < BYTES; i++) {
            cells[answer * BYTES + i] = (byte) (cell >>> (8 * i));
        }
    }

    void markReused(int answer) {
        cells[answer * BYTES] |= REUSED;
    }

    boolean isReused(int answer) {
        return (cells[answer * BYTES] & REUSED) != 0;
    }

    State state(int answer) {
        return STATES.get(cells[answer * BYTES] & STATE);
    }

    long offset(int answer) {
        long cell = 0;
        for (int i = 0; i < BYTES; i++) {
            cell |= (cells[answer * BYTES + i] & 0xffL) << (8 * i);
        }
        return cell >>> FLAG_BITS;
    }
}
