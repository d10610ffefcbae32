package io.genaiops.resilience;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.genaiops.resilience.Fakes.REQUEST;
import static io.genaiops.resilience.Fakes.quick;
import static io.genaiops.resilience.OpenAiServer.event;
import static io.genaiops.resilience.OpenAiServer.failure;
import static io.genaiops.resilience.OpenAiServer.stream;
import static io.genaiops.resilience.OpenAiServer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.StreamingChatModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What LangChain4j's streaming OpenAI model makes of faults over HTTP, and what becomes of the stream. */
@Timeout(120)
class HttpStreamFaultsTest {

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    private final Handler handler = new Handler();
    private Resilience resilience = quick().build();

    @AfterEach
    void every_callback_came_alone_and_the_end_once() {
        resilience.close();
        assertThat(handler.misplaced.get()).isZero();
        assertThat(handler.ends.get()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 500, 503})
    void a_status_that_passes_is_tried_again(int status) throws Exception {
        SERVER.answers(failure(status, "Please try again in 1ms."), stream("Bring", " a lamp."));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Bring a lamp.");
        assertThat(handler.texts()).containsExactly("Bring", " a lamp.");
        assertThat(SERVER.requests()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_connection_cut_before_the_stream_is_tried_again(Fault fault) throws Exception {
        SERVER.answers(aResponse().withFault(fault), stream("Hi"));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Hi");
    }

    @Test
    void a_body_that_is_no_json_before_the_first_content_is_tried_again() throws Exception {
        SERVER.answers(events("{\"id\": "), stream("Hi"));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Hi");
        assertThat(handler.texts()).containsExactly("Hi");
    }

    @Test
    void a_body_that_is_no_json_after_content_is_passed_on() {
        SERVER.answers(events(text("Bring"), "{\"id\": "), stream("Hi"));

        model().chat(REQUEST, handler);

        assertThat(FailureKind.of(handler.error())).isEqualTo(FailureKind.MALFORMED);
        assertThat(handler.texts()).containsExactly("Bring");
        assertThat(SERVER.requests()).isEqualTo(1);
    }

    @Test
    void a_refused_port_is_tried_again_and_told_as_it_is() throws IOException {
        String nowhere = "http://127.0.0.1:" + HttpFaultsTest.freePort();

        resilience.streamingChatModel("small", OpenAiServer.streaming(nowhere)).chat(REQUEST, handler);

        assertThat(FailureKind.of(handler.error())).isEqualTo(FailureKind.CONNECTION);
        assertThat(resilience.health().of("small").orElseThrow().attempts()).isEqualTo(3);
    }

    @Test
    void a_server_that_does_not_begin_in_time_is_left_for_another_attempt() throws Exception {
        resilience = quick().attemptTimeout(Duration.ofMillis(900)).build();
        SERVER.answers(stream("late").withFixedDelay(6_000), stream("Hi"));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Hi");
        assertThat(handler.texts()).containsExactly("Hi");
    }

    @Test
    void a_stream_cut_after_content_is_an_error() throws Exception {
        try (Raw server = new Raw((body, request) -> {
            write(body, event(text("Bring")));
            throw new IOException("cut by the test");
        })) {
            resilience
                    .streamingChatModel("small", OpenAiServer.streaming(server.url()))
                    .chat(REQUEST, handler);

            assertThat(FailureKind.of(handler.error())).isEqualTo(FailureKind.CONNECTION);
            assertThat(handler.texts()).containsExactly("Bring");
            assertThat(server.requests.get()).isEqualTo(1);
        }
    }

    @Test
    void a_stream_cut_before_content_is_tried_again() throws Exception {
        try (Raw server = new Raw((body, request) -> {
            if (request == 1) {
                write(body, ": hello\n\n");
                throw new IOException("cut by the test");
            }
            write(body, event(text("Hi")) + event("[DONE]"));
        })) {
            resilience
                    .streamingChatModel("small", OpenAiServer.streaming(server.url()))
                    .chat(REQUEST, handler);

            assertThat(handler.response().aiMessage().text()).isEqualTo("Hi");
            assertThat(server.requests.get()).isEqualTo(2);
        }
    }

    /** LangChain4j takes the quiet end of a body for the end of the answer, and so must we. */
    @Test
    void a_stream_that_ends_quietly_without_its_last_event_passes_for_an_answer() throws Exception {
        try (Raw server = new Raw((body, request) -> write(body, event(text("Bring"))))) {
            resilience
                    .streamingChatModel("small", OpenAiServer.streaming(server.url()))
                    .chat(REQUEST, handler);

            assertThat(handler.response().aiMessage().text()).isEqualTo("Bring");
            assertThat(handler.response().finishReason()).isNull();
        }
    }

    @Test
    void a_stream_that_stalls_after_content_is_a_timeout() throws Exception {
        resilience = quick().attemptTimeout(Duration.ofMillis(900)).build();
        CountDownLatch end = new CountDownLatch(1);
        try (Raw server = new Raw((body, request) -> {
            write(body, event(text("Bring")));
            await(end);
        })) {
            resilience
                    .streamingChatModel("small", OpenAiServer.streaming(server.url()))
                    .chat(REQUEST, handler);

            assertThat(handler.error())
                    .isExactlyInstanceOf(TimeoutException.class)
                    .hasMessageContaining("sent no part of its answer for 0.9 s");
            assertThat(handler.texts()).containsExactly("Bring");
            end.countDown();
        }
    }

    private StreamingChatModel model() {
        return resilience.streamingChatModel("small", SERVER.streaming());
    }

    private static ResponseDefinitionBuilder events(String... events) {
        StringBuilder body = new StringBuilder();
        for (String event : events) {
            body.append(event(event));
        }
        return aResponse().withHeader("Content-Type", "text/event-stream").withBody(body.toString());
    }

    private static void write(OutputStream body, String text) throws IOException {
        body.write(text.getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A server that cuts and stalls bodies where it is told to, which WireMock cannot. */
    private static final class Raw implements AutoCloseable {

        final AtomicInteger requests = new AtomicInteger();
        private final HttpServer server;
        private final ExecutorService threads = Executors.newCachedThreadPool();

        /** Writes the body of an answer; what it throws cuts the connection. */
        interface Body {
            void write(OutputStream body, int request) throws IOException;
        }

        Raw(Body answer) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.setExecutor(threads);
            server.createContext("/", exchange -> {
                int number = requests.incrementAndGet();
                exchange.getRequestBody().readAllBytes();
                exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                answer.write(exchange.getResponseBody(), number);
                exchange.close();
            });
            server.start();
        }

        String url() {
            return "http://127.0.0.1:" + server.getAddress().getPort();
        }

        @Override
        public void close() {
            server.stop(0);
            threads.shutdownNow();
        }
    }
}
