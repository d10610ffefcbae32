package io.genaiops.eval.trial;

import io.genaiops.eval.Sample;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;

/** The samples of all trials of a variant, answered or not, each read when it is asked for; for evaluators of a run. */
final class AnsweredSamples extends AbstractList<Sample> {

    private final List<ItemResult> items;
    private final int repetitions;

    AnsweredSamples(List<ItemResult> items, int repetitions) {
        this.items = items;
        this.repetitions = repetitions;
    }

    @Override
    public int size() {
        return Math.multiplyExact(items.size(), repetitions);
    }

    @Override
    public Sample get(int index) {
        return items.get(index / repetitions)
                .trials()
                .get(index % repetitions)
                .evaluation()
                .sample();
    }

    @Override
    public Iterator<Sample> iterator() {
        return items.stream()
                .flatMap(item -> item.trials().stream())
                .map(trial -> trial.evaluation().sample())
                .iterator();
    }
}
