package io.genaiops.budget;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.model.CallTrail;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamingChatModel;
import io.genaiops.model.Models;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** Reserves around calls of models, and goes to the cheaper one that a limit names. */
final class BudgetedCalls<M> {

    private final Budget budget;
    private final String name;
    private final Function<String, Optional<Target<M>>> models;
    private final ConcurrentMap<String, Optional<Target<M>>> targets = new ConcurrentHashMap<>();

    private BudgetedCalls(Budget budget, String name, Function<String, Optional<Target<M>>> models) {
        this.budget = budget;
        this.name = name;
        this.models = models;
    }

    /** A model, and how its calls are charged. */
    private record Target<M>(M model, CallPricing pricing) {

        BudgetRequest bounded(ChatRequest request, BudgetRequest asked) {
            return as(asked, pricing.atMost(request));
        }

        BudgetRequest counted(ChatRequest request, BudgetRequest asked) {
            return as(asked, pricing.counted(request));
        }

        private BudgetRequest as(BudgetRequest asked, Usage most) {
            return new BudgetRequest(asked.context(), asked.model(), pricing.atMost(most), most, asked.tried());
        }
    }

    /** A model that may be called. */
    private record Ready<M>(Target<M> target, Reservation reservation) {}

    static ChatModel chat(Budget budget, Models models, String name, Function<String, CallPricing> pricing) {
        BudgetedCalls<ChatModel> calls = new BudgetedCalls<>(
                budget,
                name,
                other -> models.find(other)
                        .map(model -> target(
                                model, pricing.apply(other), model.provider(), model.defaultRequestParameters())));
        return ForwardingChatModel.of(models.chat(name), next -> (request, given) -> {
            ChatRequestOptions options = CallRelay.take(request, given);
            Ready<ChatModel> ready = calls.reserve(request, options);
            ChatModel model = ready.target().model();
            return answer(
                    ready, () -> calls.isFirst(ready) ? next.chat(request, options) : chat(model, request, options));
        });
    }

    private static ChatResponse answer(Ready<ChatModel> ready, Supplier<ChatResponse> call) {
        try {
            ChatResponse response = call.get();
            Usage used = ready.target().pricing().usage(response);
            ready.reservation().settle(ready.target().pricing().cost(used), used);
            return response;
        } finally {
            ready.reservation().release();
        }
    }

    /** Without options the shorter method is called: models of others may know no options. */
    private static ChatResponse chat(ChatModel model, ChatRequest request, ChatRequestOptions options) {
        return options.listenerAttributes().isEmpty() ? model.chat(request) : model.chat(request, options);
    }

    static StreamingChatModel streaming(
            Budget budget, Models models, String name, Function<String, CallPricing> pricing) {
        BudgetedCalls<StreamingChatModel> calls = new BudgetedCalls<>(
                budget,
                name,
                other -> models.findStreaming(other)
                        .map(model -> target(
                                model, pricing.apply(other), model.provider(), model.defaultRequestParameters())));
        return ForwardingStreamingChatModel.of(models.streaming(name), next -> (request, given, handler) -> {
            ChatRequestOptions options = CallRelay.take(request, given);
            Ready<StreamingChatModel> ready = calls.reserve(request, options);
            StreamGuard guard =
                    ready.reservation().guarding(handler, ready.target().pricing());
            try {
                if (calls.isFirst(ready)) {
                    next.chat(request, options, guard);
                } else if (options.listenerAttributes().isEmpty()) {
                    ready.target().model().chat(request, guard);
                } else {
                    ready.target().model().chat(request, options, guard);
                }
            } catch (Throwable e) {
                guard.failed();
                throw e;
            }
        });
    }

    private static <M> Target<M> target(
            M model, CallPricing pricing, ModelProvider provider, ChatRequestParameters parameters) {
        return new Target<>(model, pricing.completedBy(provider, parameters));
    }

    private boolean isFirst(Ready<M> ready) {
        return ready.reservation().request().model().equals(name);
    }

    private Ready<M> reserve(ChatRequest request, ChatRequestOptions options) {
        CallContext context = CallContext.from(options).orElse(CallContext.NONE);
        BudgetRequest asked = new BudgetRequest(context, name, Cost.unpriced("not asked yet"), Usage.UNKNOWN);
        Target<M> target = find(name).orElseThrow();
        while (true) {
            Admission admission = ask(target, request, asked);
            Optional<Target<M>> cheaper = admission instanceof Admission.Degraded degraded && mayMove(request)
                    ? find(degraded.model())
                    : Optional.empty();
            if (cheaper.isEmpty()) {
                return new Ready<>(target, admission.orThrow());
            }
            target = cheaper.get();
            String to = ((Admission.Degraded) admission).model();
            CallTrail.from(options).ifPresent(trail -> trail.movedTo(to));
            asked = asked.onModel(to, asked.cost(), asked.tokens());
        }
    }

    private Admission ask(Target<M> target, ChatRequest request, BudgetRequest asked) {
        BudgetRequest bounded = target.bounded(request, asked);
        return target.pricing().hasEstimator()
                ? budget.reserve(bounded, () -> target.counted(request, asked))
                : budget.reserve(bounded);
    }

    /** A request that names its model itself would ask the cheaper one for the dear one. */
    private static boolean mayMove(ChatRequest request) {
        return request.modelName() == null;
    }

    private Optional<Target<M>> find(String other) {
        return targets.computeIfAbsent(other, models);
    }
}
