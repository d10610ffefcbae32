package io.genaiops.route;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import io.genaiops.budget.Budget;
import io.genaiops.budget.CallPricing;
import io.genaiops.cache.ResponseCache;
import io.genaiops.cache.semantic.SemanticCache;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamingChatModel;
import io.genaiops.model.Models;
import io.genaiops.policy.CallGuard;
import io.genaiops.policy.ModelFacts;
import io.genaiops.policy.Policy;
import io.genaiops.resilience.Resilience;
import io.genaiops.resilience.ResilientCall;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way to the host's models, outermost first: the policy, the cache, retries and fallbacks, and for each
 * attempt its budget. What the host did not set up is left out. Thread-safe.
 *
 * @since 0.1
 */
public final class ModelRoutes {

    private final Models models;
    private final @Nullable ResponseCache cache;
    private final @Nullable SemanticCache meaning;
    private final @Nullable Resilience resilience;
    private final @Nullable Budget budget;
    private final @Nullable Policy policy;
    private final Function<String, ModelFacts> facts;
    private final Function<String, CallPricing> pricing;
    private final ConcurrentMap<String, CallGuard> guards = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, CallGuard> streamGuards = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, ChatModel> budgeted = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, StreamingChatModel> budgetedStreams = new ConcurrentHashMap<>();

    private ModelRoutes(Builder builder) {
        this.models = builder.models;
        this.cache = builder.cache;
        this.meaning = builder.meaning;
        this.resilience = builder.resilience;
        this.budget = builder.budget;
        this.policy = builder.policy;
        this.facts = builder.facts;
        this.pricing = builder.pricing;
    }

    /**
     * Begins routes to these models.
     *
     * @param pricing how calls of the model of that name are estimated and charged, for a budget
     */
    public static Builder to(Models models, Function<String, CallPricing> pricing) {
        return new Builder(models, pricing);
    }

    /** Returns whether other models are asked when one fails. */
    public boolean fallsBack() {
        return resilience != null;
    }

    /**
     * Asks and waits for the answer, on the calling thread.
     *
     * @throws io.genaiops.RefusedException if policy or budget do not allow it
     */
    public ChatResponse ask(RoutedRequest routed) {
        enforce(routed, routed.model());
        return cached(routed).chat(routed.request(), routed.options());
    }

    /**
     * Asks and hands the answer to the handler.
     *
     * @return what cancels it before a part came, as far as anything can
     * @throws RuntimeException what keeps a model from being asked at all
     */
    public StreamingHandle stream(RoutedRequest routed, StreamingChatResponseHandler handler) {
        enforceStream(routed, routed.model());
        StreamCancel cancel = new StreamCancel();
        cachedStream(routed, cancel).chat(routed.request(), routed.options(), handler);
        return cancel;
    }

    /** Lets no cache give the answer of a request again, which turned out to be no good, waited for or streamed. */
    public void discard(RoutedRequest routed) {
        ResponseCache exact = exact();
        if (exact != null) {
            models.find(routed.model()).ifPresent(model -> discard(exact, routed, model.defaultRequestParameters()));
            models.findStreaming(routed.model())
                    .ifPresent(model -> discard(exact, routed, model.defaultRequestParameters()));
        }
    }

    private static void discard(ResponseCache exact, RoutedRequest routed, ChatRequestParameters defaults) {
        exact.discard(routed.model(), routed.request(), defaults, routed.options());
    }

    /** Returns where answers are kept, if they are: a semantic cache keeps them in an exact one. */
    private @Nullable ResponseCache exact() {
        return meaning == null ? cache : meaning.responses();
    }

    /** Returns how the way is doing. */
    public RoutesHealth health() {
        return new RoutesHealth(
                Optional.ofNullable(exact()).map(ResponseCache::figures),
                Optional.ofNullable(meaning).map(SemanticCache::figures),
                Optional.ofNullable(resilience).map(Resilience::health),
                Optional.ofNullable(budget).map(Budget::figures));
    }

    private ChatModel cached(RoutedRequest routed) {
        ChatModel model = models.chat(routed.model());
        ChatModel steady = resilience == null
                ? budgeted(routed.model())
                : ForwardingChatModel.of(model, next -> (request, options) -> steady(routed, request, options));
        if (meaning != null) {
            return meaning.chatModel(routed.model(), steady);
        }
        return cache == null ? steady : cache.chatModel(routed.model(), steady);
    }

    private ChatResponse steady(RoutedRequest routed, ChatRequest request, ChatRequestOptions options) {
        return call(routed).ask(name -> {
            if (isOther(routed, name)) {
                enforce(routed, name);
            }
            return budgeted(name).chat(request, options);
        });
    }

    private StreamingChatModel cachedStream(RoutedRequest routed, StreamCancel cancel) {
        StreamingChatModel model = models.streaming(routed.model());
        StreamingChatModel steady = resilience == null
                ? budgetedStream(routed.model())
                : ForwardingStreamingChatModel.of(
                        model,
                        next -> (request, options, handler) -> cancel.by(call(routed).stream(handler, (name, each) -> {
                            if (isOther(routed, name)) {
                                enforceStream(routed, name);
                            }
                            budgetedStream(name).chat(request, options, each);
                        })));
        if (meaning != null) {
            return meaning.streamingChatModel(routed.model(), steady);
        }
        return cache == null ? steady : cache.streamingChatModel(routed.model(), steady);
    }

    private ResilientCall call(RoutedRequest routed) {
        ResilientCall call =
                Objects.requireNonNull(resilience).on(routed.models()).noting(routed.trail());
        return routed.left() == null ? call : call.within(routed.left());
    }

    /** What another model than the first may not be asked is checked before it is; the caller checked the first. */
    private static boolean isOther(RoutedRequest routed, String name) {
        boolean isOther = !name.equals(routed.model());
        if (isOther) {
            routed.check().accept(name);
        }
        return isOther;
    }

    private void enforce(RoutedRequest routed, String name) {
        if (policy != null) {
            guards.computeIfAbsent(name, any -> policy.guard(any, models.chat(any), facts.apply(any)))
                    .enforce(routed.request(), routed.options());
        }
    }

    private void enforceStream(RoutedRequest routed, String name) {
        if (policy != null) {
            streamGuards
                    .computeIfAbsent(name, any -> policy.guard(any, models.streaming(any), facts.apply(any)))
                    .enforce(routed.request(), routed.options());
        }
    }

    /** A budget may send a call to any other model, of which the policy was not asked yet. */
    private Models othersGuarded(String first) {
        return policy == null
                ? models
                : models.decorated(
                        (name, model) -> name.equals(first) ? model : policy.chatModel(name, model, facts.apply(name)),
                        (name, model) ->
                                name.equals(first) ? model : policy.streamingChatModel(name, model, facts.apply(name)));
    }

    private ChatModel budgeted(String name) {
        return budget == null
                ? models.chat(name)
                : budgeted.computeIfAbsent(name, any -> budget.chatModel(any, othersGuarded(any), pricing));
    }

    private StreamingChatModel budgetedStream(String name) {
        return budget == null
                ? models.streaming(name)
                : budgetedStreams.computeIfAbsent(
                        name, any -> budget.streamingChatModel(any, othersGuarded(any), pricing));
    }

    /** Sets what stands on the way. Not thread-safe. */
    public static final class Builder {

        private final Models models;
        private final Function<String, CallPricing> pricing;
        private @Nullable ResponseCache cache;
        private @Nullable SemanticCache meaning;
        private @Nullable Resilience resilience;
        private @Nullable Budget budget;
        private @Nullable Policy policy;
        private Function<String, ModelFacts> facts = any -> ModelFacts.NONE;

        private Builder(Models models, Function<String, CallPricing> pricing) {
            this.models = Objects.requireNonNull(models, "models");
            this.pricing = Objects.requireNonNull(pricing, "pricing");
        }

        /** Sets where answers to the very same request are kept. */
        public Builder cache(ResponseCache responses) {
            this.cache = Objects.requireNonNull(responses, "responses");
            this.meaning = null;
            return this;
        }

        /** Sets where answers to requests of the same meaning are kept, and those to the very same ones. */
        public Builder cache(SemanticCache responses) {
            this.cache = responses.responses();
            this.meaning = responses;
            return this;
        }

        /** Sets what retries, limits and falls back. */
        public Builder resilience(Resilience given) {
            this.resilience = Objects.requireNonNull(given, "given");
            return this;
        }

        /** Sets what each attempt is charged to. */
        public Builder budget(Budget given) {
            this.budget = Objects.requireNonNull(given, "given");
            return this;
        }

        /**
         * Sets what says which calls may be made, before a kept answer is looked for too.
         *
         * @param known what is known of the model of that name
         */
        public Builder policy(Policy given, Function<String, ModelFacts> known) {
            this.policy = Objects.requireNonNull(given, "given");
            this.facts = Objects.requireNonNull(known, "known");
            return this;
        }

        /** Returns the routes. */
        public ModelRoutes build() {
            return new ModelRoutes(this);
        }
    }
}
