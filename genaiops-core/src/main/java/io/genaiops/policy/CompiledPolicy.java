package io.genaiops.policy;

import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.policy.CompiledRule.Facts;
import io.genaiops.policy.PolicyDecision.Allowed;
import io.genaiops.policy.PolicyDecision.PolicyVersion;
import io.genaiops.policy.PolicyDecision.Reason;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A version of a policy made ready to be asked often. Its decisions that allow are made beforehand. */
final class CompiledPolicy {

    private final PolicyDefinition definition;
    private final PolicyVersion identity;
    private final PolicyFact[] numbered;
    private final Map<Moment, Ready> ready = new EnumMap<>(Moment.class);

    /** The rules of one moment, and the decision if all are kept. */
    private record Ready(List<CompiledRule> rules, Allowed allowed) {}

    CompiledPolicy(PolicyDefinition definition, PolicyVersion identity) {
        this.definition = definition;
        this.identity = identity;
        Map<PolicyFact, Integer> numbers = new LinkedHashMap<>();
        for (Moment moment : Moment.values()) {
            List<PolicyRule> rules = definition.rules().stream()
                    .filter(rule -> rule.moments().contains(moment))
                    .toList();
            Allowed allowed = new Allowed(
                    identity, moment, rules.stream().map(PolicyRule::id).toList());
            ready.put(
                    moment,
                    new Ready(
                            rules.stream()
                                    .map(rule -> CompiledRule.of(rule, fact -> number(numbers, fact)))
                                    .toList(),
                            allowed));
        }
        this.numbered = numbers.keySet().toArray(PolicyFact[]::new);
    }

    private static int number(Map<PolicyFact, Integer> numbers, PolicyFact fact) {
        return numbers.computeIfAbsent(fact, unknown -> numbers.size());
    }

    PolicyDefinition definition() {
        return definition;
    }

    PolicyVersion identity() {
        return identity;
    }

    /** Returns the decision; one that does not allow is {@code Refused}. */
    PolicyDecision decide(PolicyRequest request, Map<PolicyFact, List<String>> everywhere, Clock clock) {
        Facts facts = new Facts(request, everywhere, clock, numbered);
        Ready asked = Objects.requireNonNull(ready.get(request.moment()));
        List<Reason> reasons = null;
        List<CompiledRule> rules = asked.rules();
        for (int i = 0; i < rules.size(); i++) {
            if (!rules.get(i).isKept(facts)) {
                reasons = reasons == null ? new ArrayList<>() : reasons;
                reasons.add(Explanation.of(rules.get(i), facts));
            }
        }
        return reasons == null ? asked.allowed() : new PolicyDecision.Refused(identity, request.moment(), reasons);
    }

    /** Returns the rules of a moment that apply, or may. */
    List<PolicyRule> applying(PolicyRequest request, Map<PolicyFact, List<String>> everywhere, Clock clock) {
        Facts facts = new Facts(request, everywhere, clock, numbered);
        return Objects.requireNonNull(ready.get(request.moment())).rules().stream()
                .filter(rule -> rule.applies(facts) != CompiledRule.Truth.FALSE)
                .map(CompiledRule::rule)
                .toList();
    }
}
