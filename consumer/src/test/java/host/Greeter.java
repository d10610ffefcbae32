package host;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;

/** Answers with the last word of the request. */
final class Greeter implements ChatModel {

    @Override
    public ChatResponse doChat(ChatRequest request) {
        UserMessage message = (UserMessage) request.messages().get(request.messages().size() - 1);
        String name = message.singleText().replaceAll(".* ", "");
        return ChatResponse.builder()
                .aiMessage(AiMessage.from("Good morning, " + name + "!"))
                .tokenUsage(new TokenUsage(5, 4))
                .build();
    }
}
