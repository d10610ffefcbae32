package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.common.Attributes;
import java.util.Currency;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** The attribute sets of calls made from one delivered prompt on one model, each built when it is first needed. */
final class PromptSeries {

    static final int INPUT = 0;
    static final int OUTPUT = 1;
    static final int CACHED = 2;
    static final int REASONING = 3;
    private static final String[] TYPES = {"input", "output", "cached", "reasoning"};

    final Attributes span;

    private final Attributes metrics;
    private final PromptInstruments.AttributeSets durationSets;
    private final PromptInstruments.AttributeSets tokenSets;
    private final PromptInstruments.AttributeSets costSets;
    private final AtomicReferenceArray<PromptInstruments.@Nullable Admitted> tokens =
            new AtomicReferenceArray<>(TYPES.length);
    private volatile PromptInstruments.@Nullable Admitted answered;
    private volatile @Nullable Costed costed;

    PromptSeries(
            Attributes span,
            Attributes metrics,
            PromptInstruments.AttributeSets durationSets,
            PromptInstruments.AttributeSets tokenSets,
            PromptInstruments.AttributeSets costSets) {
        this.span = span;
        this.metrics = metrics;
        this.durationSets = durationSets;
        this.tokenSets = tokenSets;
        this.costSets = costSets;
    }

    PromptInstruments.Admitted duration(@Nullable String errorType) {
        if (errorType != null) {
            return durationSets.admit(
                    metrics.toBuilder().put(GenAiKeys.ERROR_TYPE, errorType).build());
        }
        PromptInstruments.Admitted known = answered;
        if (known == null) {
            known = durationSets.admit(metrics);
            answered = known;
        }
        return known;
    }

    PromptInstruments.Admitted tokens(int type) {
        PromptInstruments.Admitted known = tokens.get(type);
        if (known == null) {
            known = tokenSets.admit(metrics.toBuilder()
                    .put(GenAiKeys.PROMPT_TOKEN_TYPE, TYPES[type])
                    .build());
            tokens.set(type, known);
        }
        return known;
    }

    PromptInstruments.Admitted cost(Currency currency) {
        Costed known = costed;
        if (known == null || !known.currency.equals(currency)) {
            known = new Costed(
                    currency,
                    costSets.admit(metrics.toBuilder()
                            .put(GenAiKeys.COST_CURRENCY, currency.getCurrencyCode())
                            .build()));
            costed = known;
        }
        return known.set;
    }

    /** Returns the attributes of measurements of one evaluator. */
    Attributes evaluated(String evaluator) {
        return metrics.toBuilder().put(GenAiKeys.EVALUATION_NAME, evaluator).build();
    }

    /** The attribute set of the currency that calls were charged in last; there is hardly ever another. */
    private record Costed(Currency currency, PromptInstruments.Admitted set) {}
}
