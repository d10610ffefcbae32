package io.genaiops.policy;

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
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A rule made ready to be asked often. It is kept if it does not apply or what it requires is so; where one of the two is
 * not known and the other does not settle it, it is not known whether it is kept.
 */
final class CompiledRule {

    /**
     * What rules see: the facts of a request, and those that hold for every request of a policy. The facts that the rules
     * look at are looked up once, and found by their number from then on.
     */
    static final class Facts {

        private final PolicyRequest request;
        private final Map<PolicyFact, List<String>> everywhere;
        private final Clock clock;
        private final Object[] looked;

        Facts(PolicyRequest request, Map<PolicyFact, List<String>> everywhere, Clock clock, PolicyFact[] numbered) {
            this.request = request;
            this.everywhere = everywhere;
            this.clock = clock;
            this.looked = new Object[2 * numbered.length];
            for (int i = 0; i < numbered.length; i++) {
                looked[2 * i] = stated(numbered[i]);
                looked[2 * i + 1] = everywhere.isEmpty() ? List.of() : fixed(numbered[i]);
            }
        }

        PolicyRequest request() {
            return request;
        }

        List<String> stated(PolicyFact fact) {
            return request.values(fact);
        }

        List<String> fixed(PolicyFact fact) {
            return everywhere.getOrDefault(fact, List.of());
        }

        @SuppressWarnings("unchecked") // nothing else is put there
        private List<String> looked(int slot) {
            return (List<String>) looked[slot];
        }

        List<String> stated(int number) {
            return looked(2 * number);
        }

        List<String> fixed(int number) {
            return looked(2 * number + 1);
        }

        /** Returns all values of a fact, as they may be shown. */
        List<String> shown(PolicyFact fact) {
            return Values.shown(Values.both(stated(fact), fixed(fact)));
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
    private static final class Patterns {

        private final int number;
        private final NamePattern[] list;

        private Patterns(int number, NamePattern[] list) {
            this.number = number;
            this.list = list;
        }

        static Patterns of(PolicyFact fact, List<String> patterns, ToIntFunction<PolicyFact> numbers) {
            return new Patterns(
                    numbers.applyAsInt(fact),
                    patterns.stream().map(text -> NamePattern.of(fact, text)).toArray(NamePattern[]::new));
        }

        boolean match(String value) {
            for (NamePattern pattern : list) {
                if (pattern.matches(value)) {
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

    private CompiledRule(PolicyRule rule, ToIntFunction<PolicyFact> numbers) {
        this.rule = rule;
        this.conditions = rule.conditions().entrySet().stream()
                .map(entry -> Patterns.of(entry.getKey(), entry.getValue(), numbers))
                .toArray(Patterns[]::new);
        this.requirement = rule.requirement()
                .fold(
                        allow -> allowing(Patterns.of(allow.fact(), allow.patterns(), numbers)),
                        deny -> denying(Patterns.of(deny.fact(), deny.patterns(), numbers)),
                        CompiledRule::costing,
                        CompiledRule::evident);
    }

    /** Returns a rule that finds facts by the number that each has in its policy. */
    static CompiledRule of(PolicyRule rule, ToIntFunction<PolicyFact> numbers) {
        return new CompiledRule(rule, numbers);
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
        List<String> stated = facts.stated(patterns.number);
        List<String> fixed = facts.fixed(patterns.number);
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
            List<String> stated = facts.stated(patterns.number);
            List<String> fixed = facts.fixed(patterns.number);
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
            PolicyRequest request = facts.request();
            if (request.estimate() == null) {
                return Truth.UNKNOWN;
            }
            BigDecimal amount = request.amount();
            if (amount == null) {
                return most.allowsUnpriced() ? Truth.TRUE : Truth.FALSE;
            }
            return currency.equals(request.currency()) && amount.compareTo(limit) <= 0 ? Truth.TRUE : Truth.FALSE;
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
