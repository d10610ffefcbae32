package io.genaiops.call;

import static io.genaiops.call.TwoModels.ask;
import static io.genaiops.call.TwoModels.fails;
import static io.genaiops.call.TwoModels.prompt;
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
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls with retries, fallbacks and breakers between them and the models. */
class RoutedCallTest {

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
    void what_may_work_again_is_tried_again_and_the_answer_tells() {
        small.does(fails(new InternalServerException("overloaded"))).says("Yes.");

        Answer answer =
                ask(models.calls(builder -> builder.resilience(resilience))).send();

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

        Answer answer = ask(models.calls(builder -> builder.resilience(resilience), "large"))
                .send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(answer.modelName()).isEqualTo("large");
        assertThat(answer.attempts()).extracting(CallTrail.Attempt::model).containsExactly("small", "small", "large");
        assertThat(answer.cost()).isEqualTo(usd("1.2"));
    }

    @Test
    void a_host_says_where_to_fall_back_to_for_prompts_that_do_not() {
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");
        PromptCalls calls = models.calls(builder ->
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
            PromptCalls calls = models.calls(builder -> builder.resilience(patient));

            assertThatThrownBy(() -> ask(calls).deadline(Duration.ofSeconds(30)).send())
                    .isInstanceOf(InternalServerException.class);
            assertThat(small.requests).hasSize(1);
        }
    }

    @Test
    void chains_that_cannot_work_are_refused_when_they_are_set_up() {
        Fallback chain = Fallback.of("small").to("huge");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> models.calls(builder -> builder.fallback(chain)))
                .withMessageContaining("needs PromptCalls.builder(…).resilience(…)");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> models.calls(builder -> builder.fallback(chain).resilience(resilience)))
                .withMessageContaining("'huge', which is not mapped");
        registry.publish(prompt("lost", "", "huge"), "ada");
        assertThatThrownBy(() -> models.calls(builder -> builder.resilience(resilience))
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
        PromptCalls calls = models.calls(builder -> builder.resilience(resilience));

        assertThatThrownBy(() ->
                        calls.prompt("dear:1.0.0").with("question", "Crampons?").send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("limits.maxCost");
        assertThat(large.requests).isEmpty();
    }

    @Test
    void streams_go_the_same_way() {
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.DAY, usd("5")))
                .build();
        small.does(fails(new RateLimitException("slow down"))).does(fails(new RateLimitException("slow down")));
        large.says("Yes.");
        PromptCalls calls = models.calls(
                builder ->
                        builder.budget(budget).cache(ResponseCache.inMemory()).resilience(resilience),
                "large");

        Answer streamed = ask(calls).stream(new TwoModels.Parts()).join();
        TwoModels.Parts again = new TwoModels.Parts();
        large.says("Yes, again.");
        small.says("Small is back.");
        Answer second = ask(calls).stream(again).join();
        Answer third = ask(calls).stream(new TwoModels.Parts()).join();

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
        PromptCalls calls = models.calls(builder -> builder.budget(budget));

        assertThatThrownBy(() -> ask(calls).stream(new TwoModels.Parts())).isInstanceOf(RefusedException.class);
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
        PromptCalls calls = models.calls(builder -> builder.executor(Executors.newCachedThreadPool()));
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
        PromptCalls calls = models.calls(builder -> builder);
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
        PromptCalls calls = models.calls(builder -> builder.resilience(strict));
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
        CompletableFuture<Answer> answer = ask(calls).stream(new TwoModels.Parts());

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
                .stream(new TwoModels.Parts()));

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
}
