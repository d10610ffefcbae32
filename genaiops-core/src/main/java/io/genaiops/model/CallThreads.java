package io.genaiops.model;

import io.genaiops.GenAiOpsException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads of calls where the host gives no executor: a virtual thread for each task where the JDK has them (21 and
 * newer), otherwise a daemon thread for each task.
 *
 * @since 0.1
 */
public final class CallThreads {

    private static final @Nullable MethodHandle VIRTUAL = find("newVirtualThreadPerTaskExecutor");
    private static final int DEEPEST = 16;
    private static final AtomicLong NUMBER = new AtomicLong();

    private CallThreads() {}

    /** Returns an executor that starts a thread for each task and needs no shutdown. */
    public static Executor create() {
        return VIRTUAL == null ? CallThreads::start : invoke(VIRTUAL);
    }

    /**
     * Returns whether a failure, or one behind it, says that this thread was interrupted. The flag of the thread, which was
     * cleared by that, is then set again: who takes a failure for something less must not take the interrupt with it.
     */
    public static boolean wasInterrupted(Throwable failure) {
        Throwable next = failure;
        for (int depth = 0; next != null && depth < DEEPEST; depth++) {
            if (next instanceof InterruptedException || next instanceof ClosedByInterruptException) {
                Thread.currentThread().interrupt();
                return true;
            }
            next = next.getCause();
        }
        return false;
    }

    static @Nullable MethodHandle find(String factory) {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(Executors.class, factory, MethodType.methodType(ExecutorService.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }

    static void start(Runnable call) {
        Thread thread = new Thread(call, "genaiops-call-" + NUMBER.incrementAndGet());
        thread.setDaemon(true);
        thread.start();
    }

    private static Executor invoke(MethodHandle factory) {
        try {
            return (ExecutorService) factory.invokeExact();
        } catch (Throwable e) {
            throw new GenAiOpsException(
                    "this JDK has virtual threads and makes no executor of them; give an executor of your own", e);
        }
    }
}
