package io.genaiops.tracing.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.stubbing.Scenario.STARTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Chat calls over HTTP; what holds for each of them is checked by {@link Telemetry} after each test. */
class OpenAiChatTest {

    private static final String SECRET = "SENTINEL-4d11";
    private static final ChatRequest REQUEST = ChatRequest.builder()
            .messages(UserMessage.from("Hello " + SECRET))
            .toolSpecifications(ToolSpecification.builder().name("add").build())
            .build();

    @RegisterExtension
    static final OpenAiServer SERVER = new OpenAiServer();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final Tracing tracing = Tracing.create(telemetry.sdk());

    @Test
    void an_answer_is_one_span_with_what_the_provider_reported() {
        SERVER.answers(OpenAiServer.completion());

        ChatResponse response = model().chat(REQUEST, Prompts.options("trail-guide"));

        assertThat(response.aiMessage().text()).isEqualTo("Bring a lamp.");
        SpanData span = telemetry.onlySpan();
        assertThat(span.getName()).isEqualTo("chat " + OpenAiServer.MODEL);
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(span.getAttributes().get(GenAiKeys.PROVIDER)).isEqualTo("openai");
        assertThat(span.getAttributes().get(GenAiKeys.RESPONSE_MODEL)).isEqualTo(OpenAiServer.ANSWERED);
        assertThat(span.getAttributes().get(GenAiKeys.RESPONSE_ID)).isEqualTo("chatcmpl-7");
        assertThat(span.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(19);
        assertThat(span.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(5);
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
        assertThat(span.getAttributes().get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
        assertThat(telemetry.export()).doesNotContain(SECRET, "lamp");
    }

    @Test
    void an_answer_that_calls_tools_ends_with_that_reason() {
        SERVER.answers(OpenAiServer.toolCalls());

        ChatResponse response = model().chat(REQUEST);

        assertThat(response.aiMessage().toolExecutionRequests()).hasSize(1);
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.FINISH_REASONS))
                .containsExactly("tool_call");
        assertThat(telemetry.export()).doesNotContain("\"a\"");
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
    void a_retry_after_a_rate_limit_belongs_to_the_same_span() {
        SERVER.answers(any(anyUrl())
                .inScenario("retry")
                .whenScenarioStateIs(STARTED)
                .willReturn(OpenAiServer.failure(429).withHeader("Retry-After", "0"))
                .willSetStateTo("recovered"));
        SERVER.answers(any(anyUrl())
                .inScenario("retry")
                .whenScenarioStateIs("recovered")
                .willReturn(OpenAiServer.completion()));

        tracing.chatModel(SERVER.chat().maxRetries(1).build()).chat(REQUEST);

        assertThat(SERVER.requests()).isEqualTo(2);
        assertThat(telemetry.onlySpan().getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(duration().getCount()).isEqualTo(1);
    }

    @Test
    void a_body_that_is_not_json_is_an_error() {
        failed(aResponse().withHeader("Content-Type", "application/json").withBody("<html>" + SECRET));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void a_cut_connection_is_an_error(Fault fault) {
        failed(aResponse().withFault(fault));
    }

    @Test
    void a_server_that_is_not_there_is_an_error() {
        failed(SERVER.chat().baseUrl("http://127.0.0.1:1/v1").build());
    }

    @Test
    void a_server_too_slow_is_a_timeout() {
        SERVER.answers(OpenAiServer.completion().withFixedDelay(2_000));

        assertThat(failed(SERVER.chat().timeout(Duration.ofMillis(50)).build())).isInstanceOf(TimeoutException.class);
    }

    @Test
    void a_slow_answer_is_slow_on_the_span_and_on_the_metric() {
        int milliseconds = 120;
        SERVER.answers(OpenAiServer.completion().withFixedDelay(milliseconds));

        model().chat(REQUEST);

        SpanData span = telemetry.onlySpan();
        double onSpan = (span.getEndEpochNanos() - span.getStartEpochNanos()) / 1e9;
        assertThat(onSpan).isGreaterThan(milliseconds / 1e3);
        assertThat(duration().getSum()).isGreaterThan(milliseconds / 1e3);
    }

    private Throwable failed(ResponseDefinitionBuilder response) {
        SERVER.answers(response);
        return failed(SERVER.chat().build());
    }

    private Throwable failed(ChatModel model) {
        Throwable thrown = catchThrowable(() -> tracing.chatModel(model).chat(REQUEST));

        SpanData span = telemetry.onlySpan();
        assertThat(thrown).isNotNull();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getStatus().getDescription()).isEmpty();
        assertThat(span.getEvents()).isEmpty();
        assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo(thrown.getClass().getCanonicalName());
        assertThat(span.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("error");
        assertThat(span.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isNull();
        assertThat(duration().getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo(span.getAttributes().get(GenAiKeys.ERROR_TYPE));
        assertThat(telemetry.export()).doesNotContain(SECRET);
        return thrown;
    }

    private ChatModel model() {
        return tracing.chatModel(SERVER.chat().build());
    }

    private HistogramPointData duration() {
        assertThat(telemetry.points("gen_ai.client.inference.duration")).hasSize(1);
        return (HistogramPointData)
                telemetry.points("gen_ai.client.inference.duration").get(0);
    }
}
