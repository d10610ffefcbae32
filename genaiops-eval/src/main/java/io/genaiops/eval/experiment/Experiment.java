package io.genaiops.eval.experiment;

import static java.util.Objects.requireNonNull;

import io.genaiops.RefusedException;
import io.genaiops.call.Answer;
import io.genaiops.cost.Cost;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.execution.Pace;
import io.genaiops.eval.execution.Workers;
import io.genaiops.eval.journal.Journal;
import io.genaiops.eval.journal.JournalPlan;
import io.genaiops.eval.journal.ReplyCache;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.planning.ExperimentPlan;
import io.genaiops.eval.planning.Planner;
import io.genaiops.eval.progress.Progress;
import io.genaiops.eval.progress.ProgressLine;
import io.genaiops.eval.trial.Trials;
import io.genaiops.eval.variant.Approach;
import io.genaiops.eval.variant.Variants;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Answers a dataset with several variants and evaluates every answer. Not thread-safe; the result is immutable.
 *
 * <pre>{@code
 * ExperimentResult result = Experiment.named("winter trial").over(dataset)
 *         .variant("v1", sample -> calls.prompt("trail-guide:1.1.0").with("question", sample.input()).send())
 *         .variant("v2", sample -> calls.prompt("trail-guide:2.0.0").with("question", sample.input()).send())
 *         .evaluatedBy(chain)
 *         .run();
 * result.compare("v1", "v2");
 * }</pre>
 *
 * @since 0.1
 */
public final class Experiment {

    /**
     * Answers a sample. May be called from several threads.
     *
     * @param <T> what it answers with
     */
    @FunctionalInterface
    public interface Variant<T> {
        /** Answers the sample; what it throws is recorded with the item. */
        T answer(Sample sample) throws Exception;
    }

    final String name;
    final Map<String, Approach> approaches = new LinkedHashMap<>();
    final List<RunEvaluator> runEvaluators = new ArrayList<>();

    @Nullable
    Dataset dataset;

    @Nullable
    EvaluatorChain chain;

    int repetitions = 1;
    long seed = 1;
    Clock clock = Clock.systemUTC();

    @Nullable
    Cost ceiling;

    @Nullable
    JudgeMeter meter;

    @Nullable
    String settling;

    @Nullable
    ReplyCache cache;

    private @Nullable Path journal;
    private @Nullable Integer expectedOutput;
    private @Nullable String latest;
    private Predicate<? super ExperimentPlan> approval = plan -> true;
    private boolean isPlanned;
    private Workers workers = Workers.callingThread();
    Consumer<Progress> listener = progress -> {};

    @Nullable
    ExperimentObserver observer;

    private Experiment(String name) {
        this.name = name;
    }

    /** Starts an experiment. */
    public static Experiment named(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of an experiment must not be blank");
        }
        return new Experiment(name);
    }

    /** Sets the dataset, which must have samples. */
    public Experiment over(Dataset samples) {
        this.dataset = samples.requireSamples();
        return this;
    }

    /** Adds a variant that gives answers. */
    public Experiment variant(String variant, Variant<Answer> answers) {
        return add(variant, sample -> sample.answered(present(variant, answers.answer(sample))));
    }

    /** Adds a variant that gives nothing but text, so that nothing is known of usage and latency. */
    public Experiment textVariant(String variant, Variant<String> texts) {
        return add(variant, sample -> sample.answered(present(variant, texts.answer(sample))));
    }

    /**
     * Adds a variant that gives the answered sample itself, with what it learned on the way, for example the documents
     * that it retrieved: {@code sample.groundedIn(documents).answered(answer)}.
     */
    public Experiment sampleVariant(String variant, Variant<Sample> samples) {
        return add(variant, sample -> present(variant, samples.answer(sample)));
    }

    /** Adds a variant whose responses are in the dataset already. */
    public Experiment recordedVariant(String variant) {
        return add(variant, sample -> {
            if (sample.response().isEmpty()) {
                throw new IllegalStateException("sample '" + sample.id() + "' has no recorded response");
            }
            return sample;
        });
    }

    /**
     * Says what the replies of the variant just added depend on besides the row, so that a {@link #cachedIn cache} may
     * answer for it: change the key whenever the function, its prompt or its model changes.
     *
     * @throws IllegalStateException if no variant with a function was added just now
     */
    public Experiment keyed(String key) {
        Approach keyed = latest == null ? null : approaches.get(latest);
        if (keyed == null) {
            throw new IllegalStateException("a key belongs to the variant just added; found none for '" + key + "'");
        }
        approaches.put(keyed.name(), keyed.keyed(key));
        return this;
    }

    /**
     * Adds every combination of prompts, models, parameters and ways to ask as a variant.
     *
     * @throws IllegalArgumentException if a prompt or model is not found; the message lists all that is wrong
     */
    public Experiment variants(Variants combinations) {
        combinations.approaches().forEach(this::add);
        return this;
    }

    /** Sets the chain that evaluates each answer. */
    public Experiment evaluatedBy(EvaluatorChain evaluators) {
        this.chain = requireNonNull(evaluators, "evaluators");
        return this;
    }

    /** Adds evaluators of all answers of a variant together. */
    public Experiment measuredBy(RunEvaluator... evaluators) {
        runEvaluators.addAll(Arrays.asList(evaluators));
        return this;
    }

    /** Sets how often each variant answers each sample; once if not set. */
    public Experiment repeated(int times) {
        if (times < 1) {
            throw new IllegalArgumentException("repetitions must be at least 1; found: " + times);
        }
        this.repetitions = times;
        return this;
    }

    /** Sets the seed of the resampling tests; 1 if not set. */
    public Experiment seeded(long number) {
        this.seed = number;
        return this;
    }

    /** Sets the clock that dates the result. */
    public Experiment clock(Clock dating) {
        this.clock = requireNonNull(dating, "clock");
        return this;
    }

    /**
     * Sets how many answers are asked for at a time, each on a virtual thread where the JDK has them; one at a time, on the
     * calling thread, if not set.
     */
    public Experiment concurrency(int atOnce) {
        this.workers = workers.atOnce(atOnce);
        return this;
    }

    /** Sets the threads that answers and evaluations run on, at most 64 at a time unless {@link #concurrency} says else. */
    public Experiment on(Executor threads) {
        this.workers = workers.on(threads);
        return this;
    }

    /** Sets that at most so many answers are asked for in a time, evenly spread over it. */
    public Experiment pacedBy(int answers, Duration time) {
        this.workers = workers.pacedBy(new Pace(answers, time));
        return this;
    }

    /**
     * Sets how long one answer and its evaluation may take. What is late is an error of its own item, its thread is
     * interrupted, and the run goes on without it.
     */
    public Experiment timeout(Duration each) {
        this.workers = workers.within(each);
        return this;
    }

    /**
     * Sets what the whole run may cost: all answers and, if there is a {@link #meteredBy meter}, all judgements. No answer
     * is begun that could pass it, going by the dearest so far; the first ones, of which nothing is known, may. The rest
     * counts as skipped. A cost that is not known stops the run too, since then the ceiling cannot be kept.
     */
    public Experiment costAtMost(Cost most) {
        if (!most.isPriced()) {
            throw new IllegalArgumentException("a ceiling must be an amount; found: " + most);
        }
        this.ceiling = most;
        return this;
    }

    /** Sets the meter of the judges, so that the result says what they used, apart from the answers. */
    public Experiment meteredBy(JudgeMeter judges) {
        this.meter = requireNonNull(judges, "judges");
        return this;
    }

    /**
     * Sets that the run stops as soon as this evaluator of the chain tells every two variants apart, by a sequential test
     * that may be looked at after every item. Items are taken in the order of the dataset, which should not be sorted by
     * what matters. Differences and their intervals are those of the items that were run.
     */
    public Experiment stoppingWhenSettledBy(String evaluator) {
        this.settling = requireNonNull(evaluator, "evaluator");
        return this;
    }

    /**
     * Sets the file that replies and outcomes are written to, and texts are read from. A run that finds its own file goes
     * on where an earlier one ended: no reply that is there is asked for again.
     */
    public Experiment journal(Path file) {
        this.journal = requireNonNull(file, "file");
        return this;
    }

    /**
     * Sets where replies of earlier experiments are looked for and those of this one are kept. It knows what variants made
     * by {@link #variants} depend on; of others it needs to be told with {@link #keyed}, or they are always asked. The
     * repetition is part of what is looked for, and a failure is never kept.
     */
    public Experiment cachedIn(ReplyCache replies) {
        this.cache = requireNonNull(replies, "replies");
        return this;
    }

    /** Sets how many tokens an answer is expected to have, for the {@link #plan}. */
    public Experiment expectingOutputTokens(int each) {
        if (each < 1) {
            throw new IllegalArgumentException("expected output tokens must be at least 1; found: " + each);
        }
        this.expectedOutput = each;
        return this;
    }

    /** Sets who sees the plan of a run before anything is asked, and may refuse it. */
    public Experiment approvedBy(Predicate<? super ExperimentPlan> host) {
        this.approval = requireNonNull(host, "host");
        this.isPlanned = true;
        return this;
    }

    /** Sets who is told after each answer, one at a time. What the listener throws is logged and stops nothing. */
    public Experiment reporting(Consumer<Progress> progress) {
        this.listener = requireNonNull(progress, "progress");
        return this;
    }

    /** Sets the line that shows after each answer how far the run is; it is closed at the end of the run. */
    public Experiment reporting(ProgressLine line) {
        return reporting((Consumer<Progress>) line);
    }

    /** Sets who observes the run and each of its trials from within, such as {@code tracing.evaluations().experiments()}. */
    public Experiment observedBy(ExperimentObserver observer) {
        this.observer = requireNonNull(observer, "observer");
        return this;
    }

    /**
     * Returns what a run would ask and cost, and asks no model; what retrieves for variants is called. Where there is a
     * journal or a cache, what they hold is looked for.
     *
     * @throws IllegalStateException if the dataset, the chain or every variant is missing
     */
    public ExperimentPlan plan() {
        requireComplete();
        EvaluatorChain evaluators = requireNonNull(chain);
        if (journal == null || !Files.exists(journal)) {
            return plan(remembered(), evaluators);
        }
        return plan(Trials.journaled(Journal.look(journal, journalPlan(), evaluators), evaluators), evaluators);
    }

    private ExperimentPlan plan(Trials trials, EvaluatorChain evaluators) {
        JudgeMeter.Total seen = meter == null || meter.total().calls() == 0 ? trials.judgedBefore() : meter.total();
        return Planner.of(name, requireNonNull(dataset), List.copyOf(approaches.values()))
                .repeated(repetitions)
                .cachedIn(cache)
                .expectingOutputTokens(expectedOutput)
                .plan(trials, evaluators, seen);
    }

    /**
     * Runs all variants over all samples and waits for the end.
     *
     * @throws IllegalStateException if the dataset, the chain or every variant is missing
     * @throws RefusedException if the plan is not {@link #approvedBy approved}; nothing was asked
     */
    public ExperimentResult run() {
        requireComplete();
        EvaluatorChain evaluators = requireNonNull(chain);
        try {
            if (journal == null) {
                return run(remembered(), evaluators);
            }
            try (Journal file = Journal.open(journal, journalPlan(), evaluators)) {
                return run(Trials.journaled(file, evaluators), evaluators);
            }
        } finally {
            if (listener instanceof ProgressLine line) {
                line.close();
            }
        }
    }

    private ExperimentResult run(Trials trials, EvaluatorChain evaluators) {
        if (isPlanned) {
            ExperimentPlan plan = plan(trials, evaluators);
            if (!approval.test(plan)) {
                throw new RefusedException("experiment '" + name + "' was not approved, and nothing was asked: "
                        + plan.toAsk() + " answers, cost " + plan.cost());
            }
        }
        return new Run(this, requireNonNull(dataset), evaluators, trials).result();
    }

    private Trials remembered() {
        return Trials.remembered(approaches.size(), requireNonNull(dataset).size(), repetitions);
    }

    private JournalPlan journalPlan() {
        Dataset samples = requireNonNull(dataset);
        return new JournalPlan(name, samples.digest(), samples.size(), List.copyOf(approaches.keySet()), repetitions);
    }

    private void requireComplete() {
        requireSet("dataset", dataset != null, "over(dataset)");
        requireSet("chain", chain != null, "evaluatedBy(chain)");
        requireSet("variant", !approaches.isEmpty(), "variant(name, sample -> answer)");
    }

    Workers workers() {
        return workers;
    }

    private Experiment add(String variant, Variant<Sample> answering) {
        add(Approach.of(variant, answering::answer));
        this.latest = variant;
        return this;
    }

    private void add(Approach approach) {
        String variant = approach.name();
        if (variant.isBlank() || approaches.containsKey(variant)) {
            throw new IllegalArgumentException("variants need different names that are not blank; found: '" + variant
                    + "' beside " + approaches.keySet());
        }
        approaches.put(variant, approach);
        this.latest = null;
    }

    private static <T> T present(String variant, @Nullable T answer) {
        if (answer == null) {
            throw new IllegalStateException("variant '" + variant + "' answered null");
        }
        return answer;
    }

    private void requireSet(String what, boolean set, String how) {
        if (!set) {
            throw new IllegalStateException("experiment '" + name + "' has no " + what + "; set it with ." + how);
        }
    }
}
