package io.genaiops.eval.comparison;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.statistics.Correction;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Two variants compared item by item. A verdict's positive difference is an improvement of the second over the first,
 * whatever the direction of the scale. All p-values are corrected for the number of verdicts. Immutable.
 *
 * @since 0.1
 */
public final class Comparison {

    /**
     * One evaluator.
     *
     * @param evaluator which evaluator
     * @param direction which end of its scale is the good one
     * @param scores the paired permutation test of the scores; empty if no item has two scores
     * @param passes the exact McNemar test of the judgements, or with repeats the paired permutation test of the shares
     *     of passes; empty if no item was judged twice
     * @param paired how many items have a score in both variants
     * @param unpaired how many items lack one, and so are in neither test
     */
    public record Row(
            EvaluatorId evaluator,
            Direction direction,
            Optional<Verdict> scores,
            Optional<Verdict> passes,
            int paired,
            int unpaired) {

        /** Returns the verdicts there are, on the judgements first. */
        public List<Verdict> verdicts() {
            return Stream.of(passes, scores).flatMap(Optional::stream).toList();
        }
    }

    private final String first;
    private final String second;
    private final List<Row> measured;
    private final Correction correction;
    private final List<Row> rows;

    private Comparison(String first, String second, List<Row> measured, Correction correction) {
        this.first = first;
        this.second = second;
        this.measured = List.copyOf(measured);
        this.correction = correction;
        this.rows = corrected(this.measured, correction);
    }

    /**
     * Compares two variants by their columns of scores, those of one evaluator with one another.
     *
     * @param relevant the share of a scale from which a difference matters, above 0 to 1
     * @param seed the seed of the resampling tests
     * @throws IllegalArgumentException if the columns are not of the same evaluators, in one order, over as many items
     */
    public static Comparison of(
            String first,
            List<ScoreColumn> ofFirst,
            String second,
            List<ScoreColumn> ofSecond,
            double relevant,
            long seed) {
        requireSame(ofFirst, ofSecond);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < ofFirst.size(); i++) {
            rows.add(new PairedItems(ofFirst.get(i), ofSecond.get(i)).row(relevant, seed));
        }
        return new Comparison(first, second, rows, Correction.BENJAMINI_HOCHBERG);
    }

    private static void requireSame(List<ScoreColumn> first, List<ScoreColumn> second) {
        boolean same = first.size() == second.size();
        for (int i = 0; same && i < first.size(); i++) {
            same = first.get(i).evaluator().equals(second.get(i).evaluator())
                    && first.get(i).items() == second.get(i).items();
        }
        if (!same) {
            throw new IllegalArgumentException("a comparison needs scores of the same evaluators on the same items;"
                    + " found: " + first + " and " + second);
        }
    }

    /** Returns the same comparison with another correction: Holm for a gate, Benjamini-Hochberg to explore. */
    public Comparison corrected(Correction method) {
        return new Comparison(first, second, measured, Objects.requireNonNull(method, "method"));
    }

    /** Returns the name of the first variant. */
    public String first() {
        return first;
    }

    /** Returns the name of the second variant. */
    public String second() {
        return second;
    }

    /** Returns the correction of the p-values. */
    public Correction correction() {
        return correction;
    }

    /** Returns a row for each evaluator, in the order of the chain, with corrected p-values. */
    public List<Row> rows() {
        return rows;
    }

    /** Returns the row of an evaluator, if it was in the chain. */
    public Optional<Row> row(EvaluatorId evaluator) {
        return rows.stream().filter(row -> row.evaluator().equals(evaluator)).findFirst();
    }

    /** Returns the sentences of all rows, one on each line. */
    public String describe() {
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            sentences(row)
                    .forEach(sentence -> text.append(text.isEmpty() ? "" : "\n").append(sentence));
        }
        return text.toString();
    }

    /** Returns the sentences of a row: on the pass rate, on the score, or that there is nothing to compare. */
    public List<String> sentences(Row row) {
        String name = row.evaluator().name();
        List<String> sentences = new ArrayList<>();
        row.passes().ifPresent(verdict -> sentences.add(name + ", pass rate: " + verdict.words(first, second)));
        row.scores().ifPresent(verdict -> sentences.add(name + ", score: " + verdict.words(first, second)));
        if (sentences.isEmpty()) {
            sentences.add(name + ": no item has a score of both " + first + " and " + second + ", so nothing is known");
        }
        return sentences;
    }

    private static List<Row> corrected(List<Row> rows, Correction correction) {
        double[] raw = rows.stream()
                .flatMap(row -> row.verdicts().stream())
                .mapToDouble(Verdict::pValue)
                .toArray();
        if (raw.length == 0) {
            return rows;
        }
        double[] adjusted = Statistics.corrected(correction, raw);
        List<Row> result = new ArrayList<>();
        int next = 0;
        for (Row row : rows) {
            Optional<Verdict> passes = Optional.empty();
            if (row.passes().isPresent()) {
                passes = Optional.of(row.passes().get().adjusted(adjusted[next++]));
            }
            Optional<Verdict> scores = Optional.empty();
            if (row.scores().isPresent()) {
                scores = Optional.of(row.scores().get().adjusted(adjusted[next++]));
            }
            result.add(new Row(row.evaluator(), row.direction(), scores, passes, row.paired(), row.unpaired()));
        }
        return List.copyOf(result);
    }

    @Override
    public String toString() {
        return describe();
    }
}
