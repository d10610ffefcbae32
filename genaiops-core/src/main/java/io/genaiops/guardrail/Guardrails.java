package io.genaiops.guardrail;

import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.model.chat.request.ChatRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The guardrails that stand around calls, in the order in which they were added. Immutable, and as thread-safe as they are.
 *
 * @since 0.1
 */
public final class Guardrails {

    /** Nothing is checked; an answer that is asked for again is so {@value #RETRIES} times at most. */
    public static final Guardrails NONE = new Guardrails(List.of(), List.of(), Guardrails.RETRIES);

    /** How often the model is asked again for one call, if nothing else is said. */
    public static final int RETRIES = 2;

    private final List<InputGuardrail> input;
    private final List<OutputGuardrail> output;
    private final int maxRetries;

    private Guardrails(List<InputGuardrail> input, List<OutputGuardrail> output, int maxRetries) {
        this.input = input;
        this.output = output;
        this.maxRetries = maxRetries;
    }

    /** Returns these and more that check what goes to the model. */
    public Guardrails withInput(List<InputGuardrail> more) {
        return new Guardrails(joined(input, more), output, maxRetries);
    }

    /** Returns these and more that check what the model answers. */
    public Guardrails withOutput(List<OutputGuardrail> more) {
        return new Guardrails(input, joined(output, more), maxRetries);
    }

    /**
     * Returns these with another number of times that one call may ask again.
     *
     * @throws IllegalArgumentException if it is below 0
     */
    public Guardrails withMaxRetries(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("the times to ask again must not be below 0; found: " + most);
        }
        return new Guardrails(input, output, most);
    }

    /** Returns whether answers are checked. */
    public boolean checkOutput() {
        return !output.isEmpty();
    }

    List<InputGuardrail> input() {
        return input;
    }

    List<OutputGuardrail> output() {
        return output;
    }

    int maxRetries() {
        return maxRetries;
    }

    /**
     * Stands around one call.
     *
     * @param adapt makes the request that is sent of one with messages as they were rendered
     */
    public GuardedCall guard(Subject subject, UnaryOperator<ChatRequest> adapt) {
        return input.isEmpty() && output.isEmpty()
                ? GuardedCall.UNGUARDED
                : new ChainedGuardrails(this, subject.copy(), adapt);
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return List.copyOf(all);
    }

    @Override
    public String toString() {
        return "Guardrails[" + input.size() + " on input, " + output.size() + " on output]";
    }
}
