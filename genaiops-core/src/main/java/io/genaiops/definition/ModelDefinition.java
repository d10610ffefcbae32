package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import java.time.LocalDate;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One version of the definition of a model: whose it is, what it can do and what it was tuned from. Where it is served
 * and with which key is the host's business, who maps the name of this asset to a model. Immutable and thread-safe.
 *
 * <p>The retirement date is outside the digest: providers announce it after a version was published and tested, and it
 * does not change what the model answers until then.
 *
 * @since 0.1
 */
public final class ModelDefinition implements Asset {

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final String provider;
    private final String model;
    private final Set<ModelCapability> capabilities;
    private final @Nullable Integer contextWindow;
    private final ModelParameters parameters;
    private final @Nullable AssetRef baseModel;
    private final @Nullable Digest tuningData;
    private final @Nullable LocalDate retires;
    private final @Nullable String price;
    private final List<String> regions;
    private final List<String> dataClasses;
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private ModelDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.provider = FieldRules.given(this.toString(), "provider", builder.provider);
        this.model = FieldRules.given(this.toString(), "model", builder.model);
        this.capabilities = Collections.unmodifiableSet(EnumSet.copyOf(builder.capabilities));
        this.contextWindow = builder.contextWindow;
        this.parameters = builder.parameters;
        this.baseModel = builder.baseModel;
        this.tuningData = builder.tuningData;
        this.retires = builder.retires;
        this.price = builder.price;
        this.regions = List.copyOf(builder.regions);
        this.dataClasses = List.copyOf(builder.dataClasses);
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
    }

    /** Begins a definition; provider and model must follow. */
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

    /** Returns the base model, if this one was tuned from another. */
    @Override
    public List<AssetReference> references() {
        return baseModel == null ? List.of() : List.of(new AssetReference(AssetKind.MODEL, baseModel));
    }

    /** Returns whose model it is, for example {@code openai}. */
    public String provider() {
        return provider;
    }

    /** Returns what the provider calls the model. */
    public String model() {
        return model;
    }

    /** Returns what it can do beyond answering text with text. */
    public Set<ModelCapability> capabilities() {
        return capabilities;
    }

    /** Returns whether it can do this. */
    public boolean can(ModelCapability capability) {
        return capabilities.contains(capability);
    }

    /** Returns how many tokens input and output may have together, if that is known. */
    public OptionalInt contextWindow() {
        return contextWindow == null ? OptionalInt.empty() : OptionalInt.of(contextWindow);
    }

    /** Returns the parameters of a call that states none of its own. */
    public ModelParameters parameters() {
        return parameters;
    }

    /** Returns the model that this one was tuned from, if it was. */
    public Optional<AssetRef> baseModel() {
        return Optional.ofNullable(baseModel);
    }

    /** Returns the digest of the data that it was tuned with, if it was. */
    public Optional<Digest> tuningData() {
        return Optional.ofNullable(tuningData);
    }

    /** Returns the first day on which the provider no longer serves it, if that is announced. */
    public Optional<LocalDate> retirementDate() {
        return Optional.ofNullable(retires);
    }

    /** Returns whether it is no longer served on this day. */
    public boolean isRetiredOn(LocalDate day) {
        return retires != null && !day.isBefore(retires);
    }

    /** Returns under which name price lists have it, if that is not the provider's name for it. */
    public Optional<String> price() {
        return Optional.ofNullable(price);
    }

    /** Returns where it is served, for policies; empty if that is not said. */
    public List<String> regions() {
        return regions;
    }

    /** Returns the classes of the data that it is sent whatever a call says, for policies; empty if that is not said. */
    public List<String> dataClasses() {
        return dataClasses;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular()).put("provider", provider).put("model", model);
        if (!capabilities.isEmpty()) {
            ArrayNode names = json.putArray("capabilities");
            capabilities.stream().map(ModelCapability::toString).sorted().forEach(names::add);
        }
        if (contextWindow != null) {
            json.put("contextWindow", contextWindow.intValue());
        }
        if (!parameters.isEmpty()) {
            json.set("parameters", parameters.json());
        }
        if (baseModel != null) {
            json.put("baseModel", baseModel.toString());
        }
        if (tuningData != null) {
            json.put("tuningData", tuningData.value());
        }
        if (price != null) {
            json.put("price", price);
        }
        put(json, "regions", regions);
        put(json, "dataClasses", dataClasses);
        return json;
    }

    private static void put(ObjectNode json, String field, List<String> names) {
        if (!names.isEmpty()) {
            names.forEach(json.putArray(field)::add);
        }
    }

    /** Returns name and version, for example {@code model 'assistant' 1.1.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private static final Pattern PROVIDER = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

        private final AssetId id;
        private final Version version;
        private final Set<ModelCapability> capabilities = EnumSet.noneOf(ModelCapability.class);
        private Metadata metadata = Metadata.NONE;
        private ModelParameters parameters = ModelParameters.NONE;
        private @Nullable String provider;
        private @Nullable String model;
        private @Nullable Integer contextWindow;
        private @Nullable AssetRef baseModel;
        private @Nullable Digest tuningData;
        private @Nullable LocalDate retires;
        private @Nullable String price;
        private final Set<String> regions = new LinkedHashSet<>();
        private final Set<String> dataClasses = new LinkedHashSet<>();

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.MODEL, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /** Sets whose model it is, for example {@code openai}. */
        public Builder provider(String name) {
            if (!PROVIDER.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "provider must match " + PROVIDER + " and be no endpoint; found: '" + name + "'");
            }
            this.provider = name;
            return this;
        }

        /** Sets what the provider calls the model, for example {@code gpt-4.1-mini}. */
        public Builder model(String name) {
            this.model = FieldRules.servedName("model", name);
            return this;
        }

        /** Adds what it can do. */
        public Builder capabilities(ModelCapability... more) {
            capabilities.addAll(List.of(more));
            return this;
        }

        /** Sets how many tokens input and output may have together, at least 1. */
        public Builder contextWindow(int tokens) {
            if (tokens < 1) {
                throw new IllegalArgumentException("contextWindow must be at least 1 token; found: " + tokens);
            }
            this.contextWindow = tokens;
            return this;
        }

        /** Sets the parameters of a call that states none of its own. */
        public Builder parameters(ModelParameters parameters) {
            this.parameters = Objects.requireNonNull(parameters, "parameters");
            return this;
        }

        /** Says from which model it was tuned, and with which data. */
        public Builder tunedFrom(AssetRef baseModel, Digest tuningData) {
            if (baseModel.name().equals(id.name())) {
                throw new IllegalArgumentException(id + " must be tuned from another model than itself");
            }
            this.baseModel = baseModel;
            this.tuningData = Objects.requireNonNull(tuningData, "tuningData");
            return this;
        }

        /** Sets the first day on which the provider no longer serves it. */
        public Builder retires(LocalDate day) {
            this.retires = Objects.requireNonNull(day, "day");
            return this;
        }

        /** Sets under which name price lists have it. */
        public Builder price(String name) {
            this.price = FieldRules.servedName("price", name);
            return this;
        }

        /** Adds where it is served, for example {@code eu-central}. Policies hold every region against their rules. */
        public Builder regions(String... more) {
            FieldRules.addNames("regions", regions, more);
            return this;
        }

        /** Adds classes of the data that it is sent whatever a call says, for example {@code personal}. */
        public Builder dataClasses(String... more) {
            FieldRules.addNames("dataClasses", dataClasses, more);
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
         * @throws IllegalStateException if provider or model is missing
         * @throws IllegalArgumentException if the parameters ask for more output than the context window holds
         */
        public ModelDefinition build() {
            Integer output = parameters.maxOutputTokens();
            if (output != null && contextWindow != null && output > contextWindow) {
                throw new IllegalArgumentException(id + " " + version + ": maxOutputTokens must be at most the context"
                        + " window of " + contextWindow + "; found: " + output);
            }
            return new ModelDefinition(this);
        }
    }
}
