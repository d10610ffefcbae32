package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.PartialToolCall;
import dev.langchain4j.model.chat.response.PartialToolCallContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.RegistrySnapshot;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls whose answer is not waited for: streamed and asynchronous. */
class StreamedCallTest {

    /** Reads as a template to LangChain4j. */
    private static final String TAGS = "{{x}} {{hello}} {{it}} {{question}} {{current_date}}";

    private static final ChatResponse RESPONSE = ChatResponse.builder()
            .aiMessage(AiMessage.from("An answer."))
            .tokenUsage(new TokenUsage(12, 7))
            .build();

    private final AssetRegistry registry = AssetRegistry.memory();
    private final AtomicLong nanos = new AtomicLong();
    private final List<ChatRequest> requests = new ArrayList<>();
    private final List<ChatRequestOptions> options = new ArrayList<>();
    private Consumer<StreamingChatResponseHandler> script = handler -> handler.onCompleteResponse(RESPONSE);

    private final ChatModel chat = new ChatModel() {
        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions given) {
            requests.add(request);
            options.add(given);
            return RESPONSE;
        }
    };

    private final StreamingChatModel streaming = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions given, StreamingChatResponseHandler handler) {
            requests.add(request);
            options.add(given);
            script.accept(handler);
        }
    };

    StreamedCallTest() {
        publish("1.0.0", "system:\nS {{question}}\nuser:\nE {{question}}\nassistant:\nA\nuser:\nU {{question}}\n");
    }

    private void publish(String version, String body) {
        Prompt prompt = Prompt.builder("guide", Version.parse(version), body)
                .model(AssetRef.parse("small"))
                .inputs("question")
                .build();
        registry.publish(AssetFile.of(prompt), "ada");
        registry.label("guide", "production").moveTo(version, "ada", "now");
    }

    private PromptCallsBuilder calls() {
        return PromptCalls.builder(registry, Models.of("small", chat).and("small", streaming))
                .nanoTime(nanos::get);
    }

    private PromptCall call() {
        return calls().build().prompt("guide").with("question", TAGS).forUser("user-1");
    }

    private void assertSentVerbatimWithIdentity() {
        assertThat(requests)
                .singleElement()
                .satisfies(request -> assertThat(request.messages())
                        .containsExactly(
                                SystemMessage.from("S " + TAGS),
                                UserMessage.from("E " + TAGS),
                                AiMessage.from("A"),
                                UserMessage.from("U " + TAGS)));
        assertThat(CallContext.from(options.get(0)).orElseThrow()).satisfies(context -> {
            assertThat(context.user()).isEqualTo("user-1");
            assertThat(context.prompt().name()).isEqualTo("guide");
        });
    }

    @Test
    void send_hands_over_rendered_text_as_it_is() {
        call().send();
        assertSentVerbatimWithIdentity();
    }

    @Test
    void send_async_hands_over_rendered_text_as_it_is() throws Exception {
        Answer answer = call().sendAsync().get(20, TimeUnit.SECONDS);

        assertSentVerbatimWithIdentity();
        assertThat(answer.text()).isEqualTo("An answer.");
        assertThat(answer.timeToFirstChunk()).isEmpty();
    }

    @Test
    void stream_hands_over_rendered_text_as_it_is() {
        assertThat(call().stream(new Collecting())).isCompleted();
        assertSentVerbatimWithIdentity();
    }

    @Test
    void a_request_that_is_prepared_is_the_one_that_would_be_sent() {
        PromptRequest request = call().prepare();

        chat.chat(request.chatRequest(), request.options());

        assertSentVerbatimWithIdentity();
        assertThat(request.modelName()).isEqualTo("small");
        assertThat(request.toString()).contains("guide").doesNotContain("hello");
    }

    @Test
    void a_streamed_answer_knows_the_time_to_its_first_part() {
        script = handler -> {
            nanos.addAndGet(5_000_000);
            handler.onPartialResponse("An ");
            nanos.addAndGet(7_000_000);
            handler.onPartialResponse("answer.");
            handler.onCompleteResponse(RESPONSE);
        };
        Collecting host = new Collecting();

        Answer answer = call().stream(host).join();

        assertThat(host.events).containsExactly("An ", "answer.", "complete");
        assertThat(answer.text()).isEqualTo("An answer.");
        assertThat(answer.usage().output()).isEqualTo(7);
        assertThat(answer.timeToFirstChunk()).contains(Duration.ofMillis(5));
        assertThat(answer.latency()).isEqualTo(Duration.ofMillis(12));
        assertThat(answer.prompt().name()).isEqualTo("guide");
    }

    @Test
    void the_first_token_is_the_first_text_and_the_first_chunk_may_be_thinking() {
        script = handler -> {
            nanos.addAndGet(1_000_000);
            handler.onPartialThinking(new PartialThinking("hm"));
            nanos.addAndGet(2_000_000);
            handler.onPartialResponse("");
            nanos.addAndGet(4_000_000);
            handler.onPartialResponse("An answer.");
            handler.onCompleteResponse(RESPONSE);
        };

        Answer answer = call().stream(new Collecting()).join();

        assertThat(answer.timeToFirstChunk()).contains(Duration.ofMillis(1));
        assertThat(answer.timeToFirstToken()).contains(Duration.ofMillis(7));
    }

    @Test
    void an_answer_that_was_not_streamed_has_no_first_token() {
        assertThat(call().send().timeToFirstToken()).isEmpty();
    }

    @Test
    void an_error_of_a_stream_reaches_handler_and_answer() {
        script = handler -> handler.onError(new IllegalStateException("down"));
        Collecting host = new Collecting();

        CompletableFuture<Answer> answer = call().stream(host);

        assertThat(host.events).containsExactly("error down");
        assertThatThrownBy(answer::join)
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_handler_that_throws_still_leaves_an_answer() {
        Collecting host = new Collecting();
        host.onEnd = () -> {
            throw new IllegalStateException("host");
        };
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        script = handler -> {
            answers.add(((AnswerHandler) handler).answer());
            handler.onCompleteResponse(RESPONSE);
        };

        assertThatThrownBy(() -> call().stream(host)).hasMessage("host");
        assertThat(answers.get(0)).isCompleted();
    }

    @Test
    void what_a_streaming_model_throws_at_once_is_thrown_as_it_is() {
        script = handler -> {
            throw new UnsupportedOperationException("down");
        };

        assertThatThrownBy(() -> call().stream(new Collecting())).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void cancelling_by_the_handle_cancels_the_stream_and_the_answer() {
        FakeHandle handle = new FakeHandle();
        script = handler -> handler.onPartialResponse(new PartialResponse("An "), new PartialResponseContext(handle));
        Collecting host = new Collecting();
        host.onChunk = StreamingHandle::cancel;

        CompletableFuture<Answer> answer = call().stream(host);

        assertThat(handle.isCancelled()).isTrue();
        assertThat(answer).isCancelled();
    }

    @Test
    void cancelling_the_answer_cancels_the_stream_at_its_next_part() {
        FakeHandle handle = new FakeHandle();
        List<StreamingChatResponseHandler> handlers = new ArrayList<>();
        script = handlers::add;

        CompletableFuture<Answer> answer = call().stream(new Collecting());
        answer.cancel(false);
        handlers.get(0).onPartialResponse(new PartialResponse("An "), new PartialResponseContext(handle));

        assertThat(handle.isCancelled()).isTrue();
    }

    static Stream<Method> callbacks() {
        return Arrays.stream(StreamingChatResponseHandler.class.getMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()));
    }

    @ParameterizedTest
    @MethodSource("callbacks")
    void each_callback_arrives_once_at_the_same_method(Method callback) throws Exception {
        List<Method> called = new ArrayList<>();
        StreamingChatResponseHandler host = (StreamingChatResponseHandler) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {StreamingChatResponseHandler.class},
                (self, method, arguments) -> {
                    called.add(method);
                    return null;
                });
        List<StreamingChatResponseHandler> handlers = new ArrayList<>();
        script = handlers::add;
        assertThat(call().stream(host)).isNotDone();
        StreamingChatResponseHandler handler = handlers.get(0);

        callback.invoke(handler, arguments(callback));

        assertThat(called).containsExactly(callback);
    }

    private static Object[] arguments(Method callback) {
        StreamingHandle handle = new FakeHandle();
        return Arrays.stream(callback.getParameterTypes())
                .map(type -> Stream.of(
                                "text",
                                RESPONSE,
                                new IllegalStateException("x"),
                                new PartialResponse("x"),
                                new PartialResponseContext(handle),
                                new PartialThinking("x"),
                                new PartialThinkingContext(handle),
                                PartialToolCall.builder()
                                        .index(0)
                                        .id("1")
                                        .name("map")
                                        .partialArguments("{")
                                        .build(),
                                new PartialToolCallContext(handle),
                                new CompleteToolCall(
                                        0,
                                        ToolExecutionRequest.builder()
                                                .name("map")
                                                .build()))
                        .filter(type::isInstance)
                        .findFirst()
                        .orElseThrow())
                .toArray();
    }

    @Test
    void an_asynchronous_call_runs_where_the_host_says_and_fails_as_the_model_does() {
        List<Runnable> queued = new ArrayList<>();
        ChatModel failing = new ChatModel() {
            @Override
            public ChatResponse chat(ChatRequest request, ChatRequestOptions given) {
                throw new UnsupportedOperationException("down");
            }
        };
        CompletableFuture<Answer> answer = PromptCalls.builder(registry, Models.of("small", failing))
                .executor(queued::add)
                .build()
                .prompt("guide")
                .with("question", "q")
                .sendAsync();

        assertThat(answer).isNotDone();
        queued.get(0).run();
        assertThatThrownBy(answer::join).hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void wrong_inputs_are_named_at_once_on_every_path() {
        PromptCall call = calls().build().prompt("guide");

        assertThatIllegalArgumentException().isThrownBy(call::send).withMessageContaining("needs input 'question'");
        assertThatIllegalArgumentException()
                .isThrownBy(call::sendAsync)
                .withMessageContaining("needs input 'question'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call.stream(new Collecting()))
                .withMessageContaining("needs input 'question'");
    }

    @Test
    void an_asynchronous_call_takes_the_inputs_that_it_has_when_it_is_made() {
        List<Runnable> queued = new ArrayList<>();
        PromptCall call = calls().executor(queued::add).build().prompt("guide").with("question", "first");

        CompletableFuture<Answer> answer = call.sendAsync();
        call.with("question", "second");
        queued.get(0).run();

        assertThat(answer).isCompleted();
        assertThat(requests.get(0).messages()).contains(UserMessage.from("U first"));
    }

    @Test
    void calls_in_a_snapshot_stay_on_one_version() {
        PromptCalls calls = calls().build();
        RegistrySnapshot snapshot = registry.snapshot();
        calls.in(snapshot).prompt("guide").with("question", "1").send();

        publish("2.0.0", "user:\nnew {{question}}\n");
        Answer pinned = calls.in(snapshot).prompt("guide").with("question", "2").send();
        Answer free = calls.prompt("guide").with("question", "3").send();

        assertThat(pinned.prompt().version()).hasToString("1.0.0");
        assertThat(free.prompt().version()).hasToString("2.0.0");
    }

    @Test
    void a_prompt_whose_model_only_streams_is_mapped_and_says_so_when_it_is_sent() {
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", streaming));

        assertThat(calls.prompt("guide").with("question", "q").stream(new Collecting()))
                .isCompleted();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls.prompt("guide").with("question", "q").send())
                .withMessageStartingWith("no model is mapped to the name 'small'; mapped are []");
    }

    private static final class FakeHandle implements StreamingHandle {

        private boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private static final class Collecting implements StreamingChatResponseHandler {

        final List<String> events = new ArrayList<>();
        Consumer<StreamingHandle> onChunk = handle -> {};
        Runnable onEnd = () -> {};

        @Override
        public void onPartialResponse(String text) {
            events.add(text);
        }

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            events.add(partial.text());
            onChunk.accept(context.streamingHandle());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            events.add("complete");
            onEnd.run();
        }

        @Override
        public void onError(Throwable error) {
            events.add("error " + error.getMessage());
            onEnd.run();
        }
    }
}
