package io.genaiops.eval.attestation;

import io.genaiops.asset.Digest;
import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.Quantity;
import io.genaiops.eval.comparison.QuantityColumn;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Mean;
import io.genaiops.eval.statistics.Quantiles;
import io.genaiops.evidence.Figure;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the answers of a variant took, in the terms of gates: {@code latency mean}, {@code latency p95}, {@code cost per call}
 * and their like. An amount without enough items for an interval is left out, and so is a cost in several currencies.
 *
 * @since 0.1
 */
public final class AmountFigures {

    private static final double LEVEL = 0.95;
    private static final Map<String, Double> SHARES = new TreeMap<>(Map.of("p50", 0.5, "p95", 0.95, "p99", 0.99));

    private final List<Figure> figures = new ArrayList<>();
    private final int items;

    private AmountFigures(int items) {
        this.items = items;
    }

    /**
     * Returns the figures.
     *
     * @param items how many items there are
     */
    public static List<Figure> of(Quantities quantities, int items) {
        AmountFigures amounts = new AmountFigures(items);
        for (Quantity quantity : List.of(Quantity.LATENCY, Quantity.TIME_TO_FIRST_TOKEN)) {
            QuantityColumn column = quantities.column(quantity);
            amounts.mean(quantity, "mean", column, quantity.unit());
            column.quantiles()
                    .ifPresent(found -> SHARES.forEach((name, share) -> amounts.quantile(column, found, name, share)));
        }
        for (Quantity quantity : List.of(Quantity.INPUT_TOKENS, Quantity.OUTPUT_TOKENS)) {
            amounts.mean(quantity, "per call", quantities.column(quantity), quantity.unit());
        }
        quantities
                .currency()
                .map(Currency::getCurrencyCode)
                .ifPresent(unit -> amounts.mean(Quantity.COST, "per call", quantities.column(Quantity.COST), unit));
        return amounts.figures;
    }

    /** Returns what stands for the evaluator of a quantity, which has no configuration. */
    static Digest digest(Quantity quantity) {
        return Digest.ofText("genaiops quantity: " + quantity);
    }

    private void mean(Quantity quantity, String name, QuantityColumn column, String unit) {
        Optional<Mean> mean = column.mean();
        mean.flatMap(found -> found.interval(LEVEL))
                .ifPresent(interval -> add(quantity, name, mean.orElseThrow().value(), interval, column, unit));
    }

    private void quantile(QuantityColumn column, Quantiles quantiles, String name, double share) {
        Quantity quantity = column.quantity();
        quantiles
                .interval(share, LEVEL)
                .ifPresent(
                        interval -> add(quantity, name, quantiles.quantile(share), interval, column, quantity.unit()));
    }

    private void add(
            Quantity quantity, String name, double value, Interval interval, QuantityColumn column, String unit) {
        figures.add(new Figure(
                quantity + " " + name,
                digest(quantity),
                Figure.Kind.AMOUNT,
                value,
                Math.max(0, Math.min(value, interval.low())),
                Math.max(value, interval.high()),
                interval.level(),
                items,
                column.itemValues().length,
                unit,
                null));
    }
}
