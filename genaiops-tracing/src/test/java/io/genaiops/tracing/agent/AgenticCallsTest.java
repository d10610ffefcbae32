package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The calls that agents make are below the agent that makes them, whatever else runs. */
class AgenticCallsTest extends AgenticWorkflows {

    @Test
    void what_a_tool_calls_is_below_the_tool() {
        ChatModel inner = tracing.chatModel(fake("within-tool"));
        ToolExecutor asking = (request, memory) -> inner.chat("How cold is it?");
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(askingForTools()))
                .tools(tracing.tools()
                        .all(Map.of(ToolSpecification.builder().name("weather").build(), asking)))
                .build();

        sequence(writer).invoke(Map.of("topic", "dragons"));

        assertThat(named("chat within-tool").stream().map(SpanData::getParentSpanId))
                .containsExactlyElementsOf(named("execute_tool weather").stream()
                        .map(SpanData::getSpanId)
                        .toList());
        assertThat(sum("gen_ai.invoke_agent.inference_calls")).isEqualTo(2);
    }

    @Test
    void the_calls_by_which_a_supervisor_plans_are_below_its_workflow() {
        FakeChatModel planner = fake("planner");
        AtomicInteger asked = new AtomicInteger();
        planner.answer = request -> FakeChatModel.answer(
                asked.getAndIncrement() == 0
                        ? "{\"agentName\": \"write$0\", \"arguments\": {\"topic\": \"dragons\"}}"
                        : "{\"agentName\": \"done\", \"arguments\": {\"response\": \"finished\"}}");
        AgenticServices.supervisorBuilder()
                .name("editor in chief")
                .chatModel(tracing.chatModel(planner))
                .subAgents(writer(fake("for-writer")))
                .listener(listener)
                .build()
                .invoke("Have a story written");

        SpanData workflow = only("invoke_workflow editor in chief");
        assertThat(named("chat planner"))
                .hasSize(2)
                .allSatisfy(chat -> assertThat(chat.getParentSpanId()).isEqualTo(workflow.getSpanId()));
        assertBelow("chat for-writer", "invoke_agent write");
        assertBelow("invoke_agent write", "invoke_workflow editor in chief");
    }

    private static ToolExecutionRequest call(String id) {
        return ToolExecutionRequest.builder()
                .id(id)
                .name("weather")
                .arguments("{}")
                .build();
    }

    /** A model that asks for two tools and then answers; its first answer of each invocation carries the tools. */
    private static FakeChatModel askingForTools() {
        FakeChatModel model = fake("for-writer");
        model.answer = request -> request.messages().size() > 1
                ? FakeChatModel.answer("An answer " + SECRET)
                : ChatResponse.builder()
                        .aiMessage(AiMessage.from(call("1"), call("2")))
                        .finishReason(FinishReason.TOOL_EXECUTION)
                        .tokenUsage(new TokenUsage(30, 3))
                        .build();
        return model;
    }

    private Writer writerWithTools(boolean concurrently) {
        ToolExecutor weather = (request, memory) -> "cold " + SECRET;
        var builder = AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(askingForTools()))
                .tools(tracing.tools()
                        .all(Map.of(ToolSpecification.builder().name("weather").build(), weather)));
        if (concurrently) {
            builder.executeToolsConcurrently(threads);
        }
        return builder.build();
    }

    private void assertToolsBelowTheAgent() {
        SpanData agent = only("invoke_agent write");
        for (String step : List.of("execute_tool weather", "chat for-writer")) {
            assertThat(named(step))
                    .as(step)
                    .hasSize(2)
                    .allSatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(agent.getSpanId()));
        }
        assertThat(named("execute_tool weather"))
                .allSatisfy(tool -> assertThat(tool.getAttributes().get(AgentKeys.AGENT_NAME))
                        .isEqualTo("write"));
        assertThat(agent.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(42);
        assertThat(sum("gen_ai.invoke_agent.inference_calls")).isEqualTo(2);
        assertThat(sum("gen_ai.invoke_agent.tool_calls")).isEqualTo(2);
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void tools_are_below_their_agent() {
        sequence(writerWithTools(false)).invoke(Map.of("topic", "dragons"));

        assertToolsBelowTheAgent();
    }

    @Test
    void tools_that_run_concurrently_are_below_their_agent() {
        sequence(writerWithTools(true)).invoke(Map.of("topic", "dragons"));

        assertToolsBelowTheAgent();
    }

    @Test
    void one_agent_that_works_on_many_items_at_once_keeps_the_calls_of_each_apart() {
        int items = 20;
        ExecutorService mapping = Executors.newFixedThreadPool(4);
        UntypedAgent each = AgenticServices.parallelMapperBuilder()
                .name("each")
                .itemsProvider("topics")
                .subAgents(writerWithTools(true))
                .executor(mapping)
                .listener(listener)
                .outputKey("stories")
                .build();

        each.invoke(Map.of(
                "topics",
                IntStream.range(0, items).mapToObj(topic -> "topic " + topic).toList()));
        mapping.shutdown();

        String workflow = only("invoke_workflow each").getSpanId();
        assertThat(named("invoke_agent write"))
                .hasSize(items)
                .allSatisfy(agent -> assertThat(agent.getParentSpanId()).isEqualTo(workflow));
        for (String step : List.of("execute_tool weather", "chat for-writer")) {
            Map<String, Long> byAgent = named(step).stream()
                    .collect(Collectors.groupingBy(SpanData::getParentSpanId, Collectors.counting()));
            assertThat(byAgent.keySet())
                    .as(step)
                    .containsExactlyInAnyOrderElementsOf(named("invoke_agent write").stream()
                            .map(SpanData::getSpanId)
                            .toList());
            assertThat(byAgent.values()).as(step).containsOnly(2L);
        }
    }

    @Test
    void four_hundred_runs_of_one_workflow_on_eight_threads_are_not_mixed_up() {
        int runs = 50;
        UntypedAgent both = AgenticServices.parallelBuilder()
                .name("both")
                .subAgents(writer(fake("for-writer")), editor(fake("for-editor")))
                .build();
        UntypedAgent novelist = sequence(both, writerWithTools(false));
        UntypedAgent broken = sequence(writer(failing("for-writer")));
        List<CompletableFuture<Void>> hosts = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            hosts.add(CompletableFuture.runAsync(
                    () -> IntStream.range(0, runs).forEach(run -> host(novelist, broken)), threads));
        }

        hosts.forEach(CompletableFuture::join);

        Map<String, List<SpanData>> traces =
                telemetry.spans().stream().collect(Collectors.groupingBy(SpanData::getTraceId));
        assertThat(traces).hasSize(8 * runs);
        traces.values().forEach(AgenticCallsTest::assertWhole);
        assertThat(telemetry.spans()).hasSize(8 * runs * 15);
    }

    private void host(UntypedAgent novelist, UntypedAgent broken) {
        Span host = telemetry.sdk().getTracer("host").spanBuilder("host").startSpan();
        try (Scope scope = host.makeCurrent()) {
            assertThat(scope).isNotNull();
            novelist.invoke(Map.of("topic", "dragons", "story", "once"));
            assertThatThrownBy(() -> tracing.agentic().run(() -> broken.invoke(Map.of("topic", "dragons"))))
                    .isInstanceOf(AgentInvocationException.class);
        }
        host.end();
    }

    /** Two workflows below the host, one with two steps at once and then a step with tools, the other with one that fails. */
    private static void assertWhole(List<SpanData> trace) {
        Map<String, SpanData> byId = trace.stream().collect(Collectors.toMap(SpanData::getSpanId, span -> span));
        List<String> edges = trace.stream()
                .filter(span -> byId.containsKey(span.getParentSpanId()))
                .map(span -> span.getName() + " < "
                        + byId.get(span.getParentSpanId()).getName())
                .sorted()
                .toList();
        assertThat(edges)
                .containsExactly(
                        "chat for-editor < invoke_agent edit",
                        "chat for-writer < invoke_agent write",
                        "chat for-writer < invoke_agent write",
                        "chat for-writer < invoke_agent write",
                        "chat for-writer < invoke_agent write",
                        "execute_tool weather < invoke_agent write",
                        "execute_tool weather < invoke_agent write",
                        "invoke_agent edit < invoke_workflow both",
                        "invoke_agent write < invoke_workflow both",
                        "invoke_agent write < invoke_workflow novelist",
                        "invoke_agent write < invoke_workflow novelist",
                        "invoke_workflow both < invoke_workflow novelist",
                        "invoke_workflow novelist < host",
                        "invoke_workflow novelist < host");
    }
}
