package io.genaiops.eval.trial;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.dataset.Dataset;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;

/**
 * The items of one variant, each put together when it is asked for: those of the dataset that the columns are of, which
 * may be a part of it in order. Immutable and thread-safe.
 */
final class Items extends AbstractList<ItemResult> implements RandomAccess {

    private final Dataset dataset;
    private final int variant;
    private final Trials trials;
    private final List<ScoreColumn> columns;
    private final String whyNotRun;

    Items(Dataset dataset, int variant, Trials trials, List<ScoreColumn> columns, String whyNotRun) {
        this.dataset = dataset;
        this.variant = variant;
        this.trials = trials;
        this.columns = List.copyOf(columns);
        this.whyNotRun = whyNotRun.isEmpty() ? "the run ended before" : whyNotRun;
    }

    @Override
    public int size() {
        return columns.get(0).items();
    }

    @Override
    public ItemResult get(int index) {
        int row = columns.get(0).position(Objects.checkIndex(index, size()));
        return item(row, dataset.get(row));
    }

    @Override
    public Iterator<ItemResult> iterator() {
        Iterator<Sample> rows = dataset.iterator();
        return new Iterator<>() {
            private int next;
            private int row;

            @Override
            public boolean hasNext() {
                return next < size();
            }

            @Override
            public ItemResult next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("there are " + size() + " items");
                }
                int wanted = columns.get(0).position(next++);
                while (row < wanted) {
                    rows.next();
                    row++;
                }
                return item(row++, rows.next());
            }
        };
    }

    private ItemResult item(int index, Sample row) {
        int repetitions = columns.get(0).repetitions();
        List<Trial> all = new ArrayList<>(repetitions);
        for (int repetition = 1; repetition <= repetitions; repetition++) {
            Optional<Trial> run = trials.get(variant, index, repetition, row);
            all.add(run.isPresent() ? judged(run.get()) : notRun(repetition, row));
        }
        return new ItemResult(row, all);
    }

    private Trial notRun(int repetition, Sample row) {
        Outcome skipped = Outcome.skipped(whyNotRun);
        List<Evaluation.Result> results = columns.stream()
                .map(column -> new Evaluation.Result(column.evaluator(), column.threshold(), skipped))
                .toList();
        return new Trial(repetition, Evaluation.of(row.unanswered(), results), "not run: " + whyNotRun);
    }

    private Trial judged(Trial trial) {
        List<Evaluation.Result> results = trial.evaluation().results();
        boolean same = true;
        for (int i = 0; i < results.size(); i++) {
            same &= results.get(i).threshold().equals(columns.get(i).threshold());
        }
        return same ? trial : withThresholds(trial, results);
    }

    private Trial withThresholds(Trial trial, List<Evaluation.Result> results) {
        List<Evaluation.Result> judged = new ArrayList<>(results.size());
        for (int i = 0; i < results.size(); i++) {
            Optional<Threshold> threshold = columns.get(i).threshold();
            judged.add(new Evaluation.Result(
                    results.get(i).evaluator(), threshold, results.get(i).outcome()));
        }
        return new Trial(trial.repetition(), Evaluation.of(trial.evaluation().sample(), judged), trial.error());
    }
}
