package io.genaiops.eval.report;

import io.genaiops.cost.CostTotal;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.comparison.Comparison;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lays out the result of an experiment. Used once. */
final class MarkdownReport {

    private static final int MOST_SAMPLES = 50;
    private static final int LONGEST_TEXT = 300;

    private final ExperimentResult result;
    private final Markdown page = new Markdown();
    private final Set<String> ambiguous = new HashSet<>();

    MarkdownReport(ExperimentResult result) {
        this.result = result;
        Set<String> seen = new HashSet<>();
        for (Measurement measurement : result.variants().get(0).measurements()) {
            if (!seen.add(measurement.evaluator().name())) {
                ambiguous.add(measurement.evaluator().name());
            }
        }
    }

    String text() {
        page.heading(1, result.name());
        page.paragraph("Dataset " + result.dataset().name() + ": "
                + result.dataset().size() + " items, "
                + result.datasetDigest().abbreviated() + "; each answered "
                + (result.repetitions() == 1 ? "once" : result.repetitions() + " times") + "; seed " + result.seed()
                + ".");
        overview();
        wholeRuns();
        costs();
        comparisons();
        result.variants().forEach(this::attention);
        return page.toString();
    }

    private void overview() {
        page.heading(2, "Overview");
        page.header("Variant", "Evaluator", "Mean", "95 % interval", "Pass rate (95 %)", "Coverage", "Without a score");
        for (VariantResult variant : result.variants()) {
            for (Measurement measurement : variant.measurements()) {
                page.row(List.of(
                        variant.name(),
                        name(measurement),
                        Figures.mean(measurement),
                        Figures.interval(measurement.interval()),
                        Figures.passRate(measurement),
                        Figures.coverage(measurement.aggregate()),
                        Figures.counts(measurement.aggregate())));
            }
        }
        silent();
    }

    /** Says in words which evaluators gave nothing, since an empty cell is easily overlooked. */
    private void silent() {
        List<String> sentences = new ArrayList<>();
        for (VariantResult variant : result.variants()) {
            for (Measurement measurement : variant.measurements()) {
                if (measurement.scoredItems() == 0) {
                    sentences.add(name(measurement) + " gave no score at all for " + variant.name()
                            + ", so nothing can be concluded from it.");
                }
            }
        }
        if (!sentences.isEmpty()) {
            page.heading(3, "No score at all");
            sentences.forEach(page::item);
        }
    }

    private void wholeRuns() {
        if (result.variants().stream().allMatch(variant -> variant.runOutcomes().isEmpty())) {
            return;
        }
        page.heading(2, "Whole runs");
        page.header("Variant", "Evaluator", "Value", "Remark");
        for (VariantResult variant : result.variants()) {
            variant.runOutcomes()
                    .forEach((evaluator, outcome) -> page.row(List.of(
                            variant.name(), evaluator.name(), value(outcome), shortened(outcome.explanation()))));
        }
    }

    /** Says the cost of each variant with its coverage, where any answer has one. */
    private void costs() {
        List<CostTotal> totals =
                result.variants().stream().map(VariantResult::cost).toList();
        if (totals.stream()
                .allMatch(total ->
                        total.pricedCalls() == 0 && total.unpricedModels().isEmpty())) {
            return;
        }
        page.heading(2, "Cost");
        for (int i = 0; i < totals.size(); i++) {
            page.item(result.variants().get(i).name() + ": " + totals.get(i));
            if (!totals.get(i).unpricedModels().isEmpty()) {
                page.detail("without a price: " + shortened(models(totals.get(i))));
            }
        }
    }

    private static String models(CostTotal total) {
        return total.unpricedModels().entrySet().stream()
                .map(model -> model.getKey() + " (" + model.getValue() + " calls)")
                .collect(Collectors.joining(", "));
    }

    private void comparisons() {
        if (result.variants().size() < 2) {
            return;
        }
        page.heading(2, "Comparison");
        String first = result.variants().get(0).name();
        for (VariantResult variant :
                result.variants().subList(1, result.variants().size())) {
            Comparison comparison = result.compare(first, variant.name());
            page.heading(3, first + " and " + variant.name());
            for (Comparison.Row row : comparison.rows()) {
                comparison.sentences(row).forEach(page::item);
                if (row.unpaired() > 0) {
                    page.detail(row.unpaired() + " of " + (row.paired() + row.unpaired())
                            + " items have no score in one of the two and are not compared");
                }
            }
        }
    }

    private void attention(VariantResult variant) {
        List<ItemResult> items = variant.needingAttention();
        page.heading(2, "Samples to look at: " + variant.name());
        if (items.isEmpty()) {
            page.paragraph("None: every check of every sample passed.");
            return;
        }
        items.stream().limit(MOST_SAMPLES).forEach(this::sample);
        if (items.size() > MOST_SAMPLES) {
            page.item("and " + (items.size() - MOST_SAMPLES) + " more");
        }
    }

    private void sample(ItemResult item) {
        page.item(
                "sample " + item.sample().id() + ": " + shortened(item.sample().input()));
        for (Trial trial : item.trials()) {
            String prefix = item.trials().size() == 1 ? "" : "repetition " + trial.repetition() + ", ";
            if (!trial.isAnswered()) {
                page.detail(prefix + "no answer: " + shortened(trial.error()));
                continue;
            }
            Evaluation evaluation = trial.evaluation();
            List<Evaluation.Result> results = new ArrayList<>(evaluation.failures());
            results.addAll(evaluation.inconclusive());
            if (!results.isEmpty()) {
                page.detail(prefix + "answer: " + shortened(response(evaluation.sample())));
                results.forEach(result -> page.detail(prefix + shortened(result.toString())));
            }
        }
    }

    private String name(Measurement measurement) {
        String name = measurement.evaluator().name();
        return ambiguous.contains(name)
                ? name + " (" + measurement.evaluator().configuration().abbreviated() + ")"
                : name;
    }

    private static String response(Sample sample) {
        return sample.response().orElse(Figures.NONE);
    }

    private static String value(Outcome outcome) {
        return outcome.score().isPresent() ? Figures.number(outcome.score().getAsDouble()) : Figures.NONE;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }
}
