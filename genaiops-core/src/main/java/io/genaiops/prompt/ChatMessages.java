package io.genaiops.prompt;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import io.genaiops.GenAiOpsException;
import io.genaiops.template.RenderedMessage;
import io.genaiops.template.RenderedTemplate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Turns rendered messages into those of LangChain4j and splices the history. */
final class ChatMessages {

    private ChatMessages() {}

    static List<ChatMessage> of(PromptIdentity prompt, RenderedTemplate rendered, List<ChatMessage> history) {
        List<RenderedMessage> parts = rendered.messages();
        if (parts.size() == 1 && history.isEmpty()) {
            return List.of(message(prompt, parts.get(0), 0));
        }
        List<ChatMessage> messages = new ArrayList<>(parts.size() + history.size());
        for (int i = 0; i < parts.size(); i++) {
            messages.add(message(prompt, parts.get(i), i));
        }
        // No position: the section around {{history}} was not rendered, so the template leaves the history out.
        if (!history.isEmpty() && rendered.historyPosition().isPresent()) {
            messages.addAll(rendered.historyPosition().getAsInt(), history);
        }
        if (messages.isEmpty()) {
            throw new GenAiOpsException("prompt " + prompt + " rendered to no message at all");
        }
        return Collections.unmodifiableList(messages);
    }

    private static ChatMessage message(PromptIdentity prompt, RenderedMessage part, int position) {
        if (part.text().isBlank()) {
            throw new GenAiOpsException("prompt " + prompt + ": message " + (position + 1) + " ("
                    + part.role().name().toLowerCase(Locale.ROOT)
                    + ") rendered to nothing; put its role marker inside the section that may"
                    + " be absent, or give the input");
        }
        return switch (part.role()) {
            case SYSTEM -> SystemMessage.from(part.text());
            case USER -> UserMessage.from(part.text());
            case ASSISTANT -> AiMessage.from(part.text());
            case TOOL -> ToolExecutionResultMessage.from("tool-" + position, "tool", part.text());
        };
    }
}
