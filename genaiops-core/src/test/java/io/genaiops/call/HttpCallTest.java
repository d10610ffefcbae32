package io.genaiops.call;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetKind;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.budget.BudgetRequest;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.Usage;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Resilience;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whole calls over HTTP, with faults between them and the model: cache, retries, fallback and budget together. */
@Timeout(120)
class HttpCallTest {

    record Days(int days) {}

    private final LoopbackModel small = new LoopbackModel();
    private final LoopbackModel large = new LoopbackModel();
    private final Resilience resilience = Resilience.builder()
            .attempts(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
            .build();
    private final Budget budget = Budget.builder()
            .limit(BudgetLimit.cost(BudgetLimit.Scope.TENANT, BudgetLimit.Window.MONTH, usd("1000")))
            .build();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Heard heard = new Heard();
    private final PromptCalls calls;

    HttpCallTest() throws IOException {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", """
                ---
                name: guide
                version: 1.0.0
                model: {ref: small, maxOutputTokens: 50}
                fallback: [large]
                inputs: {question: string}
                ---
                {{question}}
                """), "ada");
        calls = PromptCalls.builder(
                        registry,
                        Models.of("small", small.chat())
                                .and("small", small.streaming())
                                .and("large", large.chat())
                                .and("large", large.streaming()))
                .pricedAs("small", "openai", "small-1")
                .pricedAs("large", "openai", "large-1")
                .prices(PriceList.of(
                        Price.of("openai", "small-1", Rates.usd().input("1000").output("1000")),
                        Price.of("openai", "large-1", Rates.usd().input("9000").output("9000"))))
                .resilience(resilience)
                .budget(budget)
                .cache(ResponseCache.inMemory())
                .build();
    }

    @AfterEach
    void nothing_is_under_way_and_nothing_is_reserved() throws InterruptedException {
        released.countDown();
        assertThat(calls.close(Duration.ofMinutes(1))).isTrue();
        // A thread that was given up gives back what it holds when it heeds its interrupt, after its caller was told.
        while (budget.figures().open() > 0 || resilience.health().underWay() > 0) {
            Thread.onSpinWait();
        }
        resilience.close();
        small.close();
        large.close();
    }

    private PromptCall ask() {
        return calls.prompt("guide:1.0.0")
                .with("question", "Do I need crampons?")
                .forTenant("alps");
    }

    private void hang() throws IOException {
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private String spent() {
        CallContext alps = new CallContext(null, null, "alps", null, Map.of());
        return budget.standings(new BudgetRequest(alps, "small", usd("0"), Usage.of(0, 0)))
                .get(0)
                .spent()
                .stripTrailingZeros()
                .toPlainString();
    }

    @Test
    void a_status_that_passes_is_tried_again_and_one_answer_is_charged_and_kept() {
        small.fails(429, "Please try again in 1ms.").says("Yes.");

        Answer answer = ask().send();
        Answer again = ask().send();

        assertThat(answer.text()).isEqualTo("Yes.");
        assertThat(answer.cost()).isEqualTo(usd("0.025"));
        assertThat(answer.attempts()).hasSize(2);
        assertThat(spent()).isEqualTo("0.025");
        assertThat(budget.figures().released()).isEqualTo(1);
        assertThat(again.fromCache()).contains("exact");
        assertThat(small.requests).hasSize(2);
    }

    @Test
    void a_failure_is_not_kept_and_not_charged() {
        small.fails(400, "temperature is out of range").says("Yes.");

        assertThatThrownBy(() -> ask().send()).hasMessageContaining("out of range");
        assertThat(spent()).isEqualTo("0");
        assertThat(ask().send().text()).isEqualTo("Yes.");
    }

    @Test
    void messages_too_long_for_a_model_go_to_the_next_and_are_priced_by_it() {
        small.fails(400, "This model's maximum context length is 8192 tokens.");
        large.says("Yes.");

        Answer answer = ask().send();

        assertThat(answer.modelName()).isEqualTo("large");
        assertThat(answer.cost()).isEqualTo(usd("0.225"));
        assertThat(answer.attempts()).extracting(CallTrail.Attempt::model).containsExactly("small", "large");
        assertThat(spent()).isEqualTo("0.225");
    }

    @Test
    void a_call_ends_at_its_deadline_and_gives_back_what_it_reserved() {
        small.then(exchange -> hang());
        large.then(exchange -> hang());

        assertThatThrownBy(() -> ask().deadline(Duration.ofMillis(300)).send())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("deadline");
    }

    @Test
    void a_value_is_repaired_once_and_both_answers_are_charged() {
        small.says("{\"days\": \"three\"}").says("{\"days\": 3}");

        TypedAnswer<Days> typed = ask().as(Days.class).send();

        assertThat(typed.value()).isEqualTo(new Days(3));
        assertThat(typed.repaired()).isTrue();
        assertThat(typed.answer().cost()).isEqualTo(usd("0.05"));
        assertThat(spent()).isEqualTo("0.05");
        assertThat(small.requests).hasSize(2);
    }

    @Test
    void a_stream_that_is_cut_before_its_first_part_is_tried_again() {
        small.streams(List.of(), body -> {
                    throw new IOException("cut by the test");
                })
                .streams(List.of("Bring", " a lamp."), LoopbackModel::end);

        Answer answer = ask().stream(heard).join();

        assertThat(heard.parts).containsExactly("Bring", " a lamp.");
        assertThat(answer.text()).isEqualTo("Bring a lamp.");
        assertThat(answer.attempts()).hasSize(2);
        assertThat(spent()).isEqualTo("0.025");
    }

    @Test
    void a_stream_that_is_cut_after_its_first_part_fails_once_is_charged_what_came_and_is_not_kept() {
        small.streams(List.of("Bring"), body -> {
                    throw new IOException("cut by the test");
                })
                .says("Yes.");

        CompletableFuture<Answer> answer = ask().stream(heard);

        assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
        assertThat(heard.parts).containsExactly("Bring");
        assertThat(heard.ends).containsExactly("error");
        assertThat(budget.figures().settled()).isEqualTo(1);
        assertThat(large.requests).isEmpty();
        assertThat(ask().send().fromCache()).isEmpty();
    }

    @Test
    void a_stream_that_stalls_ends_at_its_deadline_and_its_connection_is_closed() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        small.streams(List.of("Bring"), body -> untilClosed(body, closed));

        CompletableFuture<Answer> answer = ask().deadline(Duration.ofMillis(500)).stream(heard);

        assertThatThrownBy(answer::join).hasCauseInstanceOf(TimeoutException.class);
        assertThat(heard.ends).containsExactly("error");
        assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void cancelling_the_answer_closes_the_connection() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        small.streams(List.of("Bring"), body -> untilClosed(body, closed));

        CompletableFuture<Answer> answer = ask().stream(heard);
        heard.first.await();
        answer.cancel(false);

        assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
        assertThatThrownBy(answer::join).isInstanceOf(CancellationException.class);
        assertThat(heard.ends).isEmpty();
        assertThat(budget.figures().settled()).isEqualTo(1);
    }

    @Test
    void cancelling_the_subscription_closes_the_connection() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        small.streams(List.of("Bring"), body -> untilClosed(body, closed));
        CountDownLatch came = new CountDownLatch(1);
        Recording subscriber = new Recording();
        subscriber.onNext = came::countDown;

        ask().publisher().subscribe(subscriber);
        subscriber.subscription.request(1);
        came.await();
        subscriber.subscription.cancel();

        assertThat(closed.await(1, TimeUnit.MINUTES)).isTrue();
        assertThat(subscriber.signals).containsExactly("Bring");
    }

    @Test
    void cancelling_an_asynchronous_call_leaves_its_thread_and_gives_back_what_it_reserved() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        small.then(exchange -> {
            asked.countDown();
            hang();
        });

        CompletableFuture<Answer> answer = ask().sendAsync();
        asked.await();
        answer.cancel(true);

        while (budget.figures().open() > 0) {
            Thread.onSpinWait();
        }
        assertThat(released.getCount()).isEqualTo(1);
        assertThat(budget.figures().released()).isEqualTo(1);
        assertThat(small.requests).hasSize(1);
        assertThat(large.requests).isEmpty();
    }

    @Test
    void an_outage_of_every_model_says_what_the_last_one_said_and_what_went_before() {
        small.fails(503, "overloaded").fails(503, "overloaded");
        large.fails(500, "down").fails(500, "down");

        assertThatThrownBy(() -> ask().send())
                .hasMessageContaining("down")
                .satisfies(thrown -> assertThat(thrown.getSuppressed())
                        .anySatisfy(before -> assertThat(before).hasMessageContaining("overloaded")));
        assertThat(spent()).isEqualTo("0");
    }

    @Test
    void what_does_not_fit_the_budget_asks_nobody() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.parse(
                        AssetKind.PROMPT,
                        "guide",
                        "---\nname: guide\nversion: 1.0.0\nmodel: {ref: small, maxOutputTokens: 50}\n---\nHi\n"),
                "ada");
        PromptCalls capped = PromptCalls.builder(registry, Models.of("small", small.chat()))
                .budget(Budget.builder()
                        .limit(BudgetLimit.tokens(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.DAY, 10))
                        .build())
                .build();

        assertThatThrownBy(() -> capped.prompt("guide:1.0.0").send()).isInstanceOf(RefusedException.class);
        assertThat(small.requests).isEmpty();
    }

    /** Writes until the other side has gone. */
    private static void untilClosed(OutputStream body, CountDownLatch closed) throws IOException {
        try {
            for (long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1); System.nanoTime() < end; ) {
                body.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
                body.flush();
                Thread.onSpinWait();
            }
        } catch (IOException e) {
            closed.countDown();
            throw e;
        }
    }

    private static final class Heard implements StreamingChatResponseHandler {

        final List<String> parts = new CopyOnWriteArrayList<>();
        final List<String> ends = new CopyOnWriteArrayList<>();
        final CountDownLatch first = new CountDownLatch(1);

        @Override
        public void onPartialResponse(String part) {
            parts.add(part);
            first.countDown();
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            ends.add("complete");
        }

        @Override
        public void onError(Throwable error) {
            ends.add("error");
        }
    }
}
