package io.genaiops.eval.provenance;

import io.genaiops.eval.comparison.Caveat;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.ScoreColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An earlier and a later run, compared item by item. Runs that measured different things, in dataset, evaluators or
 * repetitions, do not compare unless it is said that they shall; every sentence then says so. Items are matched by their
 * ids. Earlier scores are held against the thresholds of the later run, since that needs no evaluator. Immutable.
 *
 * @since 0.1
 */
public final class RunPair {

    private static final double RELEVANT = 0.05;

    private final RunScores earlier;
    private final RunScores later;
    private final long seed;
    private final boolean forced;

    RunPair(RunScores earlier, RunScores later, long seed) {
        this(earlier, later, seed, false);
    }

    private RunPair(RunScores earlier, RunScores later, long seed, boolean forced) {
        this.earlier = earlier;
        this.later = later;
        this.seed = seed;
        this.forced = forced;
    }

    /** Returns in which ways the runs measured different things, one sentence each; empty if their scores compare. */
    public List<String> differences() {
        return earlier.provenance().differences(later.provenance());
    }

    /** Tells whether the scores of both runs compare. */
    public boolean isComparable() {
        return differences().isEmpty();
    }

    /** Returns the same runs, which are compared although they may differ; if they do, every sentence says so. */
    public RunPair evenThoughTheyDiffer() {
        return new RunPair(earlier, later, seed, true);
    }

    /** Compares a variant of the later run with the one of the same name in the earlier run. */
    public Comparison compare(String variant) {
        return compare(variant, variant);
    }

    /** Compares a variant of the later run with one of the earlier run. */
    public Comparison compare(String ofEarlier, String ofLater) {
        return compare(ofEarlier, ofLater, RELEVANT);
    }

    /**
     * Compares a variant of the later run with one of the earlier run.
     *
     * @param relevant the share of a scale from which a difference matters, above 0 to 1
     * @throws IncomparableRunsException if the runs measured different things and nobody said to compare them nevertheless
     */
    public Comparison compare(String ofEarlier, String ofLater, double relevant) {
        List<String> differences = differences();
        if (!differences.isEmpty() && !forced) {
            throw new IncomparableRunsException(earlier.provenance(), later.provenance(), differences);
        }
        Matching matching = new Matching(earlier.variant(ofEarlier), later.variant(ofLater));
        boolean sameItems =
                earlier.provenance().dataset().equals(later.provenance().dataset());
        int[] rows = sameItems ? null : rows();
        List<ScoreColumn> before = rows == null ? matching.before : matching.only(rows);
        return Comparison.of("earlier " + ofEarlier, before, ofLater, matching.after, relevant, seed)
                .with(caveats(differences, matching, rows == null ? Optional.empty() : Optional.of(matched(rows))));
    }

    /** Returns where each item of the later run is in the earlier one, or -1. */
    private int[] rows() {
        Map<String, Integer> places = new HashMap<>();
        for (String id : earlier.ids()) {
            places.put(id, places.size());
        }
        int[] rows = new int[later.provenance().items()];
        int item = 0;
        for (String id : later.ids()) {
            rows[item++] = places.getOrDefault(id, -1);
        }
        return rows;
    }

    private String matched(int[] rows) {
        long both = Arrays.stream(rows).filter(row -> row >= 0).count();
        return both + " items have their id in both, " + (rows.length - both) + " only now, "
                + (earlier.provenance().items() - both) + " only then";
    }

    private List<Caveat> caveats(List<String> differences, Matching matching, Optional<String> matched) {
        List<Caveat> caveats = new ArrayList<>();
        if (!differences.isEmpty()) {
            List<String> all = new ArrayList<>(differences);
            matched.ifPresent(all::add);
            caveats.add(new Caveat("forced", "compared although the runs differ: " + String.join("; ", all)));
        }
        if (!matching.without.isEmpty()) {
            caveats.add(new Caveat("without some evaluators", String.join("; ", matching.without)));
        }
        if (!matching.rejudged.isEmpty()) {
            caveats.add(new Caveat(
                    "earlier scores judged anew",
                    "earlier scores are held against the thresholds of now: " + String.join("; ", matching.rejudged)));
        }
        stopped("earlier run stopped early", earlier).ifPresent(caveats::add);
        stopped("stopped early", later).ifPresent(caveats::add);
        return caveats;
    }

    private static Optional<Caveat> stopped(String mark, RunScores run) {
        return run.provenance()
                .stopped()
                .map(why -> new Caveat(mark, "'" + run.provenance() + "' ended before every trial was run: " + why));
    }

    /** Returns whether the runs compare, and if not, each difference on a line. */
    public String describe() {
        List<String> differences = differences();
        return "'" + later.provenance() + "' after '" + earlier.provenance() + "': "
                + (differences.isEmpty()
                        ? "the same dataset, evaluators and repetitions"
                        : "different, and so not comparable:\n  " + String.join("\n  ", differences));
    }

    /** The columns that evaluators of one name gave in both runs, on one scale in one direction. */
    private static final class Matching {

        private final List<ScoreColumn> before = new ArrayList<>();
        private final List<ScoreColumn> after = new ArrayList<>();
        private final List<String> without = new ArrayList<>();
        private final List<String> rejudged = new ArrayList<>();

        Matching(List<ScoreColumn> ofEarlier, List<ScoreColumn> ofLater) {
            for (ScoreColumn column : ofLater) {
                find(column, ofEarlier).ifPresent(earlier -> match(earlier, column));
            }
            if (after.isEmpty()) {
                throw new IllegalArgumentException("the runs have no evaluator in common; found then: "
                        + names(ofEarlier) + ", now: " + names(ofLater));
            }
        }

        private static Optional<ScoreColumn> find(ScoreColumn column, List<ScoreColumn> columns) {
            return columns.stream()
                    .filter(other -> other.evaluator().equals(column.evaluator()))
                    .findFirst()
                    .or(() -> columns.stream()
                            .filter(other -> other.evaluator()
                                    .name()
                                    .equals(column.evaluator().name()))
                            .findFirst());
        }

        private void match(ScoreColumn earlier, ScoreColumn column) {
            String name = column.evaluator().name();
            if (!earlier.scale().equals(column.scale()) || earlier.direction() != column.direction()) {
                without.add("'" + name + "' is not compared, its scale was " + earlier.scale() + " and is "
                        + column.scale());
                return;
            }
            if (!earlier.threshold().equals(column.threshold())) {
                rejudged.add("'" + name + "' " + shown(earlier) + " then, " + shown(column) + " now");
            }
            before.add(earlier.takenFor(column));
            after.add(column);
        }

        private static String shown(ScoreColumn column) {
            return column.threshold().map(Object::toString).orElse("only observed");
        }

        private static List<String> names(List<ScoreColumn> columns) {
            return columns.stream().map(column -> column.evaluator().name()).toList();
        }

        List<ScoreColumn> only(int[] rows) {
            return before.stream().map(column -> column.only(rows)).toList();
        }
    }

    @Override
    public String toString() {
        return describe();
    }
}
