package io.genaiops.eval.execution;

import dev.failsafe.RateLimiter;
import java.time.Duration;

/**
 * At most so many starts in a period, evenly spread over it. Immutable and thread-safe.
 *
 * @param starts how many, at least 1
 * @param period in what time
 * @since 0.1
 */
public record Pace(int starts, Duration period) {

    /** Refuses a pace at which nothing, or nothing bounded, would start. */
    public Pace {
        if (starts < 1 || period.isZero() || period.isNegative()) {
            throw new IllegalArgumentException(
                    "a pace needs at least 1 start in a positive time; found: " + starts + " in " + period);
        }
    }

    RateLimiter<Void> limiter() {
        return RateLimiter.<Void>smoothBuilder(starts, period).build();
    }
}
