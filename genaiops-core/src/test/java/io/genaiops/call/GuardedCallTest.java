package io.genaiops.call;

import static io.genaiops.call.TwoModels.ask;
import static io.genaiops.call.TwoModels.fails;
import static io.genaiops.call.TwoModels.prompt;
import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.policy.Policy;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Resilience;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls with budgets, caches and policies between them and the models. */
class GuardedCallTest {

    private final TwoModels models = new TwoModels();
    private final Scripted small = models.small;
    private final Scripted large = models.large;
    private final AssetRegistry registry = models.registry;
    private final Resilience resilience = models.resilience;

    @AfterEach
    void close() {
        models.close();
    }

    @Test
    void a_call_reserves_what_it_may_cost_and_settles_what_it_did() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("0.3")))
                .build();
        PromptCalls calls = models.calls(builder -> builder.budget(budget));
        small.says("Yes.", "Yes.");

        assertThat(ask(calls).send().cost()).isEqualTo(usd("0.12"));
        assertThat(ask(calls).send().cost()).isEqualTo(usd("0.12"));
        assertThatThrownBy(() -> ask(calls).send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spent are 0.24 USD, reserved by calls under way 0 USD");
        small.says("Yes.");
        assertThat(ask(calls).forTenant("andes").send().text()).isEqualTo("Yes.");
        assertThat(calls.health().routes().budget()).hasValueSatisfying(figures -> {
            assertThat(figures.admitted()).isEqualTo(3);
            assertThat(figures.refused()).isEqualTo(1);
            assertThat(figures.open()).isZero();
        });
    }

    @Test
    void a_failed_attempt_gives_its_reservation_back_before_the_next_one() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, usd("0.15")))
                .build();
        small.does(fails(new InternalServerException("overloaded"))).says("Yes.");

        Answer answer = ask(models.calls(builder -> builder.budget(budget).resilience(resilience)))
                .send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(budget.figures().released()).isEqualTo(1);
        assertThat(budget.figures().settled()).isEqualTo(1);
    }

    @Test
    void a_call_that_does_not_fit_goes_to_the_cheaper_model_that_its_limit_names() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("1"))
                        .degradingTo("small"))
                .build();
        small.says("Yes.");

        Answer answer = ask(models.calls(builder -> builder.budget(budget)))
                .onModel("large")
                .send();

        assertThat(answer.modelName()).isEqualTo("small");
        assertThat(answer.cost()).isEqualTo(usd("0.12"));
        assertThat(large.requests).isEmpty();
    }

    @Test
    void a_kept_answer_asks_nobody_reserves_nothing_and_costs_nothing() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 1))
                .build();
        PromptCalls calls = models.calls(builder ->
                builder.budget(budget).cache(ResponseCache.inMemory()).resilience(resilience));
        small.says("Yes.");

        Answer first = ask(calls).send();
        Answer second = ask(calls).send();

        assertThat(first.fromCache()).isEmpty();
        assertThat(second.fromCache()).contains("exact");
        assertThat(second.text()).isEqualTo("Yes.");
        assertThat(second.attempts()).isEmpty();
        assertThat(second.cost()).isEqualTo(Cost.usd("0"));
        assertThat(small.requests).hasSize(1);
        assertThat(calls.health().routes().cache())
                .hasValueSatisfying(figures -> assertThat(figures.hits()).isEqualTo(1));
    }

    @Test
    void what_another_model_answered_is_not_kept_for_the_one_that_failed() {
        small.does(fails(new RateLimitException("slow down")))
                .does(fails(new RateLimitException("slow down")))
                .says("From small.");
        large.says("From large.");
        PromptCalls calls =
                models.calls(builder -> builder.resilience(resilience).cache(ResponseCache.inMemory()), "large");

        assertThat(ask(calls).send().text()).isEqualTo("From large.");
        assertThat(ask(calls).send().text()).isEqualTo("From small.");
    }

    @Test
    void what_a_cheaper_model_answered_is_not_kept_for_the_dear_one() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("1"))
                        .degradingTo("small"))
                .build();
        PromptCalls calls = models.calls(builder -> builder.budget(budget).cache(ResponseCache.inMemory()));
        small.says("One.", "Two.", "Three.", "Four.");

        assertThat(ask(calls).onModel("large").send().modelName()).isEqualTo("small");
        assertThat(ask(calls).onModel("large").send().fromCache()).isEmpty();
        ask(calls).onModel("large").stream(new TwoModels.Parts()).join();
        Answer fourth =
                ask(calls).onModel("large").stream(new TwoModels.Parts()).join();

        assertThat(fourth.fromCache()).isEmpty();
        assertThat(fourth.text()).isEqualTo("Four.");
        assertThat(fourth.modelName()).isEqualTo("small");
    }

    private static Policy dearestCall(String most) {
        return Policy.of(PolicyDefinition.builder("house-rules", Version.of(1, 0, 0))
                .rule(PolicyRule.builder("dear")
                        .maxCost(most + " USD")
                        .because("calls are cheap")
                        .build())
                .build());
    }

    @Test
    void a_policy_refuses_before_a_kept_answer_is_looked_for_and_for_each_model_fallen_back_to() {
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        PromptCalls calls =
                models.calls(builder -> builder.resilience(resilience).policy(dearestCall("0.2")), "large");

        assertThatThrownBy(() -> ask(calls).send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("dear");
        assertThat(large.requests).isEmpty();
        assertThatThrownBy(() -> ask(calls).onModel("large").send()).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ask(calls).onModel("large").stream(new TwoModels.Parts()))
                .isInstanceOf(RefusedException.class);
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        assertThatThrownBy(() -> ask(calls).stream(new TwoModels.Parts()).join())
                .hasCauseInstanceOf(RefusedException.class);
        assertThat(large.requests).isEmpty();
        small.says("Yes.");
        assertThat(ask(calls).send().text()).isEqualTo("Yes.");
    }

    @Test
    void a_budget_sends_no_call_to_a_cheaper_model_that_the_policy_forbids() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("1"))
                        .degradingTo("small"))
                .build();
        Policy policy = Policy.of(PolicyDefinition.builder("house-rules", Version.of(1, 0, 0))
                .rule(PolicyRule.builder("no-small")
                        .deny(PolicyFact.HOST_MODEL, "small")
                        .because("it is not approved")
                        .build())
                .build());
        PromptCalls calls = models.calls(builder -> builder.budget(budget).policy(policy));

        assertThatThrownBy(() -> ask(calls).onModel("large").send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no-small");
        assertThatThrownBy(() -> ask(calls).onModel("large").stream(new TwoModels.Parts()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no-small");
        assertThat(small.requests).isEmpty();
        assertThat(large.requests).isEmpty();
        assertThat(budget.figures().open()).isZero();
    }

    @Test
    void a_budget_sends_no_call_to_a_model_that_may_cost_more_than_its_prompt_allows() {
        registry.publish(prompt("capped", "limits: {maxCost: 0.3 USD}\n"), "ada");
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.MODEL, BudgetLimit.Window.DAY, 1)
                        .degradingTo("large"))
                .build();
        PromptCalls calls = models.calls(builder -> builder.budget(budget));
        small.says("Yes.");
        large.says("Yes.");

        assertThat(ask(calls).send().modelName()).isEqualTo("small");
        assertThatThrownBy(() -> calls.prompt("capped:1.0.0")
                        .with("question", "Do I need crampons?")
                        .forTenant("alps")
                        .send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("prompt 'capped' 1.0.0 allows 0.3 USD for a call");
        assertThat(large.requests).isEmpty();
        assertThat(budget.figures().open()).isZero();
        assertThat(ask(calls).send().modelName()).isEqualTo("large");
    }
}
