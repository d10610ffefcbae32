package io.genaiops.eval.judge;

import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.request.json.JsonSchema;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale.Severity;
import io.genaiops.eval.rubric.Menu;
import io.genaiops.eval.rubric.Rubric;
import io.genaiops.eval.rubric.Verdict;
import io.genaiops.eval.rubric.VerdictParser;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Grades samples by one rubric. */
record Grading(Judge judge, Rubric rubric, String evaluator) {

    static Evaluator evaluator(Judge judge, Rubric rubric, String name) {
        Grading grading = new Grading(judge, rubric, name);
        return judge.evaluator(name, rubric, grading::grade);
    }

    Outcome grade(Sample sample) {
        Material material = Material.of(sample, rubric.inputs());
        return material.missing() == null ? grade(sample, material.texts()) : Outcome.notApplicable(material.missing());
    }

    private Outcome grade(Sample sample, Map<String, String> texts) {
        return inquire(sample, texts).orElse(this::outcome);
    }

    /** Asks about the texts, which reach the model as delimited data, and makes an outcome of a usable verdict. */
    Outcome ask(Sample sample, Map<String, String> texts, Function<Verdict, Outcome> usable) {
        return inquire(sample, texts).orElse(reading -> usable.apply(reading.value()));
    }

    private Inquiry.Result<Verdict> inquire(Sample sample, Map<String, String> texts) {
        VerdictParser parser = rubric.parser(texts.values());
        return inquiry(sample, texts).ask(reply -> {
            Verdict verdict = parser.read(reply);
            return Inquiry.Reading.of(verdict, verdict.isUsable() ? Optional.empty() : Optional.of(verdict.text()));
        });
    }

    private Outcome outcome(Inquiry.Reading<Verdict> reading) {
        Verdict verdict = reading.value();
        if (judge.weights() == null || reading.response() == null || verdict.kind() != Verdict.Kind.SCORED) {
            return outcome(rubric, verdict);
        }
        try {
            return Weights.of(judge.weights(), reading.response(), rubric.menu(), verdict)
                    .map(weights -> scored(weights.mean(), verdict.text() + " (weighted: " + weights.described() + ")"))
                    .orElseGet(() ->
                            scored(verdict.value(), verdict.text() + " (not weighted: no probabilities of the grade)"));
        } catch (Throwable e) {
            return Outcome.caught(e);
        }
    }

    private Outcome scored(double value, String reason) {
        return scored(rubric, value, reason);
    }

    private static Outcome scored(Rubric rubric, double value, String reason) {
        String band = rubric.isSeverity() ? Severity.of(value) + " severity" : "";
        String told = band.isEmpty() || reason.isBlank() ? band + reason : band + ": " + reason;
        return Outcome.scored(value, rubric.scale(), rubric.direction(), told);
    }

    /** Returns the outcome that a usable verdict is. */
    static Outcome outcome(Rubric rubric, Verdict verdict) {
        return verdict.kind() == Verdict.Kind.NOT_APPLICABLE
                ? Outcome.notApplicable(verdict.text().isBlank() ? "the judge says so" : verdict.text())
                : scored(rubric, verdict.value(), verdict.text());
    }

    private Inquiry inquiry(Sample sample, Map<String, String> texts) {
        Inquiry inquiry = judge.inquiry(evaluator, sample, rubric.prompt());
        for (Map.Entry<String, String> text : texts.entrySet()) {
            inquiry = inquiry.showing(text.getKey(), text.getValue());
        }
        return inquiry.replying(form(rubric.menu()), verdict(rubric.menu()));
    }

    static String form(Menu menu) {
        return "{\"reason\": \"one or two sentences\", \"score\": " + menu.describe() + "}";
    }

    static JsonObjectSchema verdict(Menu menu) {
        return JsonObjectSchema.builder()
                .addStringProperty("reason", "one or two sentences that weigh the material")
                .addProperty("score", menu.schema())
                .required("reason", "score")
                .additionalProperties(false)
                .build();
    }

    static ResponseFormat json(JsonObjectSchema schema) {
        return ResponseFormat.builder()
                .type(ResponseFormatType.JSON)
                .jsonSchema(
                        JsonSchema.builder().name("verdict").rootElement(schema).build())
                .build();
    }
}
