package io.genaiops.policy;

import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition.Evidence;
import io.genaiops.definition.PolicyDefinition.MaxCost;
import io.genaiops.definition.PolicyDefinition.RequiredFigure;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule made ready to be asked often. It is kept if it does not apply or what it requires is so; where one of the two is
 * not known and the other does not settle it, it is not known whether it is kept.
 */
final class CompiledRule {

    /**
     * What rules see: the facts of a request and those that hold for every request of a policy.
     *
     * @param everywhere what the host stated of the policy
     */
    record Facts(PolicyRequest request, Map<PolicyFact, List<String>> everywhere, Clock clock) {

        List<String> stated(PolicyFact fact) {
            return request.values(fact);
        }

        List<String> fixed(PolicyFact fact) {
            return everywhere.getOrDefault(fact, List.of());
        }

        /** Returns all values of a fact, as they may be shown. */
        List<String> shown(PolicyFact fact) {
            return Values.shown(Values.both(stated(fact), fixed(fact)));
        }

        @Nullable
        Cost cost() {
            return request.estimate();
        }

        Map<RequiredFigure, Instant> evidence() {
            return request.evidence();
        }

        Instant now() {
            return clock.instant();
        }
    }

    /** What is known of a statement. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN
    }

    /** Patterns of one fact. */
    private record Patterns(PolicyFact fact, List<NamePattern> list) {

        static Patterns of(PolicyFact fact, List<String> patterns) {
            return new Patterns(
                    fact,
                    patterns.stream().map(text -> NamePattern.of(fact, text)).toList());
        }

        boolean match(String value) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i).matches(value)) {
                    return true;
                }
            }
            return false;
        }

        boolean matchAny(List<String> values) {
            for (int i = 0; i < values.size(); i++) {
                if (match(values.get(i))) {
                    return true;
                }
            }
            return false;
        }

        boolean matchAll(List<String> values) {
            for (int i = 0; i < values.size(); i++) {
                if (!match(values.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What a requirement is held against. */
    @FunctionalInterface
    private interface Test {
        Truth of(Facts facts);
    }

    private final PolicyRule rule;
    private final Patterns[] conditions;
    private final Test requirement;

    private CompiledRule(PolicyRule rule) {
        this.rule = rule;
        this.conditions = rule.conditions().entrySet().stream()
                .map(entry -> Patterns.of(entry.getKey(), entry.getValue()))
                .toArray(Patterns[]::new);
        this.requirement = rule.requirement()
                .fold(
                        allow -> allowing(Patterns.of(allow.fact(), allow.patterns())),
                        deny -> denying(Patterns.of(deny.fact(), deny.patterns())),
                        CompiledRule::costing,
                        CompiledRule::evident);
    }

    static CompiledRule of(PolicyRule rule) {
        return new CompiledRule(rule);
    }

    PolicyRule rule() {
        return rule;
    }

    /** Returns whether nothing is to be said against it. */
    boolean isKept(Facts facts) {
        Truth kept = kept(facts);
        return kept == Truth.TRUE || (kept == Truth.UNKNOWN && rule.allowsUnknown());
    }

    Truth kept(Facts facts) {
        Truth applies = applies(facts);
        if (applies == Truth.FALSE) {
            return Truth.TRUE;
        }
        Truth required = required(facts);
        return required == Truth.TRUE || applies == Truth.TRUE ? required : Truth.UNKNOWN;
    }

    Truth applies(Facts facts) {
        Truth all = Truth.TRUE;
        for (Patterns condition : conditions) {
            Truth one = condition(condition, facts);
            if (one == Truth.FALSE) {
                return Truth.FALSE;
            }
            all = one == Truth.UNKNOWN ? one : all;
        }
        return all;
    }

    Truth required(Facts facts) {
        return requirement.of(facts);
    }

    private static Truth condition(Patterns patterns, Facts facts) {
        List<String> stated = facts.stated(patterns.fact());
        List<String> fixed = facts.fixed(patterns.fact());
        if (stated.isEmpty() && fixed.isEmpty()) {
            return Truth.UNKNOWN;
        }
        return patterns.matchAny(stated) || patterns.matchAny(fixed) ? Truth.TRUE : Truth.FALSE;
    }

    private static Test denying(Patterns patterns) {
        return facts -> not(condition(patterns, facts));
    }

    private static Test allowing(Patterns patterns) {
        return facts -> {
            List<String> stated = facts.stated(patterns.fact());
            List<String> fixed = facts.fixed(patterns.fact());
            if (stated.isEmpty() && fixed.isEmpty()) {
                return Truth.UNKNOWN;
            }
            return patterns.matchAll(stated) && patterns.matchAll(fixed) ? Truth.TRUE : Truth.FALSE;
        };
    }

    private static Test costing(MaxCost most) {
        BigDecimal limit = most.most().value();
        Currency currency = Currency.getInstance(most.most().unit());
        return facts -> {
            Cost cost = facts.cost();
            if (cost == null) {
                return Truth.UNKNOWN;
            }
            if (!cost.isPriced()) {
                return most.allowsUnpriced() ? Truth.TRUE : Truth.FALSE;
            }
            return cost.currency().orElseThrow().equals(currency)
                            && cost.amount().orElseThrow().compareTo(limit) <= 0
                    ? Truth.TRUE
                    : Truth.FALSE;
        };
    }

    private static Test evident(Evidence evidence) {
        return facts -> {
            for (RequiredFigure figure : evidence.figures()) {
                if (!isFresh(facts.evidence().get(figure), evidence.maxAge(), facts.now())) {
                    return Truth.FALSE;
                }
            }
            return Truth.TRUE;
        };
    }

    /** Evidence from the future is none: its age is not known. */
    static boolean isFresh(@Nullable Instant at, @Nullable Duration maxAge, Instant now) {
        return at != null
                && !at.isAfter(now)
                && (maxAge == null || Duration.between(at, now).compareTo(maxAge) <= 0);
    }

    private static Truth not(Truth truth) {
        return truth == Truth.UNKNOWN ? truth : truth == Truth.TRUE ? Truth.FALSE : Truth.TRUE;
    }
}
