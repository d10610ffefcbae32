package io.genaiops.tracing.span;

import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the prompts that calls are made from: the attributes of their spans, and genaiops' own instruments,
 * because the conventions carry no prompt on metrics.
 */
final class PromptInstruments {

    private static final int RECENT = 64;

    /** From a thousandth of a cent to ten, three to a decade: of any currency whose unit is worth about a dollar. */
    private static final List<Double> COST_BUCKETS = List.of(
            0.00001, 0.00002, 0.00005, 0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5,
            1.0, 2.0, 5.0, 10.0);

    /** Tenths for scales that end at 1, halves for those that end at 5, tens for those that end at 100. */
    private static final List<Double> SCORE_BUCKETS = List.of(
            0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 7.0, 10.0,
            20.0, 30.0, 40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0);

    private final boolean enabled;
    private final DoubleHistogram duration;
    private final LongCounter tokens;
    private final DoubleHistogram cost;
    private final DoubleHistogram score;
    private final LongCounter outcomes;
    private final LongCounter overflow;
    private final AttributeSets durationSets;
    private final AttributeSets tokenSets;
    private final AttributeSets costSets;
    private final AttributeSets scoreSets;
    private final AttributeSets outcomeSets;
    private final ConcurrentMap<Key, PromptSeries> series = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Recent> recent = new AtomicReferenceArray<>(RECENT);

    PromptInstruments(boolean enabled, Profile profile, Meter meter) {
        this.enabled = enabled;
        this.duration = meter.histogramBuilder("genaiops.prompt.duration")
                .setDescription("Duration of a call made from a prompt")
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(profile.durationBuckets())
                .build();
        this.tokens = meter.counterBuilder("genaiops.prompt.tokens")
                .setDescription("Tokens used by calls made from a prompt")
                .setUnit("{token}")
                .build();
        this.cost = meter.histogramBuilder("genaiops.prompt.cost")
                .setDescription("What a call made from a prompt cost; calls without a known price are not in it")
                .setUnit("{currency}")
                .setExplicitBucketBoundariesAdvice(COST_BUCKETS)
                .build();
        this.score = meter.histogramBuilder("genaiops.prompt.evaluation.score")
                .setDescription("Scores of calls made from a prompt, on the scale of the evaluator")
                .setUnit("{score}")
                .setExplicitBucketBoundariesAdvice(SCORE_BUCKETS)
                .build();
        this.outcomes = meter.counterBuilder("genaiops.prompt.evaluation.outcomes")
                .setDescription("Outcomes of evaluations of calls made from a prompt, those without a score included")
                .setUnit("{outcome}")
                .build();
        this.overflow = meter.counterBuilder("genaiops.prompt.overflow")
                .setDescription("Measurements recorded as _other because there were too many attribute sets")
                .setUnit("{measurement}")
                .build();
        this.durationSets = new AttributeSets(ModelSeries.LIMIT, GenAiKeys.ERROR_TYPE);
        this.tokenSets = new AttributeSets(ModelSeries.LIMIT, GenAiKeys.PROMPT_TOKEN_TYPE);
        this.costSets = new AttributeSets(ModelSeries.LIMIT, GenAiKeys.COST_CURRENCY);
        this.scoreSets = new AttributeSets(ModelSeries.LIMIT, GenAiKeys.EVALUATION_NAME);
        this.outcomeSets = new AttributeSets(ModelSeries.LIMIT, GenAiKeys.EVALUATION_OUTCOME);
    }

    /** Finds the attribute sets by the identity of the delivered prompt first, which calls in a row share. */
    PromptSeries series(PromptIdentity prompt, String requestModel) {
        int slot = System.identityHashCode(prompt) & (RECENT - 1);
        Recent known = recent.get(slot);
        if (known != null && known.prompt.equals(prompt) && known.model.equals(requestModel)) {
            return known.series;
        }
        PromptSeries found = find(prompt, requestModel);
        recent.set(slot, new Recent(prompt, requestModel, found));
        return found;
    }

    private PromptSeries find(PromptIdentity prompt, String requestModel) {
        Resolution resolution = prompt.resolution();
        Key key = new Key(
                prompt.name(),
                prompt.version().toString(),
                resolution.digest().value(),
                resolution.source(),
                resolution.label(),
                resolution.arm(),
                requestModel);
        return ModelSeries.bounded(series, key, this::make);
    }

    void recordDuration(PromptSeries prompt, double seconds, @Nullable String errorType, Context context) {
        if (enabled) {
            Admitted set = prompt.duration(errorType);
            duration.record(seconds, set.attributes, context);
            countOverflow(set, context);
        }
    }

    void recordTokens(PromptSeries prompt, Usage usage, Context context) {
        if (enabled) {
            add(prompt, PromptSeries.INPUT, usage.input(), context);
            add(prompt, PromptSeries.OUTPUT, usage.output(), context);
            add(prompt, PromptSeries.CACHED, usage.cachedInput(), context);
            add(prompt, PromptSeries.REASONING, usage.reasoning(), context);
        }
    }

    /** Records what a call cost. An unpriced call is no measurement of 0 but none at all. */
    void recordCost(PromptSeries prompt, @Nullable Cost known, Context context) {
        BigDecimal amount = known == null ? null : known.amount().orElse(null);
        Currency currency = known == null ? null : known.currency().orElse(null);
        if (enabled && amount != null && currency != null) {
            Admitted set = prompt.cost(currency);
            cost.record(amount.doubleValue(), set.attributes, context);
            countOverflow(set, context);
        }
    }

    /** Records the outcome of an evaluation, and its score if it has one that a histogram can hold: 0 or more. */
    void recordEvaluation(
            PromptSeries prompt, String evaluator, String outcome, OptionalDouble value, Context context) {
        if (!enabled) {
            return;
        }
        Attributes evaluated = prompt.evaluated(evaluator);
        Admitted counted = outcomeSets.admit(
                evaluated.toBuilder().put(GenAiKeys.EVALUATION_OUTCOME, outcome).build());
        outcomes.add(1, counted.attributes, context);
        countOverflow(counted, context);
        if (value.isPresent() && value.getAsDouble() >= 0) {
            Admitted scored = scoreSets.admit(evaluated);
            score.record(value.getAsDouble(), scored.attributes, context);
            countOverflow(scored, context);
        }
    }

    private void add(PromptSeries prompt, int type, @Nullable Long count, Context context) {
        if (count != null) {
            Admitted set = prompt.tokens(type);
            tokens.add(count, set.attributes, context);
            countOverflow(set, context);
        }
    }

    private void countOverflow(Admitted set, Context context) {
        if (set.isOther) {
            overflow.add(1, Attributes.empty(), context);
        }
    }

    private PromptSeries make(Key key) {
        AttributesBuilder shared =
                Attributes.builder().put(GenAiKeys.PROMPT_NAME, key.name).put(GenAiKeys.PROMPT_VERSION, key.version);
        if (key.label != null) {
            shared.put(GenAiKeys.PROMPT_LABEL, key.label.toString());
        }
        if (key.arm != null) {
            shared.put(GenAiKeys.PROMPT_ARM, key.arm);
        }
        Attributes span = shared.build().toBuilder()
                .put(GenAiKeys.PROMPT_DIGEST, key.digest)
                .put(GenAiKeys.PROMPT_SOURCE, key.source.name().toLowerCase(Locale.ROOT))
                .build();
        if (!key.model.isEmpty()) {
            shared.put(GenAiKeys.PROMPT_MODEL, key.model);
        }
        return new PromptSeries(span, shared.build(), durationSets, tokenSets, costSets);
    }

    private record Recent(PromptIdentity prompt, String model, PromptSeries series) {}

    private record Key(
            String name,
            String version,
            String digest,
            Resolution.Source source,
            @Nullable Label label,
            @Nullable String arm,
            String model) {}

    /** What a measurement is recorded with: the attributes wanted, or the others' once there are too many. */
    record Admitted(Attributes attributes, boolean isOther) {}

    /**
     * The attribute sets that one instrument has used. Once the limit is reached, every further set is replaced by one whose
     * prompt is {@value #OTHER}, which keeps only what is of low cardinality by itself.
     */
    static final class AttributeSets {

        static final String OTHER = "_other";

        private final int limit;
        private final Set<Attributes> admitted = ConcurrentHashMap.newKeySet();
        private final AtomicInteger count = new AtomicInteger();
        private final AttributeKey<String> kept;

        AttributeSets(int limit, AttributeKey<String> kept) {
            this.limit = limit;
            this.kept = kept;
        }

        Admitted admit(Attributes wanted) {
            if (admitted.contains(wanted)) {
                return new Admitted(wanted, false);
            }
            if (count.incrementAndGet() > limit) {
                count.decrementAndGet();
                return new Admitted(other(wanted), true);
            }
            if (!admitted.add(wanted)) {
                count.decrementAndGet();
            }
            return new Admitted(wanted, false);
        }

        private Attributes other(Attributes wanted) {
            var builder = Attributes.builder().put(GenAiKeys.PROMPT_NAME, OTHER);
            String value = wanted.get(kept);
            if (value != null) {
                builder.put(kept, value);
            }
            return builder.build();
        }
    }
}
