package io.genaiops.call;

import io.genaiops.GenAiOpsException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/**
 * Carries one call out, from an exchange to what is made of it, on this thread or another one.
 *
 * @param exchange the call
 * @param talk asks, as often as it takes, and returns what the host gets
 */
record Conduct<R>(Exchange exchange, Function<Exchange, R> talk) {

    /**
     * Carries it out and waits: on this thread, or with a deadline on one of the executor, which is given up, and
     * interrupted, when the time has passed.
     */
    R send(Executor executor) {
        return exchange.deadline().limit().isEmpty() ? run() : await(start(executor));
    }

    /** Carries it out on a thread of the executor; cancelling the future gives it up, and interrupts it. */
    CompletableFuture<R> start(Executor executor) {
        CompletableFuture<R> result = new CompletableFuture<>();
        FutureTask<R> task = new FutureTask<>(() -> {
            complete(result);
            return null;
        });
        Runnable timer = exchange.deadline().whenPassed(() -> {
            if (exchange.end()) {
                exchange.forget();
                result.completeExceptionally(exchange.late());
                task.cancel(true);
            }
        });
        CompletableFuture<R> unused = result.whenComplete((made, failure) -> {
            timer.run();
            if (exchange.end()) {
                exchange.forget();
                task.cancel(true);
            }
        });
        try {
            executor.execute(task);
        } catch (Throwable e) {
            result.completeExceptionally(e);
            throw e;
        }
        return result;
    }

    /** Whoever ended the call before this thread did has said how, or is about to. */
    private void complete(CompletableFuture<R> result) {
        R made;
        try {
            made = talk.apply(exchange);
        } catch (Throwable e) {
            if (exchange.end()) {
                exchange.forget();
                result.completeExceptionally(e);
            }
            return;
        }
        if (exchange.end()) {
            try {
                exchange.remember();
                result.complete(made);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        }
    }

    private R run() {
        try {
            R made = talk.apply(exchange);
            exchange.end();
            exchange.remember();
            return made;
        } catch (Throwable e) {
            exchange.end();
            exchange.forget();
            throw e;
        }
    }

    private R await(CompletableFuture<R> result) {
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw new GenAiOpsException("the call was interrupted while it waited for its answer", e);
        } catch (ExecutionException e) {
            throw asItIs(Objects.requireNonNull(e.getCause()));
        }
    }

    /** Models written in other languages throw checked exceptions too. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> RuntimeException asItIs(Throwable failure) throws E {
        throw (E) failure;
    }
}
