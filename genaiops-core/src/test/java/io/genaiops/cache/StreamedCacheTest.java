package io.genaiops.cache;

import static io.genaiops.cache.Fakes.ask;
import static io.genaiops.cache.Fakes.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.cache.Fakes.Heard;
import io.genaiops.model.CallTrail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StreamedCacheTest {

    private final Fakes model = new Fakes();
    private final ResponseCache cache =
            ResponseCache.builder().partLength(8).executor(Runnable::run).build();
    private final StreamingChatModel cached = cache.streamingChatModel("small", model.streaming);

    private Heard hear(StreamingChatModel streaming, CallTrail trail) throws InterruptedException {
        Heard heard = new Heard();
        streaming.chat(ask("Where?"), Fakes.of(null, trail), heard);
        return heard.await();
    }

    @Test
    void a_stream_is_kept_when_it_is_complete_and_streamed_again_in_parts() throws Exception {
        model.script = request -> response("North of the lake, behind the ridge.");
        CallTrail first = new CallTrail();
        CallTrail second = new CallTrail();
        Heard live = hear(cached, first);
        Heard again = hear(cached, second);

        assertThat(model.asked).hasValue(1);
        assertThat(again.whole).containsExactly(live.whole.get(0));
        assertThat(again.parts).containsExactly("North ", "of the ", "lake, ", "behind ", "the ", "ridge.");
        assertThat(first.cache()).isEmpty();
        assertThat(second.cache()).contains("exact");
    }

    @Test
    void a_hit_is_streamed_on_a_thread_of_its_own_unless_the_host_gives_one() throws Exception {
        ResponseCache own = ResponseCache.inMemory();
        StreamingChatModel streaming = own.streamingChatModel("small", model.streaming);
        assertThat(hear(streaming, new CallTrail()).thread).isSameAs(Thread.currentThread());
        Heard again = hear(streaming, new CallTrail());
        assertThat(again.thread).isNotSameAs(Thread.currentThread());
        assertThat(again.errors).isEmpty();
        hear(cached, new CallTrail());
        assertThat(hear(cached, new CallTrail()).thread).isSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64})
    void the_parts_are_the_text_and_never_half_a_character(int length) throws Exception {
        StreamingChatModel parts = ResponseCache.builder()
                .partLength(length)
                .executor(Runnable::run)
                .build()
                .streamingChatModel("small", model.streaming);
        String text = "\ud83d\ude00\ud83d\ude00 hut  \ud83d\ude00x " + "long".repeat(20) + " \ud83d\ude00";
        model.script = request -> response(text);
        hear(parts, new CallTrail());
        Heard again = hear(parts, new CallTrail());
        assertThat(String.join("", again.parts)).isEqualTo(text);
        assertThat(again.parts).allSatisfy(part -> {
            assertThat(part.length()).isBetween(1, length + 1);
            assertThat(Character.isLowSurrogate(part.charAt(0))).isFalse();
        });
    }

    @Test
    void a_streamed_and_a_whole_answer_serve_each_other() throws Exception {
        hear(cached, new CallTrail());
        ChatResponse whole = cache.chatModel("small", model.chat).chat(ask("Where?"), Fakes.of(null, new CallTrail()));
        assertThat(whole.aiMessage().text()).isEqualTo("Answer 1.");
        assertThat(model.asked).hasValue(1);
    }

    @Test
    void thinking_and_tool_calls_are_streamed_again_too() throws Exception {
        ToolExecutionRequest call = ToolExecutionRequest.builder()
                .id("1")
                .name("find")
                .arguments("{}")
                .build();
        ChatResponse all = response(
                AiMessage.builder()
                        .text("Let me see.")
                        .thinking("I need it.")
                        .toolExecutionRequests(List.of(call, call))
                        .build(),
                FinishReason.TOOL_EXECUTION);
        model.script = request -> all;
        StreamingChatModel tools = ResponseCache.builder()
                .keepToolCalls()
                .executor(Runnable::run)
                .build()
                .streamingChatModel("small", model.streaming);
        hear(tools, new CallTrail());
        Heard again = hear(tools, new CallTrail());
        assertThat(String.join("", again.thoughts)).isEqualTo("I need it.");
        assertThat(String.join("", again.parts)).isEqualTo("Let me see.");
        assertThat(again.tools).containsExactly("0 find", "1 find");
        assertThat(again.whole).containsExactly(all);
    }

    @Test
    void a_hit_that_is_cancelled_says_no_more() throws Exception {
        model.script = request -> response("North of the lake, behind the ridge.");
        hear(cached, new CallTrail());
        Heard heard = new Heard();
        heard.cancelAfter = 2;
        cached.chat(ask("Where?"), Fakes.of(null, new CallTrail()), heard);
        assertThat(heard.parts).containsExactly("North ", "of the ");
        assertThat(heard.whole).isEmpty();
        assertThat(heard.errors).isEmpty();
    }

    @Test
    void a_stream_that_was_cancelled_or_failed_or_was_cut_is_not_kept() throws Exception {
        Heard cancelling = new Heard();
        cancelling.cancelAfter = 1;
        cached.chat(ask("Where?"), Fakes.of(null, new CallTrail()), cancelling);
        assertThat(cancelling.whole).as("this model completes even so").hasSize(1);
        assertThat(cache.figures().kept()).isZero();

        model.script = request -> {
            throw new IllegalStateException("down");
        };
        assertThat(hear(cached, new CallTrail()).errors).hasSize(1);
        assertThat(cache.figures().kept()).isZero();
        assertThat(cache.figures().failures()).isEqualTo(1);

        model.script = request -> response("Half", FinishReason.LENGTH);
        hear(cached, new CallTrail());
        assertThat(cache.figures().kept()).isZero();
        assertThat(model.asked).hasValue(3);
    }

    @Test
    void a_handler_that_throws_hears_of_it_as_an_error() {
        model.script = request -> response("North of the lake, behind the ridge.");
        cached.chat(ask("Where?"), ChatRequestOptions.EMPTY, new Heard());
        List<Throwable> errors = new ArrayList<>();
        AtomicInteger parts = new AtomicInteger();
        cached.chat(ask("Where?"), ChatRequestOptions.EMPTY, new StreamingChatResponseHandler() {
            @Override
            public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
                parts.incrementAndGet();
                throw new IllegalStateException("full");
            }

            @Override
            public void onCompleteResponse(ChatResponse response) {
                errors.add(new AssertionError("complete"));
            }

            @Override
            public void onError(Throwable error) {
                errors.add(error);
                throw new IllegalStateException("still full");
            }
        });
        assertThat(parts).hasValue(1);
        assertThat(errors).singleElement().satisfies(error -> assertThat(error).hasMessage("full"));
    }

    @Test
    void streams_of_one_request_do_not_wait_for_each_other_and_the_last_is_kept() throws Exception {
        List<Runnable> endings = new ArrayList<>();
        StreamingChatModel slow = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                ChatResponse own = response("Answer " + model.asked.incrementAndGet() + ".");
                endings.add(() -> handler.onCompleteResponse(own));
            }
        };
        StreamingChatModel streaming = cache.streamingChatModel("small", slow);
        Heard one = new Heard();
        Heard two = new Heard();
        streaming.chat(ask("Where?"), Fakes.of(null, new CallTrail()), one);
        streaming.chat(ask("Where?"), Fakes.of(null, new CallTrail()), two);
        assertThat(model.asked).hasValue(2);
        endings.forEach(Runnable::run);
        assertThat(one.whole.get(0).aiMessage().text()).isEqualTo("Answer 1.");
        assertThat(two.whole.get(0).aiMessage().text()).isEqualTo("Answer 2.");
        assertThat(String.join("", hear(streaming, new CallTrail()).parts)).isEqualTo("Answer 2.");
    }

    @Test
    void where_no_thread_takes_a_hit_the_model_is_asked() throws Exception {
        AtomicInteger tasks = new AtomicInteger();
        Executor full = task -> {
            tasks.incrementAndGet();
            throw new RejectedExecutionException("full");
        };
        StreamingChatModel streaming =
                ResponseCache.builder().executor(full).build().streamingChatModel("small", model.streaming);
        hear(streaming, new CallTrail());
        CallTrail trail = new CallTrail();
        assertThat(hear(streaming, trail).whole).hasSize(1);
        assertThat(tasks).hasValue(1);
        assertThat(trail.cache()).isEmpty();
        assertThat(model.asked).hasValue(2);
    }
}
