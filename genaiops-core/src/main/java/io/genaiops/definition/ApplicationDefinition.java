package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Target;
import io.genaiops.asset.Version;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One version of the definition of an application: what it is for, for whom, who answers for it, and the targets that
 * gates and reports refer to. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class ApplicationDefinition implements Asset {

    /** What a target is about. Files spell the constants in lower case. */
    public enum Concern {
        /** A score or a share, without a unit. */
        QUALITY,
        /** An amount in a currency. */
        COST,
        /** A time in {@code ms} or {@code s}. */
        LATENCY;

        private static final Set<String> TIMES = Set.of("ms", "s");

        private void check(Target target) {
            String expected = switch (this) {
                case QUALITY -> target.unit().isEmpty() ? "" : "no unit";
                case COST -> isCurrency(target.unit()) ? "" : "a currency such as USD";
                case LATENCY -> TIMES.contains(target.unit()) ? "" : "ms or s";
            };
            if (!expected.isEmpty()) {
                throw new IllegalArgumentException("the " + this + " target '" + target + "' must have " + expected
                        + " as its unit; found: '" + target.unit() + "'");
            }
            if (this != QUALITY
                    && (target.bound() != Target.Bound.AT_MOST || target.value().signum() <= 0)) {
                throw new IllegalArgumentException("the " + this + " target of '" + target.measure()
                        + "' must be at most ('<=') something above 0; found: '" + target.limit() + "'");
            }
        }

        private static boolean isCurrency(String unit) {
            return Currency.getAvailableCurrencies().stream()
                    .anyMatch(currency -> currency.getCurrencyCode().equals(unit));
        }

        @Override
        public String toString() {
            return FieldRules.spelled(this);
        }
    }

    /**
     * How much an application may harm people, in the classes that the European AI Act (Regulation (EU) 2024/1689)
     * distinguishes. What its article 5 prohibits has no class: it is not built. Files spell the constants in lower case.
     */
    public enum RiskClass {
        /** None of the duties below. */
        MINIMAL,
        /** People must be told that they deal with a machine or its products (article 50). */
        LIMITED,
        /** A use that article 6 and annex III name: records, oversight and documentation are due. */
        HIGH;

        /**
         * Returns the class that files spell so.
         *
         * @throws IllegalArgumentException if there is none; the message lists them
         */
        public static RiskClass parse(String text) {
            return FieldRules.parse("riskClass", text, values());
        }

        @Override
        public String toString() {
            return FieldRules.spelled(this);
        }
    }

    private final AssetId id;
    private final Version version;
    private final Metadata metadata;
    private final String purpose;
    private final List<String> intendedUsers;
    private final String owner;
    private final RiskClass riskClass;
    private final Map<Concern, List<Target>> targets = new EnumMap<>(Concern.class);
    private final ObjectNode spec;
    private final Digest sourceDigest;

    private ApplicationDefinition(Builder builder) {
        this.id = builder.id;
        this.version = builder.version;
        this.metadata = builder.metadata;
        this.purpose = FieldRules.given(this.toString(), "purpose", builder.purpose);
        FieldRules.notEmpty(this.toString(), "intendedUsers", builder.intendedUsers);
        this.intendedUsers = List.copyOf(builder.intendedUsers);
        this.owner = FieldRules.given(this.toString(), "owner", builder.owner);
        this.riskClass = FieldRules.given(this.toString(), "riskClass", builder.riskClass);
        builder.targets.forEach((concern, list) -> targets.put(concern, List.copyOf(list)));
        this.spec = json();
        this.sourceDigest = Digest.ofJson(spec);
    }

    /** Begins a definition; purpose, intended users, owner and risk class must follow. */
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

    /** Returns nothing: other assets serve the application, it does not name them. */
    @Override
    public List<AssetReference> references() {
        return List.of();
    }

    /** Returns what it is for. */
    public String purpose() {
        return purpose;
    }

    /** Returns for whom it is meant, at least one group. */
    public List<String> intendedUsers() {
        return intendedUsers;
    }

    /** Returns who answers for it. */
    public String owner() {
        return owner;
    }

    /** Returns how much it may harm people. */
    public RiskClass riskClass() {
        return riskClass;
    }

    /** Returns the targets of one concern, in the order of the file. */
    public List<Target> targets(Concern concern) {
        return targets.getOrDefault(concern, List.of());
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("kind", id.kind().singular()).put("purpose", purpose);
        intendedUsers.forEach(json.putArray("intendedUsers")::add);
        json.put("owner", owner).put("riskClass", riskClass.toString());
        targets.forEach((concern, list) -> {
            ObjectNode limits = json.withObjectProperty("targets").putObject(concern.toString());
            list.forEach(target -> limits.put(target.measure(), target.limit()));
        });
        return json;
    }

    /** Returns name and version, for example {@code application 'travel-desk' 1.0.0}. */
    @Override
    public String toString() {
        return id + " " + version;
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private final AssetId id;
        private final Version version;
        private final List<String> intendedUsers = new ArrayList<>();
        private final Map<Concern, List<Target>> targets = new EnumMap<>(Concern.class);
        private Metadata metadata = Metadata.NONE;
        private @Nullable String purpose;
        private @Nullable String owner;
        private @Nullable RiskClass riskClass;

        private Builder(String name, Version version) {
            this.id = new AssetId(AssetKind.APPLICATION, name);
            this.version = Objects.requireNonNull(version, "version");
        }

        /** Says what it is for. */
        public Builder purpose(String text) {
            this.purpose = FieldRules.text("purpose", text);
            return this;
        }

        /** Adds groups of people for whom it is meant. */
        public Builder intendedUsers(String... groups) {
            for (String group : groups) {
                intendedUsers.add(FieldRules.text("intendedUsers", group));
            }
            return this;
        }

        /** Says who answers for it. */
        public Builder owner(String name) {
            this.owner = FieldRules.text("owner", name);
            return this;
        }

        /** Says how much it may harm people. */
        public Builder riskClass(RiskClass riskClass) {
            this.riskClass = Objects.requireNonNull(riskClass, "riskClass");
            return this;
        }

        /**
         * Adds a target.
         *
         * @throws IllegalArgumentException if its unit does not fit the concern, or the measure has one already
         */
        public Builder target(Concern concern, Target target) {
            concern.check(target);
            List<Target> known = targets.computeIfAbsent(concern, key -> new ArrayList<>());
            if (known.stream().anyMatch(each -> each.measure().equals(target.measure()))) {
                throw new IllegalArgumentException(
                        id + " must have one " + concern + " target of '" + target.measure() + "'; found a second");
            }
            known.add(target);
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
         * @throws IllegalStateException if purpose, intended users, owner or risk class are missing
         */
        public ApplicationDefinition build() {
            return new ApplicationDefinition(this);
        }
    }
}
