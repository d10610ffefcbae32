package io.genaiops.eval.dataset;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.record.RecordFault;
import java.util.ArrayList;
import java.util.List;

/**
 * Signals that lines of a dataset are faulty. The message lists them with file, line and what was expected, and counts
 * what it does not list.
 *
 * @since 0.1
 */
public final class InvalidDatasetException extends GenAiOpsException {

    private static final long serialVersionUID = 1L;

    private final int count;

    private InvalidDatasetException(String source, List<String> problems, int count) {
        super(message(source, problems, count));
        this.count = count;
    }

    /** Returns how many problems were found; the message lists the first of them. */
    public int count() {
        return count;
    }

    private static String message(String source, List<String> problems, int count) {
        StringBuilder text = new StringBuilder(
                "dataset " + source + " has " + count + (count == 1 ? " faulty line:" : " faulty lines:"));
        problems.forEach(problem -> text.append("\n  ").append(problem));
        if (count > problems.size()) {
            text.append("\n  and ").append(count - problems.size()).append(" more");
        }
        return text.toString();
    }

    /** Counts what is wrong with a file and keeps the first of it. */
    static final class Faults {

        private static final int MOST_LISTED = 20;

        private final String source;
        private final List<String> listed = new ArrayList<>();
        private int count;

        Faults(String source) {
            this.source = source;
        }

        void add(RecordFault fault) {
            add(source + " " + fault.getMessage());
        }

        void add(String problem) {
            count++;
            if (listed.size() < MOST_LISTED) {
                listed.add(problem);
            }
        }

        void throwIfAny() {
            if (count > 0) {
                throw new InvalidDatasetException(source, listed, count);
            }
        }
    }
}
