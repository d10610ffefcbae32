package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One check of a suite as it is written: the name of an evaluator, its parameters, and what its score is held against.
 * What the names mean is known to whoever builds the evaluators. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class SuiteCheck {

    private static final Pattern EVALUATOR = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");
    private static final Pattern PARAMETER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");
    private static final int LONGEST = 120;

    private final String evaluator;
    private final ObjectNode parameters;
    private final @Nullable AssetRef judge;
    private final @Nullable AssetRef embeddings;
    private final List<AssetRef> rubrics;
    private final List<SuiteCheck> members;
    private final @Nullable String name;
    private final boolean negated;
    private final boolean required;
    private final @Nullable Double weight;
    private final @Nullable SuiteLimit limit;

    private SuiteCheck(Builder builder) {
        this.evaluator = builder.evaluator;
        this.parameters = builder.parameters.deepCopy();
        this.judge = builder.judge;
        this.embeddings = builder.embeddings;
        this.rubrics = List.copyOf(builder.rubrics);
        this.members = List.copyOf(builder.members);
        this.name = builder.name;
        this.negated = builder.negated;
        this.required = builder.required;
        this.weight = builder.weight;
        this.limit = builder.limit;
    }

    /**
     * Begins a check.
     *
     * @param evaluator a name such as {@code text.valid_json} or {@code judge.relevance}
     */
    public static Builder builder(String evaluator) {
        return new Builder(evaluator);
    }

    /** Returns the name of the evaluator, for example {@code overlap.token_f1}. */
    public String evaluator() {
        return evaluator;
    }

    /** Returns the parameters of the evaluator, a copy; empty if there are none. */
    public ObjectNode parameters() {
        return parameters.deepCopy();
    }

    /** Returns the model that judges, if this check names one. */
    public Optional<AssetRef> judge() {
        return Optional.ofNullable(judge);
    }

    /** Returns the model that embeds texts, if this check names one. */
    public Optional<AssetRef> embeddings() {
        return Optional.ofNullable(embeddings);
    }

    /** Returns the prompts that the judge grades by, if they are not those of the evaluator. */
    public List<AssetRef> rubrics() {
        return rubrics;
    }

    /** Returns the checks that the evaluator is made of; empty unless it combines others. */
    public List<SuiteCheck> members() {
        return members;
    }

    /** Returns what reports call it, if that is not the evaluator's own name. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Returns whether good and bad are exchanged. */
    public boolean isNegated() {
        return negated;
    }

    /** Returns whether its failure ends the evaluation of a sample. */
    public boolean isRequired() {
        return required;
    }

    /** Returns how much it counts among the members of a mean, if that is said. */
    public OptionalDouble weight() {
        return weight == null ? OptionalDouble.empty() : OptionalDouble.of(weight);
    }

    /** Returns what its score is held against; empty if it is only observed. */
    public Optional<SuiteLimit> limit() {
        return Optional.ofNullable(limit);
    }

    /** Returns the models and prompts that it and its members name. */
    Set<AssetReference> references() {
        Set<AssetReference> references = new LinkedHashSet<>();
        judge().ifPresent(model -> references.add(new AssetReference(AssetKind.MODEL, model)));
        embeddings().ifPresent(model -> references.add(new AssetReference(AssetKind.MODEL, model)));
        rubrics.forEach(prompt -> references.add(new AssetReference(AssetKind.PROMPT, prompt)));
        members.forEach(member -> references.addAll(member.references()));
        return references;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("evaluator", evaluator);
        if (!parameters.isEmpty()) {
            json.set("with", parameters.deepCopy());
        }
        judge().ifPresent(model -> json.put("judge", model.toString()));
        embeddings().ifPresent(model -> json.put("embeddings", model.toString()));
        if (!rubrics.isEmpty()) {
            ArrayNode prompts = json.putArray("rubric");
            rubrics.forEach(prompt -> prompts.add(prompt.toString()));
        }
        if (!members.isEmpty()) {
            ArrayNode checks = json.putArray("of");
            members.forEach(member -> checks.add(member.json()));
        }
        name().ifPresent(text -> json.put("named", text));
        if (negated) {
            json.put("negated", true);
        }
        if (required) {
            json.put("required", true);
        }
        weight().ifPresent(number -> json.set("weight", Quantity.of(number).json()));
        limit().ifPresent(bound -> json.set(bound.bound().toString(), bound.json()));
        return json;
    }

    /** Returns whether nothing but an evaluator and its parameters is said. */
    boolean isBare() {
        ObjectNode json = json();
        json.remove(List.of("evaluator", "with"));
        return json.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SuiteCheck that && json().equals(that.json());
    }

    @Override
    public int hashCode() {
        return json().hashCode();
    }

    /** Returns evaluator, name and limit, for example {@code judge.relevance atLeast 4}. */
    @Override
    public String toString() {
        return evaluator
                + name().map(text -> " '" + text + "'").orElse("")
                + limit().map(bound -> " " + bound).orElse("");
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private final String evaluator;
        private final ObjectNode parameters = JsonNodeFactory.instance.objectNode();
        private final List<AssetRef> rubrics = new ArrayList<>();
        private final List<SuiteCheck> members = new ArrayList<>();
        private @Nullable AssetRef judge;
        private @Nullable AssetRef embeddings;
        private @Nullable String name;
        private boolean negated;
        private boolean required;
        private @Nullable Double weight;
        private @Nullable SuiteLimit limit;

        private Builder(String evaluator) {
            if (evaluator.length() > LONGEST || !EVALUATOR.matcher(evaluator).matches()) {
                throw new IllegalArgumentException("evaluator must match " + EVALUATOR
                        + ", such as judge.relevance, and have at most " + LONGEST + " characters; found: '" + evaluator
                        + "'");
            }
            this.evaluator = evaluator;
        }

        /** Sets a parameter of the evaluator. */
        public Builder with(String parameter, JsonNode value) {
            if (!PARAMETER.matcher(parameter).matches()) {
                throw new IllegalArgumentException(
                        "parameter must match " + PARAMETER + "; found: '" + parameter + "'");
            }
            if (value.isNull() || value.isMissingNode()) {
                throw new IllegalArgumentException("parameter '" + parameter + "' must have a value; found: nothing");
            }
            if (parameters.has(parameter)) {
                throw new IllegalArgumentException(
                        "parameter '" + parameter + "' must be set once; found a second value");
            }
            Digest.ofJson(JsonNodeFactory.instance.arrayNode().add(value));
            parameters.set(parameter, value.deepCopy());
            return this;
        }

        /** Names the model that judges; the host maps the name to a model. */
        public Builder judge(AssetRef model) {
            this.judge = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Names the model that embeds texts; the host maps the name to a model. */
        public Builder embeddings(AssetRef model) {
            this.embeddings = Objects.requireNonNull(model, "model");
            return this;
        }

        /** Adds prompts that the judge grades by. */
        public Builder rubrics(AssetRef... prompts) {
            for (AssetRef prompt : prompts) {
                if (rubrics.contains(prompt)) {
                    throw new IllegalArgumentException("rubric '" + prompt + "' must be named once; found it again");
                }
                rubrics.add(prompt);
            }
            return this;
        }

        /** Adds checks that the evaluator combines. */
        public Builder members(SuiteCheck... checks) {
            for (SuiteCheck check : checks) {
                if (check.required) {
                    throw new IllegalArgumentException("required must be said of a check of the suite, not of a member;"
                            + " found it of '" + check + "'");
                }
                if (members.contains(check)) {
                    throw new IllegalArgumentException("members must differ; found twice: '" + check + "'");
                }
                members.add(check);
            }
            return this;
        }

        /** Sets what reports call it. */
        public Builder named(String text) {
            if (text.isBlank() || text.length() > LONGEST || text.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException(
                        "named must be 1 to " + LONGEST + " characters on one line; found: '" + text + "'");
            }
            this.name = text;
            return this;
        }

        /** Exchanges good and bad. */
        public Builder negated() {
            this.negated = true;
            return this;
        }

        /** Lets its failure end the evaluation of a sample; it needs a limit. */
        public Builder required() {
            this.required = true;
            return this;
        }

        /** Sets how much it counts among the members of a mean, over 0. */
        public Builder weight(double weight) {
            if (!(weight > 0 && weight <= Double.MAX_VALUE)) {
                throw new IllegalArgumentException("weight must be over 0 and finite; found: " + weight);
            }
            this.weight = weight;
            return this;
        }

        /**
         * Sets what its score is held against.
         *
         * @throws IllegalArgumentException if it has a limit already
         */
        public Builder limit(SuiteLimit limit) {
            if (this.limit != null) {
                throw new IllegalArgumentException(
                        "a check must have one of " + Arrays.toString(SuiteLimit.Bound.values()) + "; found "
                                + this.limit.bound() + " and " + limit.bound() + "; use between for two ends");
            }
            this.limit = Objects.requireNonNull(limit, "limit");
            return this;
        }

        /**
         * Builds the check.
         *
         * @throws IllegalStateException if it is required and has no limit, so that it could not fail
         */
        public SuiteCheck build() {
            if (required && limit == null) {
                throw new IllegalStateException("a required check must have a limit such as atLeast; without one '"
                        + evaluator + "' cannot fail");
            }
            return new SuiteCheck(this);
        }
    }
}
