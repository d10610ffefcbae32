package io.genaiops.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Evidence as a JSON text, so that the job that measured can hand it to the job that decides. The form is described in
 * {@code docs/evidence-json.md}; its version is {@value #VERSION}.
 */
final class EvidenceFile {

    /** The version of the form. A text of another version is refused. */
    static final int VERSION = 1;

    private static final String FORMAT = "genaiops-evidence";
    private static final int MAX_BYTES = 16 * 1024 * 1024;
    private static final Set<String> FIELDS = Set.of("format", "version", "evidence");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private EvidenceFile() {}

    /** Returns the text of several pieces of evidence. */
    static String text(Collection<Evidence> evidence) {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("version", VERSION);
        ArrayNode list = json.putArray("evidence");
        evidence.forEach(each -> list.add(EvidenceJson.write(each)));
        return json.toPrettyString() + "\n";
    }

    /**
     * Reads the text that {@link #text} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the message names the place
     */
    static List<Evidence> parse(String text) {
        JsonNode json = json(text);
        EvidenceJson.only(json, FIELDS, "evidence file");
        EvidenceJson.text(json, "format", "evidence file", EvidenceFile::requireFormat);
        int version = EvidenceJson.count(json, "version", "evidence file");
        if (version != VERSION) {
            throw new IllegalArgumentException("evidence file must be of version " + VERSION + "; found: " + version
                    + ". Evaluate again with the version of genaiops that decides");
        }
        JsonNode list = EvidenceJson.required(json, "evidence", "evidence file");
        if (!list.isArray()) {
            throw new IllegalArgumentException("evidence file: 'evidence' must be a list");
        }
        List<Evidence> evidence = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            evidence.add(EvidenceJson.read(list.get(i), "evidence[" + i + "]"));
        }
        return List.copyOf(evidence);
    }

    private static JsonNode json(String text) {
        try {
            return Objects.requireNonNull(JSON.readTree(text), "json");
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("evidence file must be JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String requireFormat(String format) {
        if (!format.equals(FORMAT)) {
            throw new IllegalArgumentException("must be '" + FORMAT + "'; found: '" + format + "'");
        }
        return format;
    }

    /**
     * Writes a file.
     *
     * @throws GenAiOpsException if it cannot be written
     */
    static void write(Path file, Collection<Evidence> evidence) {
        try {
            Files.writeString(file, text(evidence));
        } catch (IOException e) {
            throw new GenAiOpsException("cannot write evidence to " + file + ": " + e, e);
        }
    }

    /**
     * Reads a file of at most 16 MiB.
     *
     * @throws GenAiOpsException if it cannot be read
     * @throws IllegalArgumentException if it is no evidence
     */
    static List<Evidence> read(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new IllegalArgumentException(
                        file + " must have at most " + MAX_BYTES + " bytes to be evidence; found " + Files.size(file));
            }
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read evidence from " + file + ": " + e, e);
        }
    }
}
