package io.genaiops.budget;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Cost;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import io.genaiops.model.TokenBound;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How calls of a model are estimated before they are made and charged after it, for example {@code
 * CallPricing.of(PriceList.shipped()).as("openai", "gpt-4o-mini")}. Immutable, and as thread-safe as what it is given.
 *
 * @since 0.1
 */
public final class CallPricing {

    private static final Logger LOG = LoggerFactory.getLogger(CallPricing.class);

    private final Terms terms;

    private CallPricing(Terms terms) {
        this.terms = terms;
    }

    /** Returns pricing by a list; the model is looked up as it calls itself. */
    public static CallPricing of(PriceList prices) {
        Objects.requireNonNull(prices, "prices");
        return new CallPricing(new Terms(prices, null, null, Clock.systemUTC(), CallPricing::plain, null, null, null));
    }

    /** Returns pricing under this provider and name, as a gateway or a deployment needs it. */
    public CallPricing as(String provider, String model) {
        return with(t -> new Terms(t.prices, provider, model, t.clock, t.reader, t.estimator, t.assumed, t.asked));
    }

    /** Returns pricing by this clock, which decides which price is in force. */
    public CallPricing clock(Clock clock) {
        Objects.requireNonNull(clock, "clock");
        return with(t -> new Terms(t.prices, t.provider, t.model, clock, t.reader, t.estimator, t.assumed, t.asked));
    }

    /** Returns pricing that reads a provider's token usage so; without it only input and output are read. */
    public CallPricing usage(Function<TokenUsage, Usage> reader) {
        Objects.requireNonNull(reader, "reader");
        return with(t -> new Terms(t.prices, t.provider, t.model, t.clock, reader, t.estimator, t.assumed, t.asked));
    }

    /** Returns pricing that counts tokens so where the bound of their UTF-8 bytes does not fit. */
    public CallPricing tokenCountEstimator(TokenCountEstimator estimator) {
        Objects.requireNonNull(estimator, "estimator");
        return with(t -> new Terms(t.prices, t.provider, t.model, t.clock, t.reader, estimator, t.assumed, t.asked));
    }

    /**
     * Returns pricing that reserves so many output tokens where neither request nor model says how many it asks for. It is
     * not sent to the provider.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public CallPricing maxOutputTokens(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException("maxOutputTokens must be at least 1; found: " + tokens);
        }
        return with(t -> new Terms(t.prices, t.provider, t.model, t.clock, t.reader, t.estimator, tokens, t.asked));
    }

    /** Returns what a request uses at most, its input bounded by its bytes; what cannot be told is absent. */
    public Usage atMost(ChatRequest request) {
        OptionalLong input = TokenBound.of(request);
        return new Usage(input.isPresent() ? Long.valueOf(input.getAsLong()) : null, output(request), null, null, null);
    }

    /** Returns what a request uses, its input counted by the estimator if there is one. */
    public Usage counted(ChatRequest request) {
        if (terms.estimator == null) {
            return atMost(request);
        }
        long input =
                terms.estimator.estimateTokenCountInMessages(request.messages()) + TokenBound.besideMessages(request);
        return new Usage(input, output(request), null, null, null);
    }

    /** Returns what tokens cost at most before a call is made. */
    public Cost atMost(Usage most) {
        if (most.input() == null || most.output() == null) {
            return Cost.unpriced(
                    most.input() == null
                            ? "its messages hold content other than text, whose tokens bytes do not bound; give a"
                                    + " tokenCountEstimator"
                            : "neither request nor model says how many output tokens it asks for at most; set"
                                    + " maxOutputTokens on one of them, or on the pricing");
        }
        return terms.provider == null || terms.model == null
                ? unnamed()
                : prices().atMost(terms.provider, terms.model, terms.clock.instant(), most);
    }

    /** Returns what a response says that it used; nothing if it says nothing or cannot be read. */
    public Usage usage(ChatResponse response) {
        TokenUsage reported = response.tokenUsage();
        if (reported == null) {
            return Usage.UNKNOWN;
        }
        try {
            return Objects.requireNonNull(terms.reader.apply(reported), "the reader of token usage returned null");
        } catch (RuntimeException e) {
            LOG.warn("the token usage of an answer could not be read, its estimate is charged", e);
            return Usage.UNKNOWN;
        }
    }

    /** Returns what a call cost that used so much; unpriced, with the reason, if no price is known. */
    public Cost cost(Usage used) {
        return terms.provider == null || terms.model == null
                ? unnamed()
                : prices().cost(terms.provider, terms.model, terms.clock.instant(), used);
    }

    /** Returns whether so many output tokens are what the host assumes, rather than all that the provider is asked for. */
    boolean assumes(long output) {
        return terms.asked == null && terms.assumed != null && terms.assumed == output;
    }

    boolean hasEstimator() {
        return terms.estimator != null;
    }

    /** Returns how many tokens a text has as the estimator counts; nothing if there is none, or it fails. */
    OptionalLong count(String text) {
        if (terms.estimator == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(terms.estimator.estimateTokenCountInText(text));
        } catch (RuntimeException e) {
            LOG.warn("the tokens of a stream could not be counted, its bytes are taken for them", e);
            return OptionalLong.empty();
        }
    }

    /** Returns this pricing with what a model says of itself where the host said nothing. */
    CallPricing completedBy(@Nullable ModelProvider provider, @Nullable ChatRequestParameters parameters) {
        boolean named = terms.provider != null;
        String sold = provider == null || provider == ModelProvider.OTHER ? null : provider.name();
        String name = parameters == null ? null : parameters.modelName();
        Integer most = parameters == null ? null : parameters.maxOutputTokens();
        return with(t -> new Terms(
                t.prices,
                named ? t.provider : sold,
                named ? t.model : name,
                t.clock,
                t.reader,
                t.estimator,
                t.assumed,
                most));
    }

    private PriceList prices() {
        terms.prices.reportAge(terms.clock.instant());
        return terms.prices;
    }

    private @Nullable Long output(ChatRequest request) {
        Integer asked = request.maxOutputTokens() == null ? terms.asked : request.maxOutputTokens();
        Integer most = asked == null ? terms.assumed : asked;
        return most == null ? null : Long.valueOf(most);
    }

    private static Cost unnamed() {
        return Cost.unpriced("the model does not say who sells it or its name in price lists; say it with"
                + " CallPricing.as(provider, model)");
    }

    private static Usage plain(TokenUsage reported) {
        return new Usage(known(reported.inputTokenCount()), known(reported.outputTokenCount()), null, null, null);
    }

    private static @Nullable Long known(@Nullable Integer tokens) {
        return tokens == null || tokens < 0 ? null : Long.valueOf(tokens);
    }

    private CallPricing with(UnaryOperator<Terms> change) {
        return new CallPricing(change.apply(terms));
    }

    private record Terms(
            PriceList prices,
            @Nullable String provider,
            @Nullable String model,
            Clock clock,
            Function<TokenUsage, Usage> reader,
            @Nullable TokenCountEstimator estimator,
            @Nullable Integer assumed,
            @Nullable Integer asked) {}
}
