package io.genaiops.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.PromptTests;
import io.genaiops.prompt.PromptValues;
import io.genaiops.schema.JsonSchema;
import io.genaiops.yaml.YamlText;
import java.util.List;
import java.util.Map;

/** Writes {@code <version>.prompt.md}. */
final class PromptWriter {

    private PromptWriter() {}

    static String write(Prompt prompt) {
        YamlWriter yaml = YamlWriter.of(prompt);
        model(yaml, prompt);
        yaml.references("fallback", prompt.fallback()).references("tools", prompt.tools());
        yaml.declared("partials", prompt);
        inputs(yaml, prompt.inputs());
        prompt.output().ifPresent(output -> yaml.json("output", output.json()));
        yaml.object("limits", prompt.limits().json());
        prompt.tests().ifPresent(tests -> yaml.json("tests", json(tests)));
        return yaml.before(prompt.template().source());
    }

    private static void model(YamlWriter yaml, Prompt prompt) {
        ObjectNode parameters = prompt.parameters().json();
        String ref = prompt.model().map(Object::toString).orElse("");
        if (parameters.isEmpty()) {
            yaml.text("model", ref);
            return;
        }
        ObjectNode model = JsonNodeFactory.instance.objectNode();
        if (!ref.isEmpty()) {
            model.put("ref", ref);
        }
        yaml.json("model", model.setAll(parameters));
    }

    private static void inputs(YamlWriter yaml, List<PromptInput> inputs) {
        if (inputs.isEmpty()) {
            return;
        }
        YamlWriter all = yaml.below("inputs");
        for (PromptInput input : inputs) {
            YamlWriter one = all.below(YamlText.quoted(input.name()));
            one.line("type", input.type().toString());
            if (!input.isRequired() && input.defaultValue().isEmpty()) {
                one.line("required", "false");
            }
            if (input.isTrusted()) {
                one.line("trusted", "true");
            }
            one.text("description", input.description());
            input.defaultValue().ifPresent(value -> one.json("default", PromptValues.json("default", value)));
            input.schema().map(JsonSchema::json).ifPresent(schema -> schema(one, input, schema));
        }
    }

    private static void schema(YamlWriter yaml, PromptInput input, JsonNode schema) {
        boolean keywords = schema.size() > 1
                && schema.path("type").asText().equals(input.type().toString());
        for (String keyword : (Iterable<String>) schema::fieldNames) {
            keywords &=
                    keyword.equals("type") || PromptFile.keywords(input.type()).contains(keyword);
        }
        if (!keywords) {
            yaml.json("schema", schema);
            return;
        }
        for (Map.Entry<String, JsonNode> keyword : schema.properties()) {
            if (!keyword.getKey().equals("type")) {
                yaml.json(keyword.getKey(), keyword.getValue());
            }
        }
    }

    private static ObjectNode json(PromptTests tests) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("dataset", tests.dataset().toString());
        ObjectNode thresholds = json.putObject("thresholds");
        tests.thresholds().forEach(threshold -> thresholds.put(threshold.measure(), threshold.limit()));
        return json;
    }
}
