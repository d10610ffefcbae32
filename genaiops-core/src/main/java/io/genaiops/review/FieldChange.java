package io.genaiops.review;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One field that two versions of an asset have different values of.
 *
 * @param path the names that lead to it, joined with dots, for example {@code inputs.tone.required}; what is outside of
 *     the digest begins with {@code metadata.}
 * @param before the earlier value, or {@code null} if it was added
 * @param after the later value, or {@code null} if it was removed
 * @since 0.1
 */
public record FieldChange(
        String path, @Nullable JsonNode before, @Nullable JsonNode after) {

    /** Requires the path and at least one value. */
    public FieldChange {
        Objects.requireNonNull(path, "path");
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change of '" + path + "' must have a value before or after");
        }
    }

    /** Returns the earlier value, if there was one. */
    public Optional<JsonNode> earlier() {
        return Optional.ofNullable(before);
    }

    /** Returns the later value, if there is one. */
    public Optional<JsonNode> later() {
        return Optional.ofNullable(after);
    }

    /** Returns path and both values, for example {@code parameters.temperature: 0.2 -> 0.7}. */
    @Override
    public String toString() {
        return path + ": " + shown(before) + " -> " + shown(after);
    }

    private static String shown(@Nullable JsonNode value) {
        return value == null ? "(absent)" : value.toString();
    }
}
