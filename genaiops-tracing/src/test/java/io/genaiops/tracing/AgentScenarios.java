package io.genaiops.tracing;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.agentic.Agent;
import dev.langchain4j.agentic.AgenticServices;
import dev.langchain4j.agentic.UntypedAgent;
import dev.langchain4j.agentic.agent.AgentInvocationException;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import dev.langchain4j.service.tool.ToolExecutor;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.Scenario.HostFailure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** AI services in their ways to end. */
final class AgentScenarios {

    private static final Map<ToolSpecification, ToolExecutor> WEATHER =
            Map.of(ToolSpecification.builder().name("weather").build(), (request, memory) -> "cold " + Scenario.SECRET);

    private AgentScenarios() {}

    interface Assistant {
        String answer(@UserMessage String question, InvocationParameters parameters);
    }

    /** Writes. */
    public interface Writer {
        @UserMessage("Write about {{topic}}")
        @Agent(description = "Writes a story", outputKey = "story")
        String write(@V("topic") String topic);
    }

    /** Edits. */
    public interface Editor {
        @UserMessage("Edit {{story}}")
        @Agent(outputKey = "story")
        String edit(@V("story") String story);
    }

    static Stream<Scenario> all() {
        return Stream.of(
                Scenario.of("AI service with a tool", tracing -> ask(tracing, new Outdoors(false))),
                Scenario.of("AI service with a tool that fails", tracing -> ask(tracing, new Outdoors(true))),
                Scenario.of("AI service that fails", tracing -> {
                    FakeChatModel model = new FakeChatModel();
                    model.answer = request -> {
                        throw new HostFailure();
                    };
                    return ask(tracing, model, new Outdoors(false));
                }),
                Scenario.of("workflow of agents", tracing -> write(tracing, askingForTheWeather())),
                Scenario.of("workflow of agents that fails", tracing -> {
                    FakeChatModel model = new FakeChatModel();
                    model.answer = request -> {
                        throw new HostFailure();
                    };
                    return write(tracing, model);
                }));
    }

    /** Runs a loop within a sequence, and unwraps what an agent threw. */
    private static String write(Tracing tracing, FakeChatModel model) {
        ChatModel traced = tracing.chatModel(model);
        Writer writer = AgenticServices.agentBuilder(Writer.class)
                .chatModel(traced)
                .tools(tracing.tools().all(WEATHER))
                .build();
        UntypedAgent twice = AgenticServices.loopBuilder()
                .name("twice")
                .subAgents(AgenticServices.agentBuilder(Editor.class)
                        .chatModel(traced)
                        .build())
                .maxIterations(2)
                .outputKey("story")
                .build();
        UntypedAgent novelist = AgenticServices.sequenceBuilder()
                .name("novelist")
                .subAgents(writer, twice)
                .listener(tracing.agentic().listener())
                .outputKey("story")
                .build();
        try {
            return String.valueOf(tracing.agentic()
                    .run(() -> novelist.invoke(Map.of("topic", "Hello " + Scenario.SECRET))));
        } catch (AgentInvocationException e) {
            throw new HostFailure();
        }
    }

    private static String ask(Tracing tracing, Outdoors tools) {
        return ask(tracing, askingForTheWeather(), tools);
    }

    private static FakeChatModel askingForTheWeather() {
        FakeChatModel model = new FakeChatModel();
        AtomicInteger asked = new AtomicInteger();
        model.answer = request -> asked.getAndIncrement() == 0
                ? ChatResponse.builder()
                        .aiMessage(AiMessage.from(Scenarios.call()))
                        .finishReason(FinishReason.TOOL_EXECUTION)
                        .tokenUsage(new TokenUsage(30, 3))
                        .build()
                : FakeChatModel.answer("An answer " + Scenario.SECRET);
        return model;
    }

    private static String ask(Tracing tracing, FakeChatModel model, Outdoors tools) {
        return tracing.agents()
                .aiServices(AiServices.builder(Assistant.class))
                .chatModel(tracing.chatModel(model))
                .tools(tracing.tools().annotated(tools))
                .build()
                .answer(
                        "Hello " + Scenario.SECRET,
                        new CallContext(Prompts.prompt("trail-guide"), null, null, "c-7", Map.of())
                                .toInvocationParameters());
    }

    /** A tool as hosts write them. */
    public record Outdoors(boolean fails) {
        @Tool("Tells the weather")
        public String weather(String place) {
            if (fails) {
                throw new HostFailure();
            }
            return "cold " + Scenario.SECRET + place.isEmpty();
        }
    }
}
