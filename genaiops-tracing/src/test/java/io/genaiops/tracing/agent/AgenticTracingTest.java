package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.agentic.agent.ErrorRecoveryResult;
import dev.langchain4j.agentic.observability.AgentListener;
import dev.langchain4j.agentic.observability.AgentRequest;
import dev.langchain4j.agentic.observability.AgentResponse;
import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Scenario;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AgenticTracingTest extends AgenticWorkflows {

    /** A test keeps it, so that no collection of garbage ends a span before the test does. */
    private final Map<String, Object> kept = new HashMap<>(Map.of("topic", "dragons"));

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
        ChatModel openAi = new FakeChatModel();
        ChatModel model = tracing.chatModel(openAi);
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

        assertThatThrownBy(() -> novelist.invoke(kept)).isInstanceOf(AgentInvocationException.class);
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
                .subAgents(writer(model), writer(model))
                .executor(threads)
                .listener(listener)
                .outputKey("story")
                .build();

        assertThatThrownBy(() -> novelist.novel("c-7", "dragons")).isInstanceOf(RuntimeException.class);
        novelist.novel("c-7", "dragons");

        List<SpanData> answered = named("invoke_workflow novelist").stream()
                .filter(span -> span.getStatus().getStatusCode() != StatusCode.ERROR)
                .toList();
        assertThat(answered).hasSize(1);
        assertThat(named("invoke_agent write").subList(2, 4))
                .allSatisfy(agent -> assertThat(agent.getParentSpanId())
                        .isEqualTo(answered.get(0).getSpanId()));
        tracing.close();
        while (named("invoke_workflow novelist").size() < 2) {
            Thread.onSpinWait();
        }
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
