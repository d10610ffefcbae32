package io.genaiops.tracing.content;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Value;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Keys of structured attributes, which the OpenTelemetry API has from 1.61 on and older ones lack. */
final class ValueKeys {

    private static final @Nullable MethodHandle FACTORY = find();

    private ValueKeys() {}

    static boolean areSupported() {
        return FACTORY != null;
    }

    @SuppressWarnings("unchecked")
    static AttributeKey<Value<?>> of(String key) {
        if (FACTORY == null) {
            throw new IllegalStateException("structured attributes need OpenTelemetry API 1.61 or newer");
        }
        try {
            return (AttributeKey<Value<?>>) FACTORY.invoke(key);
        } catch (Throwable e) {
            throw new IllegalStateException("AttributeKey.valueKey failed for '" + key + "'", e);
        }
    }

    private static @Nullable MethodHandle find() {
        try {
            return MethodHandles.publicLookup()
                    .findStatic(
                            AttributeKey.class, "valueKey", MethodType.methodType(AttributeKey.class, String.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
