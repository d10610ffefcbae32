package io.genaiops.policy;

import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;

/** Policies of the tests. */
final class HouseRules {

    private HouseRules() {}

    static PolicyDefinition yaml(String rules) {
        return (PolicyDefinition)
                AssetFile.parse(AssetKind.POLICY, "f", "name: house-rules\nversion: 1.0.0\nrules:\n" + rules.indent(2))
                        .asset();
    }

    static PolicyDefinition of(PolicyRule... rules) {
        return of("1.0.0", rules);
    }

    static PolicyDefinition of(String version, PolicyRule... rules) {
        PolicyDefinition.Builder policy = PolicyDefinition.builder("house-rules", Version.parse(version));
        for (PolicyRule rule : rules) {
            policy.rule(rule);
        }
        return policy.build();
    }

    static PolicyRule.Builder rule(String id) {
        return PolicyRule.builder(id).because("the house says so");
    }
}
