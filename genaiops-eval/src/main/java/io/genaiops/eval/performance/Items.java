package io.genaiops.eval.performance;

import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The values of a run, by item: samples of one id are repeats of one item. */
final class Items {

    static final double LEVEL = 0.95;

    private final Map<String, List<Double>> byItem = new LinkedHashMap<>();
    private final double[] sorted;

    private Items(List<Sample> samples, Function<Sample, Optional<Double>> value) {
        for (Sample sample : samples) {
            value.apply(sample)
                    .ifPresent(found -> byItem.computeIfAbsent(sample.id(), any -> new ArrayList<>())
                            .add(found));
        }
        this.sorted = byItem.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
    }

    static Items of(List<Sample> samples, Function<Sample, Optional<Double>> value) {
        return new Items(samples, value);
    }

    boolean isEmpty() {
        return byItem.isEmpty();
    }

    int values() {
        return sorted.length;
    }

    int items() {
        return byItem.size();
    }

    /** Returns the mean of each item, in their order. */
    double[] means() {
        return byItem.values().stream()
                .mapToDouble(values -> values.stream()
                        .mapToDouble(Double::doubleValue)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /** Returns the value at the nearest rank, which is one that was measured. */
    double percentile(double share) {
        int rank = (int) Math.ceil(share * sorted.length - 1e-9);
        return sorted[Math.max(rank, 1) - 1];
    }

    /**
     * Returns the interval between two values that holds the true percentile at least as often as the level says, however
     * much the repeats of an item are alike: the ranks are those of as many values as there are items, spread over all.
     */
    Optional<Interval> percentileInterval(double share) {
        if (share >= 1) {
            return Optional.empty();
        }
        double[] ranks =
                IntStream.rangeClosed(1, items()).mapToDouble(rank -> rank).toArray();
        double repeats = (double) sorted.length / items();
        return Statistics.quantiles(ranks).interval(share, LEVEL).map(interval -> {
            int low = (int) Math.floor((interval.low() - 1) * repeats + 1e-9);
            int high = (int) Math.ceil(interval.high() * repeats - 1e-9) - 1;
            return new Interval(sorted[low], sorted[high], LEVEL);
        });
    }

    /** Returns the interval of the mean over the items. */
    Optional<Interval> meanInterval() {
        return Statistics.mean(means()).interval(LEVEL);
    }

    /** Returns how often an item is 1, each item counted by its mean; both ends are rounded away from the middle. */
    Interval rateInterval() {
        double sum = Statistics.mean(means()).value() * items();
        Interval low =
                Statistics.passRate((int) Math.floor(sum + 1e-9), items()).wilson(LEVEL);
        Interval high =
                Statistics.passRate((int) Math.ceil(sum - 1e-9), items()).wilson(LEVEL);
        return new Interval(low.low(), high.high(), LEVEL);
    }
}
