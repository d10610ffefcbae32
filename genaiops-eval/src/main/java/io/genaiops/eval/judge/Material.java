package io.genaiops.eval.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.eval.Sample;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a sample that a rubric reads, or why they cannot be judged.
 *
 * @param texts the texts by the names of inputs
 * @param missing why they cannot be judged, usually because one is missing, or {@code null}
 */
record Material(Map<String, String> texts, @Nullable String missing) {

    private static final int MOST = 1_000_000;

    /** Collects the texts; of each name it is told whether it is needed. */
    static Material of(Sample sample, Map<String, Boolean> inputs) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Boolean> input : new TreeMap<>(inputs).entrySet()) {
            Optional<String> text = text(sample, input.getKey()).filter(t -> !t.isBlank());
            if (text.isEmpty() && input.getValue()) {
                return new Material(Map.of(), "the sample has no " + described(input.getKey()));
            }
            text.ifPresent(t -> texts.put(input.getKey(), unicode(t)));
        }
        long size = texts.values().stream().mapToLong(String::length).sum();
        return size > MOST
                ? new Material(
                        Map.of(),
                        "the sample has " + size + " characters of text; a judge is shown " + MOST + " at most")
                : new Material(texts, null);
    }

    private static Optional<String> text(Sample sample, String input) {
        return switch (input) {
            case "question" -> Optional.of(sample.input());
            case "answer" -> sample.response();
            case "context" -> documents(sample);
            case "reference" -> references(sample.references());
            default -> sample.attribute(input).map(Material::plain);
        };
    }

    private static Optional<String> documents(Sample sample) {
        List<Sample.Document> documents = sample.context().stream()
                .filter(document -> !document.text().isBlank())
                .toList();
        return documents.isEmpty()
                ? Optional.empty()
                : Optional.of(documents.stream()
                        .map(document -> "[" + document.id() + "] " + document.text())
                        .collect(Collectors.joining("\n\n")));
    }

    private static Optional<String> references(List<String> references) {
        List<String> written =
                references.stream().filter(reference -> !reference.isBlank()).toList();
        return written.isEmpty() ? Optional.empty() : Optional.of(String.join("\n\nor equally right:\n\n", written));
    }

    private static String plain(JsonNode value) {
        if (value.isContainerNode()) {
            return value.isEmpty() ? "" : value.toPrettyString();
        }
        return value.isNull() ? "" : value.asText();
    }

    private static String described(String input) {
        return switch (input) {
            case "question", "context", "reference" -> input;
            case "answer" -> "response";
            default -> "attribute '" + input + "'";
        };
    }

    /** Replaces unpaired surrogates, which have no UTF-8 form. */
    static String unicode(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
