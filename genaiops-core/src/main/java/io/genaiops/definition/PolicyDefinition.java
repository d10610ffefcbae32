package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One version of a policy: rules that must all be kept, so that one that refuses is stronger than all that allow, whatever
 * their order. What no rule looks at is allowed. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PolicyDefinition implements Asset {

    /** The most rules that a policy has. */
    public static final int MOST_RULES = 500;

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final List<PolicyRule> rules;
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private PolicyDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        FieldRules.notEmpty(this.toString(), "rules", builder.rules);
        this.rules = List.copyOf(builder.rules);
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
    }

    /** Begins a policy; at least one rule must follow. */
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

    /** Returns none: a policy names models and tools by pattern. */
    @Override
    public List<AssetReference> references() {
        return List.of();
    }

    /** Returns the rules as they were written, at least one. */
    public List<PolicyRule> rules() {
        return rules;
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular());
        ArrayNode list = json.putArray("rules");
        rules.forEach(rule -> list.add(rule.json()));
        return json;
    }

    /** Returns name and version, for example {@code policy 'house-rules' 1.0.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the rules. Not thread-safe. */
    public static final class Builder {

        private final AssetId id;
        private final Version version;
        private final List<PolicyRule> rules = new ArrayList<>();
        private Metadata metadata = Metadata.NONE;

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.POLICY, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /**
         * Adds a rule.
         *
         * @throws IllegalArgumentException if there is one of that id, or there are {@value #MOST_RULES} already
         */
        public Builder rule(PolicyRule rule) {
            if (rules.stream().anyMatch(other -> other.id().equals(rule.id()))) {
                throw new IllegalArgumentException("the ids of rules must differ; found twice: '" + rule.id() + "'");
            }
            if (rules.size() == MOST_RULES) {
                throw new IllegalArgumentException("a policy must have at most " + MOST_RULES + " rules; found more");
            }
            rules.add(rule);
            return this;
        }

        /** Sets what people need to know. */
        public Builder metadata(Metadata metadata) {
            this.metadata = Objects.requireNonNull(metadata, "metadata");
            return this;
        }

        /**
         * Builds the policy.
         *
         * @throws IllegalStateException if there is no rule
         */
        public PolicyDefinition build() {
            return new PolicyDefinition(this);
        }
    }
}
