package io.genaiops.eval.comparison;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;

/**
 * What one evaluator gave for the answers of one variant, by item and repetition: a score or the kind of outcome there is
 * instead. It takes eight bytes an outcome. Items count from 0 in the order of the dataset, repetitions from 1. Thread-safe
 * once it is filled.
 *
 * @since 0.1
 */
public final class ScoreColumn {

    /**
     * What the scores of a column mean.
     *
     * @param evaluator which evaluator gave them
     * @param scale its scale
     * @param direction which end of the scale is the good one
     * @param threshold what the scores are held against; empty if they are only observed
     */
    public record Meaning(EvaluatorId evaluator, Scale scale, Direction direction, Optional<Threshold> threshold) {

        /** Requires all four, and a threshold that can be passed and failed. */
        public Meaning {
            requireNonNull(evaluator, "evaluator");
            requireNonNull(scale, "scale");
            requireNonNull(direction, "direction");
            threshold.ifPresent(held -> held.requireMeaningOn(scale, evaluator.name()));
        }
    }

    private static final List<Outcome.Kind> KINDS = List.of(Outcome.Kind.values());

    private final Meaning meaning;
    private final Cells cells;

    private ScoreColumn(Meaning meaning, Cells cells) {
        this.meaning = meaning;
        this.cells = cells;
    }

    /** Returns a column of the check's evaluator in which nothing is known yet. */
    public static ScoreColumn of(Check check, int items, int repetitions) {
        Evaluator evaluator = check.evaluator();
        return of(
                new Meaning(evaluator.id(), evaluator.scale(), evaluator.direction(), check.threshold()),
                items,
                repetitions);
    }

    /** Returns a column of scores of this meaning in which nothing is known yet. */
    public static ScoreColumn of(Meaning meaning, int items, int repetitions) {
        return new ScoreColumn(meaning, new Cells(items, repetitions));
    }

    /**
     * Returns the one column of an evaluator's name.
     *
     * @throws IllegalArgumentException if no column is of that name, or several are; the message lists those there are
     */
    public static ScoreColumn named(String evaluator, List<ScoreColumn> columns) {
        List<ScoreColumn> found = columns.stream()
                .filter(column -> column.evaluator().name().equals(evaluator))
                .toList();
        if (found.size() != 1) {
            List<EvaluatorId> known =
                    columns.stream().map(ScoreColumn::evaluator).toList();
            throw new IllegalArgumentException(
                    found.isEmpty()
                            ? "the evaluator must be one of the chain; found: '" + evaluator + "' beside " + known
                            : "the name '" + evaluator + "' is of several evaluators of the chain, ask by identity: "
                                    + known);
        }
        return found.get(0);
    }

    /** Takes down an outcome. Different cells may be set by different threads. */
    public void set(int item, int repetition, Outcome outcome) {
        if (outcome instanceof Outcome.Scored scored) {
            cells.set(item, repetition, scored.value());
        } else {
            set(item, repetition, outcome.kind());
        }
    }

    /**
     * Takes down a score.
     *
     * @throws IllegalArgumentException if it is not on the scale
     */
    public void set(int item, int repetition, double score) {
        if (!scale().contains(score)) {
            throw new IllegalArgumentException("score must be on the scale " + scale() + "; found: " + score);
        }
        cells.set(item, repetition, score + 0.0);
    }

    /** Takes down that there is no score, and what there is instead. */
    public void set(int item, int repetition, Outcome.Kind kind) {
        if (kind == Outcome.Kind.SCORED) {
            throw new IllegalArgumentException("an outcome that is scored has a score");
        }
        cells.code(item, repetition, 1 + KINDS.indexOf(kind));
    }

    /**
     * Returns the same scores held against another threshold; no evaluator is asked.
     *
     * @throws IllegalArgumentException if every score on the scale passes it, or none
     */
    public ScoreColumn at(Threshold other) {
        Optional<Threshold> held = Optional.of(requireNonNull(other, "other"));
        return new ScoreColumn(new Meaning(evaluator(), scale(), direction(), held), cells);
    }

    /**
     * Returns a view of some items, in the given order; it shares the scores.
     *
     * @param items the items, from 0; -1 stands for an item that is not here and has no outcome
     */
    public ScoreColumn only(int... items) {
        return new ScoreColumn(meaning, cells.only(items.clone()));
    }

    /**
     * Returns these scores under the identity and the threshold of another column of the same scale, for a comparison that
     * is wanted although the evaluators differ.
     *
     * @throws IllegalArgumentException if scale or direction differ, so that the scores mean different things
     */
    public ScoreColumn takenFor(ScoreColumn other) {
        if (!scale().equals(other.scale()) || direction() != other.direction()) {
            throw new IllegalArgumentException("scores are taken for one another on one scale in one direction; found: "
                    + scale() + " " + direction() + " and " + other.scale() + " " + other.direction());
        }
        return new ScoreColumn(other.meaning, cells);
    }

    /** Returns the place of an item in the column that this is a view of; the item itself if it is no view. */
    public int position(int item) {
        return cells.row(item);
    }

    /** Returns what the scores mean. */
    public Meaning meaning() {
        return meaning;
    }

    /** Returns the evaluator. */
    public EvaluatorId evaluator() {
        return meaning.evaluator();
    }

    /** Returns the scale of the scores. */
    public Scale scale() {
        return meaning.scale();
    }

    /** Returns which end of the scale is the good one. */
    public Direction direction() {
        return meaning.direction();
    }

    /** Returns what the scores are held against; empty if they are only observed. */
    public Optional<Threshold> threshold() {
        return meaning.threshold();
    }

    /** Returns the number of items. */
    public int items() {
        return cells.items();
    }

    /** Returns the number of repetitions. */
    public int repetitions() {
        return cells.repetitions();
    }

    /** Returns the score of one answer, if there is one. */
    public OptionalDouble score(int item, int repetition) {
        return cells.isNumber(item, repetition)
                ? OptionalDouble.of(cells.value(item, repetition))
                : OptionalDouble.empty();
    }

    /** Returns the kind of outcome of one answer; empty if nothing was taken down. */
    public Optional<Outcome.Kind> kind(int item, int repetition) {
        if (cells.isNumber(item, repetition)) {
            return Optional.of(Outcome.Kind.SCORED);
        }
        int code = cells.codeAt(item, repetition);
        return code == Cells.NOT_SET ? Optional.empty() : Optional.of(KINDS.get(code - 1));
    }

    /** Returns the judgement on one answer; without a score or a threshold it is inconclusive. */
    public Judgement judgement(int item, int repetition) {
        if (threshold().isEmpty() || !cells.isNumber(item, repetition)) {
            return Judgement.INCONCLUSIVE;
        }
        return threshold().get().passes(cells.value(item, repetition)) ? Judgement.PASSED : Judgement.FAILED;
    }

    /** Returns the mean of the item's scores over the repetitions that have one; empty if none has. */
    public OptionalDouble score(int item) {
        return cells.mean(item);
    }

    /** Returns the share of passes among the item's repetitions that were judged, 0 to 1; empty if none was. */
    public OptionalDouble passes(int item) {
        if (threshold().isEmpty()) {
            return OptionalDouble.empty();
        }
        int judged = 0;
        int passed = 0;
        for (int repetition = 1; repetition <= repetitions(); repetition++) {
            Judgement judgement = judgement(item, repetition);
            judged += judgement == Judgement.INCONCLUSIVE ? 0 : 1;
            passed += judgement == Judgement.PASSED ? 1 : 0;
        }
        return judged == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) passed / judged);
    }

    /** Returns the item means that there are, in order; repeats are averaged within each. */
    public double[] itemScores() {
        return known(this::score);
    }

    /** Returns the item shares of passes that there are, in order. */
    public double[] itemPasses() {
        return known(this::passes);
    }

    private double[] known(IntFunction<OptionalDouble> figure) {
        double[] figures = new double[items()];
        int count = 0;
        for (int item = 0; item < figures.length; item++) {
            OptionalDouble found = figure.apply(item);
            if (found.isPresent()) {
                figures[count++] = found.getAsDouble();
            }
        }
        return Arrays.copyOf(figures, count);
    }

    /** Returns how many outcomes, over all repetitions, are of the kind. */
    public int count(Outcome.Kind kind) {
        int count = 0;
        for (int item = 0; item < items(); item++) {
            for (int repetition = 1; repetition <= repetitions(); repetition++) {
                count += kind(item, repetition).filter(kind::equals).isPresent() ? 1 : 0;
            }
        }
        return count;
    }

    /** Returns scores and counts of all outcomes over all repetitions. */
    public Aggregate aggregate() {
        Map<Outcome.Kind, Integer> counts = new EnumMap<>(Outcome.Kind.class);
        Map<Judgement, Integer> judgements = new EnumMap<>(Judgement.class);
        for (int item = 0; item < items(); item++) {
            for (int repetition = 1; repetition <= repetitions(); repetition++) {
                kind(item, repetition).ifPresent(kind -> counts.merge(kind, 1, Integer::sum));
                if (threshold().isPresent()) {
                    judgements.merge(judgement(item, repetition), 1, Integer::sum);
                }
            }
        }
        return Aggregate.of(evaluator(), counts, judgements, cells.numbers());
    }

    @Override
    public String toString() {
        return "ScoreColumn[" + evaluator().name() + ", " + items() + " items x " + repetitions() + "]";
    }
}
