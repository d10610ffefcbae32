package io.genaiops.eval.dataset;

/** What is wrong with one record of a file: the pass over it goes on and lists them all. */
final class Fault extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private static final int MOST_SHOWN = 200;

    private final int line;
    private final String expected;
    private final String found;

    private Fault(int line, String expected, String found) {
        super(null, null, false, false);
        this.line = line;
        this.expected = expected;
        this.found = found.length() <= MOST_SHOWN ? found : found.substring(0, MOST_SHOWN) + "…";
    }

    /** Returns a fault of a record whose line the reader of the file knows. */
    static Fault of(String expected, String found) {
        return new Fault(0, expected, found);
    }

    /** Returns this fault with its line, unless it has one. */
    Fault at(int known) {
        return line == 0 ? new Fault(known, expected, found) : this;
    }

    @Override
    public String getMessage() {
        return "line " + line + ": expected " + expected + "; found: " + found;
    }
}
