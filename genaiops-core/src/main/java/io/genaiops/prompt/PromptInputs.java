package io.genaiops.prompt;

import dev.langchain4j.data.message.ChatMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The values given to a prompt so far. Not thread-safe.
 *
 * @since 0.1
 */
public final class PromptInputs {

    private final Prompt prompt;
    private final Map<String, Object> values;
    private List<ChatMessage> history = List.of();

    PromptInputs(Prompt prompt, int expected) {
        this.prompt = prompt;
        this.values = new LinkedHashMap<>(expected + expected / 2);
    }

    /** Gives the value of one more input; it replaces an earlier one. */
    public PromptInputs with(String input, Object value) {
        values.put(input, value);
        return this;
    }

    /** Gives the values of several inputs. */
    public PromptInputs with(Map<String, ?> inputs) {
        values.putAll(inputs);
        return this;
    }

    /** Gives the messages that stand in the place of <code>{{history}}</code>, if it is rendered. */
    public PromptInputs history(List<? extends ChatMessage> messages) {
        this.history = List.copyOf(messages);
        return this;
    }

    /**
     * Renders the prompt.
     *
     * @throws IllegalArgumentException if an input is missing, unknown or of the wrong type; the message names all of
     *     them
     * @throws io.genaiops.GenAiOpsException if a value holds something that is not data, a message would be empty, or
     *     the template passes a bound
     */
    public RenderedPrompt render() {
        return prompt.render(values, history);
    }
}
