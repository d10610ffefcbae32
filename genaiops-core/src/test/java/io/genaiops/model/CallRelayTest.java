package io.genaiops.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.observability.api.event.AiServiceRequestIssuedEvent;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class CallRelayTest {

    private static final CallContext CONTEXT = new CallContext(null, "user-1", null, null, Map.of());

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("Hello")).build();
    }

    private static InvocationContext invocation(InvocationParameters parameters) {
        return InvocationContext.builder()
                .invocationId(UUID.randomUUID())
                .invocationParameters(parameters)
                .build();
    }

    @Test
    void what_is_left_for_a_request_is_taken_once() {
        ChatRequest request = request();
        CallRelay.leave(request, "one", 1);
        CallRelay.leave(request, "two", 2);

        assertThat(CallRelay.take(request, null).listenerAttributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("one", 1, "two", 2));
        assertThat(CallRelay.take(request, null).listenerAttributes()).isEmpty();
    }

    @Test
    void an_equal_request_takes_nothing() {
        ChatRequest request = request();
        CallRelay.leave(request, "one", 1);

        assertThat(request()).isEqualTo(request);
        assertThat(CallRelay.take(request(), null).listenerAttributes()).isEmpty();
        assertThat(CallRelay.take(request, null).listenerAttributes()).containsEntry("one", 1);
    }

    @Test
    void another_thread_takes_nothing() throws Exception {
        ChatRequest request = request();
        CallRelay.leave(request, "one", 1);

        assertThat(CompletableFuture.supplyAsync(() -> CallRelay.take(request, null))
                        .get()
                        .listenerAttributes())
                .isEmpty();
        assertThat(CallRelay.take(request, null).listenerAttributes()).isNotEmpty();
    }

    @Test
    void what_is_left_for_the_next_request_replaces_what_nobody_took() {
        ChatRequest first = request();
        ChatRequest second = request();
        CallRelay.leave(first, "one", 1);
        CallRelay.leave(second, "two", 2);

        assertThat(CallRelay.take(first, null).listenerAttributes()).isEmpty();
        assertThat(CallRelay.take(second, null).listenerAttributes()).containsOnlyKeys("two");
    }

    @Test
    void given_options_stay_and_win() {
        ChatRequest request = request();
        CallRelay.leave(request, "one", 1);
        CallRelay.leave(request, "two", 2);
        ChatRequestOptions given = ChatRequestOptions.builder()
                .addListenerAttribute("two", "mine")
                .addListenerAttribute("three", 3)
                .build();

        assertThat(CallRelay.take(request, given).listenerAttributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of("one", 1, "two", "mine", "three", 3));
    }

    @Test
    void the_context_of_one_invocation_is_not_that_of_another_with_the_same_parameters() {
        InvocationParameters shared = new InvocationParameters();
        InvocationContext first = invocation(shared);
        InvocationContext second = invocation(shared);

        CONTEXT.into(first);

        assertThat(CallContext.from(first)).contains(CONTEXT);
        assertThat(CallContext.from(second)).isEmpty();
        CallContext.forget(first);
        assertThat(shared.asMap()).isEmpty();
    }

    @Test
    void the_listener_hands_over_what_the_host_put_into_the_parameters() {
        ChatRequest request = request();

        CallRelay.listener()
                .onEvent(AiServiceRequestIssuedEvent.builder()
                        .invocationContext(invocation(CONTEXT.toInvocationParameters()))
                        .request(request)
                        .build());

        assertThat(CallContext.from(CallRelay.take(request, null))).contains(CONTEXT);
    }
}
