package io.genaiops.call;

import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.asset.AssetRef;
import io.genaiops.limit.Deadline;
import io.genaiops.model.CallTrail;
import io.genaiops.resilience.Fallback;
import io.genaiops.route.ModelRoutes;
import io.genaiops.route.RoutedRequest;
import java.util.Map;

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

        /** Every other model that the request may come to is held to the limits of the prompt. */
        static Round of(PromptRequest request, Deadline deadline) {
            return new Round(request, new CallTrail(name -> check(request, name)), deadline);
        }

        private static void check(PromptRequest request, String name) {
            request.onModel(name).requireWithinLimits(request.chatRequest());
        }

        private RoutedRequest routed(Map<String, Fallback> chains) {
            return new RoutedRequest(
                    chain(chains),
                    request.chatRequest(),
                    trail.into(request.options()),
                    trail,
                    deadline.remaining().orElse(null),
                    name -> check(request, name));
        }

        private Fallback chain(Map<String, Fallback> chains) {
            String name = request.modelName();
            Fallback chain = Fallback.of(name);
            for (AssetRef other : request.rendered().prompt().fallback()) {
                chain = chain.names().contains(other.name()) ? chain : chain.to(other.name());
            }
            return chain.names().size() > 1 ? chain : chains.getOrDefault(name, chain);
        }
    }

    /** Asks and waits for the answer. */
    ChatResponse ask(Round round);

    /**
     * Asks and hands the answer to the handler.
     *
     * @return what cancels the stream before a part came, as far as anything can
     */
    StreamingHandle ask(Round round, StreamingChatResponseHandler handler);

    /** Lets no cache give the answer again. */
    void discard(Round round);

    /** Asks by these routes; a prompt's own models to fall back to come before those that the host set. */
    static Asking by(ModelRoutes routes, Map<String, Fallback> chains) {
        return new Asking() {
            @Override
            public ChatResponse ask(Round round) {
                return routes.ask(round.routed(chains));
            }

            @Override
            public StreamingHandle ask(Round round, StreamingChatResponseHandler handler) {
                return routes.stream(round.routed(chains), handler);
            }

            @Override
            public void discard(Round round) {
                routes.discard(round.routed(chains));
            }
        };
    }
}
