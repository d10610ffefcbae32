package io.genaiops.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.agent.Agent;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import org.junit.jupiter.api.Test;

/** A host has its services where no class of ours can see them. */
class HiddenServiceTest {

    private interface Assistant {
        String answer(String question);
    }

    @Test
    void a_service_that_only_its_own_package_sees_can_be_bound() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.of(Prompt.builder("guide", Version.of(1, 0, 0), "user:\n{{question}}\n")
                        .inputs("question")
                        .build()),
                "ada");
        registry.label("guide", "production").moveTo("1.0.0", "ada", "first");
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder()
                        .aiMessage(AiMessage.from("An answer."))
                        .build();
            }
        };

        Assistant assistant =
                Agent.of(PromptCalls.of(registry, Models.of(model))).bind(Assistant.class, "guide");

        assertThat(assistant.answer("q")).isEqualTo("An answer.");
        assertThat(assistant.toString()).contains("Assistant");
    }
}
