package io.genaiops.tracing.span;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps failures of telemetry away from the calls they observe: the first is logged, all are counted. The log names the
 * class and place only, because a message may hold what was being recorded.
 */
final class Guard {

    private static final Logger LOG = LoggerFactory.getLogger(Spans.class);

    private final AtomicLong failures = new AtomicLong();

    void run(Runnable telemetry) {
        try {
            telemetry.run();
        } catch (Throwable t) {
            failed(t);
        }
    }

    /** Makes a context current until the scope is closed. */
    @SuppressWarnings("MustBeClosedChecker") // the caller closes it
    Scope open(Context context) {
        try {
            return new GuardedScope(context.makeCurrent(), this);
        } catch (Throwable t) {
            failed(t);
            return Scope.noop();
        }
    }

    void failed(Throwable failure) {
        if (failures.getAndIncrement() == 0) {
            StackTraceElement[] trace = failure.getStackTrace();
            LOG.warn(
                    "telemetry failed and the call went on without it: {} at {}; further failures are only counted",
                    failure.getClass().getName(),
                    trace.length == 0 ? "an unknown place" : trace[0]);
        }
    }

    long failures() {
        return failures.get();
    }

    private record GuardedScope(Scope scope, Guard guard) implements Scope {

        @Override
        public void close() {
            try {
                scope.close();
            } catch (Throwable t) {
                guard.failed(t);
            }
        }
    }
}
