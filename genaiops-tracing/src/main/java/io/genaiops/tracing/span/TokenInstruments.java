package io.genaiops.tracing.span;

import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** Records the tokens of one inference in the form that the profile asks for. */
interface TokenInstruments {

    void record(Usage usage, ModelSeries.Answered attributes, Context context);

    static TokenInstruments of(Profile profile, Meter meter) {
        return profile.tokensByType() ? new ByType(profile, meter) : new ByKind(profile, meter);
    }

    /** One histogram, with the type of token as attribute. */
    final class ByType implements TokenInstruments {

        private final LongHistogram tokens;

        ByType(Profile profile, Meter meter) {
            this.tokens = histogram(profile, meter, "gen_ai.client.token.usage", "Tokens used by an operation");
        }

        @Override
        public void record(Usage usage, ModelSeries.Answered attributes, Context context) {
            add(tokens, usage.input(), attributes.inputType, context);
            add(tokens, usage.output(), attributes.outputType, context);
        }
    }

    /** A counter for each kind of token, and histograms for input and output. */
    final class ByKind implements TokenInstruments {

        private final LongHistogram input;
        private final LongHistogram output;
        private final LongCounter inputTotal;
        private final LongCounter outputTotal;
        private final LongCounter cacheReadTotal;
        private final LongCounter cacheWriteTotal;
        private final LongCounter reasoningTotal;

        ByKind(Profile profile, Meter meter) {
            String operation = "gen_ai.client.inference.operation.";
            this.input = histogram(profile, meter, operation + "input_tokens", "Input tokens of one inference");
            this.output = histogram(profile, meter, operation + "output_tokens", "Output tokens of one inference");
            this.inputTotal = counter(meter, "input_tokens", "Input tokens used, cached ones included");
            this.outputTotal = counter(meter, "output_tokens", "Output tokens used, reasoning included");
            this.cacheReadTotal = counter(meter, "cache_read.input_tokens", "Input tokens read from the cache");
            this.cacheWriteTotal = counter(meter, "cache_write.input_tokens", "Input tokens written to the cache");
            this.reasoningTotal = counter(meter, "reasoning.output_tokens", "Output tokens spent on reasoning");
        }

        @Override
        public void record(Usage usage, ModelSeries.Answered attributes, Context context) {
            add(input, usage.input(), attributes.plain, context);
            add(output, usage.output(), attributes.plain, context);
            add(inputTotal, usage.input(), attributes.anyModality, context);
            add(outputTotal, usage.output(), attributes.anyModality, context);
            add(cacheReadTotal, usage.cachedInput(), attributes.anyModality, context);
            add(cacheWriteTotal, usage.cacheWrite(), attributes.anyModality, context);
            add(reasoningTotal, usage.reasoning(), attributes.anyModality, context);
        }
    }

    private static LongCounter counter(Meter meter, String kind, String description) {
        return meter.counterBuilder("gen_ai.client.inference.usage." + kind)
                .setDescription(description)
                .setUnit("{token}")
                .build();
    }

    private static LongHistogram histogram(Profile profile, Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit("{token}")
                .ofLongs()
                .setExplicitBucketBoundariesAdvice(profile.tokenBuckets())
                .build();
    }

    private static void add(LongHistogram histogram, @Nullable Long count, Attributes attributes, Context context) {
        if (count != null) {
            histogram.record(count, attributes, context);
        }
    }

    private static void add(LongCounter counter, @Nullable Long count, Attributes attributes, Context context) {
        if (count != null) {
            counter.add(count, attributes, context);
        }
    }
}
