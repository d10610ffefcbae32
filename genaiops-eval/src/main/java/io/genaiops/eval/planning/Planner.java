package io.genaiops.eval.planning;

import static java.util.Objects.requireNonNull;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.journal.ReplyCache;
import io.genaiops.eval.judge.JudgeMeter;
import io.genaiops.eval.trial.Trial;
import io.genaiops.eval.trial.Trials;
import io.genaiops.eval.variant.Approach;
import io.genaiops.eval.variant.Question;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plans a run: what is known already, and what asking for the rest takes, by at most 200 rows of each variant. It makes
 * requests ready and sends none. Not thread-safe.
 *
 * @since 0.1
 */
public final class Planner {

    private static final int MOST_LOOKED_AT = 200;

    private final String experiment;
    private final Dataset dataset;
    private final List<Approach> approaches;
    private int repetitions = 1;
    private @Nullable ReplyCache cache;
    private @Nullable Integer expectedOutput;

    private Planner(String experiment, Dataset dataset, List<Approach> approaches) {
        this.experiment = requireNonNull(experiment, "experiment");
        this.dataset = requireNonNull(dataset, "dataset");
        this.approaches = List.copyOf(approaches);
    }

    /** Begins to plan an experiment. */
    public static Planner of(String experiment, Dataset dataset, List<Approach> approaches) {
        return new Planner(experiment, dataset, approaches);
    }

    /** Sets how often each variant answers each row. */
    public Planner repeated(int times) {
        this.repetitions = times;
        return this;
    }

    /** Sets where replies are looked for, if anywhere. */
    public Planner cachedIn(@Nullable ReplyCache replies) {
        this.cache = replies;
        return this;
    }

    /** Sets how many tokens the host expects an answer to have, if it said. */
    public Planner expectingOutputTokens(@Nullable Integer each) {
        this.expectedOutput = each;
        return this;
    }

    /**
     * Returns the plan of a run that goes on with these trials.
     *
     * @param seen what the judges used so far
     */
    public ExperimentPlan plan(Trials trials, EvaluatorChain chain, JudgeMeter.Total seen) {
        List<Counts> counts = new ArrayList<>();
        for (int variant = 0; variant < approaches.size(); variant++) {
            counts.add(count(variant, trials));
        }
        List<VariantPlan> variants = counts.stream().map(this::plan).toList();
        int evaluations = counts.stream().mapToInt(each -> each.evaluations).reduce(0, Math::addExact);
        Evaluator.Requests requests = requests(chain).times(evaluations);
        return new ExperimentPlan(
                experiment, dataset.size(), repetitions, variants, new JudgeForecast(evaluations, requests, seen));
    }

    private Counts count(int variant, Trials trials) {
        Counts counts = new Counts(approaches.get(variant));
        int item = 0;
        for (Sample row : dataset) {
            Optional<Digest> key = Optional.empty();
            boolean keyIsKnown = false;
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                Optional<Trial> before = trials.get(variant, item, repetition, row);
                if (before.filter(Trial::isConclusive).isPresent()) {
                    counts.known++;
                } else if (trials.reply(variant, item, repetition, row).isPresent()) {
                    counts.known++;
                    counts.evaluations++;
                } else {
                    key = keyIsKnown ? key : key(counts.approach, row);
                    keyIsKnown = true;
                    counts.missing(item, isCached(key, repetition));
                }
            }
            item++;
        }
        return counts;
    }

    private boolean isCached(Optional<Digest> key, int repetition) {
        return cache != null && key.isPresent() && cache.holds(key.get(), repetition);
    }

    private Optional<Digest> key(Approach approach, Sample row) {
        return cache == null
                ? Optional.empty()
                : prepared(approach, row, problem -> {}).flatMap(Question::key);
    }

    private VariantPlan plan(Counts counts) {
        int answers = Math.multiplyExact(dataset.size(), repetitions);
        int toAsk = answers - counts.known - counts.cached;
        return new VariantPlan(
                counts.approach.name(),
                answers,
                counts.known,
                counts.cached,
                forecast(counts).of(toAsk));
    }

    /** Looks at rows that lie evenly among those to be asked about. */
    private ForecastSums forecast(Counts counts) {
        ForecastSums sums = new ForecastSums(expectedOutput);
        int rows = counts.rowsToAsk.cardinality();
        int looked = Math.min(rows, MOST_LOOKED_AT);
        int row = -1;
        int passed = -1;
        for (int i = 0; i < looked; i++) {
            int target = (int) ((long) i * rows / looked);
            while (passed < target) {
                row = counts.rowsToAsk.nextSetBit(row + 1);
                passed++;
            }
            look(counts.approach, dataset.samples().get(row), sums);
        }
        return sums;
    }

    private static void look(Approach approach, Sample row, ForecastSums sums) {
        prepared(approach, row, sums::fail)
                .ifPresent(question -> question.request().ifPresentOrElse(sums::add, sums::addUnknown));
    }

    /** Makes a question ready; what that throws, the row will throw when it is asked about. */
    private static Optional<Question> prepared(Approach approach, Sample row, Consumer<String> problem) {
        try {
            return Optional.of(approach.prepare(row));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException("the plan was interrupted", e);
        } catch (Exception e) {
            problem.accept(e.getMessage() == null ? e.getClass().getName() : e.getMessage());
            return Optional.empty();
        }
    }

    /** Returns the requests of one evaluation: a group is evaluated once. */
    private static Evaluator.Requests requests(EvaluatorChain chain) {
        Set<Evaluator.Group> groups = Collections.newSetFromMap(new IdentityHashMap<>());
        Evaluator.Requests requests = Evaluator.Requests.NONE;
        for (Check check : chain.checks()) {
            Optional<Evaluator.Membership> membership = check.evaluator().membership();
            if (membership.isEmpty() || groups.add(membership.get().group())) {
                requests = requests.plus(check.evaluator().requests());
            }
        }
        return requests;
    }

    /** What is known of a variant's answers. */
    private static final class Counts {

        private final Approach approach;
        private final BitSet rowsToAsk = new BitSet();
        private int known;
        private int cached;
        private int evaluations;

        Counts(Approach approach) {
            this.approach = approach;
        }

        void missing(int item, boolean isCached) {
            evaluations++;
            cached += isCached ? 1 : 0;
            rowsToAsk.set(item, !isCached || rowsToAsk.get(item));
        }
    }
}
