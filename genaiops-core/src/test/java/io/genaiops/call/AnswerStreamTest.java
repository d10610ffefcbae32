package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Version;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The publisher of one answer, by the rules of Reactive Streams 1.0.4 that concern a publisher and a subscription. */
class AnswerStreamTest {

    private final List<ChatRequestOptions> asked = Collections.synchronizedList(new ArrayList<>());
    private final FakeHandle handle = new FakeHandle();
    private volatile StreamingChatResponseHandler stream;

    private final StreamingChatModel model = new StreamingChatModel() {
        @Override
        public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
            asked.add(options);
            stream = handler;
        }
    };

    private static final class FakeHandle implements StreamingHandle {

        private volatile boolean cancelled;

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }
    }

    private PromptCall call() {
        Prompt prompt = Prompt.builder("guide", Version.of(1, 0, 0), "user:\n{{q}}")
                .inputs("q")
                .build();
        return PromptCalls.of(AssetRegistry.memory(), Models.of("small", model))
                .prompt(prompt)
                .with("q", "Where?")
                .forUser("user-1");
    }

    private Recording subscribed(AnswerStream answers) {
        Recording subscriber = new Recording();
        answers.subscribe(subscriber);
        return subscriber;
    }

    private void part(String text) {
        stream.onPartialResponse(new PartialResponse(text), new PartialResponseContext(handle));
    }

    private void complete() {
        stream.onCompleteResponse(Scripted.response(AiMessage.from("a b c")));
    }

    private static Answer made(AnswerStream answers) {
        return answers.answer().toCompletableFuture().join();
    }

    @Test
    void nothing_is_asked_before_somebody_subscribes() {
        AnswerStream answers = call().publisher();
        assertThat(asked).isEmpty();

        subscribed(answers);
        assertThat(asked).hasSize(1);
        assertThat(CallContext.from(asked.get(0)).orElseThrow().user()).isEqualTo("user-1");
    }

    @Test
    void no_part_comes_before_it_is_requested_and_none_is_lost() {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        part("a ");
        stream.onPartialResponse("");
        part("b ");
        part("c");
        assertThat(subscriber.signals).isEmpty();

        subscriber.subscription.request(1);
        assertThat(subscriber.signals).containsExactly("a ");
        subscriber.subscription.request(1);
        complete();
        assertThat(subscriber.signals).containsExactly("a ", "b ");
        assertThat(made(answers).text()).isEqualTo("a b c");

        subscriber.subscription.request(5);
        assertThat(subscriber.signals).containsExactly("a ", "b ", "c", "complete");
    }

    @Test
    void the_answer_is_there_after_the_last_part() {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        subscriber.subscription.request(Long.MAX_VALUE);
        part("a b c");
        assertThat(answers.answer().toCompletableFuture()).isNotDone();
        complete();

        assertThat(subscriber.signals).containsExactly("a b c", "complete");
        assertThat(made(answers).usage().output()).isEqualTo(10);
        assertThat(made(answers).timeToFirstToken()).isPresent();
    }

    @Test
    void the_end_needs_no_request() {
        Recording completed = subscribed(call().publisher());
        complete();
        assertThat(completed.signals).containsExactly("complete");

        Recording failed = subscribed(call().publisher());
        stream.onError(new IllegalStateException("down"));
        assertThat(failed.error).hasMessage("down");
    }

    @Test
    void an_error_comes_after_the_parts_before_it_and_fails_the_answer_at_once() {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        part("a ");
        stream.onError(new IllegalStateException("down"));

        assertThatThrownBy(() -> made(answers)).hasRootCauseMessage("down");
        assertThat(subscriber.signals).isEmpty();
        subscriber.subscription.request(1);
        assertThat(subscriber.signals).containsExactly("a ", "error");
    }

    @Test
    void a_second_subscriber_gets_an_error_and_the_first_goes_on() {
        AnswerStream answers = call().publisher();
        Recording first = subscribed(answers);
        Recording second = subscribed(answers);
        second.subscription.request(1);
        second.subscription.request(-1);
        second.subscription.cancel();

        assertThat(second.signals).containsExactly("error");
        assertThat(second.error).isInstanceOf(IllegalStateException.class).hasMessageContaining("one subscriber");
        first.subscription.request(1);
        part("a");
        complete();
        assertThat(first.signals).containsExactly("a", "complete");
        assertThat(asked).hasSize(1);
    }

    @Test
    void a_subscriber_is_required() {
        AnswerStream answers = call().publisher();
        assertThatNullPointerException().isThrownBy(() -> answers.subscribe(null));
        assertThat(subscribed(answers).subscription).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void a_request_of_less_than_one_is_an_error_and_cancels_the_stream(long n) {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        part("a");
        subscriber.subscription.request(n);

        assertThat(subscriber.signals).containsExactly("error");
        assertThat(subscriber.error)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3.9");
        assertThat(handle.cancelled).isTrue();
        assertThatThrownBy(() -> made(answers)).hasRootCauseInstanceOf(IllegalArgumentException.class);
        part("b");
        complete();
        assertThat(subscriber.signals).containsExactly("error");
    }

    @Test
    void cancelling_reaches_the_handle_and_no_signal_comes_after() {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        subscriber.subscription.request(10);
        part("a");
        subscriber.subscription.cancel();
        subscriber.subscription.cancel();
        subscriber.subscription.request(1);
        subscriber.subscription.request(-1);
        part("b");
        complete();
        stream.onError(new IllegalStateException("down"));

        assertThat(handle.cancelled).isTrue();
        assertThat(subscriber.signals).containsExactly("a");
        assertThatThrownBy(() -> made(answers)).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void cancelling_before_the_first_part_cancels_the_stream_with_it() {
        Recording subscriber = subscribed(call().publisher());
        subscriber.subscription.cancel();
        assertThat(handle.cancelled).isFalse();
        part("a");

        assertThat(handle.cancelled).isTrue();
        assertThat(subscriber.signals).isEmpty();
    }

    @Test
    void cancelling_while_subscribing_asks_nobody() {
        AnswerStream answers = call().publisher();
        Recording subscriber = new Recording();
        answers.subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.cancel();
            }

            @Override
            public void onNext(String part) {
                subscriber.onNext(part);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
            }
        });

        assertThat(asked).isEmpty();
        assertThat(subscriber.signals).isEmpty();
        assertThatThrownBy(() -> made(answers)).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void cancelling_inside_a_part_is_the_end() {
        Recording subscriber = subscribed(call().publisher());
        subscriber.onNext = () -> subscriber.subscription.cancel();
        part("a");
        part("b");
        subscriber.subscription.request(10);

        assertThat(subscriber.signals).containsExactly("a");
        assertThat(handle.cancelled).isTrue();
    }

    @Test
    void requesting_inside_a_part_does_not_nest() {
        Recording subscriber = subscribed(call().publisher(20_000));
        for (int i = 0; i < 10_000; i++) {
            part("p" + i);
        }
        subscriber.onNext = () -> subscriber.subscription.request(1);
        subscriber.subscription.request(1);

        assertThat(subscriber.signals).hasSize(10_000);
        assertThat(subscriber.overlapped).isFalse();
    }

    @Test
    void demand_adds_up_without_overflow() {
        Recording subscriber = subscribed(call().publisher());
        subscriber.subscription.request(Long.MAX_VALUE);
        subscriber.subscription.request(Long.MAX_VALUE);
        part("a");
        part("b");
        assertThat(subscriber.signals).containsExactly("a", "b");
    }

    @Test
    void a_full_buffer_cancels_the_stream_and_says_so_after_what_is_in_it() {
        AnswerStream answers = call().publisher(2);
        Recording subscriber = subscribed(answers);
        part("a");
        part("b");
        assertThat(handle.cancelled).isFalse();
        part("c");
        part("d");

        assertThat(handle.cancelled).isTrue();
        assertThatThrownBy(() -> made(answers))
                .hasCauseInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("left 2 parts of the answer waiting");
        subscriber.subscription.request(9);
        assertThat(subscriber.signals).containsExactly("a", "b", "error");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().publisher(0))
                .withMessageContaining("found: 0");
    }

    @Test
    void a_subscriber_that_throws_is_taken_for_cancelled() {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        subscriber.onNext = () -> {
            throw new IllegalStateException("host");
        };
        subscriber.subscription.request(5);

        assertThatThrownBy(() -> part("a")).hasMessage("host");
        part("b");
        assertThat(subscriber.signals).containsExactly("a");
        assertThat(handle.cancelled).isTrue();
        assertThatThrownBy(() -> made(answers)).hasRootCauseMessage("host");
    }

    @Test
    void what_is_wrong_now_is_thrown_at_once_and_what_the_model_throws_is_signalled() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> call().with("nope", 1).publisher())
                .withMessageContaining("no input 'nope'");
        StreamingChatModel throwing = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                throw new UnsupportedOperationException("down");
            }
        };
        AnswerStream answers = PromptCalls.of(AssetRegistry.memory(), Models.of("small", throwing))
                .prompt(Prompt.builder("p", Version.of(1, 0, 0), "user:\nHi").build())
                .publisher();
        Recording subscriber = subscribed(answers);

        assertThat(subscriber.error).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> made(answers)).hasCauseInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void the_call_is_made_as_it_was_when_it_was_published() {
        List<ChatRequest> requests = new ArrayList<>();
        StreamingChatModel keeping = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                requests.add(request);
            }
        };
        PromptCall call = PromptCalls.of(AssetRegistry.memory(), Models.of("small", keeping))
                .prompt(Prompt.builder("p", Version.of(1, 0, 0), "user:\n{{q}}")
                        .inputs("q")
                        .build())
                .with("q", "first");
        AnswerStream answers = call.publisher();
        call.with("q", "second");
        subscribed(answers);

        assertThat(requests.get(0).messages().get(0).toString()).contains("first");
    }

    @Test
    void all_that_was_said_of_the_call_goes_with_it() {
        List<ChatRequest> requests = new ArrayList<>();
        List<Duration> deadlines = new ArrayList<>();
        StreamingChatModel keeping = new StreamingChatModel() {
            @Override
            public void chat(ChatRequest request, ChatRequestOptions options, StreamingChatResponseHandler handler) {
                requests.add(request);
                asked.add(options);
            }
        };
        PromptCall call = PromptCalls.builder(
                        AssetRegistry.memory(), Models.of("small", model).and("large", keeping))
                .timer((time, action) -> {
                    deadlines.add(time);
                    return () -> {};
                })
                .nanoTime(() -> 0)
                .build()
                .prompt(Prompt.builder("p", Version.of(1, 0, 0), "{{history}}\nuser:\nHi")
                        .build())
                .onModel("large")
                .forUser("ann")
                .forTenant("alps")
                .inConversation("c1")
                .attribute("channel", "web")
                .history(List.of(UserMessage.from("Before?"), AiMessage.from("Before.")))
                .deadline(Duration.ofMinutes(7));

        subscribed(call.publisher());

        assertThat(requests.get(0).messages())
                .isEqualTo(call.prepare().chatRequest().messages());
        assertThat(CallContext.from(asked.get(0))).contains(call.prepare().context());
        assertThat(call.prepare().context())
                .isEqualTo(new CallContext(call.prompt().identity(), "ann", "alps", "c1", Map.of("channel", "web")));
        assertThat(deadlines).containsExactly(Duration.ofMinutes(7));
    }

    @Test
    void nothing_of_a_cancelled_subscriber_is_kept() throws Exception {
        AnswerStream answers = call().publisher();
        Recording subscriber = subscribed(answers);
        WeakReference<Recording> reference = new WeakReference<>(subscriber);
        Flow.Subscription subscription = subscriber.subscription;
        subscription.cancel();
        subscriber = null;
        for (int i = 0; i < 200 && reference.get() != null; i++) {
            System.gc();
        }

        assertThat(reference.get()).isNull();
        assertThat(subscription).isNotNull();
    }
}
