package io.genaiops.prompt;

import dev.langchain4j.data.message.ChatMessage;
import io.genaiops.template.RenderedMessage;
import java.util.List;

/**
 * The messages that a prompt rendered to, with where every character came from. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RenderedPrompt {

    private final Prompt prompt;
    private final List<ChatMessage> messages;
    private final List<RenderedMessage> parts;

    RenderedPrompt(Prompt prompt, List<ChatMessage> messages, List<RenderedMessage> parts) {
        this.prompt = prompt;
        this.messages = messages;
        this.parts = parts;
    }

    /** Returns the prompt that was rendered. */
    public Prompt prompt() {
        return prompt;
    }

    /** Returns which prompt it was, and how it was delivered. */
    public PromptIdentity identity() {
        return prompt.identity();
    }

    /** Returns the messages to send, the spliced history included. */
    public List<ChatMessage> messages() {
        return messages;
    }

    /** Returns the messages that came from the template, each with the origin of every span of its text. */
    public List<RenderedMessage> parts() {
        return parts;
    }

    /** Returns the text of the messages that came from the template, one after the other, without their roles. */
    public String text() {
        StringBuilder text = new StringBuilder();
        for (RenderedMessage part : parts) {
            text.append(text.isEmpty() ? "" : "\n\n").append(part.text());
        }
        return text.toString();
    }

    /** Returns prompt and sizes, without any text of the messages. */
    @Override
    public String toString() {
        return "RenderedPrompt[" + prompt.identity() + ", messages=" + messages.size() + "]";
    }
}
