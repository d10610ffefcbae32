package io.genaiops.tracing.span;

import io.genaiops.cost.Usage;
import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.LongHistogram;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.context.Context;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The instruments of the conventions that one profile writes, and those of genaiops for operations that it lacks. */
final class Instruments {

    final DoubleHistogram inferenceDuration;
    final DoubleHistogram operationDuration;
    final DoubleHistogram timeToFirstChunk;
    final DoubleHistogram timePerOutputChunk;
    final TokenInstruments tokens;

    private final DoubleHistogram ownDuration;
    private final @Nullable DoubleHistogram toolDuration;
    private final @Nullable DoubleHistogram agentDuration;
    private final @Nullable DoubleHistogram workflowDuration;

    Instruments(Profile profile, Meter meter) {
        this.operationDuration = seconds(profile, meter, profile.operationDuration(), "Duration of an operation");
        this.inferenceDuration = profile.inferenceDuration().equals(profile.operationDuration())
                ? operationDuration
                : seconds(profile, meter, profile.inferenceDuration(), "Duration of an inference");
        this.timeToFirstChunk = seconds(profile, meter, profile.timeToFirstChunk(), "Time to the first chunk");
        this.timePerOutputChunk = seconds(profile, meter, profile.timePerOutputChunk(), "Time between two chunks");
        this.tokens = TokenInstruments.of(profile, meter);
        this.ownDuration = seconds(
                profile, meter, "genaiops.operation.duration", "Duration of a moderation, a ranking or a guardrail");
        String tool = profile.toolDuration();
        this.toolDuration = tool == null ? null : seconds(profile, meter, tool, "Duration of a tool's execution");
        String agent = profile.agentDuration();
        this.agentDuration = agent == null
                ? null
                : seconds(meter, agent, "Duration of an invocation of an agent", profile.agentDurationBuckets());
        String workflow = profile.workflowDuration();
        this.workflowDuration = workflow == null
                ? null
                : seconds(meter, workflow, "Duration of a run of a workflow", profile.workflowDurationBuckets());
    }

    /** Records how long an operation took, where the profile has an instrument for it. */
    void record(Operation.Measure measure, double seconds, Attributes attributes, Context context) {
        DoubleHistogram histogram = switch (measure) {
            case EMBEDDINGS, RETRIEVAL -> operationDuration;
            case TOOL -> toolDuration;
            case AGENT -> agentDuration;
            case WORKFLOW -> workflowDuration;
            case OWN -> ownDuration;
            case NONE -> null;
        };
        if (histogram != null) {
            histogram.record(seconds, attributes, context);
        }
    }

    private static DoubleHistogram seconds(Profile profile, Meter meter, String name, String description) {
        return seconds(meter, name, description, profile.durationBuckets());
    }

    private static DoubleHistogram seconds(Meter meter, String name, String description, List<Double> buckets) {
        return meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(buckets)
                .build();
    }

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
                Modalities in = Modalities.ofInput(usage);
                Modalities out = Modalities.ofOutput(usage);
                addEach(inputTotal, in, attributes, context);
                addEach(outputTotal, out, attributes, context);
                add(cacheReadTotal, usage.cachedInput(), attributes.anyModality, context);
                add(cacheWriteTotal, usage.cacheWrite(), attributes.anyModality, context);
                add(reasoningTotal, usage.reasoning(), attributes.anyModality, context);
            }
        }

        private static void addEach(
                LongCounter counter, Modalities tokens, ModelSeries.Answered attributes, Context context) {
            if (tokens.audio() == null && tokens.image() == null) {
                add(counter, tokens.rest(), attributes.anyModality, context);
            } else {
                add(counter, tokens.audio(), attributes.modality("audio"), context);
                add(counter, tokens.image(), attributes.modality("image"), context);
                add(counter, tokens.text(), attributes.modality("text"), context);
                add(counter, tokens.unknown(), attributes.anyModality, context);
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

        /**
         * The tokens of one direction by modality. What is left of the whole is text if audio and images were both reported,
         * otherwise no one knows what it is.
         */
        record Modalities(
                @Nullable Long audio,
                @Nullable Long image,
                @Nullable Long rest) {

            static Modalities ofInput(Usage usage) {
                return of(usage.input(), usage.audioInput(), usage.imageInput());
            }

            static Modalities ofOutput(Usage usage) {
                return of(usage.output(), usage.audioOutput(), usage.imageOutput());
            }

            private static Modalities of(@Nullable Long whole, @Nullable Long audio, @Nullable Long image) {
                if (whole == null) {
                    return new Modalities(null, null, null);
                }
                long parts = (audio == null ? 0 : audio) + (image == null ? 0 : image);
                return parts > whole ? new Modalities(null, null, whole) : new Modalities(audio, image, whole - parts);
            }

            @Nullable
            Long text() {
                return audio == null || image == null ? null : rest;
            }

            @Nullable
            Long unknown() {
                return audio == null || image == null ? rest : null;
            }
        }
    }
}
