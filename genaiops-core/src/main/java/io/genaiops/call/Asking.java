package io.genaiops.call;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.limit.Deadline;
import io.genaiops.model.CallTrail;
import io.genaiops.model.Models;

/**
 * The one place where calls ask a model, once for each round, whatever way the answer is waited for. What is done around
 * it, is done for all of them.
 */
interface Asking {

    /**
     * One request to a model.
     *
     * @param request what is asked of which model
     * @param trail where it is noted how the answer was got
     * @param deadline the time that the whole call may take
     */
    record Round(PromptRequest request, CallTrail trail, Deadline deadline) {

        /** Returns what travels with the request. */
        ChatRequestOptions options() {
            return trail.into(request.options());
        }
    }

    /** Asks and waits for the answer. */
    ChatResponse ask(Round round);

    /** Asks and hands the answer to the handler. */
    void ask(Round round, StreamingChatResponseHandler handler);

    /** Asks the host's model of the name, and does nothing around it. */
    static Asking directly(Models models) {
        return new Asking() {
            @Override
            public ChatResponse ask(Round round) {
                PromptRequest request = round.request();
                return models.chat(request.modelName()).chat(request.chatRequest(), round.options());
            }

            @Override
            public void ask(Round round, StreamingChatResponseHandler handler) {
                PromptRequest request = round.request();
                models.streaming(request.modelName()).chat(request.chatRequest(), round.options(), handler);
            }
        };
    }
}
