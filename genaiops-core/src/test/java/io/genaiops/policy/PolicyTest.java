package io.genaiops.policy;

import static io.genaiops.policy.HouseRules.rule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.definition.PolicyRule.Moment;
import io.genaiops.model.CallContext;
import io.genaiops.policy.PolicyDecision.Reason;
import io.genaiops.prompt.PromptIdentity;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final AssetId GUIDE = AssetId.prompt("trail-guide");

    private static PolicyDecision decide(PolicyRule rule, PolicyRequest.Builder request) {
        return Policy.builder(HouseRules.of(rule)).clock(CLOCK).build().decide(request.build());
    }

    private static PolicyRequest.Builder call() {
        return PolicyRequest.call("large");
    }

    private static Reason reason(PolicyDecision decision) {
        assertThat(decision.isRefused()).isTrue();
        assertThat(decision.reasons()).hasSize(1);
        return decision.reasons().get(0);
    }

    @Test
    void allowed_models_and_providers_are_named_or_matched_by_pattern() {
        PolicyRule models = rule("models")
                .allow(PolicyFact.MODEL, "gpt-4.1-mini", "claude-*-4*")
                .build();
        for (String allowed : List.of("gpt-4.1-mini", "GPT-4.1-Mini", "claude-sonnet-4", "claude-opus-4-5")) {
            assertThat(decide(models, call().fact(PolicyFact.MODEL, allowed)).isAllowed())
                    .as(allowed)
                    .isTrue();
        }
        for (String refused :
                List.of("gpt-4.1", "gpt-4.1-mini-2", "claude-4", "my-claude-sonnet-4", "claude-sonnet-3")) {
            assertThat(decide(models, call().fact(PolicyFact.MODEL, refused)).isRefused())
                    .as(refused)
                    .isTrue();
        }
        PolicyRule providers =
                rule("providers").allow(PolicyFact.PROVIDER, "azure", "bedrock").build();
        for (String spelled : List.of("AZURE_OPEN_AI", "azure", "aws.bedrock", "AMAZON_BEDROCK")) {
            assertThat(decide(providers, call().fact(PolicyFact.PROVIDER, spelled))
                            .isAllowed())
                    .as(spelled)
                    .isTrue();
        }
        assertThat(decide(providers, call().fact(PolicyFact.PROVIDER, "OPEN_AI"))
                        .isRefused())
                .isTrue();
    }

    @Test
    void denied_models_providers_tools_regions_and_data_classes_are_refused_with_rule_reason_and_facts() {
        PolicyRule rule = rule("no-preview")
                .deny(PolicyFact.MODEL, "*-preview", "*beta*")
                .because("Previews are not supported.")
                .instead("Use a released model.")
                .build();

        PolicyDecision refused = decide(rule, call().fact(PolicyFact.MODEL, "gpt-9-Preview"));

        assertThat(reason(refused))
                .isEqualTo(new Reason(
                        "no-preview",
                        "model must be none of [*-preview, *beta*]; found: gpt-9-Preview",
                        Map.of("model", List.of("gpt-9-Preview")),
                        List.of(),
                        "Previews are not supported.",
                        "Use a released model."));
        assertThat(refused.text()).isEqualTo("""
                policy 'house-rules:1.0.0' refuses this call
                  no-preview: model must be none of [*-preview, *beta*]; found: gpt-9-Preview
                    because: Previews are not supported.
                    instead: Use a released model.""");
        assertThat(refused.json())
                .hasToString("{\"decision\":\"refused\",\"moment\":\"call\",\"policy\":{"
                        + "\"name\":\"house-rules\",\"version\":\"1.0.0\",\"digest\":\""
                        + refused.policy().digest().value()
                        + "\",\"source\":null},\"reasons\":[{\"rule\":\"no-preview\","
                        + "\"found\":\"model must be none of [*-preview, *beta*]; found: gpt-9-Preview\","
                        + "\"facts\":{\"model\":[\"gpt-9-Preview\"]},\"missing\":[],"
                        + "\"because\":\"Previews are not supported.\",\"instead\":\"Use a released model.\"}]}");
        assertThat(decide(rule, call().fact(PolicyFact.MODEL, "gpt-9")).isAllowed())
                .isTrue();
        for (PolicyFact fact :
                List.of(PolicyFact.PROVIDER, PolicyFact.REGION, PolicyFact.DATA_CLASS, PolicyFact.PURPOSE)) {
            PolicyRule deny = rule("deny").deny(fact, "x*").build();
            assertThat(decide(deny, call().fact(fact, "xyz")).isRefused())
                    .as("%s", fact)
                    .isTrue();
            assertThat(decide(deny, call().fact(fact, "abc")).isAllowed())
                    .as("%s", fact)
                    .isTrue();
        }
        PolicyRule shell =
                rule("shell").deny(PolicyFact.TOOL, "shell", "exec_*").build();
        assertThat(decide(shell, PolicyRequest.tool("exec_sql")).isRefused()).isTrue();
        assertThat(decide(shell, PolicyRequest.tool("search")).isAllowed()).isTrue();
    }

    @Test
    void a_rule_is_kept_only_at_its_moments() {
        PolicyRule tools = rule("tools").allow(PolicyFact.TOOL, "search").build();
        PolicyRule regions = rule("regions")
                .at(Moment.CALL, Moment.TOOL, Moment.PROMOTION)
                .allow(PolicyFact.REGION, "eu")
                .build();

        assertThat(tools.moments()).containsExactly(Moment.TOOL);
        assertThat(decide(tools, call()).isAllowed()).isTrue();
        assertThat(rule("usual").deny(PolicyFact.REGION, "us").build().moments())
                .containsExactly(Moment.CALL);
        assertThat(decide(regions, call()).isRefused()).isTrue();
        assertThat(decide(regions, PolicyRequest.tool("search")).isRefused()).isTrue();
        assertThat(decide(regions, PolicyRequest.promotion(GUIDE, Label.PRODUCTION))
                        .isRefused())
                .isTrue();
        assertThatThrownBy(() ->
                        rule("late").at(Moment.CALL).deny(PolicyFact.TOOL, "sh").build())
                .hasMessage(
                        "rule 'late' must be kept at some of [tool], where what it asks for is known; found: [call]");
    }

    @Test
    void a_condition_says_where_a_rule_applies_and_one_of_several_values_is_enough() {
        PolicyRule rule = rule("eu-only")
                .when(PolicyFact.DATA_CLASS, "personal", "health*")
                .when(PolicyFact.ENVIRONMENT, "production")
                .allow(PolicyFact.REGION, "eu", "eu-*")
                .build();
        PolicyRequest.Builder production = call().fact(PolicyFact.ENVIRONMENT, "production");

        PolicyDecision refused = decide(
                rule,
                production.fact(PolicyFact.DATA_CLASS, "public", "healthcare").fact(PolicyFact.REGION, "us"));
        assertThat(reason(refused).found())
                .isEqualTo(
                        "region must be one of [eu, eu-*]; found: us (where dataClass is one of [personal, health*] and"
                                + " environment is one of [production])");
        assertThat(reason(refused).facts())
                .containsOnlyKeys("dataClass", "environment", "region")
                .containsEntry("dataClass", List.of("public", "healthcare"));
        assertThat(decide(rule, call().fact(PolicyFact.ENVIRONMENT, "test").fact(PolicyFact.DATA_CLASS, "personal"))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void every_value_of_a_fact_must_be_allowed() {
        PolicyRule rule = rule("eu-only").allow(PolicyFact.REGION, "eu*").build();

        assertThat(decide(rule, call().fact(PolicyFact.REGION, "eu", "eu-west")).isAllowed())
                .isTrue();
        assertThat(decide(rule, call().fact(PolicyFact.REGION, "eu", "us")).isRefused())
                .isTrue();
    }

    @Test
    void a_fact_that_a_rule_needs_and_that_was_not_stated_is_a_refusal_that_names_it() {
        PolicyDecision refused =
                decide(rule("eu").allow(PolicyFact.REGION, "eu").build(), call());

        assertThat(reason(refused).found()).isEqualTo("region was not stated, and region must be one of [eu]");
        assertThat(reason(refused).missing()).containsExactly("region");
        assertThat(reason(refused).instead()).startsWith("state region as an attribute of the call");
        assertThat(reason(decide(rule("us").deny(PolicyFact.REGION, "us").build(), call()))
                        .missing())
                .containsExactly("region");
        PolicyRule both = rule("both")
                .when(PolicyFact.PURPOSE, "support")
                .allow(PolicyFact.own("x-team"), "desk")
                .build();
        assertThat(reason(decide(both, call())).missing()).containsExactly("purpose", "x-team");
        assertThat(reason(decide(both, call().fact(PolicyFact.own("x-team"), "lab")))
                        .missing())
                .containsExactly("purpose");
        assertThat(reason(decide(both, call().fact(PolicyFact.PURPOSE, "support")))
                        .missing())
                .containsExactly("x-team");
    }

    @Test
    void a_fact_that_was_not_stated_does_not_matter_where_the_others_settle_the_rule() {
        PolicyRule rule = rule("both")
                .when(PolicyFact.PURPOSE, "support")
                .when(PolicyFact.TENANT, "acme")
                .allow(PolicyFact.REGION, "eu")
                .build();

        assertThat(decide(rule, call().fact(PolicyFact.PURPOSE, "research")).isAllowed())
                .isTrue();
        assertThat(decide(rule, call().fact(PolicyFact.REGION, "eu")).isAllowed())
                .isTrue();
    }

    @Test
    void a_rule_may_allow_what_it_cannot_judge() {
        PolicyRule rule =
                rule("eu").allow(PolicyFact.REGION, "eu").allowUnknown().build();

        assertThat(decide(rule, call()).isAllowed()).isTrue();
        assertThat(decide(rule, call().fact(PolicyFact.REGION, "us")).isRefused())
                .isTrue();
    }

    @Test
    void a_call_may_cost_at_most_what_the_rule_says_by_the_estimate_of_the_caller() {
        PolicyRule rule = rule("cheap").maxCost("0.05 USD").build();

        assertThat(decide(rule, call().costsAtMost(Cost.usd("0.05"))).isAllowed())
                .isTrue();
        assertThat(reason(decide(rule, call().costsAtMost(Cost.usd("0.051")))).found())
                .isEqualTo("a call may cost at most 0.05 USD; estimated: 0.051 USD");
        assertThat(reason(decide(
                                rule, call().costsAtMost(Cost.of(new BigDecimal("0.01"), Currency.getInstance("EUR")))))
                        .found())
                .endsWith("estimated: 0.01 EUR");
        assertThat(reason(decide(rule, call())).missing()).containsExactly("cost");
    }

    @Test
    void an_unpriced_call_is_refused_unless_the_policy_says_otherwise() {
        PolicyRequest.Builder unpriced = call().costsAtMost(Cost.unpriced("no price is known"));
        PolicyRule strict = rule("cheap").maxCost("0.05 USD").allowUnknown().build();

        assertThat(reason(decide(strict, unpriced)).found()).endsWith("estimated: unpriced: no price is known");
        PolicyRule lenient = rule("cheap").maxCost("0.05 USD").allowUnpriced().build();
        assertThat(decide(lenient, unpriced).isAllowed()).isTrue();
        assertThat(decide(lenient, call()).isRefused()).isTrue();
    }

    @Test
    void a_promotion_needs_the_figures_of_the_evaluators_and_none_too_old() {
        PolicyRule rule = rule("evaluated")
                .when(PolicyFact.LABEL, "production*")
                .evidence("relevance", "mean")
                .evidence("toxicity", "pass-rate")
                .maxAge(Duration.ofDays(30))
                .build();
        PolicyRequest.Builder promotion = PolicyRequest.promotion(GUIDE, Label.of("production/eu"));

        assertThat(reason(decide(rule, promotion)).found())
                .startsWith("evidence must have mean of 'relevance', pass-rate of 'toxicity', at most 30 d old on"
                        + " 2026-11-30T12:00:00Z; found: mean of 'relevance': none, pass-rate of 'toxicity': none");
        promotion
                .evidence("relevance", "mean", NOW.minus(Duration.ofDays(40)))
                .evidence("toxicity", "PASS_RATE", NOW.minus(Duration.ofDays(30)));
        assertThat(reason(decide(rule, promotion)).found())
                .contains("found: mean of 'relevance' of 2026-10-21T12:00:00Z (where");
        promotion.evidence("relevance", "mean", NOW.minus(Duration.ofDays(29)));
        assertThat(decide(rule, promotion).isAllowed()).isTrue();
        assertThat(decide(rule, PolicyRequest.promotion(GUIDE, Label.of("beta")))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void a_rule_about_a_label_counts_in_every_environment() {
        PolicyRule rule = rule("evaluated")
                .when(PolicyFact.LABEL, "production")
                .evidence("relevance", "mean")
                .build();
        PolicyRule elsewhere = rule("europe-waits")
                .at(Moment.PROMOTION)
                .when(PolicyFact.ENVIRONMENT, "eu")
                .deny(PolicyFact.LABEL, "production")
                .build();
        PolicyRequest.Builder europe = PolicyRequest.promotion(GUIDE, Label.of("production/eu"));
        PolicyRequest.Builder america = PolicyRequest.promotion(GUIDE, Label.of("production/us"));

        assertThat(reason(decide(rule, europe)).found()).contains("relevance", "none");
        assertThat(decide(elsewhere, europe).isRefused()).isTrue();
        assertThat(decide(elsewhere, america).isAllowed()).isTrue();
    }

    @Test
    void evidence_from_the_future_is_none() {
        PolicyRule rule = rule("evaluated").evidence("relevance", "mean").build();

        PolicyRequest.Builder promotion =
                PolicyRequest.promotion(GUIDE, Label.PRODUCTION).evidence("relevance", "mean", NOW.plusSeconds(1));
        assertThat(decide(rule, promotion).isRefused()).isTrue();
    }

    @Test
    void the_evidence_that_is_required_can_be_asked_for_before_it_is_brought() {
        PolicyRule production = rule("evaluated")
                .when(PolicyFact.LABEL, "production")
                .evidence("relevance", "mean")
                .maxAge(Duration.ofHours(12))
                .build();
        PolicyRule models = rule("models")
                .at(Moment.PROMOTION)
                .deny(PolicyFact.HOST_MODEL, "*-preview")
                .build();
        Policy policy = Policy.of(HouseRules.of(production, models));

        assertThat(policy.requiredEvidence(
                        PolicyRequest.promotion(GUIDE, Label.PRODUCTION).build()))
                .containsExactly((PolicyDefinition.Evidence) production.requirement());
        assertThat(policy.requiredEvidence(
                        PolicyRequest.promotion(GUIDE, Label.of("beta")).build()))
                .isEmpty();
        assertThat(policy.report().refused()).isZero();
    }

    @Test
    void environments_and_purposes_are_facts_of_the_whole_policy_or_of_a_call() {
        PolicyRule rule = rule("no-research")
                .when(PolicyFact.ENVIRONMENT, "production")
                .deny(PolicyFact.PURPOSE, "research")
                .build();
        Policy production = Policy.builder(HouseRules.of(rule))
                .fact(PolicyFact.ENVIRONMENT, "production")
                .build();

        assertThat(production
                        .decide(call().fact(PolicyFact.PURPOSE, "research").build())
                        .reasons()
                        .get(0)
                        .facts())
                .containsEntry("environment", List.of("production"));
        assertThat(production
                        .decide(call().fact(PolicyFact.ENVIRONMENT, "test")
                                .fact(PolicyFact.PURPOSE, "research")
                                .build())
                        .isRefused())
                .as("what a request says comes on top")
                .isTrue();
        assertThat(production
                        .decide(call().fact(PolicyFact.PURPOSE, "support").build())
                        .isAllowed())
                .isTrue();
    }

    @Test
    void what_a_call_says_of_itself_is_its_tenant_prompt_and_attributes() {
        PromptIdentity prompt = new PromptIdentity(
                "trail-guide", Version.of(1, 0, 0), Resolution.fresh(Digest.ofText("a"), Label.PRODUCTION));
        CallContext context = new CallContext(
                prompt,
                "user-7",
                "acme",
                null,
                Map.of(
                        "region", "eu, us ,,",
                        "dataClass", "personal",
                        "environment", "  ",
                        "x-team", "desk",
                        "model", "cheat",
                        "provider", "cheat",
                        "tool", "cheat",
                        "ticket", "7"));

        assertThat(call().context(context).build().facts())
                .containsOnlyKeys(
                        PolicyFact.HOST_MODEL,
                        PolicyFact.TENANT,
                        PolicyFact.ASSET,
                        PolicyFact.REGION,
                        PolicyFact.DATA_CLASS,
                        PolicyFact.own("x-team"))
                .containsEntry(PolicyFact.REGION, List.of("eu", "us"))
                .containsEntry(PolicyFact.ASSET, List.of("prompt/trail-guide"))
                .containsEntry(PolicyFact.TENANT, List.of("acme"));
    }

    @Test
    void a_model_definition_states_provider_model_regions_and_data_classes() {
        ModelDefinition definition = ModelDefinition.builder("large", Version.of(1, 0, 0))
                .provider("azure")
                .model("gpt-4.1")
                .regions("eu", "eu-west")
                .dataClasses("internal")
                .build();

        PolicyRequest request = call().model(ModelFacts.of(definition))
                .context(new CallContext(null, null, null, null, Map.of("region", "us")))
                .build();

        assertThat(request.values(PolicyFact.PROVIDER)).containsExactly("azure");
        assertThat(request.values(PolicyFact.MODEL)).containsExactly("gpt-4.1");
        assertThat(request.values(PolicyFact.DATA_CLASS)).containsExactly("internal");
        assertThat(request.values(PolicyFact.REGION))
                .as("a call adds to it and takes nothing away")
                .containsExactly("eu", "eu-west", "us");
        assertThatThrownBy(() -> ModelFacts.NONE.with(PolicyFact.TOOL, "a"))
                .hasMessageStartingWith("tool is no fact of a model");
        assertThatThrownBy(() -> ModelFacts.NONE.with(PolicyFact.REGION, " "))
                .hasMessage("region must not be blank; leave out what is not known");
        assertThatThrownBy(() -> ModelFacts.NONE.with(PolicyFact.REGION))
                .hasMessage("region needs a value; leave out what is not known");
    }

    @Test
    void all_reasons_are_given_in_the_order_of_the_policy() {
        PolicyDefinition policy = HouseRules.of(
                rule("one").deny(PolicyFact.REGION, "us").build(),
                rule("two").allow(PolicyFact.REGION, "*").build(),
                rule("three").allow(PolicyFact.REGION, "eu").build(),
                rule("four").maxCost("1 USD").build());

        PolicyDecision decision =
                Policy.of(policy).decide(call().fact(PolicyFact.REGION, "us").build());

        assertThat(decision.reasons()).extracting(Reason::rule).containsExactly("one", "three", "four");
        assertThatThrownBy(decision::orThrow)
                .isInstanceOf(RefusedException.class)
                .hasMessage(decision.text())
                .hasMessageContainingAll("one: ", "three: ", "four: ");
    }

    @Test
    void what_no_rule_looks_at_is_allowed_and_the_decision_says_which_rules_were_asked() {
        Policy policy = Policy.of(HouseRules.of(
                rule("regions").deny(PolicyFact.REGION, "us").build(),
                rule("tools").deny(PolicyFact.TOOL, "sh").build()));

        PolicyDecision allowed =
                policy.decide(call().fact(PolicyFact.REGION, "eu").build());

        assertThat(allowed.fold(PolicyDecision.Allowed::rules, refused -> List.of(), dry -> List.of()))
                .containsExactly("regions");
        assertThat(allowed.reasons()).isEmpty();
        assertThat(allowed.text()).isEqualTo("policy 'house-rules:1.0.0' allows this call");
        assertThat(allowed.json().path("rules")).hasToString("[\"regions\"]");
        assertThatCode(allowed::orThrow).doesNotThrowAnyException();
        assertThat(policy.decide(
                                PolicyRequest.promotion(GUIDE, Label.PRODUCTION).build())
                        .isAllowed())
                .isTrue();
    }

    @Test
    void values_in_explanations_are_cut_and_stay_on_their_line() {
        PolicyRule rule = rule("regions").allow(PolicyFact.REGION, "eu").build();
        String[] many = IntStream.range(0, 30).mapToObj(i -> "r" + i).toArray(String[]::new);

        assertThat(reason(decide(rule, call().fact(PolicyFact.REGION, "u\ns\u202e" + "x".repeat(1_000))))
                        .found())
                .contains("found: u?s?xxx")
                .endsWith("…")
                .hasSizeLessThan(260);
        assertThat(reason(decide(rule, call().fact(PolicyFact.REGION, many)))
                        .facts()
                        .get("region"))
                .hasSize(11)
                .endsWith("… 20 more");
    }

    @Test
    void stars_stand_for_any_characters_and_case_does_not_matter() {
        record Case(String pattern, String value, boolean matches) {}
        for (Case each : List.of(
                new Case("*", "anything", true),
                new Case("**", "a", true),
                new Case("a**b", "AB", true),
                new Case("a*a", "a", false),
                new Case("a*a", "aa", true),
                new Case("*ab*ab*", "xabx", false),
                new Case("*ab*ab*", "xABab", true),
                new Case("*[*", "a{b", false),
                new Case("*@*", "a`b", false),
                new Case("*ß*", "Straße", true),
                new Case("*é", "CAFÉ", true),
                new Case("*k*", "\u212a", true),
                new Case("a.c", "abc", false),
                new Case("a?c", "abc", false))) {
            PolicyRule rule = rule("x").deny(PolicyFact.PURPOSE, each.pattern()).build();
            assertThat(decide(rule, call().fact(PolicyFact.PURPOSE, each.value()))
                            .isRefused())
                    .as("%s", each)
                    .isEqualTo(each.matches());
        }
    }

    @Test
    void hostile_values_are_matched_in_linear_time() {
        PolicyRule rule = rule("models")
                .deny(PolicyFact.DATA_CLASS, "*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b", "*" + "a".repeat(190) + "b*")
                .build();

        assertThat(decide(rule, call().fact(PolicyFact.DATA_CLASS, "a".repeat(1_000_000)))
                        .isAllowed())
                .isTrue();
    }

    @Test
    void a_policy_from_code_decides_and_digests_as_one_from_a_file() {
        PolicyDefinition file = HouseRules.yaml("""
                - id: eu-only
                  at: [call, tool]
                  when: {dataClass: [personal, 'health*']}
                  allow: {region: [eu, eu-*]}
                  because: Personal data stays in the EU.
                  instead: Ask the model 'large-eu'.
                - {id: cheap, maxCost: 0.05 USD, unpriced: allow, because: budget}
                - {id: seen, evidence: {figures: [{evaluator: f1, kind: mean}], maxAge: 30 d}, because: quality}
                - {id: team, deny: {x-team: lab}, whenUnknown: allow, because: no lab}
                """);
        PolicyDefinition code = HouseRules.of(
                PolicyRule.builder("eu-only")
                        .at(Moment.TOOL, Moment.CALL)
                        .when(PolicyFact.DATA_CLASS, "personal", "health*")
                        .allow(PolicyFact.REGION, "eu", "eu-*")
                        .because("Personal data stays in the EU.")
                        .instead("Ask the model 'large-eu'.")
                        .build(),
                PolicyRule.builder("cheap")
                        .maxCost("0.05 USD")
                        .allowUnpriced()
                        .because("budget")
                        .build(),
                PolicyRule.builder("seen")
                        .evidence("f1", "mean")
                        .maxAge(Duration.ofDays(30))
                        .because("quality")
                        .build(),
                PolicyRule.builder("team")
                        .deny(PolicyFact.own("x-team"), "lab")
                        .allowUnknown()
                        .because("no lab")
                        .build());

        assertThat(file.sourceDigest()).isEqualTo(code.sourceDigest());
        assertThat(file.rules()).isEqualTo(code.rules());
        PolicyRequest request = call().fact(PolicyFact.DATA_CLASS, "personal")
                .fact(PolicyFact.REGION, "us")
                .costsAtMost(Cost.usd("1"))
                .build();
        assertThat(Policy.of(file).decide(request)).isEqualTo(Policy.of(code).decide(request));
        assertThat(file.id()).isEqualTo(new AssetId(AssetKind.POLICY, "house-rules"));
    }

    @Test
    void a_rule_that_cannot_be_meant_is_refused_where_it_is_made() {
        assertThatThrownBy(() -> new PolicyFact("Region"))
                .hasMessageContaining("a fact must be one of [asset, dataClass, environment, hostModel, label, model,"
                        + " provider, purpose, region, tenant, tool]");
        assertThatThrownBy(() -> PolicyFact.own("region")).hasMessageContaining("which is known");
        assertThatThrownBy(() -> rule("a").allow(PolicyFact.REGION, "eu").deny(PolicyFact.REGION, "us"))
                .hasMessageContaining("found two");
        assertThatThrownBy(() -> rule("a").allow(PolicyFact.REGION)).hasMessageContaining("1 to 500 patterns");
        assertThatThrownBy(() -> rule("a").allowUnpriced()).hasMessageContaining("with maxCost, after it");
        assertThatThrownBy(() -> rule("a").maxAge(Duration.ofDays(1))).hasMessageContaining("with evidence, after it");
        assertThatThrownBy(() -> rule("a").build()).hasMessageContaining("needs one of allow, deny, maxCost");
        assertThatThrownBy(
                        () -> PolicyRule.builder("a").deny(PolicyFact.TOOL, "x").build())
                .hasMessageContaining("needs because");
        assertThatThrownBy(
                        () -> PolicyDefinition.builder("a", Version.of(1, 0, 0)).build())
                .hasMessageContaining("needs at least one of rules");
        assertThatThrownBy(() -> Policy.builder(
                                HouseRules.of(rule("a").maxCost("1 USD").build()))
                        .examples(101))
                .hasMessage("examples must be from 0 to 100; found: 101");
    }
}
