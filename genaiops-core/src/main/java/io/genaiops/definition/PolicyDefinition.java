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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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

    /** What a rule requires where it applies. */
    public sealed interface Requirement permits Allow, Deny, MaxCost, Evidence {

        /** Returns what the function of this kind of requirement gives. */
        default <T> T fold(
                Function<Allow, T> allow,
                Function<Deny, T> deny,
                Function<MaxCost, T> maxCost,
                Function<Evidence, T> evidence) {
            if (this instanceof Allow one) {
                return allow.apply(one);
            }
            if (this instanceof Deny one) {
                return deny.apply(one);
            }
            return this instanceof MaxCost one ? maxCost.apply(one) : evidence.apply((Evidence) this);
        }
    }

    /** Every stated value of a fact must match one of the patterns. */
    public record Allow(PolicyFact fact, List<String> patterns) implements Requirement {

        /** Requires at least one pattern. */
        public Allow {
            patterns = PolicyDefinition.patterns(fact, patterns);
        }
    }

    /** No stated value of a fact may match one of the patterns. */
    public record Deny(PolicyFact fact, List<String> patterns) implements Requirement {

        /** Requires at least one pattern. */
        public Deny {
            patterns = PolicyDefinition.patterns(fact, patterns);
        }
    }

    /**
     * A call must be estimated to cost so much at most.
     *
     * @param most the amount and its currency
     * @param allowsUnpriced whether a call without a price may be made
     */
    public record MaxCost(Quantity most, boolean allowsUnpriced) implements Requirement {

        /** Requires an amount over 0 in a currency. */
        public MaxCost {
            if (most.value().signum() <= 0 || !isCurrency(most.unit())) {
                throw new IllegalArgumentException(
                        "maxCost must be an amount over 0 in a currency, such as '0.01 USD'; found: '" + most + "'");
            }
        }

        private static boolean isCurrency(String unit) {
            try {
                return Currency.getInstance(unit).getCurrencyCode().equals(unit);
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
    }

    /**
     * What is promoted must have been evaluated.
     *
     * @param figures the figures that must be there
     * @param maxAge how old they may be, or {@code null} for any age
     */
    public record Evidence(
            List<RequiredFigure> figures, @Nullable Duration maxAge) implements Requirement {

        private static final Pattern AGE = Pattern.compile("([1-9][0-9]{0,5}) ?(d|h|min)");

        /** Requires a figure, each once, and an age of whole minutes up to ten years. */
        public Evidence {
            figures = List.copyOf(figures);
            if (figures.isEmpty() || new HashSet<>(figures).size() != figures.size()) {
                throw new IllegalArgumentException("evidence must name figures, each once; found: " + figures);
            }
            if (maxAge != null
                    && (maxAge.compareTo(Duration.ofMinutes(1)) < 0
                            || maxAge.compareTo(Duration.ofDays(3650)) > 0
                            || !maxAge.equals(Duration.ofMinutes(maxAge.toMinutes())))) {
                throw new IllegalArgumentException(
                        "maxAge must be whole minutes from one to those of 3650 days; found: " + maxAge);
            }
        }

        /**
         * Parses an age such as {@code 30 d}, {@code 12 h} or {@code 90 min}.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public static Duration age(String text) {
            Matcher form = AGE.matcher(text);
            if (!form.matches()) {
                throw new IllegalArgumentException(
                        "maxAge must be such as '30 d', '12 h' or '90 min'; found: '" + text + "'");
            }
            long number = Long.parseLong(form.group(1));
            return switch (form.group(2)) {
                case "d" -> Duration.ofDays(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofMinutes(number);
            };
        }

        /** Returns an age as files write it, in the largest unit that is whole. */
        public static String text(Duration age) {
            long minutes = age.toMinutes();
            return minutes % 1_440 == 0
                    ? minutes / 1_440 + " d"
                    : minutes % 60 == 0 ? minutes / 60 + " h" : minutes + " min";
        }
    }

    /**
     * A figure that an evaluation must have computed.
     *
     * @param evaluator the name of the evaluator
     * @param kind what is computed of its scores: {@code mean}, {@code pass-rate} or another
     */
    public record RequiredFigure(String evaluator, String kind) {

        private static final Pattern KIND = Pattern.compile("[a-z][a-z0-9-]{0,30}");

        /** Requires names. */
        public RequiredFigure {
            if (evaluator.isBlank()
                    || evaluator.length() > 200
                    || evaluator.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "evaluator must have 1 to 200 printable characters; found: '" + evaluator + "'");
            }
            if (!KIND.matcher(kind).matches()) {
                throw new IllegalArgumentException(
                        "kind must match " + KIND + ", such as mean or pass-rate; found: '" + kind + "'");
            }
        }

        /** Returns for example {@code mean of 'relevance'}. */
        @Override
        public String toString() {
            return kind + " of '" + evaluator + "'";
        }
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

    static List<String> patterns(PolicyFact fact, List<String> patterns) {
        if (patterns.isEmpty() || patterns.size() > 500 || new HashSet<>(patterns).size() != patterns.size()) {
            throw new IllegalArgumentException(fact + " must have 1 to 500 patterns, each once; found "
                    + (patterns.size() > 500 ? "more" : patterns));
        }
        for (String pattern : patterns) {
            if (pattern.isBlank()
                    || !pattern.equals(pattern.strip())
                    || pattern.length() > 200
                    || pattern.indexOf(',') >= 0
                    || pattern.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "a pattern of " + fact + " must have 1 to 200 printable characters, no"
                                + " comma, and no blank at its ends; found: '" + pattern + "'");
            }
        }
        return List.copyOf(patterns);
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
