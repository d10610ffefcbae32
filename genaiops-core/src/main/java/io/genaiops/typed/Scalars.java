package io.genaiops.typed;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Reads single values: text, numbers, booleans, dates, constants. */
final class Scalars {

    private static final Map<Class<?>, Function<JsonNode, Object>> READERS = new HashMap<>();

    static {
        add(node -> exact(node).intValueExact(), int.class, Integer.class);
        add(node -> exact(node).longValueExact(), long.class, Long.class);
        add(node -> exact(node).shortValueExact(), short.class, Short.class);
        add(node -> exact(node).byteValueExact(), byte.class, Byte.class);
        add(node -> integer(exact(node)), BigInteger.class);
        add(node -> finite(node.doubleValue()), double.class, Double.class);
        add(node -> (float) finite((float) node.doubleValue()), float.class, Float.class);
        add(Scalars::exact, BigDecimal.class);
        add(JsonNode::booleanValue, boolean.class, Boolean.class);
        add(JsonNode::textValue, String.class, CharSequence.class);
        text(LocalDate::parse, LocalDate.class);
        text(LocalDateTime::parse, LocalDateTime.class);
        text(LocalTime::parse, LocalTime.class);
        text(text -> OffsetDateTime.parse(text).toInstant(), Instant.class);
        text(OffsetDateTime::parse, OffsetDateTime.class);
        text(ZonedDateTime::parse, ZonedDateTime.class);
        text(Duration::parse, Duration.class);
        text(UUID::fromString, UUID.class);
    }

    private Scalars() {}

    static boolean has(Class<?> type) {
        return type.isEnum() || READERS.containsKey(type);
    }

    /**
     * Reads a value of the type.
     *
     * @throws ArithmeticException if a number does not fit
     * @throws RuntimeException if a text does not
     */
    static Object read(Class<?> type, JsonNode value) {
        Function<JsonNode, Object> reader = READERS.get(type);
        return reader == null ? constant(type, value.textValue()) : reader.apply(value);
    }

    private static Object constant(Class<?> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such constant"));
    }

    private static BigDecimal exact(JsonNode value) {
        return value.decimalValue();
    }

    private static BigInteger integer(BigDecimal number) {
        if (!RecordReader.isWritable(number)) {
            throw new ArithmeticException("too many digits");
        }
        return number.toBigIntegerExact();
    }

    private static double finite(double number) {
        if (!Double.isFinite(number)) {
            throw new ArithmeticException("too large");
        }
        return number;
    }

    private static void add(Function<JsonNode, Object> reader, Class<?>... types) {
        for (Class<?> type : types) {
            READERS.put(type, reader);
        }
    }

    private static void text(Function<String, Object> reader, Class<?> type) {
        READERS.put(type, node -> reader.apply(node.textValue()));
    }
}
