package io.genaiops.eval.attestation;

import io.genaiops.asset.Digest;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.NonInferiority;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Verdict;
import io.genaiops.eval.tradeoff.Ratio;
import io.genaiops.eval.tradeoff.Ratios;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How one variant compares with another, in the terms of gates. The end of an interval that tells of a loss is the one that a
 * test of non-inferiority uses: it is wider where too few items differ. Names that several evaluators share are left out.
 *
 * @since 0.1
 */
public final class ComparisonFigures {

    /** Any margin: the largest loss does not depend on it. */
    private static final double ANY = 1;

    private final Comparison comparison;
    private final Digest against;
    private final int items;
    private final List<Figure> figures = new ArrayList<>();

    private ComparisonFigures(Comparison comparison, Digest against, int items) {
        this.comparison = comparison;
        this.against = against;
        this.items = items;
    }

    /**
     * Returns the figures of the second variant against the first.
     *
     * @param against the resolved digest of the version behind the first variant
     * @param items how many items there are
     */
    public static List<Figure> of(Comparison comparison, Ratios ratios, Digest against, int items) {
        ComparisonFigures figures = new ComparisonFigures(comparison, against, items);
        for (Comparison.Row row : comparison.rows()) {
            if (figures.isNamedOnce(row.evaluator())) {
                figures.row(row);
            }
        }
        ratios.all().forEach(figures::ratio);
        return figures.figures;
    }

    private boolean isNamedOnce(EvaluatorId evaluator) {
        return comparison.rows().stream()
                        .filter(row -> row.evaluator().name().equals(evaluator.name()))
                        .count()
                == 1;
    }

    private void row(Comparison.Row row) {
        String name = row.evaluator().name();
        row.scores()
                .ifPresent(verdict ->
                        difference(row, Figure.Kind.DIFFERENCE, verdict, comparison.scoreNoWorse(name, ANY)));
        row.passes()
                .ifPresent(verdict -> difference(
                        row, Figure.Kind.PASS_RATE_DIFFERENCE, verdict, comparison.passRateNoWorse(name, ANY)));
    }

    private void difference(Comparison.Row row, Figure.Kind kind, Verdict verdict, NonInferiority answer) {
        Optional<Interval> interval = verdict.interval();
        if (interval.isEmpty() || answer.largestLoss().isEmpty()) {
            return;
        }
        double least = kind == Figure.Kind.PASS_RATE_DIFFERENCE ? -1 : Double.NEGATIVE_INFINITY;
        double value = verdict.difference();
        figures.add(new Figure(
                row.evaluator().name(),
                row.evaluator().configuration(),
                kind,
                value,
                Math.max(least, Math.min(value, -answer.largestLoss().getAsDouble())),
                Math.max(value, interval.get().high()),
                interval.get().level(),
                items,
                verdict.items(),
                "",
                against));
    }

    private void ratio(Ratio ratio) {
        if (ratio.value().isEmpty() || ratio.interval().isEmpty()) {
            return;
        }
        double value = ratio.value().getAsDouble();
        Interval interval = ratio.interval().get();
        double largest = ratio.noMoreThan(Math.E).largestLoss().orElse(interval.high());
        Quantity quantity = ratio.quantity();
        figures.add(new Figure(
                quantity.toString(),
                AmountFigures.digest(quantity),
                Figure.Kind.RATIO,
                value,
                Math.min(value, interval.low()),
                Math.max(value, Math.max(interval.high(), largest)),
                interval.level(),
                items,
                ratio.items(),
                "",
                against));
    }
}
