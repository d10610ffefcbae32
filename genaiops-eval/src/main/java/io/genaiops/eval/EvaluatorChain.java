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
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a sample with several evaluators, cheap before dear. An evaluator that throws, or breaks its own
 * declaration, gets the outcome {@link Outcome.Errored} and the others go on. A failed requirement stops the chain and
 * the rest is {@link Outcome.Skipped}. Evaluators of one {@link Evaluator.Group} are evaluated together, once a sample.
 * Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class EvaluatorChain {

    private final List<Link> links;
    private final List<Stage> stages;
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
        for (Stage stage : stages) {
            stage.batches.forEach(batch -> outcomes.putAll(batch.evaluate(sample)));
            if (stopsAfter(stage.links, outcomes)) {
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
    private static List<Stage> stagesOf(List<Link> links) {
        List<Stage> stages = new ArrayList<>();
        Set<Link> batched = new HashSet<>();
        List<Link> stage = new ArrayList<>();
        for (Link link :
                links.stream().sorted(Comparator.comparing(link -> link.effort)).toList()) {
            stage.add(link);
            if (link.check.isRequired()) {
                stages.add(new Stage(stage, batches(stage, links, batched)));
                stage = new ArrayList<>();
            }
        }
        if (!stage.isEmpty()) {
            stages.add(new Stage(stage, batches(stage, links, batched)));
        }
        return stages;
    }

    /** Returns what the stage has to evaluate: a group as a whole, in the first stage that needs a member of it. */
    private static List<Batch> batches(List<Link> stage, List<Link> links, Set<Link> batched) {
        List<Batch> batches = new ArrayList<>();
        for (Link link : stage) {
            if (!batched.contains(link)) {
                List<Link> together = links.stream()
                        .filter(other -> other == link || other.sharesGroupWith(link))
                        .toList();
                batched.addAll(together);
                batches.add(new Batch(together));
            }
        }
        return batches;
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
            List<CompletableFuture<Map<Link, Outcome>>> running =
                    stages.get(index).batches.stream().map(this::start).toList();
            CompletableFuture<Void> unused = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                    .thenRun(() -> proceed(index, running))
                    .whenComplete((done, failure) -> {
                        if (failure != null) {
                            result.completeExceptionally(failure);
                        }
                    });
        }

        private void proceed(int index, List<CompletableFuture<Map<Link, Outcome>>> finished) {
            finished.forEach(outcome -> outcomes.putAll(outcome.join()));
            next(stopsAfter(stages.get(index).links, outcomes) ? stages.size() : index + 1);
        }

        private CompletableFuture<Map<Link, Outcome>> start(Batch batch) {
            Supplier<Map<Link, Outcome>> evaluation = () -> batch.evaluate(sample);
            try {
                CompletableFuture<Map<Link, Outcome>> future = CompletableFuture.supplyAsync(evaluation, executor);
                return timeout == null ? future : limited(future, batch, timeout);
            } catch (RuntimeException e) {
                return CompletableFuture.completedFuture(batch.all(link -> Outcome.errored(e)));
            }
        }

        private CompletableFuture<Map<Link, Outcome>> limited(
                CompletableFuture<Map<Link, Outcome>> future, Batch batch, Duration limit) {
            Map<Link, Outcome> late = batch.all(link -> Outcome.errored(
                    new TimeoutException("evaluator '" + link.id.name() + "' gave no outcome within " + limit)));
            return future.completeOnTimeout(late, limit.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** The checks up to a requirement, and what has to be evaluated for them that was not before. */
    private record Stage(List<Link> links, List<Batch> batches) {}

    /** One link, or those of one group. */
    private record Batch(List<Link> links) {

        Map<Link, Outcome> evaluate(Sample sample) {
            Link first = links.get(0);
            if (links.size() == 1 || first.membership.isEmpty()) {
                return all(link -> link.evaluate(sample));
            }
            try {
                List<Outcome> outcomes = first.membership.get().group().evaluate(sample);
                return all(link -> link.evaluate(
                        s -> outcomes.get(link.membership.orElseThrow().index()), sample));
            } catch (StackOverflowError e) {
                return all(link -> Outcome.errored(e));
            } catch (VirtualMachineError e) {
                throw e;
            } catch (Throwable e) {
                return all(link -> Outcome.errored(e));
            }
        }

        Map<Link, Outcome> all(Function<Link, Outcome> function) {
            Map<Link, Outcome> outcomes = new LinkedHashMap<>();
            links.forEach(link -> outcomes.put(link, function.apply(link)));
            return outcomes;
        }
    }

    /** A check whose declaration was read once, so that it cannot change or fail later. */
    private static final class Link {

        private final Check check;
        private final EvaluatorId id;
        private final Scale scale;
        private final Direction direction;
        private final Evaluator.Effort effort;
        private final Optional<Evaluator.Membership> membership;

        Link(Check check) {
            this.check = check;
            this.id = check.evaluator().id();
            this.scale = check.evaluator().scale();
            this.direction = check.evaluator().direction();
            this.effort = check.evaluator().effort();
            this.membership = check.evaluator().membership();
        }

        boolean sharesGroupWith(Link other) {
            return membership.isPresent()
                    && other.membership.isPresent()
                    && membership.get().group() == other.membership.get().group();
        }

        Outcome evaluate(Sample sample) {
            return evaluate(check.evaluator()::evaluate, sample);
        }

        Outcome evaluate(Function<Sample, Outcome> evaluation, Sample sample) {
            try {
                return declared(evaluation.apply(sample));
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
