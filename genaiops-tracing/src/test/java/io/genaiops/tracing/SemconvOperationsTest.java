package io.genaiops.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The validator finds each defect of tools, retrievals and events that is put before it. */
class SemconvOperationsTest {

    private SemconvSpec spec;

    @BeforeEach
    void needTheReference() {
        assumeTrue(SemconvSpec.given().isPresent(), "-Dgenaiops.semconv=<folder> is not given");
        spec = SemconvSpec.given().orElseThrow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("operationDefects")
    void each_defect_of_an_operation_is_found(String expected, String name, Consumer<Span> defect) {
        try (Telemetry telemetry = new Telemetry()) {
            boolean tool = name.startsWith("execute_tool");
            Span span = telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder(name)
                    .setSpanKind(tool ? SpanKind.INTERNAL : SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", tool ? "execute_tool" : "retrieval")
                    .setAttribute(tool ? "gen_ai.tool.name" : "gen_ai.data_source.id", "weather")
                    .startSpan();
            defect.accept(span);
            span.end();

            assertThat(findings(telemetry).stream().filter(finding -> !finding.startsWith("metrics and spans")))
                    .singleElement()
                    .asString()
                    .contains(expected);
        }
    }

    static Stream<Arguments> operationDefects() {
        String tool = "execute_tool weather";
        String retrieval = "retrieval weather";
        String documents = "gen_ai.retrieval.documents";
        return Stream.of(
                operation("name should be: execute_tool weather", "execute_tool", span -> {}),
                operation("name should be: retrieval weather", "retrieval", span -> {}),
                operation(
                        "does not belong here: gen_ai.provider.name",
                        tool,
                        span -> span.setAttribute("gen_ai.provider.name", "openai")),
                operation(
                        "does not belong here: gen_ai.request.top_k",
                        retrieval,
                        span -> span.setAttribute("gen_ai.request.top_k", 3)),
                operation(
                        "gen_ai.retrieval.top_k should be int",
                        retrieval,
                        span -> span.setAttribute("gen_ai.retrieval.top_k", 3.0)),
                operation(
                        "gen_ai.tool.call.arguments should be an: \"object\"",
                        tool,
                        span -> span.setAttribute("gen_ai.tool.call.arguments", "[]")),
                operation(
                        "gen_ai.tool.call.result is not JSON",
                        tool,
                        span -> span.setAttribute("gen_ai.tool.call.result", "{cold")),
                operation(
                        documents + " should be an: \"array\"", retrieval, span -> span.setAttribute(documents, "{}")),
                operation("should be an object", retrieval, span -> span.setAttribute(documents, "[\"a trail\"]")),
                operation(
                        "should be a number",
                        retrieval,
                        span -> span.setAttribute(documents, "[{\"score\":\"high\"}]")));
    }

    @Test
    void a_tool_of_kind_client_and_one_without_a_name_are_found() {
        try (Telemetry telemetry = new Telemetry()) {
            telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder("execute_tool")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "execute_tool")
                    .startSpan()
                    .end();

            assertThat(findings(telemetry))
                    .containsExactly(
                            "execute_tool: kind: client",
                            "execute_tool: missing: gen_ai.tool.name",
                            "metrics and spans: durations of tools: 0 and 1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("eventDefects")
    void each_defect_of_an_event_is_found(String expected, boolean withinSpan, Consumer<LogRecordBuilder> defect) {
        try (Telemetry telemetry = new Telemetry()) {
            Span span = telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder("retrieval")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "retrieval")
                    .setAttribute("error.type", "x")
                    .startSpan();
            span.setStatus(StatusCode.ERROR);
            LogRecordBuilder event = telemetry
                    .sdk()
                    .getLogsBridge()
                    .get("test")
                    .logRecordBuilder()
                    .setContext(withinSpan ? Context.root().with(span) : Context.root())
                    .setEventName("gen_ai.client.inference.operation.details")
                    .setSeverity(Severity.DEBUG)
                    .setAttribute("gen_ai.operation.name", "chat")
                    .setAttribute("gen_ai.provider.name", "openai");
            defect.accept(event);
            event.emit();
            span.end();

            assertThat(findings(telemetry).stream().filter(finding -> !finding.startsWith("metrics and spans")))
                    .singleElement()
                    .asString()
                    .contains(expected);
        }
    }

    static Stream<Arguments> eventDefects() {
        return Stream.of(
                event("unknown event: gen_ai.choice", event -> event.setEventName("gen_ai.choice")),
                event("severity should be DEBUG (5): INFO (9)", event -> event.setSeverity(Severity.INFO)),
                Arguments.of("outside of any span", false, (Consumer<LogRecordBuilder>) event -> {}),
                event("does not belong here", event -> event.setAttribute("gen_ai.tool.name", "weather")),
                event("on an event should be structured", event -> event.setAttribute("gen_ai.input.messages", "[]")));
    }

    @Test
    void events_that_do_not_fit_their_spans_are_found() {
        try (Telemetry telemetry = new Telemetry()) {
            Span span = telemetry
                    .sdk()
                    .getTracer("test")
                    .spanBuilder("retrieval")
                    .setSpanKind(SpanKind.CLIENT)
                    .setAttribute("gen_ai.operation.name", "retrieval")
                    .startSpan();
            for (int i = 0; i < 2; i++) {
                telemetry
                        .sdk()
                        .getLogsBridge()
                        .get("test")
                        .logRecordBuilder()
                        .setContext(Context.root().with(span))
                        .setEventName("gen_ai.client.inference.operation.details")
                        .setSeverity(Severity.DEBUG)
                        .setAttribute("gen_ai.operation.name", "chat")
                        .setAttribute("gen_ai.provider.name", "openai")
                        .emit();
            }
            telemetry
                    .sdk()
                    .getLogsBridge()
                    .get("test")
                    .logRecordBuilder()
                    .setContext(Context.root().with(span))
                    .setEventName("gen_ai.client.operation.exception")
                    .setSeverity(Severity.WARN)
                    .setAttribute("exception.type", "x")
                    .emit();
            span.end();

            assertThat(findings(telemetry))
                    .containsExactly(
                            "metrics and spans: durations of client operations: 0 and 1",
                            "gen_ai.client.operation.exception: exception of a span that did not fail: retrieval",
                            "events: more than one event of details for a span: 2 for 1");
        }
    }

    private static Arguments operation(String expected, String name, Consumer<Span> defect) {
        return Arguments.of(expected, name, defect);
    }

    private static Arguments event(String expected, Consumer<LogRecordBuilder> defect) {
        return Arguments.of(expected, true, defect);
    }

    private List<String> findings(Telemetry telemetry) {
        return new SemconvValidator(spec).findings(telemetry.spans(), telemetry.metrics(), telemetry.events());
    }
}
