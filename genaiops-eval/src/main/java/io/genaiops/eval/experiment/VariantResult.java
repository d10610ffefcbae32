package io.genaiops.eval.experiment;

import io.genaiops.cost.CostTotal;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.comparison.Quantities;
import io.genaiops.eval.comparison.ScoreColumn;
import io.genaiops.eval.comparison.ThresholdCurve;
import io.genaiops.eval.statistics.Statistics;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one variant made of the whole dataset. Scores are in memory; the texts of items are where the run keeps them, and are
 * read when they are asked for. Immutable.
 *
 * @since 0.1
 */
public final class VariantResult {

    private final String name;
    private final List<ItemResult> items;
    private final List<Measurement> measurements;
    private final Map<EvaluatorId, Outcome> runOutcomes;
    private volatile @Nullable Tally tally;

    VariantResult(
            String name,
            List<ItemResult> items,
            List<ScoreColumn> columns,
            Map<EvaluatorId, Outcome> runOutcomes,
            @Nullable Tally tally) {
        this.name = name;
        this.items = items;
        this.measurements = columns.stream().map(Measurement::of).toList();
        this.runOutcomes = Collections.unmodifiableMap(new LinkedHashMap<>(runOutcomes));
        this.tally = tally;
    }

    /** Returns the same answers with items and measurements judged by other thresholds. */
    VariantResult judged(List<ItemResult> others, List<ScoreColumn> columns) {
        return new VariantResult(name, others, columns, runOutcomes, tally);
    }

    /** Returns some of the items, without what evaluators of the whole run found. */
    VariantResult part(List<ItemResult> some, List<ScoreColumn> columns) {
        Map<EvaluatorId, Outcome> outcomes = new LinkedHashMap<>();
        runOutcomes.keySet().forEach(id -> outcomes.put(id, Outcome.skipped("it is of the whole run, not of a part")));
        return new VariantResult(name, some, columns, outcomes, null);
    }

    private Tally tally() {
        Tally known = tally;
        if (known == null) {
            known = new Tally();
            for (ItemResult item : items) {
                for (Trial trial : item.trials()) {
                    if (trial.isAnswered() || !isSkipped(trial)) {
                        known.add(trial);
                    }
                }
            }
            tally = known;
        }
        return known;
    }

    private static boolean isSkipped(Trial trial) {
        return trial.evaluation().results().stream()
                .allMatch(result -> result.outcome().kind() == Outcome.Kind.SKIPPED);
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    /** Returns the items, in the order of the dataset. Go through them with an iterator: that reads each text once. */
    public List<ItemResult> items() {
        return items;
    }

    /** Returns the figures of each evaluator, in the order of the chain. */
    public List<Measurement> measurements() {
        return measurements;
    }

    /** Returns the figures of an evaluator, if it was in the chain. */
    public Optional<Measurement> measurement(EvaluatorId evaluator) {
        return measurements.stream()
                .filter(measurement -> measurement.evaluator().equals(evaluator))
                .findFirst();
    }

    /**
     * Returns the figures of the evaluator of this name.
     *
     * @throws IllegalArgumentException if none or several in the chain are of the name; the message lists them
     */
    public Measurement measurement(String evaluator) {
        return Measurement.of(ScoreColumn.named(evaluator, columns()));
    }

    /** Returns the pass rate that each threshold would give for the evaluator of this name; no evaluator is asked. */
    public ThresholdCurve thresholdCurve(String evaluator) {
        return measurement(evaluator).thresholdCurve();
    }

    /** Returns the scores of each evaluator by item and repetition, in the order of the chain. */
    public List<ScoreColumn> columns() {
        return measurements.stream().map(Measurement::column).toList();
    }

    /** Returns what the answers took, by item and repetition. Every call goes through all items. */
    public Quantities quantities() {
        Quantities quantities =
                Quantities.of(items.size(), measurements.get(0).column().repetitions());
        int index = 0;
        for (ItemResult item : items) {
            for (Trial trial : item.trials()) {
                if (trial.isAnswered()) {
                    quantities.set(index, trial.repetition(), trial.evaluation().sample());
                }
            }
            index++;
        }
        return quantities;
    }

    /** Returns what the evaluators of the whole run found, in the order they were added. */
    public Map<EvaluatorId, Outcome> runOutcomes() {
        return runOutcomes;
    }

    /** Returns the items with a repetition that failed a check, or has one without a score. */
    public List<ItemResult> needingAttention() {
        return items.stream().filter(ItemResult::needsAttention).toList();
    }

    /** Returns how many answers the variant failed to give, over all repetitions; trials that were not run are no errors. */
    public int errors() {
        return tally().errors();
    }

    /**
     * Returns what all answers of the variant cost, over all repetitions, with the coverage and the models without a price.
     * An answer of which no cost is known counts as unpriced; errors are left out, since what they cost is not known.
     */
    public CostTotal cost() {
        return tally().cost();
    }

    /** Returns all figures in words, one on each line; goes through all items. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        lines.add(name + ": " + items.size() + " items" + (errors() == 0 ? "" : ", " + errors() + " answers failed"));
        measurements.forEach(measurement -> lines.add(measurement.describe()));
        runOutcomes.forEach((id, outcome) -> lines.add(id.name() + ": "
                + (outcome.score().isPresent()
                        ? Statistics.number(outcome.score().getAsDouble())
                        : outcome.kind().name().toLowerCase(Locale.ROOT) + ", " + outcome.explanation())));
        lines.addAll(quantities().describe().lines().toList());
        lines.add("in total: " + cost());
        return String.join("\n  ", lines);
    }

    @Override
    public String toString() {
        return "VariantResult[" + name + ", " + items.size() + " items, " + measurements + "]";
    }
}
