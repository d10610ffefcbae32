package io.genaiops.eval.trial;

import io.genaiops.cost.Cost;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.journal.Journal;
import io.genaiops.eval.judge.JudgeCall;
import io.genaiops.eval.judge.JudgeMeter;
import java.util.List;
import java.util.Optional;

/**
 * Where the trials of a run are kept. Variants and items count from 0, repetitions from 1. Thread-safe, as long as one
 * thread at a time deals with a trial.
 *
 * @since 0.1
 */
public interface Trials {

    /** Returns trials that are kept in memory, texts and all. */
    static Trials remembered(int variants, int items, int repetitions) {
        return new RememberedTrials(variants, items, repetitions);
    }

    /** Returns trials that are kept in a journal and read from it when they are asked for. */
    static Trials journaled(Journal journal, EvaluatorChain chain) {
        return new JournaledTrials(journal, chain.checks());
    }

    /** Returns a trial that has ended, in this run or in one that it goes on with. */
    Optional<Trial> get(int variant, int item, int repetition, Sample row);

    /** Returns a reply that is known from an earlier run and needs to be evaluated. */
    default Optional<Sample> reply(int variant, int item, int repetition, Sample row) {
        return Optional.empty();
    }

    /** Takes note that a variant is asked now. */
    default void asked(int variant, int item, int repetition) {}

    /** Takes a reply before it is evaluated. */
    default void replied(int variant, int item, int repetition, Sample row, Sample answered) {}

    /** Takes a reply that came from a cache before it is evaluated; nobody was asked. */
    void reused(int variant, int item, int repetition, Sample row, Sample answered);

    /** Tells whether the reply of a trial came from a cache. */
    boolean isReused(int variant, int item, int repetition);

    /** Takes note of what a request to a judge used. */
    default void judged(JudgeCall call, Cost price) {}

    /** Returns what judges used in the runs that this one goes on with. */
    default JudgeMeter.Total judgedBefore() {
        return JudgeMeter.Total.NONE;
    }

    /** Takes a trial that has ended. */
    void ended(int variant, int item, Trial trial);

    /** Returns how often an earlier run ended between an answer and the question for it. */
    default int abandoned() {
        return 0;
    }

    /**
     * Returns the items of a variant, each put together when it is asked for.
     *
     * @param columns the scores, whose thresholds the items are judged by; of all items, or of some of them in order
     * @param whyNotRun what is said of a trial that is not here
     */
    default List<ItemResult> items(Dataset dataset, int variant, List<ScoreColumn> columns, String whyNotRun) {
        return new Items(dataset, variant, this, columns, whyNotRun);
    }

    /** Returns the samples of all trials of such items, answered or not, each read when it is asked for. */
    static List<Sample> samples(List<ItemResult> items, int repetitions) {
        return new AnsweredSamples(items, repetitions);
    }
}
