package io.genaiops.tracing.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.genaiops.tracing.http.OpenAiServer.choice;
import static io.genaiops.tracing.http.OpenAiServer.text;
import static io.genaiops.tracing.http.OpenAiServer.usage;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Streamed calls over HTTP; what holds for each of them is checked by {@link Telemetry} after each test. */
class OpenAiStreamingTest {

    private static final String SECRET = "SENTINEL-80ba";
    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello " + SECRET)).build();
    private static final String FIRST_CHUNK = "gen_ai.client.inference.time_to_first_chunk";
    private static final String NEXT_CHUNK = "gen_ai.client.inference.time_per_output_chunk";
    private static final String DURATION = "gen_ai.client.inference.duration";

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final AwaitedHandler handler = new AwaitedHandler();

    @Test
    void a_stream_is_one_span_with_usage_and_each_chunk_timed() {
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp."));

        model().chat(REQUEST, Prompts.options("trail-guide"), handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Bring a lamp.");
        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.STREAM)).isTrue();
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
        assertThat(span.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(19);
        assertThat(span.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(5);
        assertThat(span.getAttributes().get(GenAiKeys.RESPONSE_MODEL)).isEqualTo(OpenAiServer.ANSWERED);
        assertThat(histogram(FIRST_CHUNK).getSum())
                .isEqualTo(span.getAttributes().get(GenAiKeys.TIME_TO_FIRST_CHUNK));
        assertThat(histogram(NEXT_CHUNK).getCount()).isEqualTo(2);
        assertThat(telemetry.export()).doesNotContain(SECRET, "lamp");
    }

    @Test
    void a_slow_stream_shows_where_the_time_went() {
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp.").withChunkedDribbleDelay(6, 240));

        model().chat(REQUEST, handler);
        handler.response();

        double first = histogram(FIRST_CHUNK).getSum();
        double between = histogram(NEXT_CHUNK).getSum();
        assertThat(first).isPositive();
        assertThat(between).isPositive();
        assertThat(first + between).isLessThanOrEqualTo(histogram(DURATION).getSum());
    }

    @Test
    void tool_calls_are_chunks_and_the_reason_of_the_end() {
        SERVER.answers(OpenAiServer.stream(
                toolCall("\"id\": \"call-1\", \"type\": \"function\", ", "\"name\": \"add\", \"arguments\": \"\""),
                toolCall("", "\"arguments\": \"{\\\"a\\\":2,\""),
                toolCall("", "\"arguments\": \"\\\"b\\\":2}\""),
                choice("{}", "\"tool_calls\""),
                usage(),
                "[DONE]"));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().toolExecutionRequests()).hasSize(1);
        SpanData span = telemetry.onlySpan();
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("tool_call");
        assertThat(histogram(FIRST_CHUNK).getCount()).isEqualTo(1);
        assertThat(histogram(NEXT_CHUNK).getCount()).isEqualTo(handler.chunks.size());
    }

    @Test
    void too_many_requests_is_a_rate_limit() {
        assertThat(failed(OpenAiServer.failure(429).withHeader("Retry-After", "1")))
                .isInstanceOf(RateLimitException.class);
    }

    @Test
    void a_broken_server_is_a_server_error() {
        assertThat(failed(OpenAiServer.failure(500))).isInstanceOf(InternalServerException.class);
    }

    @Test
    void an_event_that_is_not_json_is_an_error() {
        failed(OpenAiServer.stream(text("Bring"), "{\"id\": " + SECRET));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_cut_connection_is_an_error(Fault fault) {
        failed(aResponse().withFault(fault));
    }

    @Test
    void a_connection_cut_within_the_stream_is_an_error_after_its_first_chunk() throws IOException {
        try (CutServer cut = CutServer.after(OpenAiServer.events(text("Bring"), text(" a")))) {
            failed(SERVER.streaming().baseUrl(cut.baseUrl()).build());
        }

        assertThat(handler.chunks).containsExactly("Bring", " a");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.TIME_TO_FIRST_CHUNK))
                .isPositive();
    }

    @Test
    void a_stream_that_just_stops_ends_without_a_reason() {
        SERVER.answers(OpenAiServer.stream(text("Bring"), text(" a")));

        model().chat(REQUEST, handler);

        assertThat(handler.response().aiMessage().text()).isEqualTo("Bring a");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.INPUT_TOKENS))
                .isNull();
    }

    @Test
    void a_server_too_slow_is_an_error() {
        SERVER.answers(OpenAiServer.streamOf("Bring").withFixedDelay(2_000));

        failed(SERVER.streaming().timeout(Duration.ofMillis(50)).build());
    }

    @Test
    void a_cancelled_stream_ends_its_span_although_the_model_stays_silent() {
        handler.onChunk = StreamingHandle::cancel;
        SERVER.answers(OpenAiServer.streamOf("Bring", " a", " lamp.").withChunkedDribbleDelay(6, 120));

        model().chat(REQUEST, Prompts.options("trail-guide"), handler);
        handler.awaitFirstChunk();

        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.STREAM_END)).isEqualTo("cancelled");
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("error");
        assertThat(histogram(DURATION).getCount()).isEqualTo(1);
    }

    private Throwable failed(ResponseDefinitionBuilder response) {
        SERVER.answers(response);
        return failed(SERVER.streaming().build());
    }

    private Throwable failed(StreamingChatModel model) {
        tracing.streamingChatModel(model).chat(REQUEST, handler);
        Throwable error = handler.error();

        SpanData span = telemetry.onlySpan();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo(error.getClass().getCanonicalName());
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("error");
        assertThat(histogram(DURATION).getCount()).isEqualTo(1);
        assertThat(telemetry.export()).doesNotContain(SECRET);
        return error;
    }

    private StreamingChatModel model() {
        return tracing.streamingChatModel(SERVER.streaming().build());
    }

    private static String toolCall(String head, String function) {
        return choice("{\"tool_calls\": [{\"index\": 0, " + head + "\"function\": {" + function + "}}]}", "null");
    }

    private HistogramPointData histogram(String name) {
        assertThat(telemetry.points(name)).as(name).hasSize(1);
        return (HistogramPointData) telemetry.points(name).get(0);
    }
}
