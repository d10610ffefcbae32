package io.genaiops.eval;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a sample with several evaluators, cheap before dear. An evaluator that throws, or breaks its own
 * declaration, gets the outcome {@link Outcome.Errored} and the others go on. A failed requirement stops the chain and
 * the rest is {@link Outcome.Skipped}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class EvaluatorChain {

    private final List<Link> links;
    private final List<List<Link>> stages;
    private final @Nullable Duration timeout;

    private EvaluatorChain(List<Link> links, @Nullable Duration timeout) {
        this.links = links;
        this.stages = stagesOf(links);
        this.timeout = timeout;
    }

    /**
     * Returns a chain of the checks.
     *
     * @throws IllegalArgumentException if there is none, or two have evaluators of one identity
     */
    public static EvaluatorChain of(Check... checks) {
        return of(Arrays.asList(checks));
    }

    /**
     * Returns a chain of the checks.
     *
     * @throws IllegalArgumentException if there is none, or two have evaluators of one identity
     */
    public static EvaluatorChain of(List<Check> checks) {
        if (checks.isEmpty()) {
            throw new IllegalArgumentException("a chain needs at least one check; found: none");
        }
        List<Link> links = checks.stream().map(Link::new).toList();
        Set<EvaluatorId> seen = new HashSet<>();
        for (Link link : links) {
            if (!seen.add(link.id)) {
                throw new IllegalArgumentException("two checks of the chain have the evaluator " + link.id
                        + "; hold one score against one threshold, such as between(...), or rename one with"
                        + " named(...)");
            }
        }
        return new EvaluatorChain(links, null);
    }

    /** Returns a chain that gives each evaluator this long when it runs asynchronously; later ones are errored. */
    public EvaluatorChain withTimeout(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive; found: " + limit);
        }
        return new EvaluatorChain(links, limit);
    }

    /** Returns the checks, in the order given. */
    public List<Check> checks() {
        return links.stream().map(link -> link.check).toList();
    }

    /** Evaluates the sample on this thread. Never throws because of an evaluator, unless the JVM itself fails. */
    public Evaluation evaluate(Sample sample) {
        Map<Link, Outcome> outcomes = new LinkedHashMap<>();
        for (List<Link> stage : stages) {
            stage.forEach(link -> outcomes.put(link, link.evaluate(sample)));
            if (stopsAfter(stage, outcomes)) {
                break;
            }
        }
        return collect(sample, outcomes);
    }

    /**
     * Evaluates the sample on the executor, independent evaluators side by side. No thread waits for another. If the
     * future is cancelled, no further stage is started.
     */
    public CompletableFuture<Evaluation> evaluateAsync(Sample sample, Executor executor) {
        CompletableFuture<Evaluation> result = new CompletableFuture<>();
        new Run(sample, executor, result).next(0);
        return result;
    }

    /** Returns an evaluation in which no evaluator was run, each with this outcome. */
    public Evaluation withoutRunning(Sample sample, Outcome outcome) {
        if (outcome.isScored()) {
            throw new IllegalArgumentException("an evaluator that is not run has no score; found: " + outcome);
        }
        return Evaluation.of(
                sample, links.stream().map(link -> link.result(outcome)).toList());
    }

    private Evaluation collect(Sample sample, Map<Link, Outcome> outcomes) {
        Optional<String> stopped = links.stream()
                .filter(link -> link.isFailedRequirement(outcomes.get(link)))
                .map(link -> "requirement '" + link.id.name() + "' failed")
                .findFirst();
        List<Evaluation.Result> results = new ArrayList<>();
        for (Link link : links) {
            Outcome outcome = outcomes.get(link);
            results.add(link.result(outcome == null ? Outcome.skipped(stopped.orElse("the chain stopped")) : outcome));
        }
        return Evaluation.of(sample, results);
    }

    private static boolean stopsAfter(List<Link> stage, Map<Link, Outcome> outcomes) {
        return stage.stream().anyMatch(link -> link.isFailedRequirement(outcomes.get(link)));
    }

    /** Cuts the chain, ordered by effort, after each requirement. */
    private static List<List<Link>> stagesOf(List<Link> links) {
        List<List<Link>> stages = new ArrayList<>();
        List<Link> stage = new ArrayList<>();
        for (Link link :
                links.stream().sorted(Comparator.comparing(link -> link.effort)).toList()) {
            stage.add(link);
            if (link.check.isRequired()) {
                stages.add(stage);
                stage = new ArrayList<>();
            }
        }
        if (!stage.isEmpty()) {
            stages.add(stage);
        }
        return stages;
    }

    @Override
    public String toString() {
        return "EvaluatorChain" + checks();
    }

    /** One asynchronous evaluation of one sample. */
    private final class Run {

        private final Sample sample;
        private final Executor executor;
        private final CompletableFuture<Evaluation> result;
        private final Map<Link, Outcome> outcomes = new LinkedHashMap<>();

        Run(Sample sample, Executor executor, CompletableFuture<Evaluation> result) {
            this.sample = sample;
            this.executor = executor;
            this.result = result;
        }

        void next(int index) {
            if (result.isDone()) {
                return;
            }
            if (index == stages.size()) {
                result.complete(collect(sample, outcomes));
                return;
            }
            List<CompletableFuture<Outcome>> running =
                    stages.get(index).stream().map(this::start).toList();
            CompletableFuture<Void> unused = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .thenRun(() -> proceed(index, running))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            result.completeExceptionally(failure);
                        }
                    });
        }

        private void proceed(int index, List<CompletableFuture<Outcome>> finished) {
            List<Link> stage = stages.get(index);
            for (int i = 0; i < finished.size(); i++) {
                outcomes.put(stage.get(i), finished.get(i).join());
            }
            next(stopsAfter(stage, outcomes) ? stages.size() : index + 1);
        }

        private CompletableFuture<Outcome> start(Link link) {
            Supplier<Outcome> evaluation = () -> link.evaluate(sample);
            try {
                CompletableFuture<Outcome> future = CompletableFuture.supplyAsync(evaluation, executor);
                return timeout == null ? future : limited(future, link, timeout);
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(Outcome.errored(e));
            }
        }

        private CompletableFuture<Outcome> limited(CompletableFuture<Outcome> future, Link link, Duration limit) {
            Outcome late = Outcome.errored(
                    new TimeoutException("evaluator '" + link.id.name() + "' gave no outcome within " + limit));
            return future.completeOnTimeout(late, limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** A check whose declaration was read once, so that it cannot change or fail later. */
    private static final class Link {

        private final Check check;
        private final EvaluatorId id;
        private final Scale scale;
        private final Direction direction;
        private final Evaluator.Effort effort;

        Link(Check check) {
            this.check = check;
            this.id = check.evaluator().id();
            this.scale = check.evaluator().scale();
            this.direction = check.evaluator().direction();
            this.effort = check.evaluator().effort();
        }

        Outcome evaluate(Sample sample) {
            try {
                return declared(check.evaluator().evaluate(sample));
            } catch (StackOverflowError e) {
                return Outcome.errored(e);
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                return Outcome.errored(e);
            }
        }

        private Outcome declared(@Nullable Outcome outcome) {
            if (outcome == null) {
                throw new IllegalStateException("evaluator '" + id.name() + "' returned null instead of an outcome");
            }
            if (outcome instanceof Outcome.Scored scored
                    && (!scored.scale().equals(scale) || scored.direction() != direction)) {
                throw new IllegalStateException("evaluator '" + id.name() + "' declares " + scale + " " + direction
                        + " and scored on " + scored.scale() + " " + scored.direction());
            }
            return outcome;
        }

        boolean isFailedRequirement(@Nullable Outcome outcome) {
            return outcome != null && check.isRequired() && result(outcome).judgement() == Judgement.FAILED;
        }

        Evaluation.Result result(Outcome outcome) {
            return new Evaluation.Result(id, check.threshold(), outcome);
        }
    }
}
