package io.genaiops.policy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Makes policies and requests over few names, so that every combination of known, unknown, matching and not occurs. */
final class RandomPolicies {

    static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final List<PolicyFact> FACTS = List.of(
            PolicyFact.REGION,
            PolicyFact.DATA_CLASS,
            PolicyFact.PURPOSE,
            PolicyFact.TENANT,
            PolicyFact.MODEL,
            PolicyFact.TOOL,
            PolicyFact.own("x-team"));
    private static final List<String> NAMES =
            List.of("eu", "eu-west", "us", "us-east-1", "EU-WEST", "a", "aa", "ab", "ba");
    private static final List<String> PATTERNS =
            List.of("eu", "eu*", "*us*", "*", "a*a", "*b", "a", "us-*-1", "nobody", "EU", "a*b*");

    private final Random random;

    RandomPolicies(long seed) {
        this.random = new Random(seed);
    }

    PolicyDefinition policy(int mostRules) {
        PolicyDefinition.Builder policy = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0));
        for (int i = 1 + random.nextInt(mostRules); i > 0; i--) {
            policy.rule(rule("rule-" + i));
        }
        return policy.build();
    }

    private PolicyRule rule(String id) {
        PolicyRule.Builder rule = PolicyRule.builder(id).because("because of " + id);
        EnumSet<Moment> possible = EnumSet.allOf(Moment.class);
        switch (random.nextInt(5)) {
            case 0, 1 -> {
                PolicyFact fact = any(FACTS);
                possible.retainAll(fact.moments());
                rule.allow(fact, patterns());
            }
            case 2 -> {
                PolicyFact fact = any(FACTS);
                possible.retainAll(fact.moments());
                rule.deny(fact, patterns());
            }
            case 3 -> {
                possible.retainAll(EnumSet.of(Moment.CALL));
                rule.maxCost("0.05 USD");
                if (random.nextBoolean()) {
                    rule.allowUnpriced();
                }
            }
            default -> {
                possible.retainAll(EnumSet.of(Moment.PROMOTION));
                rule.evidence("relevance", "mean");
                if (random.nextBoolean()) {
                    rule.maxAge(Duration.ofDays(7));
                }
            }
        }
        Set<PolicyFact> conditions = new LinkedHashSet<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            PolicyFact fact = any(FACTS);
            EnumSet<Moment> both = EnumSet.copyOf(possible);
            both.retainAll(fact.moments());
            if (!both.isEmpty() && conditions.add(fact)) {
                possible = both;
                rule.when(fact, patterns());
            }
        }
        if (random.nextBoolean()) {
            rule.at(any(List.copyOf(possible)));
        }
        return (random.nextInt(4) == 0 ? rule.allowUnknown() : rule).build();
    }

    PolicyRequest request() {
        PolicyRequest.Builder request = switch (random.nextInt(4)) {
            case 0 -> PolicyRequest.tool(any(NAMES));
            case 1 -> PolicyRequest.promotion(AssetId.prompt("guide"), Label.PRODUCTION);
            default -> PolicyRequest.call("large");
        };
        for (PolicyFact fact : FACTS) {
            for (int i = random.nextInt(3); i > 0 && !fact.equals(PolicyFact.TOOL); i--) {
                request.fact(fact, any(NAMES));
            }
        }
        switch (random.nextInt(4)) {
            case 0 -> request.costsAtMost(Cost.usd("0.0" + random.nextInt(10)));
            case 1 -> request.costsAtMost(Cost.unpriced("no price"));
            default -> {}
        }
        if (random.nextBoolean()) {
            request.evidence("relevance", "mean", NOW.minus(Duration.ofDays(random.nextInt(12))));
        }
        return request.build();
    }

    PolicyDefinition shuffled(PolicyDefinition policy) {
        List<PolicyRule> rules = new ArrayList<>(policy.rules());
        Collections.shuffle(rules, random);
        PolicyDefinition.Builder other = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0));
        rules.forEach(other::rule);
        return other.build();
    }

    private String[] patterns() {
        Set<String> some = new LinkedHashSet<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            some.add(any(PATTERNS));
        }
        return some.toArray(String[]::new);
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
