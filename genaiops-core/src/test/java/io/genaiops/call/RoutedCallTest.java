package io.genaiops.call;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.PolicyFact;
import io.genaiops.definition.PolicyRule;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.policy.Policy;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Fallback;
import io.genaiops.resilience.Resilience;
import io.genaiops.route.CallsHealth;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls with everything between them and the models: cache, retries, fallbacks, budgets. */
class RoutedCallTest {

    private final Scripted small = new Scripted();
    private final Scripted large = new Scripted();
    private final AssetRegistry registry = AssetRegistry.memory();
    private final Resilience resilience = Resilience.builder()
            .attempts(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
            .build();

    private static AssetFile prompt(String name, String more, String... fallback) {
        String chain = fallback.length == 0 ? "" : "fallback: [" + String.join(", ", fallback) + "]\n";
        return AssetFile.parse(
                AssetKind.PROMPT,
                name,
                "---\nname: " + name + "\nversion: 1.0.0\nmodel: {ref: small, maxOutputTokens: 50}\n" + chain
                        + "inputs: {question: string}\n" + more + "---\n{{question}}\n");
    }

    private PromptCalls calls(UnaryOperator<PromptCallsBuilder> options, String... fallback) {
        registry.publish(prompt("trail-guide", "", fallback), "ada");
        Models models = Models.of("small", small.chat)
                .and("small", small.streaming)
                .and("large", large.chat)
                .and("large", large.streaming);
        return options.apply(PromptCalls.builder(registry, models)
                        .pricedAs("small", "openai", "small-1")
                        .pricedAs("large", "openai", "large-1")
                        .prices(PriceList.of(
                                Price.of(
                                        "openai",
                                        "small-1",
                                        Rates.usd().input("1000").output("2000")),
                                Price.of(
                                        "openai",
                                        "large-1",
                                        Rates.usd().input("10000").output("20000")))))
                .build();
    }

    private static PromptCall ask(PromptCalls calls) {
        return calls.prompt("trail-guide:1.0.0")
                .with("question", "Do I need crampons?")
                .forTenant("alps");
    }

    private static Function<ChatRequest, ChatResponse> fails(RuntimeException failure) {
        return request -> {
            throw failure;
        };
    }

    @AfterEach
    void close() {
        resilience.close();
    }

    @Test
    void what_may_work_again_is_tried_again_and_the_answer_tells() {
        small.does(fails(new InternalServerException("overloaded"))).says("Yes.");

        Answer answer = ask(calls(builder -> builder.resilience(resilience))).send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(answer.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "InternalServerException"),
                        new CallTrail.Attempt("small", null));
        assertThat(answer.cost()).isEqualTo(usd("0.12"));
    }

    @Test
    void a_prompt_falls_back_to_the_models_that_it_names_and_is_priced_by_the_one_that_answered() {
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");

        Answer answer =
                ask(calls(builder -> builder.resilience(resilience), "large")).send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(answer.modelName()).isEqualTo("large");
        assertThat(answer.attempts()).extracting(CallTrail.Attempt::model).containsExactly("small", "small", "large");
        assertThat(answer.cost()).isEqualTo(usd("1.2"));
    }

    @Test
    void a_host_says_where_to_fall_back_to_for_prompts_that_do_not() {
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");
        PromptCalls calls = calls(builder ->
                builder.resilience(resilience).fallback(Fallback.of("small").to("large")));

        assertThat(ask(calls).send().modelName()).isEqualTo("large");
    }

    @Test
    void rounds_in_two_currencies_leave_the_answer_unpriced() {
        PromptCalls calls = PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", small.chat).and("large", large.chat))
                .pricedAs("small", "openai", "small-1")
                .pricedAs("large", "mistral", "large-1")
                .prices(PriceList.of(
                        Price.of("openai", "small-1", Rates.usd().input("1").output("2")),
                        Price.of(
                                "mistral",
                                "large-1",
                                Rates.in(Currency.getInstance("EUR")).input("1").output("2"))))
                .resilience(resilience)
                .tool(ToolSpecification.builder().name("weather").build(), (request, context) -> "4 degrees")
                .build();
        small.calls("weather", "{}")
                .does(fails(new RateLimitException("slow down")))
                .does(fails(new RateLimitException("slow down")));
        large.says("Cold.");

        Answer answer = calls.prompt(Prompt.builder("guide", Version.of(1, 0, 0), "How is it?")
                        .model(AssetRef.parse("small"))
                        .fallback(AssetRef.parse("large"))
                        .tools(AssetRef.parse("weather"))
                        .build())
                .send();

        assertThat(answer.text()).isEqualTo("Cold.");
        assertThat(answer.cost().reason())
                .hasValueSatisfying(why -> assertThat(why).contains("two currencies"));
    }

    @Test
    void the_models_that_a_prompt_names_go_before_those_of_the_host() {
        Scripted huge = new Scripted();
        registry.publish(prompt("guide", "", "large"), "ada");
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");
        PromptCalls calls = PromptCalls.builder(
                        registry,
                        Models.of("small", small.chat).and("large", large.chat).and("huge", huge.chat))
                .resilience(resilience)
                .fallback(Fallback.of("small").to("huge"))
                .build();

        Answer answer =
                calls.prompt("guide:1.0.0").with("question", "Crampons?").send();

        assertThat(answer.modelName()).isEqualTo("large");
        assertThat(huge.requests).isEmpty();
    }

    @Test
    void a_wait_that_passes_the_deadline_of_the_call_is_not_begun() {
        try (Resilience patient = Resilience.builder()
                .backoff(Duration.ofMinutes(2), Duration.ofMinutes(2))
                .build()) {
            small.does(fails(new InternalServerException("overloaded")));
            PromptCalls calls = calls(builder -> builder.resilience(patient));

            assertThatThrownBy(() -> ask(calls).deadline(Duration.ofSeconds(30)).send())
                    .isInstanceOf(InternalServerException.class);
            assertThat(small.requests).hasSize(1);
        }
    }

    @Test
    void chains_that_cannot_work_are_refused_when_they_are_set_up() {
        Fallback chain = Fallback.of("small").to("huge");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls(builder -> builder.fallback(chain)))
                .withMessageContaining("needs PromptCalls.builder(…).resilience(…)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls(builder -> builder.fallback(chain).resilience(resilience)))
                .withMessageContaining("'huge', which is not mapped");
        registry.publish(prompt("lost", "", "huge"), "ada");
        assertThatThrownBy(() -> calls(builder -> builder.resilience(resilience))
                        .prompt("lost:1.0.0")
                        .with("question", "Crampons?")
                        .send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("to which no model is mapped");
    }

    @Test
    void a_model_to_fall_back_to_has_to_keep_the_limit_of_the_prompts_cost_too() {
        registry.publish(prompt("dear", "limits: {maxCost: 0.2 USD}\n", "large"), "ada");
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        PromptCalls calls = calls(builder -> builder.resilience(resilience));

        assertThatThrownBy(() ->
                        calls.prompt("dear:1.0.0").with("question", "Crampons?").send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("limits.maxCost");
        assertThat(large.requests).isEmpty();
    }

    @Test
    void a_call_reserves_what_it_may_cost_and_settles_what_it_did() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("0.3")))
                .build();
        PromptCalls calls = calls(builder -> builder.budget(budget));
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

        Answer answer = ask(calls(builder -> builder.budget(budget).resilience(resilience)))
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

        Answer answer =
                ask(calls(builder -> builder.budget(budget))).onModel("large").send();

        assertThat(answer.modelName()).isEqualTo("small");
        assertThat(answer.cost()).isEqualTo(usd("0.12"));
        assertThat(large.requests).isEmpty();
    }

    @Test
    void a_kept_answer_asks_nobody_reserves_nothing_and_costs_nothing() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 1))
                .build();
        PromptCalls calls = calls(builder ->
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
        PromptCalls calls = calls(builder -> builder.resilience(resilience).cache(ResponseCache.inMemory()), "large");

        assertThat(ask(calls).send().text()).isEqualTo("From large.");
        assertThat(ask(calls).send().text()).isEqualTo("From small.");
    }

    @Test
    void what_a_cheaper_model_answered_is_not_kept_for_the_dear_one() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("1"))
                        .degradingTo("small"))
                .build();
        PromptCalls calls = calls(builder -> builder.budget(budget).cache(ResponseCache.inMemory()));
        small.says("One.", "Two.", "Three.", "Four.");

        assertThat(ask(calls).onModel("large").send().modelName()).isEqualTo("small");
        assertThat(ask(calls).onModel("large").send().fromCache()).isEmpty();
        ask(calls).onModel("large").stream(new Parts()).join();
        Answer fourth = ask(calls).onModel("large").stream(new Parts()).join();

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
        PromptCalls calls = calls(builder -> builder.resilience(resilience).policy(dearestCall("0.2")), "large");

        assertThatThrownBy(() -> ask(calls).send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("dear");
        assertThat(large.requests).isEmpty();
        assertThatThrownBy(() -> ask(calls).onModel("large").send()).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> ask(calls).onModel("large").stream(new Parts()))
                .isInstanceOf(RefusedException.class);
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        assertThatThrownBy(() -> ask(calls).stream(new Parts()).join()).hasCauseInstanceOf(RefusedException.class);
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
        PromptCalls calls = calls(builder -> builder.budget(budget).policy(policy));

        assertThatThrownBy(() -> ask(calls).onModel("large").send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no-small");
        assertThatThrownBy(() -> ask(calls).onModel("large").stream(new Parts()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no-small");
        assertThat(small.requests).isEmpty();
        assertThat(large.requests).isEmpty();
        assertThat(budget.figures().open()).isZero();
    }

    @Test
    void streams_go_the_same_way() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("5")))
                .build();
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");
        PromptCalls calls = calls(
                builder ->
                        builder.budget(budget).cache(ResponseCache.inMemory()).resilience(resilience),
                "large");

        Answer streamed = ask(calls).stream(new Parts()).join();
        Parts again = new Parts();
        large.says("Yes, again.");
        small.says("Small is back.");
        Answer second = ask(calls).stream(again).join();
        Answer third = ask(calls).stream(new Parts()).join();

        assertThat(streamed.modelName()).isEqualTo("large");
        assertThat(streamed.cost()).isEqualTo(usd("1.2"));
        assertThat(second.text()).isEqualTo("Small is back.");
        assertThat(again.text).hasToString("Small is back.");
        assertThat(third.fromCache()).contains("exact");
        assertThat(third.cost()).isEqualTo(Cost.usd("0"));
        assertThat(budget.figures().open()).isZero();
    }

    @Test
    void a_refused_stream_is_refused_before_anything_is_sent() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("0.001")))
                .build();
        PromptCalls calls = calls(builder -> builder.budget(budget));

        assertThatThrownBy(() -> ask(calls).stream(new Parts())).isInstanceOf(RefusedException.class);
        assertThat(calls.health().calls().underWay()).isZero();
    }

    @Test
    void closed_calls_take_no_more_and_wait_for_those_under_way() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        small.does(request -> {
            asked.countDown();
            await(go);
            return Scripted.response(AiMessage.from("Yes."));
        });
        PromptCalls calls = calls(builder -> builder.executor(Executors.newCachedThreadPool()));
        CompletableFuture<Answer> answer = ask(calls).sendAsync();
        asked.await();

        assertThat(calls.close(Duration.ZERO)).isFalse();
        CallsHealth health = calls.health();
        assertThat(health.calls().underWay()).isEqualTo(1);
        assertThat(health.troubles()).containsExactly("the calls are closed");
        assertThatThrownBy(() -> ask(calls).send())
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("closed");
        go.countDown();
        assertThat(answer.join().text()).isEqualTo("Yes.");
        assertThat(calls.close(Duration.ofMinutes(1))).isTrue();
        assertThat(calls.health().calls().begun()).isEqualTo(1);
    }

    @Test
    void closing_without_a_time_waits_for_calls_under_way_and_keeps_an_interrupt() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        small.does(request -> {
            asked.countDown();
            await(go);
            return Scripted.response(AiMessage.from("Yes."));
        });
        PromptCalls calls = calls(builder -> builder);
        CompletableFuture<Answer> answer = ask(calls).sendAsync();
        asked.await();

        Thread.currentThread().interrupt();
        calls.close();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls.health().calls().underWay()).isEqualTo(1);

        AtomicReference<Long> left = new AtomicReference<>();
        Thread closing = new Thread(() -> {
            calls.close();
            left.set(calls.health().calls().underWay());
        });
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING && closing.isAlive()) {
            Thread.onSpinWait();
        }
        go.countDown();
        closing.join();
        assertThat(left).hasValue(0L);
        assertThat(answer.join().text()).isEqualTo("Yes.");
    }

    @Test
    void an_open_breaker_is_a_trouble_in_words() {
        Resilience strict = Resilience.builder()
                .attempts(1)
                .breaker(50, 4, Duration.ofHours(1))
                .build();
        PromptCalls calls = calls(builder -> builder.resilience(strict));
        for (int i = 0; i < 4; i++) {
            small.does(fails(new InternalServerException("down")));
            assertThatThrownBy(() -> ask(calls).send()).isInstanceOf(InternalServerException.class);
        }

        assertThat(calls.health().isHealthy()).isFalse();
        assertThat(calls.health().troubles())
                .containsExactly("model 'small' is not asked: its breaker is open after 4 failures in 4 attempts");
        strict.close();
    }

    @Test
    void a_cancelled_stream_asks_no_further_model() {
        List<StreamingChatResponseHandler> silent = new ArrayList<>();
        AssetRegistry other = AssetRegistry.memory();
        other.publish(prompt("trail-guide", "", "large"), "ada");
        PromptCalls calls = PromptCalls.builder(
                        other, Models.of("small", new SilentModel(silent)).and("large", large.streaming))
                .resilience(resilience)
                .build();
        CompletableFuture<Answer> answer = ask(calls).stream(new Parts());

        answer.cancel(false);
        silent.get(0).onError(new RateLimitException("slow down"));

        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        assertThat(large.requests).isEmpty();
        assertThat(silent).hasSize(1);
        assertThat(calls.health().calls().underWay()).isZero();
    }

    @Test
    void a_stream_that_is_cancelled_while_its_next_round_begins_is_cancelled() {
        AtomicReference<CompletableFuture<Answer>> answer = new AtomicReference<>();
        List<StreamingChatResponseHandler> rounds = new ArrayList<>();
        StreamingChatModel model = new StreamingChatModel() {
            @Override
            public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
                rounds.add(handler);
                if (rounds.size() == 2) {
                    answer.get().cancel(false);
                }
            }
        };
        PromptCalls calls = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model))
                .resilience(resilience)
                .tool(ToolSpecification.builder().name("weather").build(), (request, context) -> "4 degrees")
                .build();
        answer.set(calls
                .prompt(Prompt.builder("guide", Version.of(1, 0, 0), "How is it?")
                        .tools(AssetRef.parse("weather"))
                        .build())
                .stream(new Parts()));

        rounds.get(0).onCompleteResponse(Scripted.response(AiMessage.from(Scripted.request("weather", "{}"))));

        assertThat(rounds).hasSize(2);
        assertThat(answer.get()).isCancelled();
        assertThat(resilience.health().underWay()).isZero();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    /** A stream that says nothing. */
    private record SilentModel(List<StreamingChatResponseHandler> handlers) implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handlers.add(handler);
        }
    }

    private static final class Parts implements StreamingChatResponseHandler {

        private final StringBuilder text = new StringBuilder();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            text.append("");
        }

        @Override
        public void onError(Throwable error) {
            text.append(error);
        }
    }
}
