package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.invocation.InvocationParameters;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.UserMessage;
import dev.langchain4j.service.V;
import io.genaiops.agent.Agent;
import io.genaiops.call.PromptCalls;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.sdk.testing.junit5.OpenTelemetryExtension;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Runs the samples of {@code docs/use-a-prompt-in-an-ai-service.md}. */
class AiServicePageTest {

    interface Conversation {
        String answer(@MemoryId String id, @UserMessage String question, InvocationParameters parameters);
    }

    /** A tool that the model of this test never asks for. */
    static final class Maps {
        @Tool
        String map(String place) {
            return "a map of " + place;
        }
    }

    @RegisterExtension
    static final OpenTelemetryExtension TELEMETRY = OpenTelemetryExtension.create();

    private final List<ChatRequest> requests = new ArrayList<>();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            requests.add(request);
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("Pack a map."))
                    .build();
        }
    };
    private final ContentRetriever retriever = query -> List.of(Content.from("The pass is open."));
    private final AssetRegistry registry = AssetRegistry.classpath("genaiops");

    @Test
    void bind_a_service() {
        interface Assistant {
            String answer(@V("question") String question);
        }

        PromptCalls calls = PromptCalls.of(AssetRegistry.classpath("genaiops"), Models.of("small", model));
        Assistant assistant = Agent.of(calls).bind(Assistant.class, "trail-guide");

        assistant.answer("What do I pack for a winter hike?");

        assertThat(requests.get(0).messages()).hasSize(2);
    }

    @Test
    void memory_tools_retrieval_and_context() {
        PromptCalls calls = PromptCalls.of(registry, Models.of("small", model));
        Conversation conversation = Agent.of(calls)
                .bind(
                        Conversation.class,
                        "trail-guide",
                        options -> options.chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                                .tools(new Maps())
                                .contentRetriever(retriever));

        CallContext context = new CallContext(null, "user-7", "tenant-2", "conversation-3", Map.of("team", "trails"));
        conversation.answer("conversation-3", "Is the pass open?", context.toInvocationParameters());

        assertThat(requests.get(0).toolSpecifications()).hasSize(1);
        assertThat(requests.get(0).messages().toString()).contains("The pass is open.");
    }

    @Test
    void a_service_of_the_host() {
        Conversation own = AiServices.builder(Conversation.class)
                .chatModel(CallRelay.chatModel(model))
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                .registerListener(CallRelay.listener())
                .build();

        assertThat(own.answer("m", "Hello", new InvocationParameters())).isEqualTo("Pack a map.");
    }

    @Test
    void a_traced_service() {
        Tracing tracing = Tracing.create(TELEMETRY.getOpenTelemetry());
        Conversation traced = Agent.of(PromptCalls.of(registry, Models.of("small", tracing.chatModel(model))))
                .bind(
                        Conversation.class,
                        "trail-guide",
                        options -> tracing.agents()
                                .aiServices(options)
                                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(20))
                                .tools(tracing.tools().annotated(new Maps())));

        traced.answer("m", "Hello", new InvocationParameters());

        assertThat(TELEMETRY.getSpans())
                .extracting(SpanData::getName)
                .containsExactlyInAnyOrder("chat", "invoke_agent Conversation");
    }
}
