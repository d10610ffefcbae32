package io.genaiops.definition;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.definition.PolicyDefinition.Allow;
import io.genaiops.definition.PolicyDefinition.Deny;
import io.genaiops.definition.PolicyDefinition.Evidence;
import io.genaiops.definition.PolicyDefinition.MaxCost;
import io.genaiops.definition.PolicyDefinition.RequiredFigure;
import io.genaiops.definition.PolicyDefinition.Requirement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy: when it applies, what it requires then, and why. Patterns are names in which {@code *} stands for
 * any characters; letters are compared without case. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PolicyRule {

    private final String id;
    private final Set<Moment> moments;
    private final boolean momentsGiven;
    private final Map<PolicyFact, List<String>> conditions;
    private final Requirement requirement;
    private final String because;
    private final String instead;
    private final boolean allowsUnknown;

    private PolicyRule(Builder builder) {
        this.id = builder.id;
        this.conditions = Collections.unmodifiableMap(new LinkedHashMap<>(builder.conditions));
        this.requirement =
                FieldRules.given(toString(), "one of allow, deny, maxCost and evidence", builder.requirement);
        this.because = FieldRules.given(toString(), "because", builder.because);
        this.instead = builder.instead;
        this.allowsUnknown = builder.allowsUnknown;
        Set<Moment> possible = possible();
        Set<Moment> usual = possible.contains(Moment.CALL) ? EnumSet.of(Moment.CALL) : possible;
        Set<Moment> given = builder.moments.isEmpty() ? usual : builder.moments;
        if (!possible.containsAll(given)) {
            throw new IllegalStateException(this + " must be kept at some of " + possible
                    + ", where what it asks for is known; found: " + given);
        }
        this.moments = Collections.unmodifiableSet(EnumSet.copyOf(given));
        this.momentsGiven = !given.equals(usual);
    }

    /** When a rule is kept. */
    public enum Moment {
        /** Before a model is called. */
        CALL,
        /** Before a tool runs. */
        TOOL,
        /** Before a label moves. */
        PROMOTION;

        /** Parses what {@link #toString} returns. */
        public static Moment parse(String text) {
            return FieldRules.parse("at", text, values());
        }

        /** Returns for example {@code call}. */
        @Override
        public String toString() {
            return FieldRules.spelled(this);
        }
    }

    /** Begins a rule; what it requires and why must follow. */
    public static Builder builder(String id) {
        return new Builder(id);
    }

    /** Returns the id, which is unique in its policy. */
    public String id() {
        return id;
    }

    /** Returns when it is kept. */
    public Set<Moment> moments() {
        return moments;
    }

    /** Returns the patterns of the facts by which it applies; it applies always if there are none. */
    public Map<PolicyFact, List<String>> conditions() {
        return conditions;
    }

    /** Returns what it requires where it applies. */
    public Requirement requirement() {
        return requirement;
    }

    /** Returns why. */
    public String because() {
        return because;
    }

    /** Returns what to do instead of what it refuses, if it says so. */
    public Optional<String> instead() {
        return instead.isEmpty() ? Optional.empty() : Optional.of(instead);
    }

    /** Returns whether it allows what it cannot judge for want of a fact; otherwise that is refused. */
    public boolean allowsUnknown() {
        return allowsUnknown;
    }

    /** Returns the moments at which everything that the rule looks at is known. */
    private Set<Moment> possible() {
        Set<Moment> possible = requirement.fold(
                allow -> allow.fact().moments(),
                deny -> deny.fact().moments(),
                cost -> EnumSet.of(Moment.CALL),
                evidence -> EnumSet.of(Moment.PROMOTION));
        conditions.keySet().forEach(fact -> possible.retainAll(fact.moments()));
        if (possible.isEmpty()) {
            throw new IllegalStateException(this + " must look at facts that are known at one moment; found: "
                    + conditions.keySet() + " with what it requires. Write a rule for each");
        }
        return possible;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", id);
        if (momentsGiven) {
            ArrayNode at = json.putArray("at");
            moments.forEach(moment -> at.add(moment.toString()));
        }
        if (!conditions.isEmpty()) {
            ObjectNode when = json.putObject("when");
            conditions.forEach((fact, patterns) -> put(when, fact, patterns));
        }
        requirement.fold(
                allow -> put(json.putObject("allow"), allow.fact(), allow.patterns()),
                deny -> put(json.putObject("deny"), deny.fact(), deny.patterns()),
                cost -> put(json, cost),
                evidence -> put(json.putObject("evidence"), evidence));
        json.put("because", because);
        instead().ifPresent(text -> json.put("instead", text));
        return allowsUnknown ? json.put("whenUnknown", "allow") : json;
    }

    private static ObjectNode put(ObjectNode json, PolicyFact fact, List<String> patterns) {
        ArrayNode list = json.putArray(fact.name());
        patterns.forEach(list::add);
        return json;
    }

    private static ObjectNode put(ObjectNode json, MaxCost cost) {
        json.put("maxCost", cost.most().toString());
        return cost.allowsUnpriced() ? json.put("unpriced", "allow") : json;
    }

    private static ObjectNode put(ObjectNode json, Evidence evidence) {
        ArrayNode figures = json.putArray("figures");
        evidence.figures()
                .forEach(figure ->
                        figures.addObject().put("evaluator", figure.evaluator()).put("kind", figure.kind()));
        Duration age = evidence.maxAge();
        return age == null ? json : json.put("maxAge", Evidence.text(age));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PolicyRule rule && json().equals(rule.json());
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    /** Returns for example {@code rule 'eu-only'}. */
    @Override
    public String toString() {
        return "rule '" + id + "'";
    }

    /** Collects the fields, each checked where it is set. Not thread-safe. */
    public static final class Builder {

        private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9_-]{0,62}");

        private final String id;
        private final Set<Moment> moments = EnumSet.noneOf(Moment.class);
        private final Map<PolicyFact, List<String>> conditions = new LinkedHashMap<>();
        private @Nullable Requirement requirement;
        private @Nullable String because;
        private String instead = "";
        private boolean allowsUnknown;

        private Builder(String id) {
            if (!ID.matcher(id).matches()) {
                throw new IllegalArgumentException("the id of a rule must match " + ID + "; found: '" + id + "'");
            }
            this.id = id;
        }

        /**
         * Says when the rule is kept. If it is not said, rules that look at a tool are kept at tools, those that look at a
         * label or require evidence at promotions, and all others at calls.
         */
        public Builder at(Moment... more) {
            for (Moment moment : more) {
                if (!moments.add(moment)) {
                    throw new IllegalArgumentException("at must name a moment once; found '" + moment + "' again");
                }
            }
            return this;
        }

        /** Says that the rule applies only where a value of this fact matches one of the patterns. */
        public Builder when(PolicyFact fact, String... patterns) {
            if (conditions.putIfAbsent(fact, PolicyDefinition.patterns(fact, List.of(patterns))) != null) {
                throw new IllegalArgumentException("a rule must have one condition of a fact; found two of " + fact);
            }
            return this;
        }

        /** Requires that every value of this fact matches one of the patterns. */
        public Builder allow(PolicyFact fact, String... patterns) {
            return require(new Allow(fact, List.of(patterns)));
        }

        /** Requires that no value of this fact matches one of the patterns. */
        public Builder deny(PolicyFact fact, String... patterns) {
            return require(new Deny(fact, List.of(patterns)));
        }

        /** Requires that a call is estimated to cost so much at most, for example {@code 0.05 USD}. */
        public Builder maxCost(String amount) {
            return require(new MaxCost(Quantity.parse(amount), false));
        }

        /** Requires that a call is estimated to cost so much at most. */
        public Builder maxCost(BigDecimal amount, String currency) {
            return require(new MaxCost(new Quantity(amount, currency), false));
        }

        /** Lets calls pass whose cost is unpriced; without it they are refused. */
        public Builder allowUnpriced() {
            if (!(requirement instanceof MaxCost cost)) {
                throw new IllegalArgumentException("unpriced must be said of a rule with maxCost, after it");
            }
            requirement = new MaxCost(cost.most(), true);
            return this;
        }

        /** Requires that what is promoted has this figure of an evaluation; more may be required. */
        public Builder evidence(String evaluator, String kind) {
            RequiredFigure figure = new RequiredFigure(evaluator, kind);
            if (requirement instanceof Evidence some) {
                List<RequiredFigure> more = new ArrayList<>(some.figures());
                more.add(figure);
                requirement = new Evidence(more, some.maxAge());
                return this;
            }
            return require(new Evidence(List.of(figure), null));
        }

        /** Says how old the figures may be that the rule requires. */
        public Builder maxAge(Duration age) {
            if (!(requirement instanceof Evidence some)) {
                throw new IllegalArgumentException("maxAge must be said of a rule with evidence, after it");
            }
            requirement = new Evidence(some.figures(), Objects.requireNonNull(age, "age"));
            return this;
        }

        /** Says why. */
        public Builder because(String reason) {
            this.because = FieldRules.text("because", reason);
            return this;
        }

        /** Says what to do instead of what the rule refuses. */
        public Builder instead(String advice) {
            this.instead = FieldRules.text("instead", advice);
            return this;
        }

        /** Lets pass what the rule cannot judge for want of a fact; without it that is refused. */
        public Builder allowUnknown() {
            this.allowsUnknown = true;
            return this;
        }

        private Builder require(Requirement next) {
            if (requirement != null) {
                throw new IllegalArgumentException(
                        "a rule must have one of allow, deny, maxCost and evidence, and of one fact; found two");
            }
            requirement = next;
            return this;
        }

        /**
         * Builds the rule.
         *
         * @throws IllegalStateException if nothing is required, no reason is given, or what it looks at is not known at the
         *     moments that it says
         */
        public PolicyRule build() {
            return new PolicyRule(this);
        }
    }
}
