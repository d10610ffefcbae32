package io.genaiops.tracing;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.UserMessage;
import io.genaiops.model.CallContext;
import io.genaiops.tracing.Scenario.HostFailure;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** AI services in their ways to end. */
final class AgentScenarios {

    private AgentScenarios() {}

    interface Assistant {
        String answer(@UserMessage String question, InvocationParameters parameters);
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
                }));
    }

    private static String ask(Tracing tracing, Outdoors tools) {
        FakeChatModel model = new FakeChatModel();
        AtomicInteger asked = new AtomicInteger();
        model.answer = request -> asked.getAndIncrement() == 0
                ? ChatResponse.builder()
                        .aiMessage(AiMessage.from(Scenarios.call()))
                        .finishReason(FinishReason.TOOL_EXECUTION)
                        .tokenUsage(new TokenUsage(30, 3))
                        .build()
                : FakeChatModel.answer("An answer " + Scenario.SECRET);
        return ask(tracing, model, tools);
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
