package io.genaiops.eval.dataset;

import java.util.ArrayList;
import java.util.List;

/** Counts what is wrong with a file and keeps the first of it. */
final class Faults {

    private static final int MOST_LISTED = 20;

    private final String source;
    private final List<String> listed = new ArrayList<>();
    private int count;

    Faults(String source) {
        this.source = source;
    }

    void add(Fault fault) {
        count++;
        if (listed.size() < MOST_LISTED) {
            listed.add(source + " " + fault.getMessage());
        }
    }

    boolean isEmpty() {
        return count == 0;
    }

    void throwIfAny() {
        if (count > 0) {
            throw new InvalidDatasetException(source, listed, count);
        }
    }
}
