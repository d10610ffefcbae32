package io.genaiops.eval;

import io.genaiops.eval.EvaluatorChain.Batch;
import io.genaiops.eval.EvaluatorChain.Link;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation of one sample by a chain, and the future of its result. Whoever has something to report calls
 * {@link #advance}, which one thread at a time carries out for all.
 */
final class ChainRun extends CompletableFuture<Evaluation> {

    private final EvaluatorChain chain;
    private final Sample sample;
    private final Executor executor;
    private final AtomicInteger signals = new AtomicInteger();
    private final Queue<Map<Link, Outcome>> reported = new ConcurrentLinkedQueue<>();
    private final Queue<Task> handedOver = new ConcurrentLinkedQueue<>();
    private final Set<Task> open = ConcurrentHashMap.newKeySet();
    private volatile boolean interrupting = true;

    // used by the thread that advances
    private final Queue<Batch> waiting = new ArrayDeque<>();
    private final Map<Link, Outcome> outcomes = new HashMap<>();
    private int stage = -1;
    private int running;

    private ChainRun(EvaluatorChain chain, Sample sample, Executor executor) {
        this.chain = chain;
        this.sample = sample;
        this.executor = executor;
    }

    static ChainRun start(EvaluatorChain chain, Sample sample, Executor executor) {
        ChainRun run = new ChainRun(chain, sample, executor);
        CompletableFuture<Evaluation> unused =
                run.whenComplete((result, failure) -> run.open.forEach(task -> task.stop(run.interrupting)));
        run.advance();
        return run;
    }

    static Evaluation onThisThread(EvaluatorChain chain, Sample sample) {
        try {
            return start(chain, sample, Runnable::run).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        interrupting = mayInterruptIfRunning;
        return super.cancel(mayInterruptIfRunning);
    }

    @Override
    public Evaluation join() {
        help();
        return super.join();
    }

    @Override
    public Evaluation get() throws InterruptedException, ExecutionException {
        help();
        return super.get();
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new Dependent<>(this);
    }

    /** Runs what the executor has not begun. */
    private void help() {
        for (Task task = handedOver.poll(); task != null && !isDone(); task = handedOver.poll()) {
            task.run();
        }
    }

    private void advance() {
        if (signals.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            try {
                step();
            } catch (Throwable e) {
                completeExceptionally(e);
            }
            seen = signals.addAndGet(-seen);
        } while (seen > 0);
    }

    private void step() {
        for (Map<Link, Outcome> batch = reported.poll(); batch != null; batch = reported.poll()) {
            outcomes.putAll(batch);
            running--;
        }
        while (!isDone() && running == 0 && waiting.isEmpty()) {
            openNextStage();
        }
        while (!isDone() && !waiting.isEmpty() && running < chain.concurrency()) {
            running++;
            handOver(new Task(waiting.remove()));
        }
    }

    private void openNextStage() {
        boolean stops = stage >= 0 && chain.stages().get(stage).stopsAfter(outcomes);
        if (stops || stage + 1 == chain.stages().size()) {
            complete(chain.collect(sample, outcomes));
        } else {
            stage++;
            waiting.addAll(chain.stages().get(stage).batches());
        }
    }

    private void handOver(Task task) {
        open.add(task);
        if (isDone()) {
            task.stop(interrupting);
        }
        try {
            executor.execute(task);
            handedOver.add(task);
        } catch (RuntimeException e) {
            task.refuse(e);
        }
    }

    /** One batch, run once: by the executor or by a thread that waits for the result. */
    private final class Task implements Runnable {

        private final Batch batch;
        private @Nullable Thread thread;
        private boolean begun;
        private boolean stopped;
        private boolean interrupted;

        Task(Batch batch) {
            this.batch = batch;
        }

        @Override
        public void run() {
            if (!begin()) {
                return;
            }
            Map<Link, Outcome> found = new HashMap<>();
            Optional<CompletableFuture<Void>> clock = chain.timeout().map(this::startClock);
            try {
                batch.evaluate(sample, found);
            } catch (Throwable e) {
                completeExceptionally(e);
            } finally {
                clock.ifPresent(running -> running.cancel(false));
                if (end()) {
                    report(found);
                }
            }
        }

        private synchronized boolean begin() {
            if (begun || stopped || isDone()) {
                return false;
            }
            begun = true;
            thread = Thread.currentThread();
            return true;
        }

        /** Returns whether the outcomes are still wanted; takes back an interruption that was meant for this task. */
        private synchronized boolean end() {
            thread = null;
            if (interrupted) {
                Thread.interrupted();
            }
            return !stopped;
        }

        /** Returns whether this call stopped it. */
        synchronized boolean stop(boolean interrupt) {
            boolean ends = !stopped && !(begun && thread == null);
            stopped |= ends;
            if (ends && interrupt && thread != null) {
                interrupted = true;
                thread.interrupt();
            }
            return ends;
        }

        private CompletableFuture<Void> startClock(Duration limit) {
            CompletableFuture<Void> clock = new CompletableFuture<>();
            CompletableFuture<Void> unused = clock.completeOnTimeout(null, limit.toNanos(), TimeUnit.NANOSECONDS)
                    .thenRun(() -> expire(limit));
            return clock;
        }

        private void expire(Duration limit) {
            if (stop(true)) {
                Map<Link, Outcome> late = new HashMap<>();
                batch.put(
                        link -> Outcome.errored(new TimeoutException(
                                "evaluator '" + link.name() + "' gave no outcome within " + limit)),
                        late);
                report(late);
            }
        }

        void refuse(RuntimeException failure) {
            if (stop(false)) {
                Map<Link, Outcome> refused = new HashMap<>();
                batch.put(link -> Outcome.errored(failure), refused);
                report(refused);
            }
        }

        private void report(Map<Link, Outcome> found) {
            open.remove(this);
            reported.add(found);
            advance();
        }
    }

    /** A future that depends on a run, whose waiting threads help too. */
    private static final class Dependent<T> extends CompletableFuture<T> {

        private final ChainRun run;

        Dependent(ChainRun run) {
            this.run = run;
        }

        @Override
        public T join() {
            run.help();
            return super.join();
        }

        @Override
        public T get() throws InterruptedException, ExecutionException {
            run.help();
            return super.get();
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new Dependent<>(run);
        }
    }
}
