package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.agent.tool.ToolSpecification;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of the definition of a tool: what a model is told of it, and which arguments it takes. What the tool does is
 * the host's code. The model calls it by its function, which is the name of the asset if nothing else is said. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class ToolDefinition implements Asset {

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final String function;
    private final String instructions;
    private final @Nullable JsonSchema arguments;
    private final ObjectNode spec;
    private final Digest sourceDigest;
    private final ToolSpecification specification;

    private ToolDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.function = builder.function == null ? id.name() : builder.function;
        this.instructions = FieldRules.given(this.toString(), "instructions", builder.instructions);
        this.arguments = builder.arguments;
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
        this.specification = ToolSpecification.builder()
                .name(function)
                .description(instructions)
                .parameters(arguments == null ? null : arguments.objectElement())
                .build();
    }

    /** Begins a definition; instructions must follow. */
    public static Builder builder(String name, Version version) {
        return new Builder(name, version);
    }

    @Override
    public AssetId id() {
        return id;
    }

    @Override
    public Version version() {
        return version;
    }

    @Override
    public Digest sourceDigest() {
        return sourceDigest;
    }

    @Override
    public Metadata metadata() {
        return metadata;
    }

    @Override
    public JsonNode spec() {
        return spec.deepCopy();
    }

    /** Returns none. */
    @Override
    public List<AssetReference> references() {
        return List.of();
    }

    /** Returns the name by which a model calls it. */
    public String function() {
        return function;
    }

    /** Returns what a model is told of it: what it does and when to call it. */
    public String instructions() {
        return instructions;
    }

    /** Returns the schema of its arguments; empty if it takes none. */
    public Optional<JsonSchema> arguments() {
        return Optional.ofNullable(arguments);
    }

    /** Returns what LangChain4j tells a model. */
    public ToolSpecification specification() {
        return specification;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular());
        if (!function.equals(id.name())) {
            json.put("function", function);
        }
        json.put("instructions", instructions);
        if (arguments != null) {
            json.set("arguments", arguments.json());
        }
        return json;
    }

    /** Returns name and version, for example {@code tool 'weather' 1.0.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        /** What the interfaces of models accept as the name of a function. */
        private static final Pattern FUNCTION = Pattern.compile("[A-Za-z0-9_-]{1,64}");

        private final AssetId id;
        private final Version version;
        private Metadata metadata = Metadata.NONE;
        private @Nullable String function;
        private @Nullable String instructions;
        private @Nullable JsonSchema arguments;

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.TOOL, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /**
         * Sets all that a specification in the host's code says, to publish what is there.
         *
         * @throws IllegalArgumentException if it has no description, or says of its arguments what cannot be kept
         */
        public Builder specification(ToolSpecification specification) {
            function(specification.name());
            instructions(Objects.requireNonNullElse(specification.description(), ""));
            return specification.parameters() == null
                    ? this
                    : arguments(JsonSchema.ofElement(specification.parameters()));
        }

        /** Sets the name by which a model calls it, such as {@code getWeather}. */
        public Builder function(String name) {
            this.function = requireFunction(name);
            return this;
        }

        private static String requireFunction(String name) {
            if (!FUNCTION.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "the function that a model calls must match " + FUNCTION + "; found: '" + name + "'");
            }
            return name;
        }

        /** Sets what a model is told of it: what it does and when to call it. */
        public Builder instructions(String text) {
            this.instructions = FieldRules.text("instructions", text);
            return this;
        }

        /**
         * Sets the schema of its arguments, an object.
         *
         * @throws IllegalArgumentException if it is of another type, or says something beside its properties that models
         *     cannot be told
         */
        public Builder arguments(JsonSchema schema) {
            schema.objectElement();
            this.arguments = schema;
            return this;
        }

        /** Sets what people need to know. */
        public Builder metadata(Metadata metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Builds the definition.
         *
         * @throws IllegalStateException if the instructions are missing
         * @throws IllegalArgumentException if no function is set and the name of the asset cannot be one
         */
        public ToolDefinition build() {
            requireFunction(function == null ? id.name() : function);
            return new ToolDefinition(this);
        }
    }
}
