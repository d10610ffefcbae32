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
import io.genaiops.asset.Version;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the definition of an evaluation suite: which checks an answer has to stand, in which order, and what is
 * measured of a whole run besides. Where its models are served and with which key is the host's business. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class SuiteDefinition implements Asset {

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final @Nullable AssetRef judge;
    private final @Nullable AssetRef embeddings;
    private final List<SuiteCheck> checks;
    private final List<SuiteCheck> measures;
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private SuiteDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.judge = builder.judge;
        this.embeddings = builder.embeddings;
        FieldRules.notEmpty(this.toString(), "checks", builder.checks);
        this.checks = List.copyOf(builder.checks);
        this.measures = List.copyOf(builder.measures);
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
    }

    /** Begins a definition; at least one check must follow. */
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

    /** Returns the models that judge and embed, and the prompts that judges grade by, in the order of the file. */
    @Override
    public List<AssetReference> references() {
        Set<AssetReference> references = new LinkedHashSet<>();
        judge().ifPresent(model -> references.add(new AssetReference(AssetKind.MODEL, model)));
        embeddings().ifPresent(model -> references.add(new AssetReference(AssetKind.MODEL, model)));
        checks.forEach(check -> references.addAll(check.references()));
        return List.copyOf(references);
    }

    /** Returns the model that judges where a check names none, if the suite says so. */
    public Optional<AssetRef> judge() {
        return Optional.ofNullable(judge);
    }

    /** Returns the model that embeds texts where a check names none, if the suite says so. */
    public Optional<AssetRef> embeddings() {
        return Optional.ofNullable(embeddings);
    }

    /** Returns the checks in order, at least one. */
    public List<SuiteCheck> checks() {
        return checks;
    }

    /** Returns what is measured of a whole run, without limits; empty if nothing is. */
    public List<SuiteCheck> measures() {
        return measures;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular());
        judge().ifPresent(model -> json.put("judge", model.toString()));
        embeddings().ifPresent(model -> json.put("embeddings", model.toString()));
        put(json, "checks", checks);
        if (!measures.isEmpty()) {
            put(json, "measures", measures);
        }
        return json;
    }

    private static void put(ObjectNode json, String field, List<SuiteCheck> checks) {
        ArrayNode list = json.putArray(field);
        checks.forEach(check -> list.add(check.json()));
    }

    /** Returns name and version, for example {@code suite 'trail-guide-quality' 1.0.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private final AssetId id;
        private final Version version;
        private final List<SuiteCheck> checks = new ArrayList<>();
        private final List<SuiteCheck> measures = new ArrayList<>();
        private Metadata metadata = Metadata.NONE;
        private @Nullable AssetRef judge;
        private @Nullable AssetRef embeddings;

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.SUITE, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /** Names the model that judges where a check names none. */
        public Builder judge(AssetRef model) {
            this.judge = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Names the model that embeds texts where a check names none. */
        public Builder embeddings(AssetRef model) {
            this.embeddings = Objects.requireNonNull(model, "model");
            return this;
        }

        /**
         * Adds a check.
         *
         * @throws IllegalArgumentException if it is there already, or has a weight, which only members of a mean have
         */
        public Builder check(SuiteCheck check) {
            if (check.weight().isPresent()) {
                throw new IllegalArgumentException(
                        "weight must be said of a member of a mean, such as combined.weighted_mean;" + " found it of '"
                                + check + "'");
            }
            if (checks.contains(check)) {
                throw new IllegalArgumentException("checks must differ; found twice: '" + check + "'");
            }
            checks.add(check);
            return this;
        }

        /**
         * Adds what is measured of a whole run, such as {@code performance.latency_percentile}.
         *
         * @throws IllegalArgumentException if it is there already, or has more than parameters
         */
        public Builder measure(SuiteCheck measure) {
            if (!measure.isBare()) {
                throw new IllegalArgumentException(
                        "a measure of a run must have an evaluator and parameters alone; found more of '" + measure
                                + "'");
            }
            if (measures.contains(measure)) {
                throw new IllegalArgumentException("measures must differ; found twice: '" + measure + "'");
            }
            measures.add(measure);
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
         * @throws IllegalStateException if there is no check
         */
        public SuiteDefinition build() {
            return new SuiteDefinition(this);
        }
    }
}
