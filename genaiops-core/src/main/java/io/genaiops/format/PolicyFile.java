package io.genaiops.format;

import io.genaiops.asset.AssetKind;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyDefinition.Evidence;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.yaml.YamlNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads and writes {@code <version>.policy.yaml}. */
final class PolicyFile {

    private static final Set<String> RULE = Set.of(
            "id",
            "at",
            "when",
            "allow",
            "deny",
            "maxCost",
            "unpriced",
            "evidence",
            "because",
            "instead",
            "whenUnknown");

    private static final List<String> REQUIREMENTS = List.of("allow", "deny", "maxCost", "evidence");

    private PolicyFile() {}

    static PolicyDefinition parse(YamlNode yaml) {
        AssetHeader header = AssetHeader.parse(AssetKind.POLICY, yaml, Set.of("rules"));
        PolicyDefinition.Builder policy =
                PolicyDefinition.builder(header.name(), header.version()).metadata(header.metadata());
        YamlNode rules = yaml.require("rules");
        if (rules.items().isEmpty()) {
            throw rules.error("expected at least one rule, found none");
        }
        for (YamlNode node : rules.items()) {
            PolicyRule rule = rule(node);
            node.built(() -> policy.rule(rule));
        }
        return yaml.built(policy::build);
    }

    private static PolicyRule rule(YamlNode node) {
        node.allowOnly(RULE);
        PolicyRule.Builder rule = node.require("id").as(PolicyRule::builder);
        node.find("at")
                .ifPresent(at -> some(at, "moment").forEach(item -> item.as(text -> rule.at(Moment.parse(text)))));
        node.find("when")
                .ifPresent(when -> facts(when)
                        .forEach((key, value) -> value.built(() -> rule.when(new PolicyFact(key), patterns(value)))));
        node.find("allow")
                .ifPresent(allow -> onlyFact(allow)
                        .forEach((key, value) -> value.built(() -> rule.allow(new PolicyFact(key), patterns(value)))));
        node.find("deny")
                .ifPresent(deny -> onlyFact(deny)
                        .forEach((key, value) -> value.built(() -> rule.deny(new PolicyFact(key), patterns(value)))));
        node.find("maxCost").ifPresent(cost -> cost.as(rule::maxCost));
        node.find("unpriced").ifPresent(text -> {
            if (allows(text)) {
                text.built(rule::allowUnpriced);
            } else if (node.find("maxCost").isEmpty()) {
                throw text.error("unpriced must be said of a rule with maxCost");
            }
        });
        node.find("evidence").ifPresent(evidence -> evidence(evidence, rule));
        if (Collections.disjoint(node.entries().keySet(), REQUIREMENTS)) {
            throw node.error("expected one of " + REQUIREMENTS + ", found only "
                    + node.entries().keySet());
        }
        node.require("because").as(rule::because);
        node.find("instead").ifPresent(text -> text.as(rule::instead));
        node.find("whenUnknown").filter(PolicyFile::allows).ifPresent(text -> rule.allowUnknown());
        return node.built(rule::build);
    }

    private static Map<String, YamlNode> facts(YamlNode node) {
        if (node.entries().isEmpty()) {
            throw node.error("expected at least one fact, found none");
        }
        return node.entries();
    }

    private static Map<String, YamlNode> onlyFact(YamlNode node) {
        if (node.entries().size() != 1) {
            throw node.error("expected one fact, found " + node.entries().keySet()
                    + "; write a rule for each, or put the others under 'when'");
        }
        return node.entries();
    }

    private static String[] patterns(YamlNode node) {
        return some(node, "pattern").stream().map(YamlNode::text).toArray(String[]::new);
    }

    private static List<YamlNode> some(YamlNode node, String what) {
        if (!node.isList()) {
            return List.of(node);
        }
        if (node.items().isEmpty()) {
            throw node.error("expected at least one " + what + ", found none");
        }
        return node.items();
    }

    private static boolean allows(YamlNode node) {
        return switch (node.text()) {
            case "allow" -> true;
            case "refuse" -> false;
            default -> throw node.error("expected allow or refuse, found '" + node.text() + "'");
        };
    }

    private static void evidence(YamlNode node, PolicyRule.Builder rule) {
        node.allowOnly(Set.of("figures", "maxAge"));
        for (YamlNode figure : some(node.require("figures"), "figure")) {
            figure.allowOnly(Set.of("evaluator", "kind"));
            String evaluator = figure.require("evaluator").text();
            String kind = figure.require("kind").text();
            figure.built(() -> rule.evidence(evaluator, kind));
        }
        node.find("maxAge").ifPresent(age -> age.as(text -> rule.maxAge(Evidence.age(text))));
    }

    static String write(PolicyDefinition policy) {
        return YamlWriter.of(policy).items("rules", policy.spec().path("rules")).toString();
    }
}
