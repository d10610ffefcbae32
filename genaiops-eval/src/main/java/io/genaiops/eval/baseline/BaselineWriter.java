package io.genaiops.eval.baseline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Scale;
import io.genaiops.eval.Threshold;
import io.genaiops.eval.baseline.Measured.Cell;
import io.genaiops.eval.baseline.Measured.Texts;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes a baseline as JSON Lines, the same bytes for the same scores on every Java runtime. */
final class BaselineWriter {

    static final String SCHEMA = "genaiops.baseline/1";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    /** For texts that UTF-8 cannot carry as they are: unpaired surrogates. */
    private static final JsonMapper ESCAPING =
            JSON.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private final Baseline baseline;
    private final List<String> names;
    private final CharsetEncoder utf8 = StandardCharsets.UTF_8.newEncoder();

    BaselineWriter(Baseline baseline) {
        this.baseline = baseline;
        this.names = Measured.Evaluator.names(baseline.evaluators());
    }

    void writeTo(Path file) {
        Path target = file.toAbsolutePath();
        Path folder = target.getParent();
        if (folder == null) {
            throw new IllegalArgumentException("a baseline is written to a file; found: " + file);
        }
        Path temporary = folder.resolve("." + target.getFileName() + ".tmp");
        try {
            Files.createDirectories(folder);
            try {
                write(temporary);
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new GenAiOpsException("baseline cannot be written to " + file + ", which stays as it was: " + e, e);
        }
    }

    private void write(Path temporary) throws IOException {
        try (FileOutputStream file = new FileOutputStream(temporary.toFile())) {
            OutputStream stream = new BufferedOutputStream(file, 1 << 16);
            header(stream);
            for (Measured.Row sample : baseline.samples()) {
                line(stream, sample(sample));
            }
            stream.flush();
            file.getFD().sync();
        }
    }

    private void header(OutputStream stream) throws IOException {
        Baseline.Facts facts = baseline.facts();
        line(stream, NODES.objectNode().put("schema", SCHEMA));
        line(stream, NODES.objectNode().put("experiment", facts.experiment()).put("variant", facts.variant()));
        line(
                stream,
                NODES.objectNode()
                        .put("dataset", facts.dataset())
                        .put("digest", facts.datasetDigest().value())
                        .put("samples", baseline.size()));
        line(stream, NODES.objectNode().put("repetitions", facts.repetitions()).put("seed", facts.seed()));
        line(stream, NODES.objectNode().put("finished", facts.finished().toString()));
        for (Baseline.PromptVersion prompt : facts.prompts()) {
            line(
                    stream,
                    NODES.objectNode()
                            .put("prompt", prompt.name())
                            .put("version", prompt.version().toString())
                            .put("digest", prompt.digest().value()));
        }
        for (String model : facts.models()) {
            line(stream, NODES.objectNode().put("model", model));
        }
        for (int i = 0; i < names.size(); i++) {
            line(stream, evaluator(i));
        }
    }

    private ObjectNode evaluator(int index) {
        Measured.Evaluator evaluator = baseline.evaluators().get(index);
        ObjectNode json = NODES.objectNode()
                .put("evaluator", evaluator.id().name())
                .put("version", evaluator.id().version())
                .put("configuration", evaluator.id().configuration().value());
        json.set("scale", scale(evaluator.scale()));
        json.put("direction", word(evaluator.direction()));
        evaluator.threshold().ifPresent(threshold -> json.set("threshold", threshold(threshold)));
        json.set("coverage", number(baseline.coverage(index, Set.of())));
        return json;
    }

    private static ObjectNode scale(Scale scale) {
        ObjectNode json = NODES.objectNode();
        end(json, "min", scale.min());
        end(json, "max", scale.max());
        return json;
    }

    private static ObjectNode threshold(Threshold threshold) {
        ObjectNode json = NODES.objectNode();
        end(json, threshold.fromIncluded() ? "at_least" : "above", threshold.from());
        end(json, threshold.toIncluded() ? "at_most" : "below", threshold.to());
        return json;
    }

    /** An end that is infinite is left out. */
    private static void end(ObjectNode json, String name, double value) {
        if (Double.isFinite(value)) {
            json.set(name, number(value));
        }
    }

    private ObjectNode sample(Measured.Row sample) {
        ObjectNode json = NODES.objectNode()
                .put("id", sample.id())
                .put("row", sample.row())
                .put("answer", sample.answer());
        if (!sample.tags().isEmpty()) {
            ArrayNode tags = json.putArray("tags");
            sample.tags().forEach(tags::add);
        }
        ObjectNode scores = json.putObject("scores");
        for (int i = 0; i < names.size(); i++) {
            scores.set(names.get(i), cell(sample.cells().get(i)));
        }
        sample.texts().ifPresent(texts -> texts(texts, json));
        return json;
    }

    private static ObjectNode cell(Cell cell) {
        ObjectNode json = NODES.objectNode();
        cell.score().ifPresent(score -> json.set("score", number(score)));
        cell.passes().ifPresent(share -> json.set("passes", number(share)));
        cell.missing().forEach((kind, count) -> json.put(word(kind), count));
        return json;
    }

    private static void texts(Texts texts, ObjectNode json) {
        json.put("input", texts.input());
        ArrayNode answers = json.putArray("answers");
        texts.answers().forEach(answer -> answer.ifPresentOrElse(answers::add, answers::addNull));
    }

    private void line(OutputStream stream, JsonNode json) throws IOException {
        String line = json(JSON, json);
        String encodable = utf8.canEncode(line) ? line : json(ESCAPING, json);
        stream.write((encodable + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private static String json(JsonMapper mapper, JsonNode json) throws JsonProcessingException {
        return mapper.writeValueAsString(json);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** Returns the number in the fewest of 15 to 17 digits that give it back; how a double is printed changed with JDK 19. */
    static JsonNode number(double value) {
        BigDecimal exact = new BigDecimal(value);
        BigDecimal shown = exact;
        for (int digits = 17; digits >= 15; digits--) {
            BigDecimal rounded = exact.round(new MathContext(digits));
            if (rounded.doubleValue() == value) {
                shown = rounded;
            }
        }
        return NODES.numberNode(shown.signum() == 0 ? BigDecimal.ZERO : shown.stripTrailingZeros());
    }
}
