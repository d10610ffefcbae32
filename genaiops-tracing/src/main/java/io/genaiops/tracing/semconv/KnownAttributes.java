package io.genaiops.tracing.semconv;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Collects attributes whose values may be unknown and leaves those out; OpenTelemetry takes no {@code null}. Not
 * thread-safe.
 *
 * @since 0.1
 */
public final class KnownAttributes {

    private final AttributesBuilder builder = Attributes.builder();

    private KnownAttributes() {}

    /** Begins with one attribute. */
    public static <T> KnownAttributes of(AttributeKey<T> key, @Nullable T value) {
        return new KnownAttributes().and(key, value);
    }

    /** Adds one attribute. */
    public <T> KnownAttributes and(AttributeKey<T> key, @Nullable T value) {
        if (value != null) {
            builder.put(key, value);
        }
        return this;
    }

    /** Returns what is known. */
    public Attributes build() {
        return builder.build();
    }
}
