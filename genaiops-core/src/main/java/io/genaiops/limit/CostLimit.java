package io.genaiops.limit;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.RefusedException;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.model.Models;
import io.genaiops.model.TokenBound;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptLimits;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a prompt's limit of the cost of one call, before it is made: the tokens that the messages can have at most and the
 * most output that the call asks for, each at the highest price that it may have. Nothing is reserved.
 *
 * @since 0.1
 */
public final class CostLimit {

    private final Pricing pricing;
    private final Models models;
    private final @Nullable TokenCountEstimator estimator;

    /** Creates the limit for calls of these models at these prices. */
    public CostLimit(Pricing pricing, Models models, @Nullable TokenCountEstimator estimator) {
        this.pricing = pricing;
        this.models = models;
        this.estimator = estimator;
    }

    /** What a call would send: the host's name of the model, the messages and the output tokens that it asks for itself. */
    public record Planned(
            String modelName,
            List<ChatMessage> messages,
            @Nullable Integer maxOutputTokens,
            boolean hasTools) {}

    /**
     * Refuses a call that may cost more than the limit of the prompt.
     *
     * @throws RefusedException if it may, or if what it costs at most cannot be told
     */
    public void check(Prompt prompt, Planned call) {
        PromptLimits limits = prompt.limits();
        BigDecimal most = limits.maxCost();
        Currency currency = limits.currency();
        if (most == null || currency == null) {
            return;
        }
        String allowed = prompt + " allows " + Cost.of(most, currency) + " for a call (limits.maxCost); ";
        if (call.hasTools()) {
            throw new RefusedException(
                    allowed + "how many tokens the definitions of tools take is not known, so what the"
                            + " call costs is not bounded: take the limit out, or call without tools");
        }
        AskedModel model = AskedModel.find(models, call.modelName())
                .orElseThrow(() -> new RefusedException(allowed + "no model is mapped to '" + call.modelName()
                        + "', so that it has no price; map it with Models.of(…).and(name, model)"));
        Integer output = call.maxOutputTokens() == null ? model.maxOutputTokens() : call.maxOutputTokens();
        if (output == null) {
            throw new RefusedException(allowed + "neither the prompt nor model '" + call.modelName()
                    + "' says how many output tokens it asks for at most, so what the call costs is not bounded: say"
                    + " 'model: {ref: …, maxOutputTokens: …}' in the front matter, or set it on the model");
        }
        OptionalLong bound = TokenBound.of(call.messages());
        Optional<Cost> byBytes = bound.isPresent()
                ? Optional.of(price(allowed, model, currency, Usage.of(bound.getAsLong(), output)))
                : Optional.empty();
        if (byBytes.isPresent() && fits(byBytes.get(), most)) {
            return;
        }
        if (estimator == null) {
            throw new RefusedException(allowed
                    + byBytes.map(cost -> "it may cost up to " + cost + " (" + bound.getAsLong()
                                    + " input tokens, one for each UTF-8 byte, and " + output + " output tokens)")
                            .orElse("the messages hold content other than text, whose tokens bytes do not bound")
                    + ". Shorten the inputs, lower maxOutputTokens, raise the limit, or give"
                    + " PromptCalls.builder(…).tokenCountEstimator(…)");
        }
        int input = estimator.estimateTokenCountInMessages(call.messages());
        Cost estimated = price(allowed, model, currency, Usage.of(input, output));
        if (!fits(estimated, most)) {
            throw new RefusedException(allowed + "it may cost up to " + estimated + " (" + input
                    + " input tokens as the estimator counts, and " + output
                    + " output tokens). Shorten the inputs, lower maxOutputTokens or raise the limit");
        }
    }

    private Cost price(String allowed, AskedModel model, Currency currency, Usage most) {
        Cost cost = pricing.atMost(model, most);
        if (!cost.isPriced()) {
            throw new RefusedException(
                    allowed + "what it costs is not known: " + cost.reason().orElse("")
                            + ". Give PromptCalls.builder(…).prices(…) a price, or take the limit out");
        }
        if (!cost.currency().equals(Optional.of(currency))) {
            throw new RefusedException(
                    allowed + "its price is in another currency, " + cost + " at most; state the limit in that one");
        }
        return cost;
    }

    private static boolean fits(Cost cost, BigDecimal most) {
        return cost.amount().filter(amount -> amount.compareTo(most) <= 0).isPresent();
    }
}
