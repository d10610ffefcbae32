package io.genaiops.schema;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** Writes the schema of a record from its declaration. */
final class RecordSchema {

    private static final Set<Type> INTEGERS = Set.of(
            int.class,
            Integer.class,
            long.class,
            Long.class,
            short.class,
            Short.class,
            byte.class,
            Byte.class,
            BigInteger.class);
    private static final Set<Type> NUMBERS =
            Set.of(double.class, Double.class, float.class, Float.class, BigDecimal.class);

    /** Types that are written as text of a format; a local time has none by name, so that it is described. */
    private static final Map<Type, String> FORMATS = Map.of(
            LocalDate.class, "date",
            Instant.class, "date-time",
            OffsetDateTime.class, "date-time",
            ZonedDateTime.class, "date-time",
            Duration.class, "duration",
            UUID.class, "uuid");

    private static final Map<Type, String> DESCRIBED = Map.of(
            LocalDateTime.class, "a date and time without a zone, such as 2026-01-31T08:30:00",
            LocalTime.class, "a time of day without a zone, such as 08:30:00");

    private final Deque<Class<?>> open = new ArrayDeque<>();

    static ObjectNode of(Class<? extends Record> type) {
        return new RecordSchema().record(type);
    }

    private ObjectNode record(Class<?> type) {
        if (open.contains(type)) {
            throw new IllegalArgumentException("record " + type.getName() + " holds itself; a schema needs an end");
        }
        open.push(type);
        ObjectNode schema = simple("object");
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = schema.putArray("required");
        for (RecordComponent component : type.getRecordComponents()) {
            properties.set(component.getName(), schema(component.getGenericType(), component));
            if (!isOptional(component)) {
                required.add(component.getName());
            }
        }
        open.pop();
        return schema.put("additionalProperties", false);
    }

    private static boolean isOptional(RecordComponent component) {
        return component.getType() == Optional.class
                || Stream.of(
                                component.getAnnotations(),
                                component.getAnnotatedType().getAnnotations())
                        .flatMap(Stream::of)
                        .map(Annotation::annotationType)
                        .anyMatch(annotation -> annotation.getSimpleName().equals("Nullable"));
    }

    private ObjectNode schema(Type type, RecordComponent at) {
        if (INTEGERS.contains(type)) {
            return simple("integer");
        }
        if (NUMBERS.contains(type)) {
            return simple("number");
        }
        if (type == boolean.class || type == Boolean.class) {
            return simple("boolean");
        }
        if (type instanceof ParameterizedType generic) {
            return generic(generic, at);
        }
        if (type instanceof Class<?> plain) {
            return plain(plain, at);
        }
        throw unsupported(type, at);
    }

    private ObjectNode plain(Class<?> type, RecordComponent at) {
        if (type == String.class || type == CharSequence.class) {
            return simple("string");
        }
        if (FORMATS.containsKey(type)) {
            return simple("string").put("format", FORMATS.get(type));
        }
        if (DESCRIBED.containsKey(type)) {
            return simple("string").put("description", DESCRIBED.get(type));
        }
        if (type.isEnum()) {
            ObjectNode schema = simple("string");
            ArrayNode names = schema.putArray("enum");
            for (Object constant : type.getEnumConstants()) {
                names.add(((Enum<?>) constant).name());
            }
            return schema;
        }
        if (type.isRecord()) {
            return record(type);
        }
        throw unsupported(type, at);
    }

    private ObjectNode generic(ParameterizedType type, RecordComponent at) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] arguments = type.getActualTypeArguments();
        if (raw == Optional.class) {
            return schema(arguments[0], at);
        }
        if (Collection.class.isAssignableFrom(raw)) {
            ObjectNode schema = simple("array");
            schema.set("items", schema(arguments[0], at));
            return schema;
        }
        if (raw == Map.class && arguments[0] == String.class) {
            ObjectNode schema = simple("object");
            schema.set("additionalProperties", schema(arguments[1], at));
            return schema;
        }
        throw unsupported(type, at);
    }

    private static ObjectNode simple(String type) {
        return JsonNodeFactory.instance.objectNode().put("type", type);
    }

    private static IllegalArgumentException unsupported(Type type, RecordComponent at) {
        return new IllegalArgumentException("component '" + at.getName() + "' of record "
                + at.getDeclaringRecord().getName() + " must be a string, number, boolean, date, time, enum,"
                + " record, Optional, collection or map with string keys; found: " + type.getTypeName());
    }
}
