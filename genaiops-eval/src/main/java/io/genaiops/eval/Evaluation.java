package io.genaiops.eval;

import io.genaiops.eval.EvaluatorChain.Batch;
import io.genaiops.eval.EvaluatorChain.Link;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a chain found out about one sample: an outcome for each of its checks, in the order of the chain. Immutable.
 *
 * @since 0.1
 */
public final class Evaluation {

    /**
     * What one evaluator said.
     *
     * @param evaluator which evaluator
     * @param threshold what its score is held against; empty if it is only observed
     * @param outcome what came of it
     */
    public record Result(EvaluatorId evaluator, Optional<Threshold> threshold, Outcome outcome) {
        /** Requires all three. */
        public Result {
            Objects.requireNonNull(evaluator, "evaluator");
            Objects.requireNonNull(threshold, "threshold");
            Objects.requireNonNull(outcome, "outcome");
        }

        /** Returns the judgement; an observed score is {@link Judgement#INCONCLUSIVE}. */
        public Judgement judgement() {
            return threshold.map(limit -> limit.judge(outcome)).orElse(Judgement.INCONCLUSIVE);
        }

        /** Returns one line, such as {@code FAILED relevance: 2 (at least 4): off topic}. */
        @Override
        public String toString() {
            String label = threshold.isEmpty() && outcome.isScored()
                    ? "OBSERVED"
                    : judgement().name();
            String value = outcome.score().isPresent()
                    ? Scale.format(outcome.score().getAsDouble())
                    : outcome.kind().name();
            String limit = threshold.map(t -> " (" + t + ")").orElse("");
            String reason = outcome.explanation();
            return label + " " + evaluator.name() + ": " + value + limit + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    private final Sample sample;
    private final List<Result> results;

    private Evaluation(Sample sample, List<Result> results) {
        this.sample = Objects.requireNonNull(sample, "sample");
        this.results = List.copyOf(results);
    }

    /** Returns an evaluation of the sample with these results. */
    public static Evaluation of(Sample sample, List<Result> results) {
        return new Evaluation(sample, results);
    }

    /** Returns the sample that was evaluated. */
    public Sample sample() {
        return sample;
    }

    /** Returns the results, in the order of the chain. */
    public List<Result> results() {
        return results;
    }

    /** Returns the outcome of an evaluator, if it was in the chain. */
    public Optional<Outcome> outcome(EvaluatorId evaluator) {
        return results.stream()
                .filter(result -> result.evaluator().equals(evaluator))
                .map(Result::outcome)
                .findFirst();
    }

    /** Tells whether at least one score was judged and every judged one passed; a missing score is no pass. */
    public boolean passed() {
        return judgement() == Judgement.PASSED;
    }

    /**
     * Returns the judgement of all checks that have a threshold: failed if one failed, else inconclusive if one is
     * inconclusive or there is none, else passed.
     */
    public Judgement judgement() {
        if (!failures().isEmpty()) {
            return Judgement.FAILED;
        }
        boolean judged = results.stream().anyMatch(result -> result.threshold().isPresent());
        return judged && inconclusive().isEmpty() ? Judgement.PASSED : Judgement.INCONCLUSIVE;
    }

    /** Returns the results whose score lies outside the threshold. */
    public List<Result> failures() {
        return results.stream()
                .filter(result -> result.judgement() == Judgement.FAILED)
                .toList();
    }

    /** Returns the results that have a threshold and no score. */
    public List<Result> inconclusive() {
        return results.stream()
                .filter(result -> result.threshold().isPresent())
                .filter(result -> result.judgement() == Judgement.INCONCLUSIVE)
                .toList();
    }

    /** Returns the judgement and one line for each result. */
    public String describe() {
        StringBuilder text = new StringBuilder(judgement() + " sample '" + sample.id() + "'");
        for (Result result : results) {
            text.append("\n  ").append(result.toString().replaceAll("\\R", "\n    "));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Evaluation that && sample.equals(that.sample) && results.equals(that.results);
    }

    @Override
    public int hashCode() {
        return Objects.hash(sample, results);
    }

    @Override
    public String toString() {
        return describe();
    }

    /**
     * An evaluation that a chain has begun, and the future of its result. Whoever has something to report calls
     * {@link #advance}, which one thread at a time carries out for all.
     */
    static final class Pending extends CompletableFuture<Evaluation> {

        private final EvaluatorChain chain;
        private final Sample sample;
        private final Executor executor;
        private final AtomicInteger signals = new AtomicInteger();
        private final Queue<Map<Link, Outcome>> reported = new ConcurrentLinkedQueue<>();
        private final Queue<Task> handedOver = new ConcurrentLinkedQueue<>();
        private final Set<Task> open = ConcurrentHashMap.newKeySet();
        private final AtomicBoolean clockGoes = new AtomicBoolean();
        private volatile CompletableFuture<Void> clock = CompletableFuture.completedFuture(null);
        private volatile boolean interrupting = true;

        // used by the thread that advances
        private final Queue<Batch> waiting = new ArrayDeque<>();
        private final Map<Link, Outcome> outcomes = new HashMap<>();
        private int stage = -1;
        private int running;

        private Pending(EvaluatorChain chain, Sample sample, Executor executor) {
            this.chain = chain;
            this.sample = sample;
            this.executor = executor;
        }

        static Pending start(EvaluatorChain chain, Sample sample, Executor executor) {
            Pending run = new Pending(chain, sample, executor);
            CompletableFuture<Evaluation> unused = run.whenComplete((result, failure) -> run.stop());
            run.advance();
            return run;
        }

        private void stop() {
            open.forEach(task -> task.stop(interrupting));
            clock.cancel(false);
        }

        /** Looks at the running tasks when the first of them may be late: one clock serves the whole run. */
        private void watch(Duration limit) {
            long next = limit.toNanos();
            for (Task task : open) {
                next = Math.min(next, task.endIfLate(limit));
            }
            CompletableFuture<Void> alarm = new CompletableFuture<>();
            clock = alarm;
            CompletableFuture<Void> unused =
                    alarm.completeOnTimeout(null, next, TimeUnit.NANOSECONDS).thenRun(() -> watch(limit));
            if (isDone()) {
                alarm.cancel(false);
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
                task.settle(false, link -> e);
            }
        }

        /** One batch, run once: by the executor or by a thread that waits for the result. */
        private final class Task implements Runnable {

            private final Batch batch;
            private @Nullable Thread thread;
            private long begunAt;
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
                chain.timeout()
                        .filter(limit -> clockGoes.compareAndSet(false, true))
                        .ifPresent(Pending.this::watch);
                try {
                    batch.evaluate(sample, found);
                } catch (Throwable e) {
                    completeExceptionally(e);
                } finally {
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
                begunAt = System.nanoTime();
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

            /** Ends this task if it has run for the limit; else returns the nanoseconds that it has left. */
            long endIfLate(Duration limit) {
                long left = left(limit);
                if (left <= 0) {
                    settle(
                            true,
                            link -> new TimeoutException(
                                    "evaluator '" + link.name() + "' gave no outcome within " + limit));
                }
                return left > 0 ? left : limit.toNanos();
            }

            private synchronized long left(Duration limit) {
                boolean runs = thread != null && !stopped;
                return limit.toNanos() - (runs ? System.nanoTime() - begunAt : 0);
            }

            /** Ends this task with failures. */
            void settle(boolean interrupt, Function<Link, Exception> failure) {
                if (stop(interrupt)) {
                    Map<Link, Outcome> outcomes = new HashMap<>();
                    batch.put(link -> Outcome.errored(failure.apply(link)), outcomes);
                    report(outcomes);
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

            private final Pending run;

            Dependent(Pending run) {
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
}
