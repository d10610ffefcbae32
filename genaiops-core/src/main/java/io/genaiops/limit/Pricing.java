package io.genaiops.limit;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Cost;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prices calls: by the name that the host gave for a model, otherwise by what model and response say of themselves.
 *
 * @param prices what tokens cost
 * @param names under which names the host says that the price list has its models
 * @param usageReader reads the usage that a provider reports
 * @param clock dates the calls
 * @since 0.1
 */
public record Pricing(
        PriceList prices, Map<String, PricedName> names, Function<TokenUsage, Usage> usageReader, Clock clock) {

    private static final Logger LOG = LoggerFactory.getLogger(Pricing.class);

    /** Under which provider and name a price list has a model. */
    public record PricedName(String provider, String model) {}

    /** Copies the names. */
    public Pricing {
        names = Map.copyOf(names);
    }

    /** Returns the time by the clock of the calls. */
    public Instant now() {
        return clock.instant();
    }

    /** Returns the usage that a response reports; what cannot be read is unknown, with a line in the log. */
    public Usage usage(ChatResponse response) {
        TokenUsage reported = response.tokenUsage();
        if (reported == null) {
            return Usage.UNKNOWN;
        }
        try {
            return Objects.requireNonNull(usageReader.apply(reported), "the reader of token usage returned null");
        } catch (RuntimeException e) {
            LOG.warn("the token usage of an answer could not be read, so that its cost is unknown", e);
            return Usage.UNKNOWN;
        }
    }

    /** Reads input and output alone, since every provider counts the rest in its own way. */
    public static Usage plain(TokenUsage reported) {
        return new Usage(count(reported.inputTokenCount()), count(reported.outputTokenCount()), null, null, null);
    }

    private static @Nullable Long count(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }

    /** Returns what an answered call cost. */
    public Cost cost(AskedModel asked, ChatResponse response, Usage usage, Instant at) {
        PricedName name = name(asked, response.modelName());
        return name == null ? unnamed(asked) : reported().cost(name.provider(), name.model(), at, usage);
    }

    /** Returns what a call that is not made yet costs at most. */
    public Cost atMost(AskedModel asked, Usage most) {
        PricedName name = name(asked, null);
        return name == null ? unnamed(asked) : reported().atMost(name.provider(), name.model(), now(), most);
    }

    private PriceList reported() {
        prices.reportAge(now());
        return prices;
    }

    private @Nullable PricedName name(AskedModel asked, @Nullable String answered) {
        PricedName given = names.get(asked.name());
        if (given != null) {
            return given;
        }
        String model = answered == null || answered.isBlank() ? asked.servedName() : answered;
        return asked.provider() == ModelProvider.OTHER || model == null || model.isBlank()
                ? null
                : new PricedName(asked.provider().name(), model);
    }

    private static Cost unnamed(AskedModel asked) {
        return Cost.unpriced("model '" + asked.name() + "' does not say "
                        + (asked.provider() == ModelProvider.OTHER ? "who sells it" : "its name in price lists")
                        + "; give PromptCalls.builder(…).pricedAs(\"" + asked.name() + "\", provider, model)")
                .ofModel(asked.name());
    }
}
