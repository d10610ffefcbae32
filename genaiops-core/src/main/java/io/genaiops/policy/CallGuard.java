package io.genaiops.policy;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.cost.Cost;
import io.genaiops.definition.PolicyFact;
import io.genaiops.model.CallContext;
import io.genaiops.model.ForwardingChatModel;
import io.genaiops.model.ForwardingStreamingChatModel;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks a policy before one model is asked: what is known of the model is put together once. Thread-safe.
 *
 * @since 0.1
 */
public final class CallGuard {

    private final Policy policy;
    private final PolicyRequest usual;
    private final PolicyRequest unnamed;
    private final @Nullable Function<ChatRequest, Cost> estimate;

    private CallGuard(Policy policy, PolicyRequest.Builder stated, @Nullable String modelName, ModelFacts facts) {
        this.policy = policy;
        this.estimate = facts.estimate().orElse(null);
        PolicyRequest all = stated.model(facts).build();
        this.unnamed = all.toBuilder().without(PolicyFact.MODEL).build();
        this.usual = modelName == null || modelName.isBlank()
                ? all
                : all.toBuilder().fact(PolicyFact.MODEL, modelName).build();
    }

    static ChatModel chat(Policy policy, String name, ChatModel model, ModelFacts facts) {
        CallGuard guard = of(policy, name, facts, model.provider(), model.defaultRequestParameters());
        return ForwardingChatModel.of(model, next -> (request, options) -> {
            guard.enforce(request, options);
            return next.chat(request, options);
        });
    }

    static StreamingChatModel streaming(Policy policy, String name, StreamingChatModel model, ModelFacts facts) {
        CallGuard guard = of(policy, name, facts, model.provider(), model.defaultRequestParameters());
        return ForwardingStreamingChatModel.of(model, next -> (request, options, handler) -> {
            guard.enforce(request, options);
            next.chat(request, options, handler);
        });
    }

    static CallGuard of(
            Policy policy,
            String name,
            ModelFacts facts,
            @Nullable ModelProvider provider,
            @Nullable ChatRequestParameters parameters) {
        PolicyRequest.Builder stated = PolicyRequest.call(name);
        if (provider != null
                && provider != ModelProvider.OTHER
                && !facts.values().containsKey(PolicyFact.PROVIDER)) {
            stated.fact(PolicyFact.PROVIDER, provider.name());
        }
        return new CallGuard(policy, stated, parameters == null ? null : parameters.modelName(), facts);
    }

    /**
     * Lets a call pass that the policy allows.
     *
     * @throws io.genaiops.RefusedException if it does not
     */
    public void enforce(ChatRequest request, ChatRequestOptions options) {
        String named = request.modelName();
        CallContext context = CallContext.from(options).orElse(CallContext.NONE);
        boolean isUsual = named == null || named.isBlank();
        if (isUsual && estimate == null && context.equals(CallContext.NONE)) {
            policy.enforce(usual);
            return;
        }
        PolicyRequest.Builder asked = (isUsual ? usual : unnamed).toBuilder().context(context);
        if (!isUsual) {
            asked.fact(PolicyFact.MODEL, named);
        }
        if (estimate != null) {
            asked.costsAtMost(cost(estimate, request));
        }
        policy.enforce(asked.build());
    }

    /** An estimate that fails gives no price; what needs one refuses and says so. */
    private static Cost cost(Function<ChatRequest, Cost> estimate, ChatRequest request) {
        try {
            return Objects.requireNonNull(estimate.apply(request), "estimate");
        } catch (RuntimeException e) {
            return Cost.unpriced("the estimate failed: " + e.getClass().getSimpleName());
        }
    }
}
