package io.genaiops.audit;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From where to where the label of one asset goes.
 *
 * @param from the version it was on, or {@code null} if it was on none
 * @param to the version it goes to, or {@code null} to take it away
 * @param digest the resolved digest of the version it goes to, or {@code null} if it goes to none
 * @since 0.1
 */
public record Step(
        @Nullable Version from,
        @Nullable Version to,
        @Nullable Digest digest) {

    private static final String NONE = "-";

    /** Requires a digest exactly if it goes to a version. */
    public Step {
        if ((to == null) != (digest == null)) {
            throw new IllegalArgumentException(
                    "a step must have a digest exactly if it goes to a version; found: " + to + " with " + digest);
        }
    }

    /** Returns where it goes to, if anywhere. */
    public Optional<Version> target() {
        return Optional.ofNullable(to);
    }

    /** Parses what {@link #toString} writes. */
    static Step parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length != 3) {
            throw new IllegalArgumentException("a step must be such as '1.0.0 2.0.0 sha256:…'; found: '" + text + "'");
        }
        return new Step(
                parts[0].equals(NONE) ? null : Version.parse(parts[0]),
                parts[1].equals(NONE) ? null : Version.parse(parts[1]),
                parts[2].equals(NONE) ? null : Digest.parse(parts[2]));
    }

    /** Returns both versions and the digest, for example {@code 1.0.0 2.0.0 sha256:…}, with a hyphen for none. */
    @Override
    public String toString() {
        return Objects.requireNonNullElse(from, NONE) + " " + Objects.requireNonNullElse(to, NONE) + " "
                + Objects.requireNonNullElse(digest, NONE);
    }
}
