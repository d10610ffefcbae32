package io.genaiops.examples;

import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;

/** A line that counts what is done: rewritten in place on a terminal, printed at quarters elsewhere. Thread-safe. */
final class Progress {

    private final PrintStream out;
    private final String what;
    private final int total;
    private final boolean inPlace;
    private final AtomicInteger done = new AtomicInteger();

    Progress(PrintStream out, String what, int total, boolean inPlace) {
        this.out = out;
        this.what = what;
        this.total = total;
        this.inPlace = inPlace;
    }

    void step() {
        int now = done.incrementAndGet();
        int quarter = Math.max(1, total / 4);
        if (inPlace) {
            out.print("\r  " + what + " " + now + "/" + total + (now == total ? System.lineSeparator() : ""));
            out.flush();
        } else if (now % quarter == 0 || now == total) {
            out.println("  " + what + " " + now + "/" + total);
        }
    }
}
