package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The validator finds each defect that is put before it, and nothing in what tracing writes. */
class SemconvValidatorTest {

    private static final String NAME = "chat gpt-test";

    private SemconvSpec spec;

    @BeforeEach
    void needTheReference() {
        assumeTrue(SemconvSpec.given().isPresent(), "-Dgenaiops.semconv=<folder> is not given");
        spec = SemconvSpec.given().orElseThrow();
    }

    @Test
    void everything_that_tracing_can_write_keeps_to_the_conventions() {
        try (Telemetry telemetry = new Telemetry()) {
            Tracing tracing = Tracing.builder(telemetry.sdk())
                    .content(ContentCapture.full())
                    .usage(tokens -> new Usage(12L, 7L, 4L, 2L, 3L))
                    .build();
            tracing.chatModel(new FakeChatModel()).chat(fullRequest(), Prompts.options("trail-guide"));
            tracing.streamingChatModel(new FakeStreamingChatModel())
                    .chat(fullRequest(), Prompts.options("trail-guide"), new CollectingHandler());

            assertThat(telemetry.keys()).hasSize(33);
            assertThat(findings(telemetry)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("io.genaiops.tracing.Scenarios#all")
    void every_operation_keeps_to_the_conventions_however_it_ends(Scenario scenario) {
        for (CaptureTarget target : CaptureTarget.values()) {
            try (Telemetry telemetry = new Telemetry()) {
                Tracing tracing = Tracing.builder(telemetry.sdk())
                        .content(ContentCapture.full().to(target))
                        .usage(tokens -> new Usage(12L, 7L, 4L, 2L, 3L, 1L, 2L, 3L, 4L))
                        .build();

                scenario.on(tracing);

                assertThat(telemetry.spans()).isNotEmpty();
                assertThat(findings(telemetry)).isEmpty();
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("defects")
    void each_defect_is_found(String expected, String name, SpanKind kind, Consumer<Span> defect) {
        try (Telemetry telemetry = new Telemetry()) {
            Span span = telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder(name)
                    .setSpanKind(kind)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.provider.name", "openai")
                    .setAttribute("gen_ai.request.model", "gpt-test")
                    .startSpan();
            defect.accept(span);
            span.end();

            assertThat(findings(telemetry).stream().filter(finding -> !finding.startsWith("metrics and spans")))
                    .singleElement()
                    .asString()
                    .contains(expected);
        }
    }

    static Stream<Arguments> defects() {
        String input = "gen_ai.input.messages";
        return Stream.of(
                defect("unknown operation", span -> span.setAttribute("gen_ai.operation.name", "chatter")),
                Arguments.of("name should be", "chat", SpanKind.CLIENT, (Consumer<Span>) span -> {}),
                Arguments.of("kind", NAME, SpanKind.SERVER, (Consumer<Span>) span -> {}),
                defect(
                        "unknown attribute: gen_ai.usage.cache_creation.input_tokens (now: gen_ai.usage.cache_write",
                        span -> span.setAttribute("gen_ai.usage.cache_creation.input_tokens", 0)),
                defect("does not belong here", span -> span.setAttribute("gen_ai.tool.name", "weather")),
                defect("should be int", span -> span.setAttribute("gen_ai.request.top_k", 1.5)),
                defect("value of gen_ai.output.type", span -> span.setAttribute("gen_ai.output.type", "poem")),
                defect("status and error.type disagree", span -> span.setStatus(StatusCode.ERROR)),
                defect("status and error.type disagree", span -> span.setAttribute("error.type", "x")),
                defect(
                        "not of low cardinality",
                        span -> span.setStatus(StatusCode.ERROR).setAttribute("error.type", "no trail 4711 found")),
                defect("must be absent or true", span -> span.setAttribute("gen_ai.request.stream", false)),
                defect(
                        "first chunk without a stream",
                        span -> span.setAttribute("gen_ai.response.time_to_first_chunk", 0.1)),
                defect(
                        "gen_ai.usage.audio.output_tokens is more than",
                        span -> span.setAttribute("gen_ai.usage.output_tokens", 5)
                                .setAttribute("gen_ai.usage.audio.output_tokens", 6)),
                defect(
                        "is more than gen_ai.usage.input_tokens",
                        span -> span.setAttribute("gen_ai.usage.input_tokens", 5)
                                .setAttribute("gen_ai.usage.cache_read.input_tokens", 6)),
                defect("is not JSON", span -> span.setAttribute(input, "[{\"role\":\"us")),
                defect("should be an", span -> span.setAttribute(input, "{}")),
                defect("role in", span -> span.setAttribute(input, "[{\"role\":\"boss\",\"parts\":[]}]")),
                defect(
                        "missing in " + input + ": \"parts\"",
                        span -> span.setAttribute(input, "[{\"role\":\"user\"}]")),
                defect(
                        "missing in " + input + ": \"content\"",
                        span -> span.setAttribute(input, "[{\"role\":\"user\",\"parts\":[{\"type\":\"text\"}]}]")),
                defect(
                        "modality in",
                        span -> span.setAttribute(
                                input,
                                "[{\"role\":\"user\",\"parts\":[{\"type\":\"blob\",\"modality\":\"smell\",\"content\":\"\"}]}]")),
                defect("attribute over", span -> span.setAttribute("gen_ai.response.id", "x".repeat(70_000))));
    }

    @Test
    void a_missing_attribute_is_found() {
        try (Telemetry telemetry = new Telemetry()) {
            telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder("embeddings")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "embeddings")
                    .startSpan()
                    .end();

            assertThat(findings(telemetry))
                    .containsExactly(
                            "embeddings: missing: gen_ai.provider.name",
                            "metrics and spans: durations of client operations: 0 and 1");
        }
    }

    @Test
    void each_defect_of_a_metric_is_found() {
        try (Telemetry telemetry = new Telemetry()) {
            var meter = telemetry.sdk().getMeter("test");
            meter.histogramBuilder("gen_ai.client.token.usage").build().record(1);
            meter.counterBuilder("gen_ai.client.inference.duration")
                    .setUnit("ms")
                    .build()
                    .add(1);
            meter.histogramBuilder("gen_ai.client.inference.operation.input_tokens")
                    .setUnit("{token}")
                    .build()
                    .record(1, Attributes.of(AttributeKey.stringKey("gen_ai.prompt.name"), "trail-guide"));

            assertThat(String.join("\n", findings(telemetry)))
                    .contains("gen_ai.client.token.usage: unknown metric: \"removed, PR#374\"")
                    .contains("duration: instrument: counter")
                    .contains("duration: unit: ms")
                    .contains("duration: missing: gen_ai.operation.name")
                    .contains("input_tokens: bucket boundaries")
                    .contains("input_tokens: attribute not for this metric: gen_ai.prompt.name");
        }
    }

    @Test
    void spans_without_their_metrics_are_found() {
        try (Telemetry telemetry = new Telemetry()) {
            telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder(NAME)
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.provider.name", "openai")
                    .setAttribute("gen_ai.request.model", "gpt-test")
                    .setAttribute("gen_ai.usage.input_tokens", 5)
                    .startSpan()
                    .end();

            assertThat(findings(telemetry))
                    .containsExactly(
                            "metrics and spans: durations of inferences: 0 and 1",
                            "metrics and spans: input_tokens: 0 and 5");
        }
    }

    private List<String> findings(Telemetry telemetry) {
        return new SemconvValidator(spec).findings(telemetry.spans(), telemetry.metrics(), telemetry.events());
    }

    private static Arguments defect(String expected, Consumer<Span> defect) {
        return Arguments.of(expected, NAME, SpanKind.CLIENT, defect);
    }

    private static ChatRequest fullRequest() {
        return ChatRequest.builder()
                .messages(
                        SystemMessage.from("Be kind."),
                        UserMessage.from(TextContent.from("Hello"), ImageContent.from("QUJD", "image/png")),
                        AiMessage.from(ToolExecutionRequest.builder()
                                .id("call-1")
                                .name("weather")
                                .arguments("{}")
                                .build()),
                        ToolExecutionResultMessage.from("call-1", "weather", "cold"))
                .parameters(ChatRequestParameters.builder()
                        .topP(0.5)
                        .topK(40)
                        .maxOutputTokens(256)
                        .frequencyPenalty(0.2)
                        .presencePenalty(0.3)
                        .stopSequences("END")
                        .responseFormat(ResponseFormat.JSON)
                        .toolSpecifications(
                                ToolSpecification.builder().name("weather").build())
                        .build())
                .build();
    }
}
