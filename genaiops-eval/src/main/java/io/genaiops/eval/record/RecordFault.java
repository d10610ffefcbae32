package io.genaiops.eval.record;

/**
 * Signals what is wrong with one record of a file. The reader is then behind it, so that the next one can be read.
 *
 * @since 0.1
 */
public final class RecordFault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 200;

    private final int line;
    private final String problem;

    private RecordFault(int line, String problem) {
        super(null, null, false, false);
        this.line = line;
        this.problem = problem;
    }

    /** Returns a fault of a record whose line is not known here. */
    public static RecordFault of(String expected, String found) {
        String shown = found.length() <= MOST_SHOWN ? found : found.substring(0, MOST_SHOWN) + "…";
        return new RecordFault(0, "expected " + expected + "; found: " + shown);
    }

    /** Returns a fault in the words of another parser. */
    static RecordFault said(String problem) {
        return new RecordFault(0, problem);
    }

    /** Returns this fault with its line, from 1, unless it has one. */
    public RecordFault at(int known) {
        return line == 0 ? new RecordFault(known, problem) : this;
    }

    /** Returns the line, what was expected and what was found. */
    @Override
    public String getMessage() {
        return "line " + line + ": " + problem;
    }
}
