package io.genaiops.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.prompt.InputType;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptInput;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.prompt.PromptTests;
import io.genaiops.schema.JsonSchema;
import io.genaiops.yaml.YamlNode;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code <version>.prompt.md}: front matter and a template. */
final class PromptFile {

    private static final Set<String> FIELDS =
            Set.of("model", "inputs", "output", "tools", "partials", "limits", "fallback", "tests");
    private static final Set<String> INPUT = Set.of("type", "required", "default", "description", "trusted", "schema");
    private static final Map<InputType, Set<String>> KEYWORDS = Map.of(
            InputType.STRING, Set.of("enum", "minLength", "maxLength", "pattern"),
            InputType.INTEGER, Set.of("enum", "minimum", "maximum"),
            InputType.NUMBER, Set.of("enum", "minimum", "maximum"),
            InputType.BOOLEAN, Set.of("enum"),
            InputType.ARRAY, Set.of("enum", "items", "minItems", "maxItems"),
            InputType.OBJECT, Set.of("enum", "properties", "additionalProperties"));

    private PromptFile() {}

    static Prompt parse(String file, String text) {
        FrontMatter parts = FrontMatter.parse(file, text);
        YamlNode yaml = parts.yaml();
        AssetHeader header = AssetHeader.parse(AssetKind.PROMPT, yaml, FIELDS);
        try {
            PromptBuilder prompt = Prompt.builder(header.name(), header.version(), parts.body())
                    .readFrom(file, parts.bodyLine())
                    .metadata(header.metadata())
                    .tools(references(yaml, "tools"))
                    .partials(references(yaml, "partials"))
                    .fallback(references(yaml, "fallback"));
            yaml.find("model").ifPresent(model -> model(prompt, model));
            yaml.find("inputs")
                    .ifPresent(inputs -> inputs.entries().forEach((name, input) -> prompt.input(input(name, input))));
            yaml.find("output").ifPresent(output -> output(prompt, output));
            yaml.find("limits").ifPresent(limits -> prompt.limits(limits(limits)));
            yaml.find("tests").ifPresent(tests -> prompt.tests(tests(tests)));
            return prompt.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidAssetException(file + ": " + e.getMessage(), e);
        }
    }

    /** Returns the keywords of JSON Schema that may stand beside a type: those that say something of it. */
    static Set<String> keywords(InputType type) {
        return KEYWORDS.getOrDefault(type, Set.of());
    }

    private static void model(PromptBuilder prompt, YamlNode node) {
        if (!node.isMap()) {
            prompt.model(node.as(AssetRef::parse));
            return;
        }
        Set<String> allowed = new TreeSet<>(AssetHeader.PARAMETERS);
        allowed.add("ref");
        node.allowOnly(allowed);
        node.find("ref").ifPresent(ref -> prompt.model(ref.as(AssetRef::parse)));
        prompt.parameters(AssetHeader.parameters(node));
    }

    private static PromptInput input(String name, YamlNode node) {
        try {
            if (node.isText()) {
                return PromptInput.required(name, node.as(InputType::parse));
            }
            return input(name, node, node.require("type").as(InputType::parse));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    private static PromptInput input(String name, YamlNode node, InputType type) {
        Set<String> allowed = new TreeSet<>(INPUT);
        allowed.addAll(keywords(type));
        node.allowOnly(allowed);
        PromptInput.Builder input = PromptInput.builder(name, type);
        YamlNode required = node.find("required").orElse(null);
        if (required != null && required.bool() && node.find("default").isPresent()) {
            throw required.error("expected either 'required: true' or a default, found both");
        }
        if (required != null && !required.bool()) {
            input.optional();
        }
        if (node.find("trusted").map(YamlNode::bool).orElse(false)) {
            input.trusted();
        }
        node.find("description").ifPresent(description -> input.description(description.text()));
        schema(node, type).ifPresent(input::schema);
        node.find("default").map(YamlNode::plain).ifPresent(input::defaultValue);
        return input.build();
    }

    private static Optional<JsonSchema> schema(YamlNode node, InputType type) {
        ObjectNode keywords = (ObjectNode) node.json();
        keywords.retain(keywords(type));
        YamlNode whole = node.find("schema").orElse(null);
        if (whole != null && !keywords.isEmpty()) {
            throw whole.error("expected either 'schema' or its keywords beside 'type', found both");
        }
        if (whole != null) {
            return Optional.of(JsonSchema.of(whole.json()));
        }
        return keywords.isEmpty()
                ? Optional.empty()
                : Optional.of(JsonSchema.of(keywords.put("type", type.toString())));
    }

    private static void output(PromptBuilder prompt, YamlNode node) {
        if (node.isText()) {
            if (!node.text().equals("text")) {
                throw node.error("expected 'text' or a JSON Schema, found '" + node.text() + "'");
            }
            return;
        }
        try {
            prompt.output(JsonSchema.of(node.json()));
        } catch (IllegalArgumentException e) {
            throw node.error(String.valueOf(e.getMessage()));
        }
    }

    private static PromptLimits limits(YamlNode node) {
        node.allowOnly(Set.of("maxInputTokens", "maxCost"));
        Integer tokens = AssetHeader.integer(node, "maxInputTokens");
        YamlNode cost = node.find("maxCost").orElse(null);
        try {
            if (cost == null) {
                return new PromptLimits(tokens, null, null);
            }
            String[] parts = cost.text().split(" ", -1);
            if (parts.length != 2) {
                throw cost.error("expected an amount and a currency such as '0.01 USD', found '" + cost.text() + "'");
            }
            return new PromptLimits(tokens, new BigDecimal(parts[0]), Currency.getInstance(parts[1]));
        } catch (IllegalArgumentException e) {
            throw node.error("expected an amount and a currency such as '0.01 USD': " + e.getMessage());
        }
    }

    private static AssetRef[] references(YamlNode yaml, String key) {
        return AssetHeader.references(yaml, key).toArray(AssetRef[]::new);
    }

    private static PromptTests tests(YamlNode node) {
        node.allowOnly(Set.of("dataset", "thresholds"));
        AssetRef dataset = node.require("dataset").as(AssetRef::parse);
        YamlNode thresholds = node.require("thresholds");
        return thresholds.built(() -> new PromptTests(dataset, AssetHeader.targets(thresholds)));
    }
}
