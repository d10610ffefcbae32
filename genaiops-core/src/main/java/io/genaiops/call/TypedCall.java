package io.genaiops.call;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.typed.InvalidAnswerException;
import io.genaiops.typed.Reading;
import io.genaiops.typed.TypedOutput;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A call whose answer is read as a value. A model that can be held to a JSON Schema is; any other one is asked for it in
 * words of ours after the last message. An answer that does not fit is shown to the model once, with everything that is
 * wrong with it. Not thread-safe, as its {@link PromptCall}.
 *
 * @param <T> the type of the value
 * @since 0.1
 */
public final class TypedCall<T> {

    private final PromptCall call;
    private final TypedOutput<T> output;

    TypedCall(PromptCall call, TypedOutput<T> output) {
        this.call = call;
        this.output = output;
    }

    /**
     * Renders the prompt, asks the model and reads its answer.
     *
     * @throws InvalidAnswerException if neither the answer nor its repair fits
     * @throws RuntimeException what {@link PromptCall#send()} throws
     */
    public TypedAnswer<T> send() {
        return call.send(this::asked, this::talk);
    }

    /** Does the same on another thread, as {@link PromptCall#sendAsync()} does. */
    public CompletableFuture<TypedAnswer<T>> sendAsync() {
        return call.sendAsync(this::asked, this::talk);
    }

    private TypedAnswer<T> talk(Exchange exchange) {
        exchange.ask();
        Reading<T> first = output.read(exchange.text());
        if (first.value().isPresent()) {
            return new TypedAnswer<>(first.value().get(), exchange.answer(), false);
        }
        exchange.discard();
        exchange.correct(output.repair(first.violations()));
        exchange.ask();
        Reading<T> second = output.read(exchange.text());
        if (second.value().isEmpty()) {
            exchange.discard();
            throw invalid(exchange.answer(), second);
        }
        return new TypedAnswer<>(second.value().get(), exchange.answer(), true);
    }

    private InvalidAnswerException invalid(Answer answer, Reading<T> reading) {
        return new InvalidAnswerException(
                call.prompt() + " on model '" + answer.modelName()
                        + "' was asked for a value, and neither its answer nor"
                        + " the one after a repair fits:\n  "
                        + String.join("\n  ", output.withoutText(reading.violations()))
                        + "\nBoth cost " + answer.cost()
                        + ". Ask for less at once, say in the prompt what is meant, or use a model that can be held to a"
                        + " JSON Schema",
                reading.violations());
    }

    private ChatRequest asked(ChatModel model, ChatRequest request) {
        if (model.supportedCapabilities().contains(Capability.RESPONSE_FORMAT_JSON_SCHEMA)) {
            ChatRequestParameters held = ChatRequestParameters.builder()
                    .responseFormat(output.responseFormat())
                    .build();
            return ChatRequest.builder()
                    .messages(request.messages())
                    .parameters(request.parameters().overrideWith(held))
                    .build();
        }
        return ChatRequest.builder()
                .messages(instructed(request.messages()))
                .parameters(request.parameters())
                .build();
    }

    private List<ChatMessage> instructed(List<ChatMessage> messages) {
        List<ChatMessage> instructed = new ArrayList<>(messages);
        int end = messages.size() - 1;
        if (messages.get(end) instanceof UserMessage last && last.hasSingleText() && last.name() == null) {
            instructed.set(end, UserMessage.from(last.singleText() + "\n\n" + output.instruction()));
        } else {
            instructed.add(UserMessage.from(output.instruction()));
        }
        return instructed;
    }
}
