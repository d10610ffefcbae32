package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.agent.ErrorRecoveryResult;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Scenario;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.metrics.data.HistogramPointData;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AgenticTracingTest {

    private static final String SECRET = Scenario.SECRET;

    /** Writes. */
    public interface Writer {
        @UserMessage("Write about {{topic}}")
        @Agent(description = "Writes a story", outputKey = "story")
        String write(@V("topic") String topic);
    }

    /** Edits. */
    public interface Editor {
        @UserMessage("Edit {{story}}")
        @Agent(description = "Edits a story", outputKey = "story")
        String edit(@V("story") String story);
    }

    /** A workflow of a host that keeps the scope for each conversation. */
    public interface Novelist {
        @Agent
        String novel(@MemoryId String conversation, @V("topic") String topic);
    }

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final AgentListener listener = tracing.agentic().listener();

    @AfterEach
    void nothing_is_kept_of_what_ended() {
        threads.shutdownNow();
        assertThat(((AgenticListener) listener).runs().size()).isZero();
        assertThat(tracing.failures()).isZero();
    }

    private static FakeChatModel fake(String name) {
        FakeChatModel model = new FakeChatModel();
        model.defaults = ChatRequestParameters.builder().modelName(name).build();
        model.answer = request -> FakeChatModel.answer("An answer " + SECRET);
        return model;
    }

    private static FakeChatModel failing(String name) {
        FakeChatModel model = fake(name);
        model.answer = request -> {
            throw new Scenario.HostFailure();
        };
        return model;
    }

    private Writer writer(ChatModel model) {
        return AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(model))
                .build();
    }

    private Editor editor(ChatModel model) {
        return AgenticServices.agentBuilder(Editor.class)
                .chatModel(tracing.chatModel(model))
                .build();
    }

    private UntypedAgent sequence(Object... agents) {
        return AgenticServices.sequenceBuilder()
                .name("novelist")
                .subAgents(agents)
                .listener(listener)
                .outputKey("story")
                .build();
    }

    private List<SpanData> named(String name) {
        return telemetry.spans().stream()
                .filter(span -> span.getName().equals(name))
                .toList();
    }

    private SpanData only(String name) {
        assertThat(named(name)).as(name).hasSize(1);
        return named(name).get(0);
    }

    private void assertBelow(String child, String parent) {
        assertThat(only(child).getParentSpanId())
                .as(child)
                .isEqualTo(only(parent).getSpanId());
    }

    private double sum(String histogram) {
        return telemetry.points(histogram).stream()
                .mapToDouble(point -> ((HistogramPointData) point).getSum())
                .sum();
    }

    @Test
    void a_workflow_is_a_span_above_its_agents_and_those_are_above_their_model_calls() {
        UntypedAgent novelist = sequence(writer(fake("for-writer")), editor(fake("for-editor")));
        Span host = telemetry.sdk().getTracer("host").spanBuilder("host").startSpan();

        try (Scope scope = host.makeCurrent()) {
            assertThat(scope).isNotNull();
            assertThat(novelist.invoke(Map.of("topic", "dragons " + SECRET))).isEqualTo("An answer " + SECRET);
        }
        host.end();

        SpanData workflow = only("invoke_workflow novelist");
        assertBelow("invoke_workflow novelist", "host");
        assertBelow("invoke_agent write", "invoke_workflow novelist");
        assertBelow("invoke_agent edit", "invoke_workflow novelist");
        assertBelow("chat for-writer", "invoke_agent write");
        assertBelow("chat for-editor", "invoke_agent edit");
        assertThat(telemetry.spans()).hasSize(6);
        assertThat(workflow.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(workflow.getAttributes().get(AgentKeys.WORKFLOW_NAME)).isEqualTo("novelist");
        assertThat(workflow.getAttributes().get(AgentKeys.TOPOLOGY)).isEqualTo("sequence");
        SpanData agent = only("invoke_agent write");
        assertThat(agent.getKind()).isEqualTo(SpanKind.INTERNAL);
        assertThat(agent.getAttributes().get(AgentKeys.AGENT_NAME)).isEqualTo("write");
        assertThat(agent.getAttributes().get(AgentKeys.AGENT_DESCRIPTION)).isEqualTo("Writes a story");
        assertThat(agent.getAttributes().get(GenAiKeys.INPUT_TOKENS)).isEqualTo(12);
        assertThat(agent.getAttributes().get(GenAiKeys.OUTPUT_TOKENS)).isEqualTo(7);
        assertThat(agent.getAttributes().get(GenAiKeys.FINISH_REASONS)).containsExactly("stop");
        assertThat(agent.getAttributes().get(GenAiKeys.CONVERSATION)).isNull();
        assertThat(telemetry.points("gen_ai.invoke_workflow.duration")).hasSize(1);
        assertThat(telemetry.points("gen_ai.invoke_agent.duration")).hasSize(2);
        assertThat(sum("gen_ai.invoke_agent.inference_calls")).isEqualTo(2);
        assertThat(sum("gen_ai.invoke_agent.tool_calls")).isZero();
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_sample_of_the_documentation_runs() {
        ChatModel model = tracing.chatModel(new FakeChatModel());
        Writer writer =
                AgenticServices.agentBuilder(Writer.class).chatModel(model).build();
        Editor editor =
                AgenticServices.agentBuilder(Editor.class).chatModel(model).build();

        UntypedAgent novelist = AgenticServices.sequenceBuilder()
                .subAgents(writer, editor)
                .listener(tracing.agentic().listener())
                .outputKey("story")
                .build();
        Object story = tracing.agentic().run(() -> novelist.invoke(Map.of("topic", "dragons")));

        assertThat(story).isEqualTo("An answer.");
        assertThat(telemetry.spans()).hasSize(5);
    }

    @Test
    void steps_that_run_in_parallel_are_below_their_workflow() {
        UntypedAgent both = AgenticServices.parallelBuilder()
                .name("both")
                .subAgents(writer(fake("for-writer")), editor(fake("for-editor")))
                .executor(threads)
                .listener(listener)
                .build();

        both.invoke(Map.of("topic", "dragons", "story", "once"));

        assertBelow("invoke_agent write", "invoke_workflow both");
        assertBelow("invoke_agent edit", "invoke_workflow both");
        assertBelow("chat for-writer", "invoke_agent write");
        assertBelow("chat for-editor", "invoke_agent edit");
        assertThat(only("invoke_workflow both").getAttributes().get(AgentKeys.TOPOLOGY))
                .isEqualTo("parallel");
    }

    @Test
    void an_agent_that_runs_asynchronously_is_below_its_workflow() {
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .async(true)
                .chatModel(tracing.chatModel(fake("for-writer")))
                .build();

        sequence(writer, editor(fake("for-editor"))).invoke(Map.of("topic", "dragons"));

        assertBelow("invoke_agent write", "invoke_workflow novelist");
        assertBelow("chat for-writer", "invoke_agent write");
    }

    @Test
    void each_round_of_a_loop_within_a_workflow_is_a_span_of_its_own() {
        UntypedAgent loop = AgenticServices.loopBuilder()
                .name("polish")
                .subAgents(editor(fake("for-editor")))
                .maxIterations(3)
                .outputKey("story")
                .build();

        sequence(writer(fake("for-writer")), loop).invoke(Map.of("topic", "dragons"));

        assertBelow("invoke_workflow polish", "invoke_workflow novelist");
        List<String> rounds =
                named("invoke_agent edit").stream().map(SpanData::getSpanId).toList();
        assertThat(rounds).hasSize(3).doesNotHaveDuplicates();
        assertThat(named("invoke_agent edit"))
                .allSatisfy(round -> assertThat(round.getParentSpanId())
                        .isEqualTo(only("invoke_workflow polish").getSpanId()));
        assertThat(named("chat for-editor").stream().map(SpanData::getParentSpanId))
                .containsExactlyElementsOf(rounds);
    }

    @Test
    void an_agent_without_a_workflow_is_one_span_whether_it_answers_or_fails() {
        Writer alone = AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(fake("for-writer")))
                .listener(listener)
                .build();
        Editor failing = AgenticServices.agentBuilder(Editor.class)
                .chatModel(tracing.chatModel(failing("for-editor")))
                .listener(listener)
                .build();

        alone.write("dragons");
        assertThatThrownBy(() -> failing.edit("once")).isInstanceOf(AgentInvocationException.class);

        assertBelow("chat for-writer", "invoke_agent write");
        assertBelow("chat for-editor", "invoke_agent edit");
        assertThat(only("invoke_agent edit").getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(named("invoke_workflow")).isEmpty();
    }

    @Test
    void a_failure_ends_the_agent_and_the_workflow_with_what_was_thrown_and_not_with_what_wraps_it() {
        UntypedAgent inner = AgenticServices.sequenceBuilder()
                .name("inner")
                .subAgents(writer(failing("for-writer")))
                .outputKey("story")
                .build();
        UntypedAgent novelist = sequence(inner, editor(fake("for-editor")));

        assertThatThrownBy(() -> tracing.agentic().run(() -> novelist.invoke(Map.of("topic", "dragons"))))
                .isInstanceOf(AgentInvocationException.class);

        for (String failed : List.of("invoke_agent write", "invoke_workflow inner", "invoke_workflow novelist")) {
            assertThat(only(failed).getStatus().getStatusCode()).as(failed).isEqualTo(StatusCode.ERROR);
            assertThat(only(failed).getAttributes().get(GenAiKeys.ERROR_TYPE))
                    .as(failed)
                    .isEqualTo(Scenario.HostFailure.class.getCanonicalName());
        }
        assertBelow("invoke_agent write", "invoke_workflow inner");
        assertBelow("invoke_workflow inner", "invoke_workflow novelist");
        assertThat(named("invoke_agent edit")).isEmpty();
        assertThat(telemetry.export()).doesNotContain(SECRET);
    }

    @Test
    void a_workflow_that_throws_unobserved_ends_as_abandoned_and_no_later_call_is_put_below_it() {
        UntypedAgent novelist = sequence(writer(failing("for-writer")));

        assertThatThrownBy(() -> novelist.invoke(Map.of("topic", "dragons")))
                .isInstanceOf(AgentInvocationException.class);
        tracing.chatModel(fake("later")).chat("Hello");

        assertThat(only("chat later").getParentSpanContext().isValid()).isFalse();
        assertThat(named("invoke_workflow novelist")).isEmpty();
        tracing.close();
        assertThat(only("invoke_workflow novelist").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("abandoned");
    }

    @Test
    void a_workflow_that_threw_unobserved_ends_once_its_inputs_are_gone() {
        UntypedAgent novelist = sequence(writer(failing("for-writer")));

        WeakReference<Object> inputs = invokeAndForget(novelist);
        while (inputs.get() != null || named("invoke_workflow novelist").isEmpty()) {
            System.gc();
        }

        assertThat(only("invoke_workflow novelist").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("abandoned");
    }

    private static WeakReference<Object> invokeAndForget(UntypedAgent novelist) {
        Map<String, Object> inputs = new HashMap<>(Map.of("topic", "dragons"));
        assertThatThrownBy(() -> novelist.invoke(inputs)).isInstanceOf(AgentInvocationException.class);
        return new WeakReference<>(inputs);
    }

    @Test
    void a_workflow_whose_failure_the_host_answers_within_run_ends_as_abandoned() {
        UntypedAgent novelist = sequence(writer(failing("for-writer")));

        String answer = tracing.agentic().run(() -> {
            try {
                return String.valueOf(novelist.invoke(Map.of("topic", "dragons")));
            } catch (AgentInvocationException e) {
                return "no story today";
            }
        });

        assertThat(answer).isEqualTo("no story today");
        assertThat(only("invoke_workflow novelist").getAttributes().get(GenAiKeys.ERROR_TYPE))
                .isEqualTo("abandoned");
    }

    @Test
    void an_agent_that_is_retried_is_one_span_for_each_try() {
        FakeChatModel model = fake("for-writer");
        AtomicInteger tries = new AtomicInteger();
        model.answer = request -> {
            if (tries.getAndIncrement() == 0) {
                throw new Scenario.HostFailure();
            }
            return FakeChatModel.answer("An answer");
        };
        UntypedAgent novelist = AgenticServices.sequenceBuilder()
                .name("novelist")
                .subAgents(writer(model))
                .errorHandler(failure -> ErrorRecoveryResult.retry())
                .listener(listener)
                .outputKey("story")
                .build();

        novelist.invoke(Map.of("topic", "dragons"));

        assertThat(named("invoke_agent write").stream()
                        .map(span -> span.getStatus().getStatusCode()))
                .containsExactly(StatusCode.ERROR, StatusCode.UNSET);
        assertThat(named("chat for-writer").stream().map(SpanData::getParentSpanId))
                .containsExactlyElementsOf(named("invoke_agent write").stream()
                        .map(SpanData::getSpanId)
                        .toList());
        assertThat(only("invoke_workflow novelist").getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void what_a_scope_leaves_open_ends_with_the_scope() {
        List<AgentRequest> requests = new ArrayList<>();
        AgenticServices.sequenceBuilder()
                .subAgents(writer(fake("for-writer")))
                .listener(new AgentListener() {
                    @Override
                    public void beforeAgentInvocation(AgentRequest request) {
                        requests.add(request);
                    }
                })
                .build()
                .invoke(Map.of("topic", "dragons"));

        listener.beforeAgentInvocation(requests.get(0));
        listener.beforeAgenticScopeDestroyed(requests.get(0).agenticScope());

        assertThat(telemetry.spans().stream()
                        .filter(span -> span.getName().startsWith("invoke_workflow"))
                        .map(span -> span.getAttributes().get(GenAiKeys.ERROR_TYPE)))
                .containsExactly("abandoned");
    }

    @Test
    void an_end_without_a_start_ends_nothing() {
        List<AgentResponse> responses = new ArrayList<>();
        AgenticServices.sequenceBuilder()
                .subAgents(writer(fake("for-writer")))
                .listener(new AgentListener() {
                    @Override
                    public void afterAgentInvocation(AgentResponse response) {
                        responses.add(response);
                    }
                })
                .build()
                .invoke(Map.of("topic", "dragons"));
        int before = telemetry.spans().size();

        listener.afterAgentInvocation(responses.get(0));

        assertThat(telemetry.spans()).hasSize(before);
    }

    @Test
    void a_listener_that_an_agent_has_as_well_writes_no_second_span() {
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .chatModel(tracing.chatModel(fake("for-writer")))
                .listener(tracing.agentic().listener())
                .build();

        sequence(writer).invoke(Map.of("topic", "dragons"));

        assertThat(telemetry.spans()).hasSize(3);
    }

    @Test
    void the_memory_that_the_host_names_is_the_conversation_of_every_step() {
        Novelist novelist = AgenticServices.sequenceBuilder(Novelist.class)
                .subAgents(writer(fake("for-writer")))
                .listener(listener)
                .outputKey("story")
                .build();

        novelist.novel("c-7", "dragons");

        assertThat(telemetry.spans().stream().filter(span -> span.getName().startsWith("invoke_")))
                .hasSize(2)
                .allSatisfy(span -> assertThat(span.getAttributes().get(GenAiKeys.CONVERSATION))
                        .isEqualTo("c-7"));
    }

    @Test
    void a_conversation_goes_on_after_a_run_that_threw_unobserved() {
        FakeChatModel model = fake("for-writer");
        AtomicInteger asked = new AtomicInteger();
        model.answer = request -> {
            if (asked.getAndIncrement() == 0) {
                throw new Scenario.HostFailure();
            }
            return FakeChatModel.answer("An answer");
        };
        Novelist novelist = AgenticServices.parallelBuilder(Novelist.class)
                .name("novelist")
                .subAgents(writer(model))
                .executor(threads)
                .listener(listener)
                .outputKey("story")
                .build();

        assertThatThrownBy(() -> novelist.novel("c-7", "dragons")).isInstanceOf(RuntimeException.class);
        novelist.novel("c-7", "dragons");

        assertThat(named("invoke_agent write").get(1).getParentSpanId())
                .isEqualTo(only("invoke_workflow novelist").getSpanId());
        tracing.close();
        assertThat(named("invoke_workflow novelist")).hasSize(2);
    }

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
        traces.values().forEach(AgenticTracingTest::assertWhole);
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

    @Test
    void without_telemetry_workflows_run_as_they_are() {
        Tracing untraced = Tracing.create(OpenTelemetry.noop());
        UntypedAgent novelist = AgenticServices.sequenceBuilder()
                .subAgents(writer(fake("for-writer")))
                .listener(untraced.agentic().listener())
                .outputKey("story")
                .build();

        assertThat(untraced.agentic().run(() -> novelist.invoke(Map.of("topic", "dragons"))))
                .isEqualTo("An answer " + SECRET);
        assertThat(named("invoke_agent write")).isEmpty();
    }
}
