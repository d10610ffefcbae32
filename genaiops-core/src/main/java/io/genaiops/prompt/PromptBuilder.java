package io.genaiops.prompt;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.schema.JsonSchema;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a prompt. Not thread-safe.
 *
 * @since 0.1
 */
public final class PromptBuilder {

    private final AssetId id;
    private final Version version;
    private final String body;
    private String file = "";
    private int firstLine = 1;
    private final List<PromptInput> inputs = new ArrayList<>();
    private Metadata metadata = Metadata.NONE;
    private @Nullable AssetRef model;
    private final List<AssetRef> tools = new ArrayList<>();
    private final List<AssetRef> fallback = new ArrayList<>();
    private final List<AssetRef> partials = new ArrayList<>();
    private @Nullable PromptTests tests;
    private ModelParameters parameters = ModelParameters.NONE;
    private @Nullable JsonSchema output;
    private PromptLimits limits = PromptLimits.NONE;

    PromptBuilder(String name, Version version, String body) {
        this.id = AssetId.prompt(name);
        this.version = Objects.requireNonNull(version, "version");
        this.body = body.replace("\r\n", "\n");
    }

    /**
     * Says where the body stands, for messages.
     *
     * @param file the name of the file
     * @param line the line of the file that the body begins in, from 1
     */
    public PromptBuilder readFrom(String file, int line) {
        this.file = Objects.requireNonNull(file, "file");
        this.firstLine = line;
        return this;
    }

    /** Declares one more input. */
    public PromptBuilder input(PromptInput input) {
        inputs.add(Objects.requireNonNull(input, "input"));
        return this;
    }

    /** Declares inputs that must be given as text. */
    public PromptBuilder inputs(String... names) {
        for (String name : names) {
            input(PromptInput.required(name, InputType.STRING));
        }
        return this;
    }

    /** Sets what people need to know. */
    public PromptBuilder metadata(Metadata metadata) {
        this.metadata = Objects.requireNonNull(metadata, "metadata");
        return this;
    }

    /** Names the model to ask. */
    public PromptBuilder model(AssetRef model) {
        this.model = Objects.requireNonNull(model, "model");
        return this;
    }

    /** Names models to ask, in this order, when the first one fails. */
    public PromptBuilder fallback(AssetRef... models) {
        return add("fallback", fallback, models);
    }

    /** Names tools that the model may call. */
    public PromptBuilder tools(AssetRef... references) {
        return add("tools", tools, references);
    }

    /** Lists partials that the body includes; those that it includes and are not listed count as well. */
    public PromptBuilder partials(AssetRef... references) {
        return add("partials", partials, references);
    }

    private PromptBuilder add(String field, List<AssetRef> to, AssetRef... references) {
        for (AssetRef reference : references) {
            if (to.contains(Objects.requireNonNull(reference, field))) {
                throw new IllegalArgumentException(field + " must name '" + reference + "' once; found it again");
            }
            to.add(reference);
        }
        return this;
    }

    /** Says what the prompt is tested on. */
    public PromptBuilder tests(PromptTests tests) {
        this.tests = Objects.requireNonNull(tests, "tests");
        return this;
    }

    /** Fixes parameters of the call. */
    public PromptBuilder parameters(ModelParameters parameters) {
        this.parameters = Objects.requireNonNull(parameters, "parameters");
        return this;
    }

    /** Requires that the answer is JSON of this schema. */
    public PromptBuilder output(JsonSchema schema) {
        this.output = Objects.requireNonNull(schema, "schema");
        return this;
    }

    /** Sets what one call may use at most. */
    public PromptBuilder limits(PromptLimits limits) {
        this.limits = Objects.requireNonNull(limits, "limits");
        return this;
    }

    /**
     * Builds the prompt.
     *
     * @throws InvalidAssetException if the template is malformed or uses an input that is not declared
     * @throws IllegalArgumentException if an input is declared twice, or text or a number has no canonical form (RFC
     *     8785)
     */
    public Prompt build() {
        Template template = compiled();
        Map<String, PromptInput> byName = PromptInput.byName(inputs);
        refuseUndeclared(template, byName.keySet());
        Map<String, Object> defaults = new LinkedHashMap<>();
        Set<String> optional = new HashSet<>();
        byName.forEach((name, input) -> {
            input.defaultValue().ifPresent(value -> defaults.put(name, value));
            if (!input.isRequired() && input.defaultValue().isEmpty()) {
                optional.add(name);
            }
        });
        ObjectNode spec = spec(byName);
        return Prompt.of(new PromptDefinition(
                id,
                version,
                metadata,
                template,
                Collections.unmodifiableMap(byName),
                new HashMap<>(defaults),
                Set.copyOf(optional),
                new PromptDefinition.Uses(
                        model, List.copyOf(tools), List.copyOf(fallback), List.copyOf(partials), tests),
                parameters,
                output,
                limits,
                references(template),
                spec,
                Digest.ofJson(spec)));
    }

    private Template compiled() {
        try {
            return Template.compile(body);
        } catch (TemplateException e) {
            throw new InvalidAssetException(
                    place(e.line()) + "expected a template: " + (file.isEmpty() ? e.getMessage() : e.problem()), e);
        }
    }

    private String place(int line) {
        return file.isEmpty() ? id + " " + version + ": " : file + ":" + (firstLine + line - 1) + ": ";
    }

    private void refuseUndeclared(Template template, Set<String> declared) {
        // A name inside a section may be a field of its items: only rendering can tell.
        List<Template.Variable> undeclared = template.variables().stream()
                .filter(Template.Variable::isTopLevel)
                .filter(variable -> !declared.contains(variable.name()))
                .toList();
        if (!undeclared.isEmpty()) {
            List<String> uses = undeclared.stream()
                    .map(variable -> "'" + variable.path() + "' in line " + (firstLine + variable.line() - 1))
                    .toList();
            throw new InvalidAssetException(place(undeclared.get(0).line()) + "expected declared inputs, found " + uses
                    + "; declare them under 'inputs' (declared: " + declared + ")");
        }
    }

    private List<AssetReference> references(Template template) {
        Set<AssetReference> references = new LinkedHashSet<>();
        if (model != null) {
            references.add(new AssetReference(AssetKind.MODEL, model));
        }
        fallback.forEach(reference -> references.add(new AssetReference(AssetKind.MODEL, reference)));
        tools.forEach(reference -> references.add(new AssetReference(AssetKind.TOOL, reference)));
        PromptPartials.Place place = new PromptPartials.Place(id + " " + version, file, firstLine);
        references.addAll(PromptPartials.references(place, template, partials));
        return List.copyOf(references);
    }

    private ObjectNode spec(Map<String, PromptInput> byName) {
        ObjectNode spec = JsonNodeFactory.instance.objectNode();
        spec.put("kind", id.kind().singular()).put("body", body);
        ObjectNode declared = spec.putObject("inputs");
        byName.forEach((name, input) -> declared.set(name, input.spec()));
        if (model != null) {
            spec.put("model", model.toString());
        }
        PromptPartials.put(spec, "fallback", fallback);
        PromptPartials.put(spec, "tools", tools);
        PromptPartials.put(spec, "partials", partials);
        putUnlessEmpty(spec, "parameters", parameters.json());
        if (output != null) {
            spec.set("output", output.json());
        }
        putUnlessEmpty(spec, "limits", limits.json());
        return spec;
    }

    private static void putUnlessEmpty(ObjectNode spec, String name, ObjectNode value) {
        if (!value.isEmpty()) {
            spec.set(name, value);
        }
    }
}
