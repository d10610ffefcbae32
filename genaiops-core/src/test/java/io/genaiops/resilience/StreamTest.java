package io.genaiops.resilience;

import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.Fakes.rateLimited;
import static io.genaiops.resilience.Fakes.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;
import io.genaiops.resilience.ModelUnavailableException.Reason;
import io.genaiops.resilience.Streams.Source;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
class StreamTest {

    private static final Duration SHORT = Duration.ofMillis(50);

    private final Streams.Model model = new Streams.Model();
    private final Handler handler = new Handler();
    private Resilience resilience = quick().build();

    @AfterEach
    void every_callback_came_alone_and_the_end_once() {
        resilience.close();
        assertThat(handler.misplaced.get()).isZero();
        assertThat(handler.ends.get()).isEqualTo(1);
        assertThat(resilience.health().underWay()).isZero();
    }

    @Test
    void a_stream_that_fails_before_its_first_content_is_tried_again() throws Exception {
        RuntimeException limited = rateLimited("");
        model.failing(unavailable()).failing(limited).answering("Bring", " a lamp.");
        CallTrail trail = new CallTrail();

        stream("small", trail);

        assertThat(handler.response().aiMessage().text()).isEqualTo("done");
        assertThat(handler.texts()).containsExactly("Bring", " a lamp.");
        assertThat(trail.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "InternalServerException"),
                        new CallTrail.Attempt("small", "RateLimitException"),
                        new CallTrail.Attempt("small", null));
    }

    @Test
    void the_first_attempt_begins_on_the_callers_thread_and_others_do_not() throws Exception {
        model.failing(unavailable()).answering("Hi");

        stream("small", new CallTrail());
        handler.response();

        assertThat(model.askedOn.get(0)).isSameAs(Thread.currentThread());
        assertThat(model.askedOn.get(1)).isNotSameAs(Thread.currentThread());
        assertThat(model.askedOn.get(1).isDaemon()).isTrue();
    }

    @Test
    void what_the_host_carries_over_is_there_in_later_attempts() throws Exception {
        ThreadLocal<String> context = new ThreadLocal<>();
        context.set("of the caller");
        resilience = quick().carrying(work -> {
                    String captured = context.get();
                    return () -> {
                        context.set(captured);
                        work.run();
                        context.remove();
                    };
                })
                .build();
        List<String> seen = new java.util.concurrent.CopyOnWriteArrayList<>();
        Consumer<Source> failing = source -> {
            seen.add(context.get());
            source.fail(unavailable());
        };
        model.doing(failing).doing(failing).doing(failing);

        stream("small", new CallTrail());
        handler.error();

        assertThat(seen).containsExactly("of the caller", "of the caller", "of the caller");
    }

    @Test
    void a_failure_after_the_first_content_is_passed_on() {
        RuntimeException failure = unavailable();
        model.doing(source -> {
            source.text("Bring");
            source.fail(failure);
        });
        CallTrail trail = new CallTrail();

        streamOf(Fallback.of("small").to("large"), trail);

        assertThat(handler.error()).isSameAs(failure);
        assertThat(handler.texts()).containsExactly("Bring");
        assertThat(model.asked()).isEqualTo(1);
        assertThat(trail.attempts()).containsExactly(new CallTrail.Attempt("small", "InternalServerException"));
    }

    static Stream<Consumer<StreamingChatResponseHandler>> contents() {
        ToolExecutionRequest tool =
                ToolExecutionRequest.builder().name("add").arguments("{}").build();
        return Stream.of(
                parts -> parts.onPartialResponse("text"),
                parts -> parts.onPartialThinking(new PartialThinking("hm")),
                parts -> parts.onCompleteToolCall(new CompleteToolCall(0, tool)));
    }

    @ParameterizedTest
    @MethodSource("contents")
    void text_thinking_and_tool_calls_are_content(Consumer<StreamingChatResponseHandler> content) {
        RuntimeException failure = unavailable();
        model.doing(source -> {
            content.accept(source.parts());
            source.fail(failure);
        });

        stream("small", new CallTrail());

        assertThat(handler.error()).isSameAs(failure);
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void empty_texts_and_raw_events_of_a_failed_attempt_are_dropped() throws Exception {
        model.doing(source -> {
                    source.text("");
                    source.parts().onUnmappedRawEvent("first");
                    source.fail(unavailable());
                })
                .doing(source -> {
                    source.text("");
                    source.parts().onUnmappedRawEvent("second");
                    source.text("Hi");
                    source.end();
                });

        stream("small", new CallTrail());
        handler.response();

        assertThat(handler.texts()).containsExactly("", "Hi");
        assertThat(handler.rawEvents).containsExactly("second");
    }

    @Test
    void an_answer_without_content_is_delivered_with_what_came_before_it() throws Exception {
        model.doing(source -> {
            source.parts().onUnmappedRawEvent("only");
            source.end();
        });

        stream("small", new CallTrail());
        handler.response();

        assertThat(handler.rawEvents).containsExactly("only");
    }

    @Test
    void parts_without_content_are_not_held_without_end() {
        model.doing(source -> {
            for (int i = 0; i < 1_000; i++) {
                source.parts().onUnmappedRawEvent(i);
            }
            source.fail(unavailable());
        });

        stream("small", new CallTrail());

        assertThat(handler.error()).isNotNull();
        assertThat(handler.rawEvents).hasSize(1_000);
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void a_second_end_of_an_attempt_is_dropped() throws Exception {
        model.doing(source -> {
            source.text("Hi");
            source.end();
            source.fail(unavailable());
            source.end();
            source.text("late");
        });

        stream("small", new CallTrail());
        handler.response();

        assertThat(handler.texts()).containsExactly("Hi");
    }

    @Test
    void what_a_model_throws_before_it_streams_is_a_failure_like_others() throws Exception {
        model.doing(source -> {
                    throw unavailable();
                })
                .answering("Hi");

        stream("small", new CallTrail());

        assertThat(handler.response()).isNotNull();
    }

    @Test
    void a_failure_of_the_jvm_is_passed_on_at_once() {
        OutOfMemoryError error = new OutOfMemoryError("no room");
        model.doing(source -> {
            throw error;
        });

        stream("small", new CallTrail());

        assertThat(handler.error()).isSameAs(error);
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void what_is_not_retryable_is_passed_on_at_once() {
        AuthenticationException wrongKey = new AuthenticationException("wrong key");
        model.failing(wrongKey);

        stream("small", new CallTrail());

        assertThat(handler.error()).isSameAs(wrongKey);
        assertThat(model.asked()).isEqualTo(1);
    }

    @Test
    void a_stream_that_stalls_before_its_content_is_cancelled_and_tried_again() throws Exception {
        resilience = quick().attemptTimeout(SHORT).build();
        model.doing(source -> source.text("")).answering("Hi");

        stream("small", new CallTrail());

        handler.response();
        Source stalled = model.source();
        stalled.text("late");
        assertThat(stalled.isCancelled()).isTrue();
        stalled.end();
        assertThat(handler.texts()).containsExactly("Hi");
    }

    @Test
    void a_stream_that_stalls_after_its_content_fails_and_is_cancelled() throws Exception {
        resilience = quick().attemptTimeout(SHORT).build();
        model.doing(source -> source.text("Bring"));

        stream("small", new CallTrail());

        assertThat(handler.error())
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessage("model 'small' sent no part of its answer for 0.05 s, the limit of silence in a stream"
                        + " (attempt 1)");
        assertThat(model.source().isCancelled()).isTrue();
        assertThat(resilience.health().of("small").orElseThrow().timeouts()).isEqualTo(1);
    }

    @Test
    void an_abandoned_stream_that_gives_its_handle_late_is_cancelled_then() throws Exception {
        resilience = quick().attemptTimeout(SHORT).attempts(1).build();
        model.waiting();

        stream("small", new CallTrail());

        assertThat(handler.error()).isInstanceOf(TimeoutException.class);
        Source silent = model.source();
        assertThat(silent.isCancelled()).isFalse();
        silent.text("late");
        assertThat(silent.isCancelled()).isTrue();
        assertThat(handler.texts()).isEmpty();
    }

    @Test
    void a_stream_ends_at_the_deadline_of_the_call() throws Exception {
        model.doing(source -> source.text("Bring"));

        resilience.on("small").within(SHORT).stream(handler, (name, parts) -> model.chat(REQUEST, parts));

        assertThat(handler.error())
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessageContaining("deadline of the call");
        assertThat(model.source().isCancelled()).isTrue();
    }

    @Test
    void a_stream_that_is_late_says_once_what_failed_before() throws Exception {
        RuntimeException first = unavailable();
        model.failing(first).doing(source -> source.text("Bring"));

        resilience.on("small").within(Duration.ofMillis(400)).stream(
                handler, (name, parts) -> model.chat(REQUEST, parts));

        assertThat(handler.error()).isExactlyInstanceOf(TimeoutException.class).hasMessageContaining("(2 attempts)");
        assertThat(handler.error().getSuppressed()).containsExactly(first);
    }

    @Test
    void a_wait_for_another_attempt_ends_with_the_call() {
        resilience = Resilience.builder()
                .backoff(Duration.ofHours(1), Duration.ofHours(1))
                .deadline(Duration.ofHours(9))
                .build();
        model.failing(unavailable());
        Handler cancelled = new Handler();
        resilience.on("small").stream(cancelled, (name, parts) -> model.chat(REQUEST, parts))
                .cancel();
        assertThat(resilience.health().underWay()).isZero();
        assertThat(cancelled.hasEnded()).isFalse();

        stream("small", new CallTrail());
        resilience.close();
        assertThat(handler.error()).isInstanceOf(ModelUnavailableException.class);
    }

    @Test
    void another_model_streams_when_the_first_fails_before_its_content() throws Exception {
        resilience = quick().attempts(1).build();
        model.failing(unavailable());
        Streams.Model large = new Streams.Model().answering("of large");
        StreamingChatModel chain = resilience.streamingChatModel(
                Fallback.of("small").to("large"), Models.of("small", model).and("large", large));

        chain.chat(REQUEST, handler);
        handler.response();

        assertThat(handler.texts()).containsExactly("of large");
        assertThat(resilience.health().of("small").orElseThrow().fallbacks()).isEqualTo(1);
    }

    @Test
    void a_stream_that_the_content_policy_ended_without_content_goes_to_its_chain() throws Exception {
        model.doing(source -> source.parts().onCompleteResponse(Fakes.blocked()));
        Streams.Model other = new Streams.Model().answering("of other");

        resilience.on(Fallback.of("small").onContentPolicy("other")).stream(
                handler, (name, parts) -> (name.equals("small") ? model : other).chat(REQUEST, parts));
        handler.response();

        assertThat(handler.texts()).containsExactly("of other");
    }

    @Test
    void an_open_breaker_and_a_full_model_fall_back_too() throws Exception {
        resilience = quick().attempts(1)
                .breaker(100, 1, Duration.ofHours(1))
                .limits("large", ModelLimits.NONE.atOnce(1))
                .build();
        model.failing(unavailable());
        Streams.Model large = new Streams.Model().waiting();
        Streams.Model larger = new Streams.Model().answering("of larger");
        StreamingChatModel chain = resilience.streamingChatModel(
                Fallback.of("small").to("large").to("larger"),
                Models.of("small", model).and("large", large).and("larger", larger));
        Handler first = new Handler();
        chain.chat(REQUEST, first);
        Source underWay = large.source();
        CallTrail trail = new CallTrail();

        chain.chat(REQUEST, trail.into(ChatRequestOptions.EMPTY), handler);
        handler.response();
        underWay.end();

        assertThat(model.asked()).isEqualTo(1);
        assertThat(first.response()).isNotNull();
        assertThat(trail.attempts())
                .containsExactly(
                        new CallTrail.Attempt("small", "ModelUnavailableException"),
                        new CallTrail.Attempt("large", "ModelUnavailableException"),
                        new CallTrail.Attempt("larger", null));
    }

    @Test
    void a_stream_waits_for_its_turn_until_another_ends() throws Exception {
        resilience = quick().limits(ModelLimits.NONE.atOnce(1).waiting(Duration.ofHours(1)))
                .build();
        model.waiting().answering("Hi");
        Handler first = new Handler();
        resilience.on("small").stream(first, (name, parts) -> model.chat(REQUEST, parts));
        Source underWay = model.source();

        stream("small", new CallTrail());
        assertThat(model.asked()).isEqualTo(1);
        underWay.end();

        handler.response();
        assertThat(first.response()).isNotNull();
        assertThat(model.asked()).isEqualTo(2);
    }

    @Test
    void a_stream_whose_turn_does_not_come_in_time_is_refused() throws Exception {
        resilience = quick().limits(ModelLimits.NONE.atOnce(1).waiting(SHORT)).build();
        model.waiting().answering("Hi");
        Handler first = new Handler();
        resilience.on("small").stream(first, (name, parts) -> model.chat(REQUEST, parts));

        stream("small", new CallTrail());

        assertThat(handler.error())
                .isInstanceOfSatisfying(
                        ModelUnavailableException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.TOO_MANY_AT_ONCE));
        model.source().end();
        assertThat(first.response()).isNotNull();
        Handler third = new Handler();
        resilience.on("small").stream(third, (name, parts) -> model.chat(REQUEST, parts));
        assertThat(third.response()).isNotNull();
    }

    @Test
    void a_cancelled_stream_leaves_its_turn_to_the_next() throws Exception {
        resilience = quick().limits(ModelLimits.NONE.atOnce(1)).build();
        model.doing(source -> source.text("Hi")).answering("Hi");
        Handler first = new Handler();
        var cancelled = resilience.on("small").stream(first, (name, parts) -> model.chat(REQUEST, parts));
        cancelled.cancel();

        assertThat(cancelled.isCancelled()).isTrue();
        assertThat(model.source().isCancelled()).isTrue();
        stream("small", new CallTrail());
        assertThat(handler.response()).isNotNull();
        assertThat(first.hasEnded()).isFalse();
    }

    @Test
    void a_handler_that_throws_ends_its_stream() throws Exception {
        IllegalStateException mistake = new IllegalStateException("of the handler");
        Handler throwing = new Handler() {
            @Override
            void heard(String text) {
                throw mistake;
            }
        };
        model.doing(source -> {
            source.text("Hi");
            source.text("more");
            source.end();
        });

        resilience.on("small").stream(throwing, (name, parts) -> model.chat(REQUEST, parts));

        assertThat(throwing.error()).isSameAs(mistake);
        assertThat(throwing.texts()).containsExactly("Hi");
        assertThat(throwing.ends.get()).isEqualTo(1);
        assertThat(model.source().isCancelled()).isTrue();
        stream("small", new CallTrail());
        handler.response();
    }

    @Test
    void a_slow_handler_is_not_taken_for_a_stalled_stream() throws Exception {
        resilience = quick().attemptTimeout(SHORT).build();
        java.util.concurrent.CountDownLatch looked = new java.util.concurrent.CountDownLatch(1);
        java.util.concurrent.Future<?> unused = resilience.timers().later(looked::countDown, SHORT.multipliedBy(4));
        Handler slow = new Handler() {
            @Override
            void heard(String text) {
                try {
                    looked.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
        model.answering("Hi");

        resilience.on("small").stream(slow, (name, parts) -> model.chat(REQUEST, parts));

        assertThat(slow.response()).isNotNull();
        stream("small", new CallTrail());
        handler.response();
    }

    private void stream(String name, CallTrail trail) {
        streamOf(Fallback.of(name), trail);
    }

    private void streamOf(Fallback chain, CallTrail trail) {
        resilience.on(chain).noting(trail).stream(handler, (name, parts) -> model.chat(REQUEST, parts));
    }
}
