package io.genaiops.examples;

import java.io.PrintStream;
import java.util.Locale;

/** Prints a line at each tenth of the work. Thread-safe. */
final class Progress {

    private static final int LINES = 10;

    private final PrintStream out;
    private final String what;
    private int printed;

    Progress(PrintStream out, String what) {
        this.out = out;
        this.what = what;
    }

    synchronized void at(int done, int total) {
        int tenths = LINES * done / total;
        if (tenths > printed) {
            printed = tenths;
            out.printf(Locale.ROOT, "  %s %d of %d%n", what, done, total);
        }
    }
}
