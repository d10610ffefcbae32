package io.genaiops.eval.report;

import io.genaiops.eval.Aggregate;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Judgement;
import io.genaiops.eval.comparison.Measurement;
import io.genaiops.eval.experiment.ExperimentResult;
import io.genaiops.eval.experiment.VariantResult;
import io.genaiops.eval.outline.Figures;
import io.genaiops.eval.outline.Names;
import io.genaiops.eval.outline.WellFormed;
import io.genaiops.eval.trial.ItemResult;
import io.genaiops.eval.trial.Trial;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Writes a result as JUnit XML: a suite for each variant, a case for each sample, repetition and check. A failed check is
 * a failure; one without a score is skipped, with the reason. Scores that are only observed are no cases.
 */
final class JunitReport {

    private static final int LONGEST_MESSAGE = 1_000;

    private final ExperimentResult result;
    private final Names names;

    JunitReport(ExperimentResult result) {
        this.result = result;
        this.names = Names.of(result);
    }

    void write(OutputStream stream) throws IOException {
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(stream, "UTF-8");
            xml.writeStartDocument("UTF-8", "1.0");
            xml.writeCharacters("\n");
            xml.writeStartElement("testsuites");
            attribute("name", result.name(), xml);
            counts(result.variants(), xml);
            for (VariantResult variant : result.variants()) {
                suite(variant, xml);
            }
            xml.writeCharacters("\n");
            xml.writeEndElement();
            xml.writeCharacters("\n");
            xml.writeEndDocument();
            xml.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void suite(VariantResult variant, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        attribute("name", variant.name(), xml);
        counts(List.of(variant), xml);
        attribute(
                "timestamp",
                DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                        result.finished().atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS)),
                xml);
        xml.writeStartElement("properties");
        property("experiment", result.name(), xml);
        property("dataset", result.dataset().name(), xml);
        property("dataset.digest", result.datasetDigest().value(), xml);
        property("repetitions", Integer.toString(result.repetitions()), xml);
        property("seed", Long.toString(result.seed()), xml);
        xml.writeEndElement();
        for (ItemResult item : variant.items()) {
            for (Trial trial : item.trials()) {
                trial(variant, trial, xml);
            }
        }
        xml.writeCharacters("\n");
        xml.writeEndElement();
    }

    private void trial(VariantResult variant, Trial trial, XMLStreamWriter xml) throws XMLStreamException {
        boolean first = true;
        for (Evaluation.Result each : trial.evaluation().results()) {
            if (each.threshold().isPresent()) {
                xml.writeCharacters("\n  ");
                xml.writeStartElement("testcase");
                attribute("classname", group(result.name()) + "." + group(variant.name()), xml);
                attribute("name", name(trial, each), xml);
                if (first) {
                    time(trial, xml);
                }
                judgement(trial, each, xml);
                xml.writeEndElement();
                first = false;
            }
        }
    }

    private String name(Trial trial, Evaluation.Result each) {
        String repetition = result.repetitions() == 1 ? "" : " (" + trial.repetition() + ")";
        return trial.evaluation().sample().id() + " " + names.of(each.evaluator()) + repetition;
    }

    /** Readers add the times up, so only the first case of an answer has the time of the answer. */
    private static void time(Trial trial, XMLStreamWriter xml) throws XMLStreamException {
        Optional<Duration> latency = trial.evaluation().sample().latency();
        if (latency.isPresent()) {
            attribute("time", seconds(latency.get()), xml);
        }
    }

    private static void judgement(Trial trial, Evaluation.Result each, XMLStreamWriter xml) throws XMLStreamException {
        switch (each.judgement()) {
            case PASSED -> {}
            case FAILED -> {
                xml.writeStartElement("failure");
                attribute("message", shortened(each.toString()), xml);
                attribute("type", "failed", xml);
                xml.writeCharacters(legible(each.toString()));
                xml.writeEndElement();
            }
            case INCONCLUSIVE -> {
                xml.writeEmptyElement("skipped");
                attribute("message", shortened(why(trial, each)), xml);
            }
        }
    }

    private static String why(Trial trial, Evaluation.Result each) {
        return trial.isAnswered() ? each.toString() : "no answer: " + trial.error();
    }

    private static void counts(List<VariantResult> variants, XMLStreamWriter xml) throws XMLStreamException {
        List<Aggregate> judged = variants.stream()
                .flatMap(variant -> variant.measurements().stream())
                .filter(measurement -> measurement.threshold().isPresent())
                .map(Measurement::aggregate)
                .toList();
        attribute("tests", sum(judged, List.of(Judgement.values())), xml);
        attribute("failures", sum(judged, List.of(Judgement.FAILED)), xml);
        attribute("errors", "0", xml);
        attribute("skipped", sum(judged, List.of(Judgement.INCONCLUSIVE)), xml);
    }

    private static String sum(List<Aggregate> aggregates, List<Judgement> judgements) {
        long sum = 0;
        for (Aggregate aggregate : aggregates) {
            for (Judgement judgement : judgements) {
                sum += aggregate.count(judgement);
            }
        }
        return Long.toString(sum);
    }

    private static void property(String name, String value, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeEmptyElement("property");
        attribute("name", name, xml);
        attribute("value", value, xml);
    }

    private static void attribute(String name, String value, XMLStreamWriter xml) throws XMLStreamException {
        xml.writeAttribute(name, legible(value));
    }

    /** A dot would begin another group in the trees that readers show. */
    private static String group(String name) {
        return name.replace('.', '_');
    }

    private static String seconds(Duration time) {
        return BigDecimal.valueOf(Figures.seconds(time))
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
    }

    /** Replaces what XML 1.0 cannot carry (section 2.2). */
    private static String legible(String text) {
        StringBuilder legible = new StringBuilder(text.length());
        WellFormed.of(text).codePoints().map(JunitReport::allowed).forEach(legible::appendCodePoint);
        return legible.toString();
    }

    private static int allowed(int c) {
        boolean control = c < ' ' && c != '\t' && c != '\n' && c != '\r';
        return control || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c;
    }
}
