package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.Profile;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.Meter;

/** The instruments of the conventions that one profile writes. */
final class Instruments {

    final DoubleHistogram inferenceDuration;
    final DoubleHistogram operationDuration;
    final DoubleHistogram timeToFirstChunk;
    final DoubleHistogram timePerOutputChunk;
    final TokenInstruments tokens;

    Instruments(Profile profile, Meter meter) {
        this.operationDuration = seconds(profile, meter, profile.operationDuration(), "Duration of an operation");
        this.inferenceDuration = profile.inferenceDuration().equals(profile.operationDuration())
                ? operationDuration
                : seconds(profile, meter, profile.inferenceDuration(), "Duration of an inference");
        this.timeToFirstChunk = seconds(profile, meter, profile.timeToFirstChunk(), "Time to the first chunk");
        this.timePerOutputChunk = seconds(profile, meter, profile.timePerOutputChunk(), "Time between two chunks");
        this.tokens = TokenInstruments.of(profile, meter);
    }

    private static DoubleHistogram seconds(Profile profile, Meter meter, String name, String description) {
        return meter.histogramBuilder(name)
                .setDescription(description)
                .setUnit("s")
                .setExplicitBucketBoundariesAdvice(profile.durationBuckets())
                .build();
    }
}
