package io.genaiops.eval.variant;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.model.chat.ChatModel;
import io.genaiops.asset.Digest;
import io.genaiops.call.PromptCall;
import io.genaiops.call.PromptCalls;
import io.genaiops.call.PromptRequest;
import io.genaiops.eval.Sample;
import io.genaiops.prompt.Prompt;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a prompt on one model, asked in one way. */
record PromptApproach(String name, PromptCalls calls, Prompt prompt, String model, Way way) implements Approach {

    @Override
    public Approach keyed(String key) {
        throw new IllegalStateException(
                "variant '" + name + "' needs no key, since its requests are known; found: '" + key + "'");
    }

    @Override
    public Question prepare(Sample row) throws Exception {
        Sample seen =
                present("was given no row by what retrieves", way.retrieving().retrieve(prompt, row));
        PromptCall call = present(
                "was given no call by what asks",
                way.asking().ask(calls.prompt(prompt).onModel(model), seen));
        if (!call.prompt().identity().equals(prompt.identity())
                || !call.modelName().equals(model)) {
            throw new IllegalStateException("variant '" + name + "' must call what it is named for; found a call of "
                    + call.prompt().identity() + " on model '" + call.modelName()
                    + "'. Give the inputs to the call that is handed in, and return it");
        }
        return new Asked(this, seen, call, call.prepare());
    }

    private <T> T present(String problem, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("variant '" + name + "' " + problem + "; found: null");
        }
        return value;
    }

    /** The references of a row are not in the key: they may be mended, and no reply gets worse. */
    private ObjectNode key(Sample row, PromptRequest request) {
        ChatModel asked = calls.models().chat(model);
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("prompt", prompt.identity().digest().value());
        json.put(
                "messages",
                ChatMessageSerializer.messagesToJson(request.chatRequest().messages()));
        json.put("model", model).put("provider", asked.provider().name());
        json.put("defaults", String.valueOf(asked.defaultRequestParameters()));
        return json.put("row", row.id());
    }

    private record Asked(PromptApproach approach, Sample row, PromptCall call, PromptRequest prepared)
            implements Question {

        @Override
        public Optional<Digest> key() {
            return ReplyKey.of(() -> approach.key(row, prepared));
        }

        @Override
        public Optional<PromptRequest> request() {
            return Optional.of(prepared);
        }

        @Override
        public Sample ask() {
            return row.answered(call.send());
        }
    }
}
