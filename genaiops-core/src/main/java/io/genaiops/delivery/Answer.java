package io.genaiops.delivery;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.reference.ResolvedReference;
import java.time.Duration;

/** What is kept for a reference: an asset, or why there is none. Times are nanoseconds of the delivery's ticker. */
sealed interface Answer {

    /**
     * An asset.
     *
     * @param source where it came from when it was asked for
     * @param askedAt when that was
     * @param before how old it was then
     * @param freshFor how long it is fresh from then on; negative if it never is
     * @param askAgainAt when the store may be asked again in the background
     * @param outdated whether the store must be asked before it is delivered again
     */
    record Pointer(
            ResolvedReference target,
            Asset asset,
            Digest digest,
            Source source,
            long askedAt,
            Duration before,
            long freshFor,
            long askAgainAt,
            boolean outdated)
            implements Answer {

        long age(long now) {
            return Math.max(0, now - askedAt);
        }

        /** Returns whether it may be delivered although it is no longer fresh. Drafts change, so they may not. */
        boolean isUsable(long now, long maxStale) {
            return target.entry() != null && age(now) <= maxStale;
        }

        Resolution resolution(long now) {
            long age = age(now);
            Source shown = source == Source.FRESH && age > freshFor ? Source.STALE : source;
            Duration passed = Duration.ofNanos(age);
            Duration known = source == Source.BUNDLED ? Duration.ZERO : before.isZero() ? passed : before.plus(passed);
            return new Resolution(digest, shown, known, target.label(), null);
        }

        /** Returns it as kept after the store failed. */
        Pointer askedAgainAt(long time) {
            return new Pointer(target, asset, digest, source, askedAt, before, freshFor, time, false);
        }

        /** Returns it as kept after somebody said that it may have changed. */
        Pointer asOutdated() {
            return new Pointer(target, asset, digest, source, askedAt, before, -1, askedAt, true);
        }
    }

    /**
     * No asset.
     *
     * @param at since when
     * @param holdsFor how long the store is not asked again
     */
    record Refusal(Kind kind, String message, RuntimeException cause, long at, long holdsFor) implements Answer {

        enum Kind {
            NOT_FOUND,
            REFUSED,
            DAMAGED,
            LOST,
            UNREACHABLE
        }

        /** Returns whether the store itself said no: then nothing else is tried. */
        boolean isFinal() {
            return kind == Kind.NOT_FOUND || kind == Kind.REFUSED;
        }

        boolean holds(long now) {
            return now - at < holdsFor;
        }

        Refusal repeated(long now, long pause) {
            return new Refusal(kind, message, cause, now, pause);
        }

        /** Returns a new exception, because one instance must not be thrown in many threads. */
        GenAiOpsException exception() {
            return switch (kind) {
                case NOT_FOUND, LOST -> new AssetNotFoundException(message);
                case REFUSED -> new RefusedException(message);
                case DAMAGED -> new InvalidAssetException(message, cause);
                case UNREACHABLE -> new GenAiOpsException(message, cause);
            };
        }
    }
}
