package io.genaiops.origin;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A message that a model was sent, as text. What is no text stands in brackets: {@code [image]}, {@code [tool call lookup
 * {"city":"Goslar"}]}.
 *
 * @param role {@code system}, {@code user}, {@code assistant} or {@code tool}
 * @param text what it says
 * @since 0.1
 */
public record SentMessage(String role, String text) {

    static final String SYSTEM = "system";

    /** Requires both. */
    public SentMessage {
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
    }

    /** Returns messages in the order in which traces have them: those of the system before all others. */
    static List<SentMessage> of(List<ChatMessage> messages) {
        return messages.stream()
                .map(SentMessage::of)
                .sorted(Comparator.comparing(message -> !message.role().equals(SYSTEM)))
                .toList();
    }

    private static SentMessage of(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return new SentMessage(SYSTEM, system.text());
        }
        if (message instanceof UserMessage user) {
            return new SentMessage("user", text(user.contents()));
        }
        if (message instanceof AiMessage answer) {
            return new SentMessage("assistant", text(answer));
        }
        return message instanceof ToolExecutionResultMessage result
                ? new SentMessage("tool", text(result.contents()))
                : new SentMessage("user", other("custom"));
    }

    private static String text(List<Content> contents) {
        return contents.stream()
                .map(content -> content instanceof TextContent text
                        ? text.text()
                        : other(content.type().name()))
                .collect(Collectors.joining("\n"));
    }

    private static String text(AiMessage message) {
        List<String> parts = new ArrayList<>();
        if (message.text() != null) {
            parts.add(message.text());
        }
        for (ToolExecutionRequest request : message.toolExecutionRequests()) {
            parts.add(toolCall(request.name(), Objects.requireNonNullElse(request.arguments(), "")));
        }
        message.images().forEach(image -> parts.add(other("image")));
        return String.join("\n", parts);
    }

    static String toolCall(String name, String arguments) {
        return "[tool call " + name + " " + arguments + "]";
    }

    static String other(String kind) {
        return "[" + kind.toLowerCase(Locale.ROOT) + "]";
    }
}
