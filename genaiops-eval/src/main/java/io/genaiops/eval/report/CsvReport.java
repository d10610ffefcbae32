package io.genaiops.eval.report;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.WellFormed;
import io.genaiops.eval.rating.CellText;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes the outcomes of a result as CSV in UTF-8 with a byte order mark, one line for each variant, sample, repetition
 * and evaluator. No cell can be taken for a formula; what is not known is an empty cell.
 */
final class CsvReport {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator("\r\n").get();

    private static final List<String> HEADERS = List.of(
            "variant",
            "sample",
            "repetition",
            "tags",
            "evaluator",
            "evaluator_version",
            "evaluator_configuration",
            "outcome",
            "score",
            "threshold",
            "judgement",
            "reason",
            "error",
            "latency_seconds",
            "cost",
            "currency",
            "model",
            "prompt");

    private final ExperimentResult result;

    CsvReport(ExperimentResult result) {
        this.result = result;
    }

    void write(OutputStream stream) throws IOException {
        Writer writer = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        writer.write('\ufeff');
        CSVPrinter printer = new CSVPrinter(writer, FORMAT);
        printer.printRecord(HEADERS);
        for (VariantResult variant : result.variants()) {
            for (ItemResult item : variant.items()) {
                for (Trial trial : item.trials()) {
                    write(variant.name(), item.sample(), trial, printer);
                }
            }
        }
        printer.flush();
    }

    private static void write(String variant, Sample sample, Trial trial, CSVPrinter printer) throws IOException {
        Sample answered = trial.evaluation().sample();
        for (Evaluation.Result each : trial.evaluation().results()) {
            EvaluatorId evaluator = each.evaluator();
            printer.printRecord(
                    text(variant),
                    text(sample.id()),
                    trial.repetition(),
                    text(String.join(" ", sample.tags())),
                    text(evaluator.name()),
                    text(evaluator.version()),
                    evaluator.configuration().value(),
                    Figures.word(each.outcome().kind()),
                    score(each),
                    text(each.threshold().map(Threshold::toString).orElse("")),
                    judgement(each),
                    text(each.outcome().explanation()),
                    text(trial.error()),
                    answered.latency()
                            .map(Figures::seconds)
                            .map(CsvReport::plain)
                            .orElse(""),
                    answered.cost()
                            .flatMap(cost -> cost.amount())
                            .map(BigDecimal::toPlainString)
                            .orElse(""),
                    answered.cost()
                            .flatMap(cost -> cost.currency())
                            .map(currency -> currency.getCurrencyCode())
                            .orElse(""),
                    text(answered.model()),
                    text(answered.prompt().map(Object::toString)));
        }
    }

    /** A score that nothing is held against has no judgement. */
    private static String judgement(Evaluation.Result each) {
        Judgement judgement = each.judgement();
        return each.threshold().isEmpty() ? "" : Figures.word(judgement);
    }

    private static String score(Evaluation.Result each) {
        return each.outcome().score().isPresent() ? plain(each.outcome().score().getAsDouble()) : "";
    }

    /** Returns all digits and no exponent, which some programs read as text. */
    private static String plain(double value) {
        return BigDecimal.valueOf(value).toPlainString();
    }

    private static String text(Optional<String> text) {
        return text(text.orElse(""));
    }

    private static String text(String text) {
        return CellText.escape(WellFormed.of(text));
    }
}
