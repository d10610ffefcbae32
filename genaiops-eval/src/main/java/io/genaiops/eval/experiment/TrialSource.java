package io.genaiops.eval.experiment;

import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.Iterator;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives the trials of a run one by one: all of an item before the next item. Used by one thread at a time. */
final class TrialSource implements Supplier<@Nullable TrialTask> {

    private final Run run;
    private final int variants;
    private final int repetitions;
    private final Iterator<Sample> rows;
    private @Nullable Sample row;
    private int item = -1;
    private int next;

    TrialSource(Run run, Dataset dataset, int variants, int repetitions) {
        this.run = run;
        this.variants = variants;
        this.repetitions = repetitions;
        this.rows = dataset.iterator();
        this.next = variants * repetitions;
    }

    @Override
    public @Nullable TrialTask get() {
        if (next == variants * repetitions) {
            if (!rows.hasNext()) {
                return null;
            }
            row = rows.next();
            item++;
            next = 0;
        }
        Sample current = row;
        if (current == null || !run.mayBegin()) {
            return null;
        }
        int variant = next / repetitions;
        int repetition = next % repetitions + 1;
        next++;
        return new TrialTask(run, variant, item, repetition, current);
    }
}
