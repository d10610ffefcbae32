package io.genaiops.eval.trial;

import io.genaiops.eval.Sample;
import java.util.BitSet;
import java.util.Optional;

/** Keeps trials in memory, texts and all. */
final class RememberedTrials implements Trials {

    private final int variants;
    private final int repetitions;
    private final Trial[] trials;
    private final BitSet reused = new BitSet();

    RememberedTrials(int variants, int items, int repetitions) {
        this.variants = variants;
        this.repetitions = repetitions;
        this.trials = new Trial[Math.multiplyExact(Math.multiplyExact(variants, items), repetitions)];
    }

    @Override
    public Optional<Trial> get(int variant, int item, int repetition, Sample row) {
        return Optional.ofNullable(trials[index(variant, item, repetition)]);
    }

    @Override
    public void reused(int variant, int item, int repetition, Sample row, Sample answered) {
        synchronized (reused) {
            reused.set(index(variant, item, repetition));
        }
    }

    @Override
    public boolean isReused(int variant, int item, int repetition) {
        synchronized (reused) {
            return reused.get(index(variant, item, repetition));
        }
    }

    @Override
    public void ended(int variant, int item, Trial trial) {
        trials[index(variant, item, trial.repetition())] = trial;
    }

    private int index(int variant, int item, int repetition) {
        return (item * variants + variant) * repetitions + repetition - 1;
    }
}
