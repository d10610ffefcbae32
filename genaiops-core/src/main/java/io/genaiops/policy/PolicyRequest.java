package io.genaiops.policy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition.RequiredFigure;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.model.CallContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a policy is asked about: a call, a tool or a promotion, and the facts stated of it. A fact may have several values:
 * all of them must be allowed, and none denied. Holds no text of prompts, answers or arguments. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PolicyRequest {

    private final Moment moment;
    private final Map<PolicyFact, List<String>> facts;
    private final Map<RequiredFigure, Instant> evidence;
    private final @Nullable Cost cost;
    private final @Nullable BigDecimal amount;
    private final @Nullable Currency currency;

    private PolicyRequest(Builder builder) {
        this.moment = builder.moment;
        this.facts = Map.copyOf(builder.facts);
        this.evidence = Map.copyOf(builder.evidence);
        this.cost = builder.cost;
        this.amount = cost == null ? null : cost.amount().orElse(null);
        this.currency = cost == null ? null : cost.currency().orElse(null);
    }

    /** Begins with a call of the host's model of this name. */
    public static Builder call(String hostModel) {
        return new Builder(Moment.CALL).fact(PolicyFact.HOST_MODEL, hostModel);
    }

    /** Begins with the execution of a tool. */
    public static Builder tool(String name) {
        return new Builder(Moment.TOOL).fact(PolicyFact.TOOL, name);
    }

    /**
     * Begins with a label that is about to move to a version of an asset. What a rule says of {@code production} counts in
     * every environment: a label of one is stated with it and without, and the environment beside.
     */
    public static Builder promotion(AssetId asset, Label label) {
        Builder promotion = new Builder(Moment.PROMOTION)
                .fact(PolicyFact.ASSET, name(asset))
                .fact(PolicyFact.LABEL, label.name());
        label.environment()
                .ifPresent(environment -> promotion
                        .fact(PolicyFact.LABEL, label.withoutEnvironment().name())
                        .fact(PolicyFact.ENVIRONMENT, environment));
        return promotion;
    }

    /** Returns when the policy is asked. */
    public Moment moment() {
        return moment;
    }

    /** Returns what is stated. */
    public Map<PolicyFact, List<String>> facts() {
        return facts;
    }

    /** Returns the values of a fact; empty if it is not stated. */
    public List<String> values(PolicyFact fact) {
        return facts.getOrDefault(fact, List.of());
    }

    /** Returns what a call is estimated to cost at most, if that is stated. */
    public Optional<Cost> cost() {
        return Optional.ofNullable(cost);
    }

    /** Returns the figures that evaluations computed of what is promoted, and when. */
    public Map<RequiredFigure, Instant> evidence() {
        return evidence;
    }

    @Nullable
    Cost estimate() {
        return cost;
    }

    @Nullable
    BigDecimal amount() {
        return amount;
    }

    @Nullable
    Currency currency() {
        return currency;
    }

    /** Returns a builder with everything that this request states. */
    public Builder toBuilder() {
        Builder builder = new Builder(moment);
        builder.facts.putAll(facts);
        builder.evidence.putAll(evidence);
        builder.cost = cost;
        return builder;
    }

    private static String name(AssetId asset) {
        return asset.kind().singular() + "/" + asset.name();
    }

    @Override
    public String toString() {
        return "PolicyRequest[" + moment + ", " + facts + "]";
    }

    /** Collects what is stated. A fact that is stated twice has both values. Not thread-safe. */
    public static final class Builder {

        private final Moment moment;
        private final Map<PolicyFact, List<String>> facts = new HashMap<>();
        private final Map<RequiredFigure, Instant> evidence = new HashMap<>();
        private @Nullable Cost cost;

        private Builder(Moment moment) {
            this.moment = moment;
        }

        /**
         * States a fact.
         *
         * @throws IllegalArgumentException if no value is given or one is blank
         */
        public Builder fact(PolicyFact fact, String... values) {
            facts.merge(fact, Values.stated(fact, values), Values::both);
            return this;
        }

        /** States what is known of the model. */
        public Builder model(ModelFacts model) {
            model.values().forEach((fact, values) -> facts.merge(fact, values, Values::both));
            return this;
        }

        /**
         * States what a call says of itself: its tenant, its prompt, and the attributes {@code region}, {@code dataClass},
         * {@code environment}, {@code purpose} and the host's own that begin with {@code x-}. Several values have commas
         * between. It comes on top of what was stated, and takes nothing away.
         */
        public Builder context(CallContext context) {
            String tenant = context.tenant();
            if (tenant != null && !tenant.isBlank()) {
                fact(PolicyFact.TENANT, tenant);
            }
            if (context.prompt() != null) {
                fact(
                        PolicyFact.ASSET,
                        name(new AssetId(AssetKind.PROMPT, context.prompt().name())));
            }
            context.attributes().forEach(this::attribute);
            return this;
        }

        private void attribute(String name, String value) {
            PolicyFact fact = Values.ofAttribute(name);
            List<String> values = fact == null ? List.of() : Values.listed(fact, value);
            if (fact != null && !values.isEmpty()) {
                facts.merge(fact, values, Values::both);
            }
        }

        Builder without(PolicyFact fact) {
            facts.remove(fact);
            return this;
        }

        /** States what a call costs at most. */
        public Builder costsAtMost(Cost estimate) {
            this.cost = Objects.requireNonNull(estimate, "estimate");
            return this;
        }

        /**
         * States that an evaluation of exactly what is promoted computed a figure; the newest counts.
         *
         * @param kind for example {@code mean} or {@code pass-rate}; blanks and case do not matter
         */
        public Builder evidence(String evaluator, String kind, Instant at) {
            String spelled = kind.toLowerCase(Locale.ROOT).replace(' ', '-').replace('_', '-');
            evidence.merge(new RequiredFigure(evaluator, spelled), at, (a, b) -> a.isAfter(b) ? a : b);
            return this;
        }

        /** Builds the request. */
        public PolicyRequest build() {
            return new PolicyRequest(this);
        }
    }
}
