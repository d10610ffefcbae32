package io.genaiops.eval.journal;

import io.genaiops.eval.journal.Journal.State;
import java.util.List;

/**
 * Where the records of answers begin and how far each answer got: five bytes an answer, 37 bits for the offset (up to 128
 * GiB) and 3 for the state. Different answers may be set by different threads.
 */
final class AnswerIndex {

    private static final List<State> STATES = List.of(State.values());
    private static final int BYTES = 5;
    private static final int STATE_BITS = 3;
    private static final long MOST = 1L << (8 * BYTES - STATE_BITS);

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
        long cell = offset << STATE_BITS | STATES.indexOf(state);
        for (int i = 0; i < BYTES; i++) {
            cells[answer * BYTES + i] = (byte) (cell >>> (8 * i));
        }
    }

    State state(int answer) {
        return STATES.get(cells[answer * BYTES] & ((1 << STATE_BITS) - 1));
    }

    long offset(int answer) {
        long cell = 0;
        for (int i = 0; i < BYTES; i++) {
            cell |= (cells[answer * BYTES + i] & 0xffL) << (8 * i);
        }
        return cell >>> STATE_BITS;
    }
}
