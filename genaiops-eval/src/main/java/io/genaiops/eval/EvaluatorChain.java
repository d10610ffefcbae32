package io.genaiops.eval;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Digest;
import io.genaiops.eval.EvaluatorBuilder.Declaration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
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
    private final int concurrency;

    private EvaluatorChain(List<Link> links, @Nullable Duration timeout, int concurrency) {
        this.links = links;
        this.stages = stagesOf(links);
        this.timeout = timeout;
        this.concurrency = concurrency;
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
        return new EvaluatorChain(links, null, Integer.MAX_VALUE);
    }

    /**
     * Returns a chain that gives each evaluator this long, from its beginning; then its thread is interrupted and its
     * outcome is {@link Outcome.Errored}. An evaluator that does not heed the interruption keeps its thread until it
     * returns: {@link #evaluateAsync} goes on without it, {@link #evaluate}, which has no other thread, waits for it.
     */
    public EvaluatorChain withTimeout(Duration limit) {
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("timeout must be positive; found: " + limit);
        }
        return new EvaluatorChain(links, limit, concurrency);
    }

    /**
     * Returns a chain of which at most so many evaluators of one sample run at the same time when it evaluates
     * asynchronously; if not set, the executor alone is the limit.
     */
    public EvaluatorChain withConcurrency(int atOnce) {
        if (atOnce < 1) {
            throw new IllegalArgumentException("concurrency must be 1 or more; found: " + atOnce);
        }
        return new EvaluatorChain(links, timeout, atOnce);
    }

    /** Returns the checks, in the order given. */
    public List<Check> checks() {
        return links.stream().map(link -> link.check).toList();
    }

    /**
     * Returns the digest of what this chain measures: identity, threshold and requirement of each check, in the order given.
     * Two chains of one digest judge alike, however they were written. How long and how many at once they run is outside.
     */
    public Digest digest() {
        ArrayNode identities = JsonNodeFactory.instance.arrayNode();
        for (Link link : links) {
            ObjectNode json = identities.addObject().put("name", link.id.name()).put("version", link.id.version());
            json.put("configuration", link.id.configuration().value());
            json.put("required", link.check.isRequired());
            link.check.threshold().ifPresent(threshold -> json.set("threshold", threshold.toJson()));
        }
        return Digest.ofJson(identities);
    }

    /** Evaluates the sample on this thread. Never throws because of an evaluator, unless the JVM itself fails. */
    public Evaluation evaluate(Sample sample) {
        if (timeout != null) {
            return join(Evaluation.Pending.start(this, sample, Runnable::run));
        }
        Map<Link, Outcome> outcomes = new HashMap<>();
        for (Stage stage : stages) {
            for (Batch batch : stage.batches) {
                batch.evaluate(sample, outcomes);
            }
            if (stage.stopsAfter(outcomes)) {
                break;
            }
        }
        return collect(sample, outcomes);
    }

    /**
     * Evaluates the sample on the executor, independent evaluators side by side. No thread of the executor waits for
     * another, and a thread that joins the future runs what the executor has not begun yet, so that evaluations may be
     * nested in one bounded pool.
     *
     * <p>Cancelling the future, or completing it in another way, stops what has not begun and interrupts what runs
     * ({@code cancel(false)} does not interrupt). An evaluator that does not heed the interruption keeps its thread until
     * it returns.
     */
    public CompletableFuture<Evaluation> evaluateAsync(Sample sample, Executor executor) {
        return Evaluation.Pending.start(this, sample, executor);
    }

    private static Evaluation join(CompletableFuture<Evaluation> pending) {
        try {
            return pending.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Returns an evaluation in which no evaluator was run, each with this outcome. */
    public Evaluation withoutRunning(Sample sample, Outcome outcome) {
        if (outcome.isScored()) {
            throw new IllegalArgumentException("an evaluator that is not run has no score; found: " + outcome);
        }
        return Evaluation.of(
                sample, links.stream().map(link -> link.result(outcome)).toList());
    }

    List<Stage> stages() {
        return stages;
    }

    Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    int concurrency() {
        return concurrency;
    }

    Evaluation collect(Sample sample, Map<Link, Outcome> outcomes) {
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
                List<Link> together = link.membership.isEmpty()
                        ? List.of(link)
                        : links.stream().filter(link::sharesGroupWith).toList();
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

    /** The checks up to a requirement, and what has to be evaluated for them that was not before. */
    record Stage(List<Link> links, List<Batch> batches) {

        boolean stopsAfter(Map<Link, Outcome> outcomes) {
            return links.stream().anyMatch(link -> link.isFailedRequirement(outcomes.get(link)));
        }
    }

    /** One link, or those of one group. */
    record Batch(List<Link> links) {

        void evaluate(Sample sample, Map<Link, Outcome> outcomes) {
            Link first = links.get(0);
            if (links.size() == 1 || first.membership.isEmpty()) {
                links.forEach(link -> outcomes.put(link, link.evaluate(sample)));
            } else {
                together(first.membership.get().group(), sample, outcomes);
            }
        }

        private void together(Evaluator.Group group, Sample sample, Map<Link, Outcome> outcomes) {
            try {
                List<Outcome> all = group.evaluate(sample);
                links.forEach(link -> outcomes.put(link, link.take(all, sample)));
            } catch (Throwable e) {
                Outcome caught = Outcome.caught(e);
                put(link -> caught, outcomes);
            }
        }

        void put(Function<Link, Outcome> function, Map<Link, Outcome> outcomes) {
            links.forEach(link -> outcomes.put(link, function.apply(link)));
        }
    }

    /** A check whose declaration was read once, so that it cannot change or fail later. */
    static final class Link {

        private final Check check;
        private final Declaration declaration;
        private final EvaluatorId id;
        private final Evaluator.Effort effort;
        private final Optional<Evaluator.Membership> membership;

        Link(Check check) {
            this.check = check;
            this.declaration = Declaration.of(check.evaluator());
            this.id = declaration.id();
            this.effort = requireNonNull(check.evaluator().effort(), () -> "evaluator '" + name() + "': effort");
            this.membership =
                    requireNonNull(check.evaluator().membership(), () -> "evaluator '" + name() + "': membership");
        }

        String name() {
            return id.name();
        }

        boolean sharesGroupWith(Link other) {
            return membership.isPresent()
                    && other.membership.isPresent()
                    && membership.get().group() == other.membership.get().group();
        }

        Outcome evaluate(Sample sample) {
            return declaration.attempt(check.evaluator()::evaluate, sample);
        }

        /** Takes this link's outcome from those of its group. */
        Outcome take(List<Outcome> all, Sample sample) {
            int index = membership.orElseThrow().index();
            return declaration.attempt(unused -> all.get(index), sample);
        }

        boolean isFailedRequirement(@Nullable Outcome outcome) {
            return outcome != null && check.isRequired() && result(outcome).judgement() == Judgement.FAILED;
        }

        Evaluation.Result result(Outcome outcome) {
            return new Evaluation.Result(id, check.threshold(), outcome);
        }
    }
}
