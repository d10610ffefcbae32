package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of inferences and exceptions, and what the environment says of them. */
class EventsTest {

    private static final AttributeKey<String> INPUT = AttributeKey.stringKey("gen_ai.input.messages");
    private static final String CONTENT = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
    private static final String EVENTS = "OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT";
    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello")).build();

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();

    @Test
    void an_inference_has_one_event_with_the_attributes_of_its_span() {
        Tracing.create(telemetry.sdk()).chatModel(fake).chat(REQUEST, Prompts.options("trail-guide"));

        assertThat(telemetry.events()).singleElement().satisfies(event -> {
            assertThat(event.getEventName()).isEqualTo("gen_ai.client.inference.operation.details");
            assertThat(event.getSeverity()).isEqualTo(Severity.DEBUG);
            assertThat(event.getSpanContext()).isEqualTo(telemetry.onlySpan().getSpanContext());
            assertThat(event.getAttributes().asMap())
                    .isEqualTo(telemetry.onlySpan().getAttributes().asMap());
        });
    }

    @Test
    void version_1_41_writes_details_only_where_the_host_asks_for_them() {
        telemetry.withoutValidation();
        Tracing.Builder old = Tracing.builder(telemetry.sdk()).profile(Profile.VERSION_1_41);

        old.build().chatModel(fake).chat(REQUEST);
        assertThat(telemetry.events()).isEmpty();
        old.events(true).build().chatModel(fake).chat(REQUEST);
        assertThat(telemetry.events()).hasSize(1);
    }

    @Test
    void an_exception_is_a_warning_by_its_class_alone() {
        fails(Tracing.builder(telemetry.sdk()).events(false));

        assertThat(telemetry.events()).singleElement().satisfies(event -> {
            assertThat(event.getEventName()).isEqualTo("gen_ai.client.operation.exception");
            assertThat(event.getSeverity()).isEqualTo(Severity.WARN);
            assertThat(event.getAttributes())
                    .isEqualTo(Attributes.of(GenAiKeys.EXCEPTION_TYPE, "java.lang.IllegalStateException"));
        });
        assertThat(telemetry.onlySpan().getEvents()).isEmpty();
    }

    @Test
    void version_1_41_writes_an_exception_as_an_event_of_the_span() {
        telemetry.withoutValidation();

        fails(Tracing.builder(telemetry.sdk()).profile(Profile.VERSION_1_41));

        assertThat(telemetry.events()).isEmpty();
        assertThat(telemetry.onlySpan().getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("exception");
            assertThat(event.getAttributes().get(GenAiKeys.EXCEPTION_TYPE))
                    .isEqualTo("java.lang.IllegalStateException");
        });
    }

    @Test
    void the_message_of_an_exception_is_on_the_event_where_its_capture_is_on() {
        fails(Tracing.builder(telemetry.sdk()).content(ContentCapture.full().to(CaptureTarget.EVENTS)));

        assertThat(telemetry.events().get(0).getAttributes().get(GenAiKeys.EXCEPTION_MESSAGE))
                .isEqualTo("the reason");
        assertThat(telemetry.onlySpan().getAttributes().get(GenAiKeys.EXCEPTION_MESSAGE))
                .isNull();
    }

    @Test
    void an_exception_of_a_tool_is_an_event_of_its_span_in_every_state() {
        Scenarios.all()
                .filter(scenario -> scenario.name().equals("tool that fails"))
                .forEach(scenario -> scenario.on(Tracing.create(telemetry.sdk())));

        assertThat(telemetry.events()).isEmpty();
        assertThat(telemetry.onlySpan().getEvents()).hasSize(1);
    }

    @Test
    void content_on_events_is_structured_and_on_spans_json_text() {
        chat(Tracing.builder(telemetry.sdk()).content(ContentCapture.full().to(CaptureTarget.SPANS_AND_EVENTS)));

        assertThat(telemetry.onlySpan().getAttributes().get(INPUT)).startsWith("[{\"role\":\"user\"");
        LogRecordData event = telemetry.events().get(0);
        assertThat(event.getAttributes()
                        .get(AttributeKey.valueKey("gen_ai.input.messages"))
                        .asString())
                .contains("Hello");
        assertThat(event.getAttributes().get(INPUT)).isNull();
    }

    @Test
    void without_a_logger_there_are_spans_and_no_events() {
        InMemorySpanExporter spans = InMemorySpanExporter.create();
        try (OpenTelemetrySdk sdk = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .addSpanProcessor(SimpleSpanProcessor.create(spans))
                        .build())
                .build()) {
            Tracing tracing = Tracing.create(sdk);

            tracing.chatModel(fake).chat(REQUEST);

            assertThat(spans.getFinishedSpanItems()).hasSize(1);
            assertThat(tracing.failures()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({
        ", , false, false, true",
        "NO_CONTENT, , false, false, true",
        "SPAN_ONLY, , true, false, true",
        "true, , true, false, true",
        "EVENT_ONLY, , false, true, true",
        "span_and_event, , true, true, true",
        "SPAN_AND_EVENT, false, true, false, false",
        "everything, , false, false, true",
        "NO_CONTENT, maybe, false, false, true",
    })
    void the_environment_says_what_the_builder_does_not(
            @Nullable String content, @Nullable String events, boolean onSpan, boolean onEvent, boolean hasEvent) {
        chat(Tracing.builder(telemetry.sdk()).environment(variables(content, events)));

        assertThat(telemetry.onlySpan().getAttributes().toString().contains("Hello"))
                .isEqualTo(onSpan);
        assertThat(telemetry.events()).hasSize(hasEvent ? 1 : 0);
        assertThat(telemetry.events().toString().contains("Hello")).isEqualTo(onEvent);
    }

    @Test
    void the_builder_wins_over_the_environment() {
        chat(Tracing.builder(telemetry.sdk())
                .environment(variables("SPAN_AND_EVENT", "true"))
                .content(ContentCapture.off())
                .events(false));

        assertThat(telemetry.events()).isEmpty();
        assertThat(telemetry.export()).doesNotContain("Hello");
    }

    @Test
    void content_that_would_go_nowhere_is_refused() {
        Tracing.Builder builder = Tracing.builder(telemetry.sdk())
                .content(ContentCapture.full().to(CaptureTarget.EVENTS))
                .events(false);

        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("content goes to EVENTS");
    }

    private void chat(Tracing.Builder builder) {
        builder.build().chatModel(fake).chat(REQUEST);
    }

    private void fails(Tracing.Builder builder) {
        fake.answer = request -> {
            throw new IllegalStateException("the reason");
        };
        ChatModel model = builder.build().chatModel(fake);
        assertThatThrownBy(() -> model.chat(REQUEST)).hasMessage("the reason");
    }

    private static Function<String, @Nullable String> variables(@Nullable String content, @Nullable String events) {
        return name -> Map.of(CONTENT, content == null ? "" : content, EVENTS, events == null ? "" : events)
                .get(name);
    }
}
