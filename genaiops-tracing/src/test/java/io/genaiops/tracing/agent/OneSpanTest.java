package io.genaiops.tracing.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.tool.ToolExecutor;
import dev.langchain4j.service.tool.ToolProviderResult;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Scenarios;
import io.genaiops.tracing.Telemetry;
import io.genaiops.tracing.Tracing;
import io.genaiops.tracing.semconv.AgentKeys;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whatever is decorated and however often: within an AI service each thing that happens is one span or one event. */
class OneSpanTest {

    private static final ToolSpecification WEATHER =
            ToolSpecification.builder().name("weather").description("Tells it").build();

    interface Assistant {
        String answer(@dev.langchain4j.service.UserMessage String question, InvocationParameters parameters);
    }

    @RegisterExtension
    final Telemetry telemetry = new Telemetry();

    private final FakeChatModel fake = new FakeChatModel();
    private final Tracing tracing = Tracing.create(telemetry.sdk());
    private final ToolExecutor executor = (request, memory) -> "cold";

    private static AiServices<Assistant> traced(Tracing tracing, ChatModel model) {
        AiServices<Assistant> builder = AiServices.builder(Assistant.class);
        return tracing.agents().aiServices(builder).chatModel(model);
    }

    private AiServices<Assistant> traced() {
        return traced(tracing, tracing.chatModel(fake));
    }

    private static void ask(AiServices<Assistant> service) {
        CallContext call = new CallContext(Prompts.prompt("trail-guide"), null, null, "c-7", Map.of());
        service.build().answer("Hello", call.toInvocationParameters());
    }

    private void askForTheToolOnce() {
        AtomicInteger asked = new AtomicInteger();
        ToolExecutionRequest call = Scenarios.call();
        fake.answer = request -> asked.getAndIncrement() == 0
                ? ChatResponse.builder().aiMessage(AiMessage.from(call)).build()
                : FakeChatModel.answer("An answer.");
    }

    private SpanData only(String start) {
        assertThat(telemetry.spans())
                .filteredOn(span -> span.getName().startsWith(start))
                .hasSize(1);
        return telemetry.spans().stream()
                .filter(span -> span.getName().startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private void assertBelowTheInvocation(String name) {
        assertThat(only(name).getParentSpanId()).isEqualTo(only("invoke_agent").getSpanId());
    }

    @Test
    void a_tool_that_is_traced_in_every_way_at_once_has_one_span() {
        askForTheToolOnce();
        Map<ToolSpecification, ToolExecutor> tools =
                tracing.tools().all(Map.of(WEATHER, tracing.tools().executor(executor)));

        ask(tracing.agents()
                .aiServices(traced())
                .toolProvider(
                        tracing.tools().provider(tracing.tools().provider(request -> new ToolProviderResult(tools)))));

        assertBelowTheInvocation("execute_tool weather");
        assertThat(telemetry.spans()).hasSize(4);
        assertThat(telemetry.points("gen_ai.execute_tool.duration"))
                .singleElement()
                .satisfies(point -> assertThat(point.getAttributes().get(AgentKeys.AGENT_NAME))
                        .isEqualTo("Assistant"));
    }

    @Test
    void a_tool_that_is_given_as_it_is_says_whose_it_is_and_what_it_does() {
        askForTheToolOnce();

        ask(traced().tools(tracing.tools().all(Map.of(WEATHER, executor))));

        assertBelowTheInvocation("execute_tool weather");
        assertThat(only("execute_tool").getAttributes().get(GenAiKeys.TOOL_DESCRIPTION))
                .isEqualTo("Tells it");
        assertThat(only("execute_tool").getAttributes().get(AgentKeys.PROMPT_NAME))
                .isEqualTo("trail-guide");
        assertThat(only("execute_tool").getAttributes().get(GenAiKeys.CONVERSATION))
                .isEqualTo("c-7");
    }

    @Test
    void a_guardrail_with_a_span_of_its_own_is_no_event_of_the_invocation() {
        ask(traced().inputGuardrails(tracing.inputGuardrail(new Polite()))
                .outputGuardrails(tracing.outputGuardrail(new Brief())));

        assertBelowTheInvocation("guardrail Polite");
        assertBelowTheInvocation("guardrail Brief");
        assertThat(only("invoke_agent").getEvents()).isEmpty();
    }

    @Test
    void a_guardrail_without_a_span_is_one_event_of_the_invocation() {
        ask(traced().inputGuardrails(new Polite()).outputGuardrails(new Brief()));

        assertThat(telemetry.spans()).hasSize(2);
        assertThat(only("invoke_agent").getEvents())
                .extracting(event -> event.getAttributes().get(GenAiKeys.GUARDRAIL_STAGE))
                .containsExactly("input", "output");
    }

    @Test
    void a_retrieval_of_an_invocation_is_below_it() {
        ask(traced().contentRetriever(
                        tracing.contentRetriever(tracing.contentRetriever(query -> Scenarios.found()), "trails")));

        assertBelowTheInvocation("retrieval");
    }

    @Test
    void a_model_that_only_a_listener_observes_is_below_the_invocation_where_a_relay_hands_it_over() {
        fake.listeners.add(tracing.listener());

        ask(traced(tracing, CallRelay.chatModel(fake)));

        assertBelowTheInvocation("chat");
    }

    @Test
    void a_listener_within_a_traced_model_of_a_service_adds_no_span() {
        fake.listeners.add(tracing.listener());

        ask(traced());

        assertBelowTheInvocation("chat");
        assertThat(telemetry.spans()).hasSize(2);
    }

    @Test
    void a_state_without_instruments_of_agents_gets_none() {
        telemetry.withoutValidation();
        askForTheToolOnce();
        Tracing former =
                Tracing.builder(telemetry.sdk()).profile(Profile.VERSION_1_41).build();

        ask(traced(former, former.chatModel(fake)).tools(former.tools().all(Map.of(WEATHER, executor))));

        assertBelowTheInvocation("execute_tool weather");
        assertThat(telemetry.metrics())
                .extracting(metric -> metric.getName())
                .noneMatch(name -> name.contains("agent") || name.contains("tool"));
        assertThat(telemetry.points("gen_ai.client.token.usage"))
                .as("one set for input and one for output, of the calls alone")
                .hasSize(2);
    }

    private static final class Polite implements InputGuardrail {
        @Override
        public InputGuardrailResult validate(UserMessage message) {
            return success();
        }
    }

    private static final class Brief implements OutputGuardrail {
        @Override
        public OutputGuardrailResult validate(AiMessage message) {
            return success();
        }
    }
}
