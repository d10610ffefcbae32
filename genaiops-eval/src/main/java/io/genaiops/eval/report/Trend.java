package io.genaiops.eval.report;

import io.genaiops.eval.outline.Section;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Several results of an experiment by date, read from their JSON files: {@code Report.html(Trend.of(files))}. Only results
 * on the same dataset, by evaluators of the same identity, are joined; all others are marked as not comparable. Immutable.
 *
 * @since 0.1
 */
public final class Trend {

    private final List<PastResult> results;

    private Trend(List<PastResult> results) {
        this.results = results;
    }

    /**
     * Reads the figures of results; their samples are passed over.
     *
     * @param reports files that {@link Report#json} wrote, in any order, at least one
     * @throws io.genaiops.GenAiOpsException if one is anything else
     */
    public static Trend of(Collection<Path> reports) {
        if (reports.isEmpty()) {
            throw new IllegalArgumentException("a trend needs at least one report; found: none");
        }
        return new Trend(reports.stream()
                .map(PastResult::read)
                .sorted(Comparator.comparing(PastResult::finished))
                .toList());
    }

    /** Returns how many results there are. */
    public int size() {
        return results.size();
    }

    /** Returns the names of the experiments, usually one. */
    String name() {
        return results.stream().map(PastResult::experiment).distinct().collect(Collectors.joining(", "));
    }

    String title() {
        return "Trend of " + name();
    }

    /** Returns what the newest results show. */
    List<Section> sections(int newest) {
        return new TrendSections(results.subList(Math.max(0, size() - newest), size())).all();
    }

    /** Returns the number of results and the experiment. */
    @Override
    public String toString() {
        return "Trend[" + size() + " results of " + name() + "]";
    }
}
