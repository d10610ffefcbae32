package io.genaiops.asset;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a reference came to the version that was delivered.
 *
 * @param digest the resolved digest of what was delivered
 * @param source where the answer came from
 * @param age how long ago the store was last asked; zero when it was asked for this answer, and where nobody can know:
 *     from the bundle and from the caller
 * @param label the label that was followed, or {@code null} if the reference named a version or digest
 * @param arm the arm of a rollout, or {@code null} outside of one
 * @since 0.1
 */
public record Resolution(
        Digest digest,
        Source source,
        Duration age,
        @Nullable Label label,
        @Nullable String arm) {

    /** Where a delivered asset came from. */
    public enum Source {
        /** The store, or a cached answer of it younger than the time to live. */
        FRESH,
        /** A cached answer older than the time to live. */
        STALE,
        /** The copy on disk that the last good delivery left. */
        LAST_KNOWN_GOOD,
        /** The bundle on the class path. */
        BUNDLED,
        /** What the caller gave for this case. */
        FALLBACK
    }

    /** Requires all but label and arm. */
    public Resolution {
        Objects.requireNonNull(digest, "digest");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(age, "age");
        if (age.isNegative()) {
            throw new IllegalArgumentException("age must be at least zero; found: " + age);
        }
    }

    /** Returns a resolution just made by the store. */
    public static Resolution fresh(Digest digest, @Nullable Label label) {
        return new Resolution(digest, Source.FRESH, Duration.ZERO, label, null);
    }
}
