package io.genaiops.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Metadata;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.PromptTests;
import io.genaiops.prompt.PromptValues;
import io.genaiops.schema.JsonSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes {@code <version>.prompt.md}. */
final class PromptWriter {

    private final StringBuilder text = new StringBuilder("---\n");

    private PromptWriter() {}

    static String write(Prompt prompt) {
        PromptWriter writer = new PromptWriter();
        writer.line("", "name", YamlText.quoted(prompt.name()));
        writer.line("", "version", prompt.version().toString());
        writer.metadata(prompt.metadata());
        writer.model(prompt);
        writer.references("fallback", prompt.fallback());
        writer.references("tools", prompt.tools());
        writer.listed(prompt);
        writer.inputs(prompt.inputs());
        prompt.output().ifPresent(output -> writer.line("", "output", YamlText.flow(output.json())));
        writer.limits(prompt);
        prompt.tests().ifPresent(writer::tests);
        return writer.text.append("---\n").append(prompt.template().source()).toString();
    }

    private void line(String indent, String key, String value) {
        text.append(indent).append(key).append(": ").append(value).append('\n');
    }

    private void texts(String key, List<String> values) {
        if (!values.isEmpty()) {
            line("", key, values.stream().map(YamlText::quoted).toList().toString());
        }
    }

    private void metadata(Metadata metadata) {
        if (!metadata.description().isEmpty()) {
            line("", "description", YamlText.quoted(metadata.description()));
        }
        texts("owners", metadata.owners());
        texts("tags", metadata.tags());
        ObjectNode more = JsonNodeFactory.instance.objectNode();
        putText(more, "author", metadata.author());
        putText(more, "created", metadata.created());
        putText(more, "message", metadata.message());
        metadata.more().forEach((key, value) -> {
            if (AssetHeader.METADATA_FIELDS.contains(key)) {
                throw new InvalidAssetException("metadata has a further entry '" + key + "', which is one of "
                        + AssetHeader.METADATA_FIELDS + " in a file; rename it");
            }
            more.set(key, PromptValues.json("metadata '" + key + "'", value));
        });
        if (!more.isEmpty()) {
            line("", "metadata", YamlText.flow(more));
        }
    }

    private static void putText(ObjectNode json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value.toString());
        }
    }

    private void model(Prompt prompt) {
        ObjectNode model = prompt.parameters().json();
        String ref = prompt.model().map(Object::toString).orElse("");
        if (model.isEmpty() && !ref.isEmpty()) {
            line("", "model", YamlText.quoted(ref));
        } else if (!model.isEmpty()) {
            ObjectNode all = JsonNodeFactory.instance.objectNode();
            if (!ref.isEmpty()) {
                all.put("ref", ref);
            }
            line("", "model", YamlText.flow(all.setAll(model)));
        }
    }

    private void inputs(List<PromptInput> inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        text.append("inputs:\n");
        for (PromptInput input : inputs) {
            text.append("  ").append(YamlText.quoted(input.name())).append(":\n");
            line("    ", "type", input.type().toString());
            if (!input.isRequired() && input.defaultValue().isEmpty()) {
                line("    ", "required", "false");
            }
            if (input.isTrusted()) {
                line("    ", "trusted", "true");
            }
            if (!input.description().isEmpty()) {
                line("    ", "description", YamlText.quoted(input.description()));
            }
            input.defaultValue()
                    .ifPresent(value -> line("    ", "default", YamlText.flow(PromptValues.json("default", value))));
            input.schema().ifPresent(schema -> schema(input, schema));
        }
    }

    private void schema(PromptInput input, JsonSchema schema) {
        JsonNode json = schema.json();
        JsonNode type = JsonNodeFactory.instance.textNode(input.type().toString());
        boolean keywords = json.size() > 1 && type.equals(json.get("type"));
        for (var property : json.properties()) {
            keywords &= property.getKey().equals("type") || PromptFile.INPUT_SCHEMA.contains(property.getKey());
        }
        if (!keywords) {
            line("    ", "schema", YamlText.flow(json));
            return;
        }
        json.properties().forEach(property -> {
            if (!property.getKey().equals("type")) {
                line("    ", property.getKey(), YamlText.flow(property.getValue()));
            }
        });
    }

    private void references(String key, List<AssetRef> references) {
        texts(key, references.stream().map(AssetRef::toString).toList());
    }

    private void listed(Prompt prompt) {
        List<AssetRef> listed = new ArrayList<>();
        prompt.spec().path("partials").forEach(reference -> listed.add(AssetRef.parse(reference.asText())));
        references("partials", listed);
    }

    private void tests(PromptTests tests) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("dataset", tests.dataset().toString());
        ObjectNode thresholds = json.putObject("thresholds");
        tests.thresholds().forEach(threshold -> thresholds.put(threshold.measure(), threshold.limit()));
        line("", "tests", YamlText.flow(json));
    }

    private void limits(Prompt prompt) {
        ObjectNode limits = prompt.limits().json();
        if (!limits.isEmpty()) {
            line("", "limits", YamlText.flow(limits));
        }
    }
}
