package io.genaiops.resilience;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.OpenAiServer.completion;
import static io.genaiops.resilience.OpenAiServer.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.model.Models;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What LangChain4j's OpenAI model makes of faults over HTTP, and what becomes of the call. */
@Timeout(120)
class HttpFaultsTest {

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private Resilience resilience = quick().build();

    @AfterEach
    void close() {
        resilience.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 409, 425, 429, 500, 502, 503, 504, 529})
    void a_status_that_passes_is_tried_again(int status) {
        SERVER.answers(failure(status, "not now"), completion("Hi"));

        assertThat(model().chat("Hello")).isEqualTo("Hi");
        assertThat(SERVER.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST",
        "401, AUTHENTICATION",
        "403, AUTHENTICATION",
        "404, MODEL_NOT_FOUND",
        "402, QUOTA_USED_UP",
        "422, INVALID_REQUEST",
        "501, INVALID_REQUEST"
    })
    void a_status_that_does_not_pass_is_not(int status, FailureKind kind) {
        SERVER.answers(failure(status, "no"));

        assertThat(FailureKind.of(catchThrowable(() -> model().chat("Hello")))).isEqualTo(kind);
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @Test
    void a_wait_that_the_body_asks_for_is_kept_to() {
        SERVER.answers(failure(429, "Please try again in 80ms."), completion("Hi"));
        long start = System.nanoTime();

        assertThat(model().chat("Hello")).isEqualTo("Hi");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }

    @Test
    void a_wait_that_only_the_header_asks_for_is_lost_in_langchain4j() {
        SERVER.answers(failure(429, "too many").withHeader("Retry-After", "3600"));

        Throwable thrown = catchThrowable(() -> model().chat("Hello"));

        assertThat(thrown).isInstanceOf(RateLimitException.class);
        assertThat(FailureReader.retryAfter(thrown)).isEmpty();
        assertThat(SERVER.requests()).as("the usual waits").isEqualTo(3);
    }

    @Test
    void a_quota_that_is_used_up_is_not_asked_for_again() {
        SERVER.answers(failure(429, "You exceeded your current quota, please check your plan"));

        assertThat(catchThrowable(() -> model().chat("Hello"))).isInstanceOf(RateLimitException.class);
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @Test
    void a_slow_answer_is_a_timeout_and_tried_again() {
        resilience = quick().attemptTimeout(Duration.ofMillis(700)).build();
        SERVER.answers(completion("late").withFixedDelay(6_000), completion("Hi"));

        assertThat(model().chat("Hello")).isEqualTo("Hi");
        assertThat(resilience.health().of("small").orElseThrow().timeouts()).isEqualTo(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void a_call_ends_at_its_deadline_whatever_the_server_does() {
        resilience = quick().deadline(Duration.ofMillis(500)).build();
        SERVER.answers(completion("late").withFixedDelay(6_000));

        assertThat(catchThrowable(() -> model().chat("Hello")))
                .isExactlyInstanceOf(TimeoutException.class)
                .hasMessageContaining("'small'")
                .hasMessageContaining("0.5 s");
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_cut_or_garbled_connection_is_tried_again(Fault fault) {
        SERVER.answers(aResponse().withFault(fault), completion("Hi"));

        assertThat(model().chat("Hello")).isEqualTo("Hi");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>Bad gateway</html>", "{\"id\": ", ""})
    void an_answer_that_is_no_json_is_tried_again(String body) {
        SERVER.answers(json(body), completion("Hi"));

        assertThat(model().chat("Hello")).isEqualTo("Hi");
    }

    @Test
    void a_refused_port_is_tried_again_and_told_as_it_is() throws IOException {
        String nowhere = "http://127.0.0.1:" + freePort();

        Throwable thrown = catchThrowable(
                () -> resilience.chatModel("small", OpenAiServer.chat(nowhere)).chat("Hello"));

        assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.CONNECTION);
        assertThat(thrown.getSuppressed()).hasSize(2);
        assertThat(resilience.health().of("small").orElseThrow().attempts()).isEqualTo(3);
    }

    @Test
    void a_host_without_an_address_is_not() {
        Throwable thrown = catchThrowable(() -> resilience
                .chatModel("small", OpenAiServer.chat("http://nowhere.invalid"))
                .chat("Hello"));

        assertThat(FailureKind.of(thrown)).isEqualTo(FailureKind.UNREACHABLE);
        assertThat(resilience.health().of("small").orElseThrow().attempts()).isEqualTo(1);
    }

    @Test
    void an_outage_is_survived_on_another_model() throws IOException {
        SERVER.answers(completion("of large"));
        Models models = Models.of("small", (ChatModel) OpenAiServer.chat("http://127.0.0.1:" + freePort()))
                .and("large", (ChatModel) SERVER.chat());
        resilience = quick().attempts(2).breaker(50, 4, Duration.ofHours(1)).build();
        ChatModel chain = resilience.chatModel(Fallback.of("small").to("large"), models);

        for (int i = 0; i < 10; i++) {
            assertThat(chain.chat("Hello")).isEqualTo("of large");
        }

        ResilienceHealth.Model small = resilience.health().of("small").orElseThrow();
        assertThat(small.breaker()).isEqualTo(ResilienceHealth.Breaker.OPEN);
        assertThat(small.fallbacks()).isEqualTo(10);
        assertThat(small.attempts() - small.refused()).isEqualTo(4);
    }

    private ChatModel model() {
        return resilience.chatModel("small", SERVER.chat());
    }

    private static ResponseDefinitionBuilder json(String body) {
        return aResponse().withHeader("Content-Type", "application/json").withBody(body);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
