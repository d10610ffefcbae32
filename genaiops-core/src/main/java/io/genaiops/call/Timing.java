package io.genaiops.call;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a call was made and how long it took.
 *
 * @param started when the request began
 * @param latency from the request to the complete answer
 * @param firstChunk from the request to the first part of a streamed answer, if it was streamed
 * @param firstText from the request to the first text of a streamed answer, if it was streamed and has text
 */
record Timing(
        Instant started,
        Duration latency,
        @Nullable Duration firstChunk,
        @Nullable Duration firstText) {

    static Timing of(Instant started, Duration latency) {
        return new Timing(started, latency, null, null);
    }
}
