package io.genaiops.prompt;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * The type of a prompt's input, named as JSON Schema names it.
 *
 * @since 0.1
 */
public enum InputType {
    /** Text: a {@link CharSequence}. */
    STRING,
    /** A whole number: {@code Integer}, {@code Long} and smaller, {@code BigInteger}. */
    INTEGER,
    /** Any finite number. */
    NUMBER,
    /** {@code true} or {@code false}. */
    BOOLEAN,
    /** A {@link Collection}. */
    ARRAY,
    /** A {@link Map}. */
    OBJECT;

    /**
     * Returns the type of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static InputType parse(String name) {
        for (InputType type : values()) {
            if (type.toString().equals(name)) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "type must be string, integer, number, boolean, array or object; found: '" + name + "'");
    }

    /** Returns whether the value is of this type. */
    public boolean accepts(Object value) {
        return switch (this) {
            case STRING -> value instanceof CharSequence;
            case INTEGER -> isInteger(value);
            case NUMBER -> isInteger(value) || value instanceof BigDecimal || isFinite(value);
            case BOOLEAN -> value instanceof Boolean;
            case ARRAY -> value instanceof Collection;
            case OBJECT -> value instanceof Map;
        };
    }

    private static boolean isInteger(Object value) {
        return value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
    }

    private static boolean isFinite(Object value) {
        return (value instanceof Double || value instanceof Float) && Double.isFinite(((Number) value).doubleValue());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
