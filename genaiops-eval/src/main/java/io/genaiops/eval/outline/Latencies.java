package io.genaiops.eval.outline;

import io.genaiops.eval.statistics.Quantiles;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Collects how long the answers of each variant took while a report passes over the rows: 8 bytes for each answer. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class Latencies {

    private final List<Column> columns = new ArrayList<>();

    /** Takes note of a row. */
    public void add(Row row) {
        while (columns.size() < row.items().size()) {
            columns.add(new Column());
        }
        for (int variant = 0; variant < row.items().size(); variant++) {
            columns.get(variant).add(row.items().get(variant));
        }
    }

    /** Returns the quantiles of a variant in seconds, by its place among the variants; empty if no time is known. */
    public Optional<Quantiles> quantiles(int variant) {
        return variant < columns.size() ? columns.get(variant).quantiles() : Optional.empty();
    }

    private static final class Column {

        private double[] seconds = new double[16];
        private int size;

        void add(ItemResult item) {
            for (Trial trial : item.trials()) {
                trial.evaluation().sample().latency().ifPresent(time -> add(Figures.seconds(time)));
            }
        }

        private void add(double time) {
            if (size == seconds.length) {
                seconds = Arrays.copyOf(seconds, size * 2);
            }
            seconds[size++] = time;
        }

        Optional<Quantiles> quantiles() {
            return size == 0 ? Optional.empty() : Optional.of(Statistics.quantiles(Arrays.copyOf(seconds, size)));
        }
    }
}
