package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls that may take so long and no longer. */
class DeadlineTest {

    record Days(int days) {}

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration LONG = Duration.ofHours(1);
    private static final Prompt PROMPT = Prompt.builder("guide", Version.of(1, 0, 0), "{{history}}\nuser:\nHow is it?")
            .tools(AssetRef.parse("weather"))
            .build();

    private final Scripted model = new Scripted();
    private final CountDownLatch released = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final ChatMemory memory = MessageWindowChatMemory.withMaxMessages(10);
    private final List<Runnable> timers = Collections.synchronizedList(new ArrayList<>());
    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    @AfterEach
    void let_every_thread_go() {
        released.countDown();
    }

    private PromptCallsBuilder builder() {
        return PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", model.chat).and("small", model.streaming))
                .memory(id -> memory)
                .timer(this::timer)
                .nanoTime(() -> 0)
                .tool(ToolSpecification.builder().name("weather").build(), (request, context) -> {
                    pass();
                    hang();
                    return "4 degrees";
                });
    }

    private PromptCall call(Duration limit) {
        return builder().deadline(limit).build().prompt(PROMPT).inConversation("c1");
    }

    private Runnable timer(Duration time, Runnable action) {
        timers.add(action);
        return () -> timers.remove(action);
    }

    /** Lets the time pass, for whatever waits for it. */
    private void pass() {
        List.copyOf(timers).forEach(action -> new Thread(action).start());
    }

    private void hang() {
        try {
            released.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private Scripted hangs() {
        return model.does(request -> {
            pass();
            hang();
            return Scripted.response(AiMessage.from("late"));
        });
    }

    private final class Noting implements StreamingChatResponseHandler {

        final AtomicReference<Throwable> error = new AtomicReference<>();

        @Override
        public void onPartialResponse(String text) {
            events.add(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            events.add("complete");
        }

        @Override
        public void onError(Throwable failure) {
            error.set(failure);
            events.add("error");
        }
    }

    @Test
    void a_call_that_takes_longer_fails_with_prompt_model_and_limit_and_its_thread_is_interrupted() throws Exception {
        hangs();

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> call(SOON).send())
                .withMessageStartingWith("prompt 'guide' 1.0.0 on model 'small' did not answer within 20 ms");
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(memory.messages()).isEmpty();
    }

    @Test
    void the_conversation_is_free_after_a_deadline() {
        hangs().says("fine");
        PromptCall call = builder().build().prompt(PROMPT).inConversation("c1");
        assertThatThrownBy(() -> call.deadline(SOON).send()).isInstanceOf(TimeoutException.class);
        assertThat(call.deadline(LONG).send().text()).isEqualTo("fine");
        assertThat(memory.messages()).hasSize(2);
    }

    @Test
    void an_asynchronous_call_fails_likewise() {
        hangs();
        assertThatThrownBy(() -> call(SOON).sendAsync().get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(TimeoutException.class)
                .hasMessageContaining("within 20 ms");
    }

    @Test
    void an_asynchronous_call_that_no_thread_takes_fails_likewise_and_is_never_made() {
        List<Runnable> queued = new ArrayList<>();
        CompletableFuture<Answer> answer = builder()
                .executor(queued::add)
                .build()
                .prompt(PROMPT)
                .deadline(SOON)
                .sendAsync();
        pass();

        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        queued.get(0).run();
        assertThat(model.requests).isEmpty();
    }

    @Test
    void a_typed_call_fails_likewise_also_in_its_repair() {
        model.says("no JSON");
        hangs();
        assertThatThrownBy(() -> call(SOON).as(Days.class).send()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void a_deadline_that_is_kept_changes_nothing_but_the_thread() {
        Thread here = Thread.currentThread();
        AtomicReference<Thread> there = new AtomicReference<>();
        model.does(request -> {
            there.set(Thread.currentThread());
            return Scripted.response(AiMessage.from("fine"));
        });

        assertThat(call(LONG).send().text()).isEqualTo("fine");
        assertThat(there.get()).isNotSameAs(here);
        model.does(request -> {
            there.set(Thread.currentThread());
            return Scripted.response(AiMessage.from("fine"));
        });
        builder().build().prompt(PROMPT).send();
        assertThat(there.get()).isSameAs(here);
    }

    @Test
    void the_call_says_more_than_the_calls() {
        hangs();
        assertThatThrownBy(() -> call(LONG).deadline(SOON).send()).hasMessageContaining("within 20 ms");
    }

    @Test
    void what_the_model_throws_comes_out_as_it_is_under_a_deadline() {
        model.fails();
        assertThatThrownBy(() -> call(LONG).send())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("down");
        model.does(request -> {
            throw new StackOverflowError("deep");
        });
        assertThatThrownBy(() -> call(LONG).send()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void the_time_of_tools_counts_and_no_round_begins_after_it() {
        model.calls("weather", "{}").says("never");
        AtomicLong clock = new AtomicLong();
        PromptCalls calls = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat))
                .timer(this::timer)
                .nanoTime(clock::get)
                .tool(ToolSpecification.builder().name("weather").build(), (request, context) -> {
                    clock.set(Duration.ofHours(2).toNanos());
                    return "4 degrees";
                })
                .build();

        assertThatThrownBy(() -> calls.prompt(PROMPT).deadline(LONG).send())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("within 3600 s");
        assertThat(model.requests).hasSize(1);
    }

    @Test
    void a_thread_that_waits_can_be_interrupted() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        model.does(request -> {
            asked.countDown();
            hang();
            return Scripted.response(AiMessage.from("late"));
        });
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread waiting = new Thread(() -> {
            try {
                call(LONG).send();
            } catch (RuntimeException e) {
                thrown.set(e);
                flag.set(Thread.currentThread().isInterrupted());
            }
        });
        waiting.start();
        asked.await();
        waiting.interrupt();
        waiting.join();

        assertThat(thrown.get()).isInstanceOf(GenAiOpsException.class).hasMessageContaining("interrupted");
        assertThat(flag.get()).isTrue();
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancelling_an_asynchronous_call_interrupts_its_thread() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        model.does(request -> {
            asked.countDown();
            hang();
            return Scripted.response(AiMessage.from("late"));
        });
        CompletableFuture<Answer> answer = builder().build().prompt(PROMPT).sendAsync();
        asked.await();
        answer.cancel(true);
        assertThat(interrupted.await(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_stream_is_cancelled_its_handler_gets_one_error_and_late_callbacks_are_dropped() {
        AtomicReference<StreamingChatResponseHandler> stream = new AtomicReference<>();
        AtomicReference<Boolean> cancelled = new AtomicReference<>(false);
        StreamingChatModel slow = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                stream.set(handler);
                handler.onPartialResponse(new PartialResponse("a"), new PartialResponseContext(new StreamingHandle() {
                    @Override
                    public void cancel() {
                        cancelled.set(true);
                    }

                    @Override
                    public boolean isCancelled() {
                        return cancelled.get();
                    }
                }));
            }
        };
        Noting noting = new Noting();
        CompletableFuture<Answer> answer = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", slow))
                .memory(id -> memory)
                .timer(this::timer)
                .nanoTime(() -> 0)
                .build()
                .prompt(Prompt.builder("p", Version.of(1, 0, 0), "{{history}}\nuser:\nHi")
                        .build())
                .inConversation("c1")
                .deadline(SOON)
                .stream(noting);
        pass();

        assertThatThrownBy(() -> answer.get(60, TimeUnit.SECONDS)).hasCauseInstanceOf(TimeoutException.class);
        stream.get().onPartialResponse("b");
        stream.get().onCompleteResponse(Scripted.response(AiMessage.from("a b")));
        stream.get().onError(new IllegalStateException("late"));

        assertThat(events).containsExactly("a", "error");
        assertThat(noting.error.get()).isInstanceOf(TimeoutException.class).hasMessageContaining("within 20 ms");
        assertThat(cancelled.get()).isTrue();
        assertThat(memory.messages()).isEmpty();
    }

    @Test
    void a_streamed_call_whose_tool_hangs_ends_in_time() throws Exception {
        model.calls("weather", "{}").says("never");
        Noting noting = new Noting();
        AtomicReference<CompletableFuture<Answer>> answer = new AtomicReference<>();
        CountDownLatch over = new CountDownLatch(1);
        Thread streaming = new Thread(() -> {
            answer.set(call(SOON).stream(new ForwardingOnce(noting, over)));
        });
        streaming.start();
        assertThat(over.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(noting.error.get()).isInstanceOf(TimeoutException.class);
        released.countDown();
        streaming.join();

        assertThat(events).containsExactly("error");
        assertThat(model.requests).hasSize(1);
    }

    /** Says when the end was heard. */
    private record ForwardingOnce(Noting to, CountDownLatch over) implements StreamingChatResponseHandler {

        @Override
        public void onPartialResponse(String text) {
            to.onPartialResponse(text);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            to.onCompleteResponse(response);
            over.countDown();
        }

        @Override
        public void onError(Throwable error) {
            to.onError(error);
            over.countDown();
        }
    }

    @Test
    void the_error_comes_after_the_callback_that_is_under_way() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        model.says("part");
        StreamingChatResponseHandler slow = new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(String text) {
                inside.countDown();
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                events.add("part done");
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                events.add("complete");
            }

            @Override
            public void onError(Throwable error) {
                events.add("error");
            }
        };
        PromptCalls calls = builder().build();
        Thread streaming = new Thread(() ->
                assertThat(calls.prompt(PROMPT).deadline(LONG).stream(slow)).isNotNull());
        streaming.start();
        inside.await();
        Thread passing = new Thread(List.copyOf(timers).get(0));
        passing.start();
        while (passing.getState() == Thread.State.NEW || passing.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait();
        }
        assertThat(events).isEmpty();
        go.countDown();
        streaming.join();
        passing.join();

        assertThat(events).containsExactly("part done", "error");
    }

    @Test
    void time_passes_by_itself_and_a_timer_of_a_call_that_ended_is_taken_back() {
        model.does(request -> {
            hang();
            return Scripted.response(AiMessage.from("late"));
        });
        PromptCalls real = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model.chat))
                .build();
        Prompt plain = Prompt.builder("p", Version.of(1, 0, 0), "user:\nHi").build();
        assertThatThrownBy(() -> real.prompt(plain).deadline(SOON).send())
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining("within 20 ms");

        Scripted quick = new Scripted().says("fine", "fine", "fine");
        PromptCalls counted = PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", quick.chat).and("small", quick.streaming))
                .timer(this::timer)
                .deadline(LONG)
                .build();
        counted.prompt(plain).send();
        counted.prompt(plain).sendAsync().join();
        counted.prompt(plain).stream(new Noting()).join();
        assertThat(timers).isEmpty();
    }

    @Test
    void a_deadline_must_be_above_zero() {
        for (Duration wrong : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofDays(100_000))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> builder().deadline(wrong))
                    .withMessageContaining("found: " + wrong);
            assertThatIllegalArgumentException().isThrownBy(() -> call(LONG).deadline(wrong));
        }
    }
}
