package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.NOW;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.evidence.Evidence;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Verdict;
import io.genaiops.policy.Policy;
import io.genaiops.policy.PolicyDecision;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Policies that are asked before a label moves: evaluators that they require, models, providers and regions. */
class PromotionPolicyTest {

    private final AssetRegistry registry = GovernedStore.fill(AssetStore.memory());

    @Test
    void a_policy_requires_evaluators_at_promotion() {
        Policy policy = policy(rule("evaluated")
                .when(PolicyFact.LABEL, "production")
                .evidence("token_f1", "mean")
                .evidence("toxicity", "pass-rate")
                .maxAge(Duration.ofDays(30)));

        Promotion refused = promote(governance(policy), "2.0.0", evidence(registry, "2.0.0", 0.8));

        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons().get(0))
                .startsWith("policy house-rules:1.0.0 refuses: evaluated: evidence must have mean of 'token_f1',"
                        + " pass-rate of 'toxicity'")
                .contains("found: pass-rate of 'toxicity': none", "because: the house says so", "instead: ");
        assertThat(on()).isEqualTo("1.0.0");
        assertThat(policy.report().refused()).isEqualTo(1);
    }

    @Test
    void evidence_that_is_void_or_too_old_is_none_for_a_policy() {
        Policy policy = policy(rule("evaluated").evidence("token_f1", "mean").maxAge(Duration.ofDays(30)));
        Governance governance = governance(policy);
        Evidence fresh = evidence(registry, "2.0.0", 0.8);
        Evidence old = new Evidence(
                fresh.id(),
                fresh.version(),
                fresh.digest(),
                fresh.dataset(),
                fresh.model(),
                fresh.figures(),
                NOW.minus(Duration.ofDays(31)));

        assertThat(promote(governance, "2.0.0", evidence(registry, "3.0.0", 0.8))
                        .isPromoted())
                .isFalse();
        assertThat(policy.report().rule("evaluated").refused()).isEqualTo(1);
        assertThat(promote(governance, "2.0.0", old).reasons())
                .anyMatch(reason -> reason.contains("mean of 'token_f1' of 2026-10-01T10:00:00Z"));
        assertThat(promote(governance, "2.0.0", fresh).isPromoted()).isTrue();
    }

    @Test
    void what_the_policy_said_stands_in_the_history_and_in_the_refusal() {
        Governance governance = governance(policy(rule("evaluated").evidence("token_f1", "mean")));

        promote(governance, "2.0.0", evidence(registry, "2.0.0", 0.8));

        assertThat(registry.label("trail-guide", "production")
                        .history()
                        .get(1)
                        .authority()
                        .text())
                .contains("policy house-rules:1.0.0 allows it, by [evaluated]");

        Governance strict = governance(policy(rule("more").evidence("bleu", "mean")));
        promote(strict, "3.0.0", evidence(registry, "3.0.0", 0.8));

        assertThat(strict.report().refusals().get(0).why()).contains("policy house-rules:1.0.0 refuses: more");
    }

    @Test
    void each_model_that_may_answer_is_asked_about_apart() {
        registry.label(GovernedStore.SMALL, Label.PRODUCTION).moveTo("1.0.0", "author", "first");
        publish("model: small\nfallback: [spare]");
        List<String> asked = new ArrayList<>();
        Policy policy = Policy.builder(
                        rules(rule("providers").at(Moment.PROMOTION).allow(PolicyFact.PROVIDER, "openai")))
                .listener((request, decision) -> asked.add(request.values(PolicyFact.HOST_MODEL) + " "
                        + request.values(PolicyFact.PROVIDER) + " " + request.values(PolicyFact.MODEL) + " "
                        + decision.outcome()))
                .clock(CLOCK)
                .build();
        Evidence measured = evidence(registry, "4.0.0", 0.8)
                .withModel("small", registry.digest(GovernedStore.SMALL, AssetRef.parse("small:1.0.0")));

        Promotion refused = promote(governance(policy), "4.0.0", measured);

        assertThat(asked).containsExactly("[small] [openai] [m-1.0.0] allowed", "[spare] [] [] refused");
        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons().get(0)).contains("refuses with model 'spare': providers: provider was not stated");
        assertThat(refused.reasons()).contains("policy house-rules:1.0.0 allows it with model 'small', by [providers]");
    }

    @Test
    void models_providers_and_regions_are_held_against_the_definition() {
        registry.publish(
                AssetFile.parse(
                        AssetKind.MODEL,
                        "test",
                        "name: small\nversion: 2.0.0\nprovider: mistral\nmodel: tiny-preview\nregions: [us]\n"),
                "author");
        Policy policy = policy(
                rule("providers").at(Moment.PROMOTION).allow(PolicyFact.PROVIDER, "openai"),
                rule("previews").at(Moment.PROMOTION).deny(PolicyFact.MODEL, "*-preview"),
                rule("regions").at(Moment.PROMOTION).allow(PolicyFact.REGION, "eu*"));
        Governance governance = Governance.builder(registry)
                .gate("production", AssetKind.MODEL, candidate -> Verdict.pass("looked at"))
                .policy(policy)
                .clock(CLOCK)
                .build();

        Promotion refused = governance
                .promote(AssetKind.MODEL, "small:2.0.0")
                .to("production")
                .because("x")
                .by(Actor.asserted("ada"))
                .submit();

        assertThat(refused.reasons())
                .anyMatch(reason -> reason.contains("providers: provider must be one of [openai]; found: mistral"))
                .anyMatch(reason -> reason.contains("previews: model must be none of [*-preview]; found: tiny-preview"))
                .anyMatch(reason -> reason.contains("regions: region must be one of [eu*]; found: us"));
        assertThat(refused.isPromoted()).isFalse();
    }

    @Test
    void a_policy_that_is_tried_refuses_nothing_and_says_what_it_would_have_refused() {
        Policy tried = Policy.builder(rules(rule("evaluated").evidence("bleu", "mean")))
                .dryRun()
                .clock(CLOCK)
                .build();

        Promotion promoted = promote(governance(tried), "2.0.0", evidence(registry, "2.0.0", 0.8));

        assertThat(promoted.isPromoted()).isTrue();
        assertThat(promoted.reasons())
                .anyMatch(reason -> reason.startsWith(
                        "not checked: policy house-rules:1.0.0 is tried, and would refuse: evaluated: "));
        assertThat(tried.report().wouldRefuse()).isEqualTo(1);
        assertThat(tried.report().text()).contains("evaluated: 0 refused, 1 would have been refused", "promotion");
    }

    @Test
    void a_policy_stands_in_for_no_gate() {
        Governance governance = Governance.builder(registry)
                .gate("production", candidate -> Verdict.notChecked("nothing to see"))
                .policy(policy(rule("evaluated").evidence("token_f1", "mean")))
                .clock(CLOCK)
                .build();

        assertThat(promote(governance, "2.0.0", evidence(registry, "2.0.0", 0.8))
                        .reasons())
                .anyMatch(reason -> reason.contains("nothing of prompt 'trail-guide' 2.0.0 was checked"));
    }

    @Test
    void a_policy_that_cannot_be_loaded_refuses_and_broken_glass_goes_past_it() {
        Governance governance = governance(Policy.from(registry, "house-rules@production"));

        Promotion refused = promote(governance, "2.0.0", evidence(registry, "2.0.0", 0.8));

        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons().get(0))
                .startsWith("policy house-rules refuses: " + PolicyDecision.Reason.NOT_LOADED);

        Promotion broken = governance
                .promote("trail-guide:2.0.0")
                .to("production")
                .by(Actor.asserted("ada"))
                .breakGlass("the store of policies is down");

        assertThat(broken.isPromoted()).isTrue();
        assertThat(governance.report().brokenGlass()).hasSize(1);
        assertThat(broken.move().orElseThrow().authority().text())
                .contains("past its gate", "policy house-rules refuses");
    }

    @Test
    void every_policy_must_allow_it_and_one_without_rules_for_promotions_says_so() {
        Policy calls = policy(rule("calls").maxCost("0.05 USD"));
        Policy strict = policy(rule("evaluated").evidence("bleu", "mean"));

        Promotion refused = promote(governance(calls, strict), "2.0.0", evidence(registry, "2.0.0", 0.8));

        assertThat(refused.isPromoted()).isFalse();
        assertThat(refused.reasons())
                .contains("not checked: policy house-rules:1.0.0 has no rule about a promotion")
                .anyMatch(reason -> reason.contains("refuses: evaluated"));
    }

    private void publish(String frontMatter) {
        String text = "---\nname: trail-guide\nversion: 4.0.0\n" + frontMatter + "\n---\nHike 4";
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
    }

    private String on() {
        return registry.label(AssetId.prompt("trail-guide"), Label.PRODUCTION)
                .version()
                .orElseThrow()
                .toString();
    }

    private Promotion promote(Governance governance, String version, Evidence brought) {
        return governance
                .promote("trail-guide:" + version)
                .to("production")
                .with(brought)
                .because("better")
                .by(Actor.asserted("ada"))
                .submit();
    }

    private Governance governance(Policy... policies) {
        GovernanceBuilder builder =
                Governance.builder(registry).gate("production", QUALITY).clock(CLOCK);
        for (Policy policy : policies) {
            builder.policy(policy);
        }
        return builder.build();
    }

    private static Policy policy(PolicyRule.Builder... rules) {
        return Policy.builder(rules(rules)).clock(CLOCK).build();
    }

    private static PolicyDefinition rules(PolicyRule.Builder... rules) {
        PolicyDefinition.Builder policy = PolicyDefinition.builder("house-rules", Version.of(1, 0, 0));
        for (PolicyRule.Builder rule : rules) {
            policy.rule(rule.build());
        }
        return policy.build();
    }

    private static PolicyRule.Builder rule(String id) {
        return PolicyRule.builder(id).because("the house says so");
    }
}
