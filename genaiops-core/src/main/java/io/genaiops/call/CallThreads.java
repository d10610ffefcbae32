package io.genaiops.call;

import io.genaiops.GenAiOpsException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The threads of calls that nobody waits for, where the host gives no executor: a virtual thread for each call where the
 * JDK has them (21 and newer), otherwise a daemon thread for each call.
 */
final class CallThreads {

    private static final @Nullable MethodHandle VIRTUAL = find("newVirtualThreadPerTaskExecutor");
    private static final AtomicLong NUMBER = new AtomicLong();

    private CallThreads() {}

    static Executor create() {
        return VIRTUAL == null ? CallThreads::start : invoke(VIRTUAL);
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
                    "this JDK has virtual threads and makes no executor of them; give PromptCalls.builder(…).executor(…)",
                    e);
        }
    }
}
