package io.genaiops.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.schema.JsonSchema;
import io.genaiops.schema.SchemaViolation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One declared input of a prompt. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PromptInput {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,62}");

    private final String name;
    private final InputType type;
    private final boolean required;
    private final @Nullable Object defaultValue;
    private final String description;
    private final boolean trusted;
    private final @Nullable JsonSchema schema;
    /** The texts that the schema allows, if that is all it says: they need no engine. */
    private final Set<String> choices;

    private PromptInput(Builder builder) {
        this.name = builder.name;
        this.type = builder.type;
        this.required = builder.required && builder.defaultValue == null;
        this.defaultValue = builder.defaultValue;
        this.description = builder.description;
        this.trusted = builder.trusted;
        this.schema = builder.schema;
        this.choices = schema == null ? Set.of() : choices(schema.json());
    }

    private static Set<String> choices(JsonNode schema) {
        Set<String> choices = new HashSet<>();
        for (JsonNode choice : schema.path("enum")) {
            if (choice.isTextual()) {
                choices.add(choice.textValue());
            }
        }
        boolean isAll =
                schema.size() == 2 && "string".equals(schema.path("type").textValue());
        return isAll ? choices : Set.of();
    }

    /** Returns an input that must be given. */
    public static PromptInput required(String name, InputType type) {
        return builder(name, type).build();
    }

    /** Returns an input that renders empty when it is not given. */
    public static PromptInput optional(String name, InputType type) {
        return builder(name, type).optional().build();
    }

    /** Begins an input, which is required unless said otherwise. */
    public static Builder builder(String name, InputType type) {
        return new Builder(name, type);
    }

    /** Returns the name that tags use. */
    public String name() {
        return name;
    }

    /** Returns the type. */
    public InputType type() {
        return type;
    }

    /** Returns whether it must be given: it has no default and was not declared optional. */
    public boolean isRequired() {
        return required;
    }

    /** Returns the value that is used when none is given. */
    public Optional<Object> defaultValue() {
        return Optional.ofNullable(defaultValue);
    }

    /** Returns what the input is for; empty if that is not said. */
    public String description() {
        return description;
    }

    /** Returns whether the host vouches for its values, so that they may stand in a system message. */
    public boolean isTrusted() {
        return trusted;
    }

    /** Returns the JSON Schema beyond the type, if one was declared. */
    public Optional<JsonSchema> schema() {
        return Optional.ofNullable(schema);
    }

    /** Returns what is wrong with a value; empty if nothing is. */
    List<String> problems(Object value) {
        if (!type.accepts(value)) {
            return List.of("input '" + name + "' must be of type " + type + "; found: "
                    + value.getClass().getSimpleName());
        }
        if (schema == null || (value instanceof String text && choices.contains(text))) {
            return List.of();
        }
        JsonNode json;
        try {
            json = PromptValues.json("input '" + name + "'", value);
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
        List<String> problems = new ArrayList<>();
        for (SchemaViolation violation : schema.validate(json)) {
            String location = violation.location().isEmpty() ? "" : " at " + violation.location();
            problems.add("input '" + name + "'" + location + ": " + violation.message());
        }
        return problems;
    }

    /** Returns everything that changes behaviour. */
    JsonNode spec() {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("type", type.toString()).put("required", required).put("trusted", trusted);
        if (defaultValue != null) {
            spec.set("default", PromptValues.json(name, defaultValue));
        }
        if (schema != null) {
            spec.set("schema", schema.json());
        }
        return spec;
    }

    @Override
    public String toString() {
        return name + ": " + type + (required ? "" : "?");
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final InputType type;
        private boolean required = true;
        private @Nullable Object defaultValue;
        private String description = "";
        private boolean trusted;
        private @Nullable JsonSchema schema;

        private Builder(String name, InputType type) {
            this.name = checkName(name);
            this.type = Objects.requireNonNull(type, "type");
        }

        /** Lets the input be left out; it renders empty then. */
        public Builder optional() {
            this.required = false;
            return this;
        }

        /** Sets the value that is used when none is given: data, which is copied. */
        public Builder defaultValue(Object value) {
            if (!type.accepts(value)) {
                throw new IllegalArgumentException("the default of input '" + name + "' must be of type " + type
                        + "; found: " + value.getClass().getSimpleName());
            }
            this.defaultValue = PromptValues.copy("the default of input '" + name + "'", value);
            return this;
        }

        /** Says what the input is for. */
        public Builder description(String text) {
            this.description = Objects.requireNonNull(text, "description");
            return this;
        }

        /** Vouches for its values, so that they may stand in a system message. */
        public Builder trusted() {
            this.trusted = true;
            return this;
        }

        /** Sets a JSON Schema that values must fit beyond the type. */
        public Builder schema(JsonSchema schema) {
            this.schema = Objects.requireNonNull(schema, "schema");
            return this;
        }

        /**
         * Builds the input.
         *
         * @throws IllegalArgumentException if the default does not fit the schema
         */
        public PromptInput build() {
            PromptInput input = new PromptInput(this);
            List<String> problems = defaultValue == null ? List.of() : input.problems(defaultValue);
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException("the default does not fit: " + problems);
            }
            return input;
        }
    }

    /** Returns the name of an input if tags can use it. */
    static String checkName(String name) {
        if (!NAME.matcher(name).matches() || name.equals("history")) {
            throw new IllegalArgumentException("the name of an input must match " + NAME
                    + " and not be 'history', which splices messages; found: '" + name + "'");
        }
        return name;
    }

    /** Returns the inputs by name, in order. */
    static Map<String, PromptInput> byName(Iterable<PromptInput> inputs) {
        Map<String, PromptInput> byName = new LinkedHashMap<>();
        for (PromptInput input : inputs) {
            if (byName.put(input.name, input) != null) {
                throw new IllegalArgumentException("input '" + input.name + "' is declared twice");
            }
        }
        return byName;
    }
}
