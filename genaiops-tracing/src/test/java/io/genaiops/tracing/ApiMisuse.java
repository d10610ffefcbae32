package io.genaiops.tracing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects what the OpenTelemetry API says of calls that it tolerates but that are wrong, such as a null value. */
final class ApiMisuse extends Handler {

    private static final Logger USAGE = Logger.getLogger("io.opentelemetry.usage");

    private final List<String> found = new CopyOnWriteArrayList<>();

    ApiMisuse() {
        setLevel(Level.ALL);
        USAGE.setLevel(Level.FINEST);
        USAGE.setUseParentHandlers(false);
        USAGE.addHandler(this);
    }

    List<String> found() {
        return found;
    }

    @Override
    public void publish(LogRecord entry) {
        StackTraceElement[] trace = entry.getThrown() == null
                ? new StackTraceElement[0]
                : entry.getThrown().getStackTrace();
        for (StackTraceElement frame : trace) {
            if (frame.getClassName().startsWith("io.genaiops.")) {
                found.add(entry.getMessage() + " at " + frame);
                return;
            }
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        USAGE.removeHandler(this);
    }
}
