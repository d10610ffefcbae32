package io.genaiops.model;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the tokens of a request without a tokenizer: a byte-level one makes at most one token of every UTF-8 byte. What a
 * provider adds around messages and tools is allowed for; how it writes down tools is its own affair, so that a request
 * with tools may have more. Stateless.
 *
 * @since 0.1
 */
public final class TokenBound {

    /** Bounds what a provider adds around each message: role, separators, the start of the answer. */
    public static final int A_MESSAGE = 8;

    private static final int A_TOOL = 16;
    private static final int ALL_TOOLS = 512;

    private TokenBound() {}

    /** Returns the most tokens that a request can have, unless it holds content other than text. */
    public static OptionalLong of(ChatRequest request) {
        OptionalLong messages = of(request.messages());
        return messages.isEmpty() ? messages : OptionalLong.of(messages.getAsLong() + besideMessages(request));
    }

    /** Returns the most tokens that messages can have, unless they hold content other than text. */
    public static OptionalLong of(List<ChatMessage> messages) {
        long tokens = 0;
        for (ChatMessage message : messages) {
            long bytes = bytes(message);
            if (bytes < 0) {
                return OptionalLong.empty();
            }
            tokens += bytes + A_MESSAGE;
        }
        return OptionalLong.of(tokens);
    }

    /** Returns the UTF-8 bytes of a text, which are the most tokens that it can have; 0 for none. */
    public static long bytes(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        long bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
            }
        }
        return bytes;
    }

    /** Returns the most tokens that a request takes beside its messages: tools, and the schema of its answer. */
    public static long besideMessages(ChatRequest request) {
        long tokens = request.responseFormat() == null
                ? 0
                : bytes(String.valueOf(request.responseFormat().jsonSchema()));
        List<ToolSpecification> tools = request.toolSpecifications();
        if (tools == null || tools.isEmpty()) {
            return tokens;
        }
        for (ToolSpecification tool : tools) {
            tokens += A_TOOL
                    + bytes(tool.name())
                    + bytes(tool.description())
                    + (tool.parameters() == null ? 0 : bytes(tool.parameters().toString()));
        }
        return tokens + ALL_TOOLS;
    }

    /** Returns the bytes of a message, or -1 if it holds content other than text. */
    private static long bytes(ChatMessage message) {
        if (message instanceof SystemMessage system) {
            return bytes(system.text());
        }
        if (message instanceof UserMessage user) {
            return bytes(user.contents(), user.name());
        }
        if (message instanceof AiMessage answer) {
            return bytes(answer.text())
                    + answer.toolExecutionRequests().stream()
                            .mapToLong(
                                    call -> A_MESSAGE + bytes(call.id()) + bytes(call.name()) + bytes(call.arguments()))
                            .sum();
        }
        if (message instanceof ToolExecutionResultMessage result) {
            long content = bytes(result.contents(), result.toolName());
            return content < 0 ? content : content + bytes(result.id());
        }
        return -1;
    }

    private static long bytes(List<Content> contents, @Nullable String name) {
        long bytes = bytes(name);
        for (Content content : contents) {
            if (!(content instanceof TextContent text)) {
                return -1;
            }
            bytes += bytes(text.text());
        }
        return bytes;
    }
}
