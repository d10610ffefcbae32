package io.genaiops.tracing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The GenAI conventions in machine-readable form: {@code semconv-genai.json} in the folder that the system property
 * {@code genaiops.semconv} names. What needs it is skipped where it is not given.
 */
final class SemconvSpec {

    private static final String PROPERTY = "genaiops.semconv";

    private final JsonNode root;

    private SemconvSpec(JsonNode root) {
        this.root = root;
    }

    static Optional<SemconvSpec> given() {
        String folder = System.getProperty(PROPERTY, "");
        return folder.isBlank() ? Optional.empty() : Optional.of(load(Path.of(folder, "semconv-genai.json")));
    }

    private static SemconvSpec load(Path file) {
        try {
            return new SemconvSpec(new ObjectMapper().readTree(Files.readString(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode spans() {
        return root.path("spans");
    }

    JsonNode metrics() {
        return root.path("metrics");
    }

    JsonNode events() {
        return root.path("events");
    }

    JsonNode attributes() {
        return root.path("attributes");
    }

    JsonNode coreAttributes() {
        return root.path("core_attributes");
    }

    JsonNode renamed() {
        return root.path("renamed_or_removed");
    }

    JsonNode schema(String name) {
        return root.path("json_schemas").path(name + ".json");
    }
}
