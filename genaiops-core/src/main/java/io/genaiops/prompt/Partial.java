package io.genaiops.prompt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.template.PartialSource;
import io.genaiops.template.Template;
import io.genaiops.template.TemplateException;
import io.genaiops.template.TemplateOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * One version of a piece of template that prompts share: <code>{{&gt; tone}}</code> includes it. It opens no message and
 * splices no history. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Partial implements Asset {

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final Template template;
    private final Set<String> inputs;
    private final List<AssetReference> references;
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private Partial(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.template = builder.compiled();
        this.references = PromptPartials.references(builder.place(), template, builder.partials);
        this.inputs = builder.declared(template);
        this.spec = JsonNodeFactory.instance.objectNode();
        spec.put("kind", id.kind().singular()).put("body", template.source());
        if (!builder.inputs.isEmpty()) {
            builder.inputs.forEach(spec.putArray("inputs")::add);
        }
        PromptPartials.put(spec, "partials", builder.partials);
        this.sourceDigest = Digest.ofJson(spec);
    }

    /**
     * Begins a partial in code.
     *
     * @param body the template, without role markers; its line ends become LF
     */
    public static Builder builder(String name, Version version, String body) {
        return new Builder(name, version, body);
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

    /** Returns the partials that this one includes, then those that it lists besides. */
    @Override
    public List<AssetReference> references() {
        return references;
    }

    /**
     * Returns the digest of it and of everything that it includes.
     *
     * @param partials finds a partial by its reference as written
     * @throws io.genaiops.AssetNotFoundException if one is missing; the message names it
     * @throws InvalidAssetException if partials form a cycle or nest more than 8 deep
     */
    public Digest resolvedDigest(Function<AssetRef, Optional<Partial>> partials) {
        return PromptPartials.resolvedDigest(this, partials);
    }

    /** Returns the template. */
    public Template template() {
        return template;
    }

    /** Returns the names of the inputs that it needs: the declared ones, or those that it uses if none is declared. */
    public Set<String> inputs() {
        return inputs;
    }

    /** Returns name and version, for example {@code partial 'tone' 1.1.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final AssetId id;
        private final Version version;
        private final String body;
        private final Set<String> inputs = new TreeSet<>();
        private final List<AssetRef> partials = new ArrayList<>();
        private Metadata metadata = Metadata.NONE;
        private String file = "";
        private int firstLine = 1;

        private Builder(String name, Version version, String body) {
            this.id = new AssetId(AssetKind.PARTIAL, name);
            this.version = Objects.requireNonNull(version, "version");
            this.body = body.replace("\r\n", "\n");
        }

        /** Declares the inputs that it uses, each once; without any, what its tags name is taken. */
        public Builder inputs(String... names) {
            for (String name : names) {
                if (!inputs.add(PromptInput.checkName(name))) {
                    throw new IllegalArgumentException("input '" + name + "' must be declared once; found it again");
                }
            }
            return this;
        }

        /** Lists partials that it includes. */
        public Builder partials(AssetRef... references) {
            partials.addAll(List.of(references));
            return this;
        }

        /** Sets what people need to know. */
        public Builder metadata(Metadata metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Says where the body stands, for messages.
         *
         * @param file the name of the file
         * @param line the line of the file that the body begins in, from 1
         */
        public Builder readFrom(String file, int line) {
            this.file = Objects.requireNonNull(file, "file");
            this.firstLine = line;
            return this;
        }

        /**
         * Builds the partial.
         *
         * @throws InvalidAssetException if the template is malformed, has role markers or history, or uses an input that
         *     is not among the declared ones
         */
        public Partial build() {
            return new Partial(this);
        }

        private PromptPartials.Place place() {
            return new PromptPartials.Place(id + " " + version, file, firstLine);
        }

        private Template compiled() {
            try {
                PartialSource self = PartialSource.of(Map.of(id.name(), body));
                Template.compile(
                        "{{> " + id.name() + "}}",
                        TemplateOptions.builder()
                                .partials(name -> name.equals(id.name()) ? self.source(name) : Optional.empty())
                                .recursivePartials(true)
                                .build());
                return Template.compile(body);
            } catch (TemplateException e) {
                throw new InvalidAssetException(place().at(e.line()) + "expected a template: " + e.problem(), e);
            }
        }

        private Set<String> declared(Template template) {
            Set<String> used = new LinkedHashSet<>();
            for (Template.Variable variable : template.variables()) {
                if (variable.isTopLevel()) {
                    used.add(variable.name());
                    if (!inputs.isEmpty() && !inputs.contains(variable.name())) {
                        throw new InvalidAssetException(
                                place().at(variable.line()) + "expected declared inputs, found '" + variable.path()
                                        + "'; add it under 'inputs' (declared: " + inputs + ")");
                    }
                }
            }
            return Collections.unmodifiableSet(inputs.isEmpty() ? used : new LinkedHashSet<>(inputs));
        }
    }
}
