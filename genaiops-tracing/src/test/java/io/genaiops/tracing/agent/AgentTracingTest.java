package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.CompleteToolCall;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.TokenStream;
import dev.langchain4j.service.V;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.genaiops.agent.Agent;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.FakeStreamingChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgentTracingTest {

    private static final String SECRET = "SENTINEL-4c1d";
    private static final List<ToolExecutionRequest> TWO_TOOLS = List.of(call("1", "map"), call("2", "weather"));

    interface Assistant {
        String answer(@dev.langchain4j.service.UserMessage String question, InvocationParameters parameters);
    }

    interface Streaming {
        TokenStream answer(String question);
    }

    interface Bound {
        String answer(@V("question") String question);
    }

    /** Two tools; each of them starts a span of its own. */
    public final class Outdoors {
        @Tool
        public String map() {
            return span("inside map");
        }

        @Tool
        public String weather() {
            return span("inside weather");
        }

        private String span(String name) {
            telemetry.sdk().getTracer("host").spanBuilder(name).startSpan().end();
            return SECRET;
        }
    }

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final FakeChatModel fake = new FakeChatModel();
    private final FakeStreamingChatModel streaming = new FakeStreamingChatModel();
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final InvocationParameters parameters =
            new CallContext(Prompts.prompt("trail-guide"), null, null, "c-7", Map.of()).toInvocationParameters();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private AiServices<Assistant> traced() {
        return tracing.agents().aiServices(AiServices.builder(Assistant.class)).chatModel(tracing.chatModel(fake));
    }

    private AiServices<Streaming> tracedStreaming() {
        return tracing.agents()
                .aiServices(AiServices.builder(Streaming.class))
                .streamingChatModel(tracing.streamingChatModel(streaming));
    }

    private void askForTwoToolsOnce() {
        AtomicInteger asked = new AtomicInteger();
        fake.answer = request ->
                asked.getAndIncrement() == 0 ? toolCalls() : FakeChatModel.answer("An answer " + SECRET + ".");
    }

    private static ChatResponse toolCalls() {
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(TWO_TOOLS))
                .finishReason(FinishReason.TOOL_EXECUTION)
                .tokenUsage(new TokenUsage(30, 3))
                .build();
    }

    private static ToolExecutionRequest call(String id, String name) {
        return ToolExecutionRequest.builder().id(id).name(name).arguments("{}").build();
    }

    private List<SpanData> named(String start) {
        return telemetry.spans().stream()
                .filter(span -> span.getName().startsWith(start))
                .toList();
    }

    private SpanData only(String start) {
        assertThat(named(start)).as(start).hasSize(1);
        return named(start).get(0);
    }

    private void assertTreeWithTwoToolsAndTwoCalls() {
        SpanData agent = only("invoke_agent");
        assertThat(named("chat"))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(agent.getSpanId()));
        for (String name : List.of("map", "weather")) {
            SpanData tool = only("execute_tool " + name);
            assertThat(tool.getParentSpanId()).isEqualTo(agent.getSpanId());
            assertThat(only("inside " + name).getParentSpanId()).isEqualTo(tool.getSpanId());
        }
        assertThat(telemetry.spans()).hasSize(7);
        assertThat(agent.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(42);
        assertThat(agent.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(10);
        assertThat(agent.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
        assertThat(sum("gen_ai.invoke_agent.inference_calls")).isEqualTo(2);
        assertThat(sum("gen_ai.invoke_agent.tool_calls")).isEqualTo(2);
        assertThat(telemetry.points("gen_ai.execute_tool.duration")).hasSize(2);
        assertThat(telemetry.points("gen_ai.invoke_agent.duration")).hasSize(1);
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    private double sum(String histogram) {
        return telemetry.points(histogram).stream()
                .mapToDouble(point -> ((HistogramPointData) point).getSum())
                .sum();
    }

    @Test
    void an_invocation_is_one_span_above_its_model_calls_and_tools() {
        askForTwoToolsOnce();
        Span host = telemetry.sdk().getTracer("host").spanBuilder("host").startSpan();

        try (Scope scope = host.makeCurrent()) {
            assertThat(scope).isNotNull();
            traced().tools(tracing.tools().annotated(new Outdoors())).build().answer("Hello " + SECRET, parameters);
        }

        SpanData agent = only("invoke_agent");
        assertThat(agent.getName()).isEqualTo("invoke_agent Assistant");
        assertThat(agent.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(agent.getParentSpanId()).isEqualTo(host.getSpanContext().getSpanId());
        assertThat(agent.getAttributes().get(AgentKeys.METHOD)).isEqualTo("answer");
        assertThat(agent.getAttributes().get(GenAiKeys.CONVERSATION)).isEqualTo("c-7");
        host.end();
        assertThat(telemetry.spans()).hasSize(8);
        assertThat(only("execute_tool map").getAttributes().get(GenAiKeys.TOOL_CALL_ID))
                .isEqualTo("1");
        assertThat(parameters.asMap()).containsOnlyKeys(CallContext.KEY);
    }

    @Test
    void tools_that_run_concurrently_keep_their_parent() {
        askForTwoToolsOnce();

        traced().tools(tracing.tools().annotated(new Outdoors()))
                .executeToolsConcurrently(threads)
                .build()
                .answer("Hello " + SECRET, parameters);

        assertTreeWithTwoToolsAndTwoCalls();
    }

    @Test
    void a_streamed_invocation_ends_with_its_stream_and_keeps_its_tools_on_other_threads() {
        AtomicInteger asked = new AtomicInteger();
        streaming.script = handler -> {
            if (asked.getAndIncrement() == 0) {
                handler.onCompleteToolCall(new CompleteToolCall(0, TWO_TOOLS.get(0)));
                handler.onCompleteToolCall(new CompleteToolCall(1, TWO_TOOLS.get(1)));
                handler.onCompleteResponse(toolCalls());
            } else {
                streaming.chunk(handler, "An answer.");
                handler.onCompleteResponse(FakeChatModel.answer("An answer."));
            }
        };
        AtomicInteger completed = new AtomicInteger();

        TokenStream stream = tracedStreaming()
                .tools(tracing.tools().annotated(new Outdoors()))
                .executeToolsConcurrently(threads)
                .build()
                .answer("Hello " + SECRET);
        assertThat(telemetry.spans()).isEmpty();
        stream.onPartialResponse(part -> {})
                .onCompleteResponse(response -> completed.incrementAndGet())
                .onError(error -> {})
                .start();

        assertThat(completed).hasValue(1);
        assertTreeWithTwoToolsAndTwoCalls();
    }

    @Test
    void each_span_of_the_call_of_a_bound_service_names_its_prompt() {
        askForTwoToolsOnce();
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.of(
                        Prompt.builder("trail-guide", Version.of(1, 2, 0), "system:\nBe brief.\nuser:\n{{question}}\n")
                                .inputs("question")
                                .build()),
                "ada");
        registry.label("trail-guide", "production").moveTo("1.2.0", "ada", "first");
        Bound bound = Agent.of(PromptCalls.of(registry, Models.of(tracing.chatModel(fake))))
                .bind(
                        Bound.class,
                        "trail-guide",
                        options -> tracing.agents()
                                .aiServices(options)
                                .tools(tracing.tools().annotated(new Outdoors()))
                                .executeToolsConcurrently(threads));

        bound.answer("{{x}} " + SECRET);

        assertTreeWithTwoToolsAndTwoCalls();
        assertThat(named("chat")).allSatisfy(span -> {
            assertThat(span.getAttributes().get(GenAiKeys.PROMPT_NAME)).isEqualTo("trail-guide");
            assertThat(span.getAttributes().get(GenAiKeys.PROMPT_VERSION)).isEqualTo("1.2.0");
        });
        for (String name : List.of("invoke_agent Bound", "execute_tool map", "execute_tool weather")) {
            assertThat(only(name).getAttributes().get(AgentKeys.PROMPT_NAME)).isEqualTo("trail-guide");
            assertThat(only(name).getAttributes().get(AgentKeys.PROMPT_VERSION)).isEqualTo("1.2.0");
            assertThat(only(name).getAttributes().get(GenAiKeys.PROMPT_LABEL)).isEqualTo("production");
        }
        assertThat(telemetry.sampled().get(0).get(AgentKeys.PROMPT_NAME)).isEqualTo("trail-guide");
    }

    @Test
    void a_failure_ends_the_spans_once_with_its_type_and_without_its_message() {
        fake.answer = request -> {
            throw new UnsupportedOperationException(SECRET);
        };
        Assistant assistant = traced().build();

        assertThatThrownBy(() -> assistant.answer("Hello", parameters)).hasMessage(SECRET);

        assertThat(telemetry.spans()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
            assertThat(span.getAttributes().get(GenAiKeys.ERROR_TYPE))
                    .isEqualTo("java.lang.UnsupportedOperationException");
        });
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void an_error_of_a_stream_ends_the_spans_once() {
        streaming.script = handler -> handler.onError(new IllegalStateException(SECRET));
        AtomicInteger failed = new AtomicInteger();

        tracedStreaming()
                .build()
                .answer("Hello")
                .onPartialResponse(part -> {})
                .onError(error -> failed.incrementAndGet())
                .start();

        assertThat(failed).hasValue(1);
        assertThat(only("invoke_agent").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_cancelled_stream_ends_the_spans_without_an_error() {
        streaming.script = handler -> streaming.chunk(handler, "An ");

        tracedStreaming()
                .build()
                .answer("Hello")
                .onPartialResponseWithContext((part, context) -> cancel(context.streamingHandle()))
                .ignoreErrors()
                .start();

        assertThat(streaming.handle.isCancelled()).isTrue();
        assertThat(telemetry.spans()).hasSize(2).allSatisfy(span -> {
            assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
            assertThat(span.getAttributes().get(GenAiKeys.STREAM_END)).isEqualTo("cancelled");
        });
    }

    private static void cancel(StreamingHandle handle) {
        handle.cancel();
        handle.cancel();
    }

    @Test
    void a_stream_that_is_never_started_is_abandoned_at_the_latest_when_tracing_closes() {
        TokenStream stream = tracedStreaming().build().answer("Hello");

        assertThat(telemetry.spans()).isEmpty();
        tracing.close();

        assertThat(stream).isNotNull();
        assertThat(only("invoke_agent").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("abandoned");
    }

    @Test
    void a_guardrail_is_an_event_that_says_what_it_decided_and_nothing_that_it_saw() {
        InputGuardrail guardrail = new InputGuardrail() {
            @Override
            public InputGuardrailResult validate(UserMessage message) {
                return fatal("refused " + SECRET);
            }
        };
        Assistant assistant = traced().inputGuardrails(guardrail).build();

        assertThatThrownBy(() -> assistant.answer("Hello " + SECRET, parameters))
                .hasMessageContaining(SECRET);

        assertThat(telemetry.onlySpan().getEvents())
                .extracting(EventData::getName)
                .containsExactly("genaiops.guardrail", "exception");
        assertThat(telemetry.onlySpan().getEvents()).first().satisfies(event -> {
            assertThat(event.getAttributes().get(GenAiKeys.GUARDRAIL_STAGE)).isEqualTo("input");
            assertThat(event.getAttributes().get(GenAiKeys.GUARDRAIL_OUTCOME)).isEqualTo("fatal");
        });
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_builder_traced_twice_makes_one_span_for_each_invocation() {
        tracing.agents().aiServices(traced()).build().answer("Hello", parameters);

        assertThat(named("invoke_agent")).hasSize(1);
        assertThat(telemetry.spans()).hasSize(2);
    }

    @Test
    void a_tool_that_fails_or_reports_an_error_has_a_span_that_says_so() {
        askForTwoToolsOnce();
        ToolSpecification map = ToolSpecification.builder().name("map").build();
        ToolSpecification weather = ToolSpecification.builder().name("weather").build();
        Assistant assistant = traced().toolProvider(tracing.tools()
                        .provider(request -> ToolProviderResult.builder()
                                .add(map, (call, memoryId) -> {
                                    throw new IllegalStateException(SECRET);
                                })
                                .add(weather, new ReportingTool())
                                .build()))
                .build();

        assistant.answer("Hello", parameters);

        assertThat(only("execute_tool map").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(only("execute_tool weather").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("tool_error");
        assertThat(only("invoke_agent").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_tool_outside_of_an_invocation_belongs_to_the_current_span() {
        tracing.tools()
                .executor((call, memoryId) -> "done")
                .execute(ToolExecutionRequest.builder().name("map").build(), "m");

        assertThat(telemetry.onlySpan().getName()).isEqualTo("execute_tool map");
    }

    private static final class ReportingTool implements dev.langchain4j.service.tool.ToolExecutor {
        @Override
        public String execute(ToolExecutionRequest request, Object memoryId) {
            return "no";
        }

        @Override
        public ToolExecutionResult executeWithContext(
                ToolExecutionRequest request, dev.langchain4j.invocation.InvocationContext context) {
            return ToolExecutionResult.builder().isError(true).resultText("no").build();
        }
    }
}
