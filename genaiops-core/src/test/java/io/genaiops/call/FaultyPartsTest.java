package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.asset.Version;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cost.Usage;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Models and parts of a host that do what their types forbid: no call hangs, and nothing is left behind. */
class FaultyPartsTest {

    private static final Prompt PROMPT = Prompt.builder("guide", Version.of(1, 0, 0), "{{history}}\nuser:\nHow is it?")
            .build();

    private final IOException cut = new IOException("cut");
    private final Scripted model = new Scripted();
    private final Budget budget = Budget.builder()
            .limit(BudgetLimit.calls(BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.MONTH, 10))
            .build();
    private final PromptCalls calls = builder().build();

    private PromptCallsBuilder builder() {
        return PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", model.chat).and("small", model.streaming))
                .memory(id -> MessageWindowChatMemory.withMaxMessages(4))
                .budget(budget);
    }

    private PromptCall call() {
        return calls.prompt(PROMPT).inConversation("c1");
    }

    /** Throws a checked exception that nobody declared, as code in other languages does. */
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> RuntimeException undeclared(Throwable failure) throws E {
        throw (E) failure;
    }

    private Scripted throwsUndeclared() {
        return model.does(request -> {
            throw undeclared(cut);
        });
    }

    private void nothingIsLeftBehind() {
        assertThat(calls.health().calls().underWay()).isZero();
        assertThat(budget.figures().open()).isZero();
        model.says("fine");
        assertThat(call().send().text()).isEqualTo("fine");
    }

    @Test
    void a_checked_exception_that_nobody_declared_comes_out_as_it_is_and_ends_the_call() {
        throwsUndeclared();
        assertThatThrownBy(() -> call().send()).isSameAs(cut);
        nothingIsLeftBehind();
    }

    @Test
    void it_comes_out_as_it_is_under_a_deadline_too() {
        throwsUndeclared();
        assertThatThrownBy(() -> call().deadline(Duration.ofMinutes(5)).send()).isSameAs(cut);
        nothingIsLeftBehind();
    }

    @Test
    void a_stream_that_throws_it_ends_too() {
        throwsUndeclared();
        assertThatThrownBy(() -> call().stream(new Last())).isSameAs(cut);
        nothingIsLeftBehind();
    }

    @Test
    void a_publisher_signals_it() {
        throwsUndeclared();
        AnswerStream answers = call().publisher();
        Recording subscriber = new Recording();
        answers.subscribe(subscriber);

        assertThat(subscriber.error).isSameAs(cut);
        assertThatThrownBy(() -> answers.answer().toCompletableFuture().join()).hasCause(cut);
        nothingIsLeftBehind();
    }

    @Test
    void a_failure_of_the_jvm_while_a_publisher_asks_is_signalled_and_thrown_on() {
        StackOverflowError deep = new StackOverflowError("deep");
        model.does(request -> {
            throw deep;
        });
        AnswerStream answers = call().publisher();
        Recording subscriber = new Recording();

        assertThatThrownBy(() -> answers.subscribe(subscriber)).isSameAs(deep);
        assertThat(subscriber.error).isSameAs(deep);
        assertThatThrownBy(() -> answers.answer().toCompletableFuture().join()).hasCause(deep);
        nothingIsLeftBehind();
    }

    @Test
    void a_model_that_gives_null_for_an_answer_is_named() {
        model.does(request -> null);
        PromptCalls bare = PromptCalls.of(AssetRegistry.memory(), Models.of("small", model.chat));
        assertThatThrownBy(() -> bare.prompt(PROMPT).send())
                .hasMessage(
                        "model 'small' must answer with a response; found null, as of a mock that was told nothing");
        assertThat(bare.health().calls().underWay()).isZero();
    }

    @Test
    void a_stream_that_ends_with_null_is_an_error() {
        StreamingChatModel nothing = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                handler.onCompleteResponse(null);
            }
        };
        Last last = new Last();
        CompletableFuture<Answer> answer =
                PromptCalls.of(AssetRegistry.memory(), Models.of("small", nothing)).prompt(PROMPT).stream(last);

        assertThatThrownBy(answer::join).hasRootCauseMessage(last.error.get().getMessage());
        assertThat(last.error.get()).hasMessageContaining("model 'small' must answer with a response");
    }

    @Test
    void a_reader_of_usage_that_gives_nothing_costs_the_cost_and_not_the_answer() {
        model.says("fine", "fine");
        PromptCalls unread = builder().usage(tokens -> null).build();

        Answer answer = unread.prompt(PROMPT).send();
        assertThat(answer.text()).isEqualTo("fine");
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.cost().isPriced()).isFalse();
        assertThat(unread.prompt(PROMPT).stream(new Last()).join().text()).isEqualTo("fine");
        assertThat(budget.figures().open()).isZero();
    }

    @Test
    void an_executor_that_has_no_thread_left_ends_the_call() {
        OutOfMemoryError full = new OutOfMemoryError("unable to create native thread");
        PromptCalls exhausted = builder()
                .executor(task -> {
                    throw full;
                })
                .build();
        PromptCall call = exhausted.prompt(PROMPT).inConversation("c1");

        assertThatThrownBy(call::sendAsync).isSameAs(full);
        assertThatThrownBy(() -> call.deadline(Duration.ofMinutes(5)).send()).isSameAs(full);
        assertThat(exhausted.health().calls().underWay()).isZero();
    }

    @Test
    void a_handler_that_fails_as_the_jvm_does_ends_a_kept_answer_too() {
        PromptCalls kept = builder()
                .cache(ResponseCache.builder()
                        .executor(task -> new Thread(task).start())
                        .build())
                .build();
        model.says("fine");
        kept.prompt(PROMPT).send();
        AssertionError wrong = new AssertionError("not what the test of the host expects");

        CompletableFuture<Answer> answer = kept.prompt(PROMPT).stream(new Last() {
            @Override
            public void onPartialResponse(String part) {
                throw wrong;
            }
        });

        assertThatThrownBy(() -> answer.get(1, TimeUnit.MINUTES)).hasCause(wrong);
        assertThat(kept.health().calls().underWay()).isZero();
    }

    @Test
    void calls_may_be_given_all_the_time_there_is_to_end() throws InterruptedException {
        assertThat(calls.close(ChronoUnit.FOREVER.getDuration())).isTrue();
    }

    /** Keeps the error. */
    private static class Last implements StreamingChatResponseHandler {

        final AtomicReference<Throwable> error = new AtomicReference<>();

        @Override
        public void onPartialResponse(String part) {}

        @Override
        public void onCompleteResponse(ChatResponse response) {}

        @Override
        public void onError(Throwable failure) {
            error.set(failure);
        }
    }
}
