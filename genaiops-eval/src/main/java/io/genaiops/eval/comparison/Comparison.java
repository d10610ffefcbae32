package io.genaiops.eval.comparison;

import io.genaiops.eval.Direction;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.statistics.Correction;
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
     * @param scoreEffect how large the difference of the scores is; empty if there is no test of them
     * @param passEffect how large the difference of the judgements is; empty if there is no test of them
     * @param paired how many items have a score in both variants
     * @param unpaired how many items lack one, and so are in neither test
     */
    public record Row(
            EvaluatorId evaluator,
            Direction direction,
            Optional<Verdict> scores,
            Optional<Verdict> passes,
            Optional<Effect> scoreEffect,
            Optional<Effect> passEffect,
            int paired,
            int unpaired) {

        /** Returns the verdicts there are, on the judgements first. */
        public List<Verdict> verdicts() {
            return Stream.of(passes, scores).flatMap(Optional::stream).toList();
        }

        Row with(Optional<Verdict> otherScores, Optional<Verdict> otherPasses) {
            return new Row(evaluator, direction, otherScores, otherPasses, scoreEffect, passEffect, paired, unpaired);
        }
    }

    /** The two sides, and how they are compared. */
    private record Sides(
            String first,
            List<ScoreColumn> ofFirst,
            String second,
            List<ScoreColumn> ofSecond,
            double relevant,
            long seed) {

        List<Row> rows() {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < ofFirst.size(); i++) {
                rows.add(new PairedItems(ofFirst.get(i), ofSecond.get(i)).row(relevant, seed));
            }
            return rows;
        }

        void requireSame() {
            boolean same = ofFirst.size() == ofSecond.size();
            for (int i = 0; same && i < ofFirst.size(); i++) {
                same = ofFirst.get(i).evaluator().equals(ofSecond.get(i).evaluator())
                        && ofFirst.get(i).items() == ofSecond.get(i).items();
            }
            if (!same) {
                throw new IllegalArgumentException("a comparison needs scores of the same evaluators on the same items;"
                        + " found: " + ofFirst + " and " + ofSecond);
            }
        }
    }

    private final Sides sides;
    private final List<Row> measured;
    private final List<Row> rows;
    private final Correction correction;
    private final List<Caveat> caveats;

    private Comparison(Sides sides, List<Row> measured, List<Row> rows, Correction correction, List<Caveat> caveats) {
        this.sides = sides;
        this.measured = List.copyOf(measured);
        this.rows = List.copyOf(rows);
        this.correction = correction;
        this.caveats = List.copyOf(caveats);
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
        Sides sides = new Sides(first, List.copyOf(ofFirst), second, List.copyOf(ofSecond), relevant, seed);
        sides.requireSame();
        List<Row> rows = sides.rows();
        return new Comparison(sides, rows, rows, Correction.BENJAMINI_HOCHBERG, List.of())
                .corrected(Correction.BENJAMINI_HOCHBERG);
    }

    /** Returns the same comparison with another correction: Holm for a gate, Benjamini-Hochberg to explore. */
    public Comparison corrected(Correction method) {
        return Comparisons.together(List.of(this), Objects.requireNonNull(method, "method"))
                .get(0);
    }

    /** Returns the same comparison with p-values that were corrected in a larger family. */
    Comparison with(List<Row> corrected, Correction method) {
        return new Comparison(sides, measured, corrected, method, caveats);
    }

    /** Returns the same comparison, every sentence of which carries these caveats too. */
    public Comparison with(List<Caveat> more) {
        List<Caveat> all = Stream.concat(caveats.stream(), more.stream()).toList();
        return new Comparison(sides, measured, rows, correction, all);
    }

    /** Returns the comparison of the same two variants on some of the items, corrected by itself. */
    public Comparison only(int... items) {
        return of(
                        first(),
                        sides.ofFirst.stream().map(column -> column.only(items)).toList(),
                        second(),
                        sides.ofSecond.stream()
                                .map(column -> column.only(items))
                                .toList(),
                        sides.relevant,
                        sides.seed)
                .with(caveats);
    }

    /** Returns the name of the first variant. */
    public String first() {
        return sides.first;
    }

    /** Returns the name of the second variant. */
    public String second() {
        return sides.second;
    }

    /** Returns the scores of the first variant, a column for each evaluator. */
    public List<ScoreColumn> scoresOfFirst() {
        return sides.ofFirst;
    }

    /** Returns the scores of the second variant, a column for each evaluator. */
    public List<ScoreColumn> scoresOfSecond() {
        return sides.ofSecond;
    }

    /** Returns the correction of the p-values. */
    public Correction correction() {
        return correction;
    }

    /** Returns what has to be known beside every sentence. */
    public List<Caveat> caveats() {
        return caveats;
    }

    /** Returns a row for each evaluator, in the order of the chain, with corrected p-values. */
    public List<Row> rows() {
        return rows;
    }

    /** Returns the same rows with p-values as they were measured. */
    List<Row> measured() {
        return measured;
    }

    /** Returns the row of an evaluator, if it was in the chain. */
    public Optional<Row> row(EvaluatorId evaluator) {
        return rows.stream().filter(row -> row.evaluator().equals(evaluator)).findFirst();
    }

    /**
     * Returns the row of the evaluator of this name.
     *
     * @throws IllegalArgumentException if none or several in the chain are of the name; the message lists them
     */
    public Row row(String evaluator) {
        return rows.get(index(evaluator));
    }

    /**
     * Answers whether the pass rate of the second variant is no worse than that of the first by more than a margin.
     *
     * @param evaluator the evaluator's name
     * @param margin the loss of pass rate that is accepted, above 0 to 1
     * @throws IllegalArgumentException if no item was judged in both variants
     */
    public NonInferiority passRateNoWorse(String evaluator, double margin) {
        Row row = measured.get(index(evaluator));
        return noWorse(evaluator + ", pass rate", row.passes(), row.passEffect(), margin, 0);
    }

    /**
     * Answers whether the mean score of the second variant is no worse than that of the first by more than a margin.
     *
     * @param evaluator the evaluator's name
     * @param margin the loss of score that is accepted, above 0, on the evaluator's scale
     * @throws IllegalArgumentException if no item has a score in both variants
     */
    public NonInferiority scoreNoWorse(String evaluator, double margin) {
        Row row = measured.get(index(evaluator));
        double span = row.scores().map(Verdict::relevant).orElse(0.0) / sides.relevant;
        return noWorse(evaluator + ", score", row.scores(), row.scoreEffect(), margin, span);
    }

    private NonInferiority noWorse(
            String what, Optional<Verdict> verdict, Optional<Effect> effect, double margin, double span) {
        NonInferiority.Question question = new NonInferiority.Question(what, first(), second(), margin, span);
        int differing = effect.map(Effect::differing).orElse(0);
        return verdict.map(found -> NonInferiority.ofDifferences(question, found, differing, caveats))
                .orElseThrow(() -> new IllegalArgumentException(
                        what + ": no item has one of both " + first() + " and " + second() + ", so nothing is known"));
    }

    private int index(String evaluator) {
        EvaluatorId id = ScoreColumn.named(evaluator, sides.ofFirst).evaluator();
        return rows.stream().map(Row::evaluator).toList().indexOf(id);
    }

    /** Returns the caveats and the sentences of all rows, one on each line. */
    public String describe() {
        return Caveat.above(
                caveats, rows.stream().flatMap(row -> sentences(row).stream()).toList());
    }

    /** Returns the sentences of a row: on the pass rate, on the score, or that there is nothing to compare. */
    public List<String> sentences(Row row) {
        String name = row.evaluator().name();
        String missing = row.unpaired() == 0 ? "" : "; " + row.unpaired() + " items without both scores are left out";
        List<String> sentences = new ArrayList<>();
        row.passes().ifPresent(verdict -> sentences.add(sentence(name + ", pass rate: ", verdict, row.passEffect())));
        row.scores().ifPresent(verdict -> sentences.add(sentence(name + ", score: ", verdict, row.scoreEffect())));
        if (sentences.isEmpty()) {
            String nothing = "no item has a score of both " + first() + " and " + second() + ", so nothing is known";
            return List.of(Caveat.mark(name + ": " + nothing, caveats));
        }
        return sentences.stream()
                .map(sentence -> Caveat.mark(sentence + missing, caveats))
                .toList();
    }

    private String sentence(String what, Verdict verdict, Optional<Effect> effect) {
        String size = effect.map(found -> "; " + found.words()).orElse("");
        return what + verdict.words(first(), second()) + size;
    }

    @Override
    public String toString() {
        return describe();
    }
}
