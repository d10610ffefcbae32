package io.genaiops.asset;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What people need to know of an asset and what does not change its behaviour: it is outside every digest.
 *
 * @param description one or two sentences; empty if there are none
 * @param owners who answers for it
 * @param tags words to find it by
 * @param author who wrote this version, or {@code null}
 * @param created when this version was written, or {@code null}
 * @param message why this version was written, or {@code null}
 * @param more further entries by name, as the file has them
 * @since 0.1
 */
public record Metadata(
        String description,
        List<String> owners,
        List<String> tags,
        @Nullable String author,
        @Nullable Instant created,
        @Nullable String message,
        Map<String, Object> more) {

    /** Metadata that says nothing. */
    public static final Metadata NONE = new Metadata("", List.of(), List.of(), null, null, null, Map.of());

    /** Copies the collections and keeps their order. */
    public Metadata {
        Objects.requireNonNull(description, "description");
        owners = List.copyOf(owners);
        tags = List.copyOf(tags);
        more.forEach((key, value) -> Objects.requireNonNull(value, key));
        more = Collections.unmodifiableMap(new LinkedHashMap<>(more));
    }

    /** Returns metadata with nothing but a description. */
    public static Metadata describedAs(String description) {
        return new Metadata(description, List.of(), List.of(), null, null, null, Map.of());
    }

    /** Returns who wrote this version, if it is stated. */
    public Optional<String> statedAuthor() {
        return Optional.ofNullable(author);
    }
}
