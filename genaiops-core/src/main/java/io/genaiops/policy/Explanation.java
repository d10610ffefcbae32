package io.genaiops.policy;

import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition.Evidence;
import io.genaiops.definition.PolicyDefinition.MaxCost;
import io.genaiops.definition.PolicyDefinition.RequiredFigure;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.policy.CompiledRule.Facts;
import io.genaiops.policy.PolicyDecision.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says why a rule is not kept: what was expected, what was found, what to do. */
final class Explanation {

    private static final String COST = "cost";

    private final PolicyRule rule;
    private final Facts facts;
    private final Set<String> missing = new LinkedHashSet<>();
    private final Map<String, List<String>> seen = new TreeMap<>();

    private Explanation(PolicyRule rule, Facts facts) {
        this.rule = rule;
        this.facts = facts;
    }

    static Reason of(CompiledRule rule, Facts facts) {
        return new Explanation(rule.rule(), facts)
                .reason(
                        rule.kept(facts) == CompiledRule.Truth.UNKNOWN,
                        rule.required(facts) == CompiledRule.Truth.UNKNOWN);
    }

    private Reason reason(boolean isUnknown, boolean isRequirementUnknown) {
        rule.conditions().keySet().forEach(this::look);
        Set<String> ofConditions = Set.copyOf(missing);
        String required = rule.requirement()
                .fold(
                        allow -> expected(allow.fact(), "must be one of", allow.patterns()),
                        deny -> expected(deny.fact(), "must be none of", deny.patterns()),
                        this::expected,
                        this::expected);
        if (!isRequirementUnknown) {
            missing.retainAll(ofConditions);
        }
        String found = (isUnknown ? String.join(", ", missing) + " was not stated, and " : "") + required + where();
        return new Reason(rule.id(), found, seen, List.copyOf(missing), rule.because(), instead(isUnknown));
    }

    private void look(PolicyFact fact) {
        List<String> values = facts.shown(fact);
        if (values.isEmpty()) {
            missing.add(fact.name());
        } else {
            seen.put(fact.name(), values);
        }
    }

    private String expected(PolicyFact fact, String relation, List<String> patterns) {
        look(fact);
        List<String> found = facts.shown(fact);
        return fact + " " + relation + " " + Values.shown(patterns)
                + (found.isEmpty() ? "" : "; found: " + String.join(", ", found));
    }

    private String expected(MaxCost most) {
        Cost cost = facts.request().estimate();
        if (cost == null) {
            missing.add(COST);
            return "a call may cost at most " + most.most();
        }
        List<String> found = Values.shown(List.of(cost.toString()));
        seen.put(COST, found);
        return "a call may cost at most " + most.most() + "; estimated: " + found.get(0);
    }

    private String expected(Evidence evidence) {
        List<String> found = new ArrayList<>();
        for (RequiredFigure figure : evidence.figures()) {
            Instant at = facts.evidence().get(figure);
            if (!CompiledRule.isFresh(at, evidence.maxAge(), facts.now())) {
                found.add(figure + (at == null ? ": none" : " of " + at));
            }
        }
        Duration age = evidence.maxAge();
        seen.put(
                "evidence",
                Values.shown(facts.evidence().entrySet().stream()
                        .map(entry -> entry.getKey() + " of " + entry.getValue())
                        .sorted()
                        .toList()));
        return "evidence must have "
                + evidence.figures().stream().map(RequiredFigure::toString).collect(Collectors.joining(", "))
                + (age == null ? "" : ", at most " + Evidence.text(age) + " old on " + facts.now()) + "; found: "
                + String.join(", ", found);
    }

    private String where() {
        return rule.conditions().isEmpty()
                ? ""
                : rule.conditions().entrySet().stream()
                        .map(entry -> entry.getKey() + " is one of " + Values.shown(entry.getValue()))
                        .collect(Collectors.joining(" and ", " (where ", ")"));
    }

    private String instead(boolean isUnknown) {
        String advice = rule.instead().orElse("do what the rule allows, or have the owner of the policy change it");
        return isUnknown
                ? missing.stream().map(Explanation::how).distinct().collect(Collectors.joining("; "))
                        + rule.instead().map(text -> "; or: " + text).orElse("")
                : advice;
    }

    private static String how(String fact) {
        return switch (fact) {
            case COST -> "state the cost with ModelFacts.estimatedBy(…) or PolicyRequest's costsAtMost(…)";
            case "model", "provider" -> "state the " + fact + " with ModelFacts.of(definition) or with(…)";
            case "hostModel" -> "state the host's name of the model";
            case "tenant" -> "state the tenant of the call";
            case "asset" -> "make the call from a prompt, or state the asset";
            case "tool", "label" -> "state the " + fact + " with PolicyRequest." + fact + "(…)";
            default ->
                "state " + fact + " as an attribute of the call, with ModelFacts, or for the whole policy with"
                        + " Policy.builder(…).fact(…)";
        };
    }
}
