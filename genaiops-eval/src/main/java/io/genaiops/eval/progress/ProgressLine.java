package io.genaiops.eval.progress;

import static java.util.Objects.requireNonNull;

import java.io.Console;
import java.io.PrintStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Shows on a stream how far a run is: answers, rate, errors, cost so far, time left. On a terminal it writes one line over
 * and over, elsewhere a line from time to time. Thread-safe.
 *
 * <pre>{@code
 * experiment.reporting(ProgressLine.to(System.out)).run();
 * // 126/504  25 %  3.4/s  2 errors  0.0123 USD  1 min 52 s left
 * }</pre>
 *
 * @since 0.1
 */
public final class ProgressLine implements Consumer<Progress>, AutoCloseable {

    private static final Duration TEN_TIMES_A_SECOND = Duration.ofMillis(100);
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(10);
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean overwriting;
    private final long pause;
    private final LongSupplier nanoTime;
    private @Nullable ProgressText text;
    private long first;
    private long shown;
    private int width;
    private @Nullable Progress unshown;

    private ProgressLine(PrintStream out, boolean overwriting, Duration pause, LongSupplier nanoTime) {
        this.out = requireNonNull(out, "out");
        this.overwriting = overwriting;
        this.pause = pause.toNanos();
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
    }

    /** Returns a line for a stream of the process: one that is overwritten if a person looks at it. */
    public static ProgressLine to(PrintStream out) {
        return isTerminal() ? overwriting(out) : every(NOW_AND_THEN, out);
    }

    /** Returns a line that is overwritten, for a terminal. */
    public static ProgressLine overwriting(PrintStream out) {
        return new ProgressLine(out, true, TEN_TIMES_A_SECOND, System::nanoTime);
    }

    /** Returns lines at this distance in time at least, and one at the end. */
    public static ProgressLine every(Duration distance, PrintStream out) {
        if (distance.isNegative()) {
            throw new IllegalArgumentException("distance must not be negative; found: " + distance);
        }
        return new ProgressLine(out, false, distance, System::nanoTime);
    }

    /** Returns the same line by another source of elapsed time, in nanoseconds. */
    public ProgressLine nanoTime(LongSupplier source) {
        return new ProgressLine(out, overwriting, Duration.ofNanos(pause), source);
    }

    @Override
    public synchronized void accept(Progress progress) {
        long now = nanoTime.getAsLong();
        if (text == null) {
            text = new ProgressText(progress);
            first = now;
            shown = overwriting ? now - pause : now;
        }
        if (progress.isComplete() || now - shown >= pause) {
            show(text.line(progress, now - first));
            shown = now;
            unshown = null;
        } else {
            unshown = progress;
        }
        if (progress.isComplete()) {
            close();
        }
    }

    private void show(String line) {
        if (overwriting) {
            String cut = line.length() > WIDTH ? line.substring(0, WIDTH - 1) + "…" : line;
            out.print("\r" + cut + " ".repeat(Math.max(0, width - cut.length())));
            width = cut.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Ends the line, with what was last told; a line that comes later begins anew. */
    @Override
    public synchronized void close() {
        Progress last = unshown;
        if (last != null && text != null) {
            show(text.line(last, nanoTime.getAsLong() - first));
        }
        if (width > 0) {
            out.println();
        }
        text = null;
        unshown = null;
        width = 0;
    }

    /** Since JDK 22 a console is there without a terminal too, and says so. */
    @SuppressWarnings("SystemConsoleNull") // before JDK 22 null means that there is no terminal
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) MethodHandles.publicLookup()
                    .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class))
                    .invoke(console);
        } catch (NoSuchMethodException | IllegalAccessException beforeJdk22) {
            return true;
        } catch (Throwable e) {
            throw new IllegalStateException("the console does not say whether it is a terminal", e);
        }
    }
}
