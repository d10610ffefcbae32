package io.genaiops.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.call.PromptRequest;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import org.junit.jupiter.api.Test;

/** Services bound to prompts that name tools. */
class ServiceToolsTest {

    @Test
    void a_service_is_not_offered_tools_that_it_cannot_run() {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(AiMessage.from("Fine.")).build();
            }
        };
        PromptRequest prepared = PromptCalls.builder(AssetRegistry.memory(), Models.of(model))
                .tool(ToolSpecification.builder().name("weather").build(), (request, context) -> "rain")
                .build()
                .prompt(Prompt.builder("guide", Version.of(1, 0, 0), "user:\nHow is it?")
                        .tools(AssetRef.parse("weather"))
                        .parameters(ModelParameters.NONE.withTemperature(0.5))
                        .build())
                .prepare();
        ChatRequest issued =
                ChatRequest.builder().messages(UserMessage.from("How is it?")).build();

        ChatRequest complete = Invocation.of(prepared).complete(issued);

        assertThat(prepared.chatRequest().toolSpecifications()).hasSize(1);
        assertThat(complete.toolSpecifications()).isEmpty();
        assertThat(complete.temperature()).isEqualTo(0.5);
    }
}
