package io.genaiops.typed;

import com.fasterxml.jackson.databind.JsonNode;
import io.genaiops.schema.SchemaViolation;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes records of JSON that fits their schema, and notes every value that does not fit its type all the same. */
final class RecordReader {

    private final RecordTypes types;
    private final List<SchemaViolation> violations = new ArrayList<>();

    RecordReader(RecordTypes types) {
        this.types = types;
    }

    List<SchemaViolation> violations() {
        return violations;
    }

    @Nullable
    Object read(Type type, JsonNode value, String at) {
        if (type instanceof ParameterizedType generic) {
            return generic(generic, value, at);
        }
        Class<?> plain = (Class<?>) type;
        if (value.isNull() || value.isMissingNode()) {
            return null;
        }
        return plain.isRecord() ? record(plain, value, at) : scalar(plain, value, at);
    }

    private @Nullable Object record(Class<?> type, JsonNode value, String at) {
        int before = violations.size();
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            arguments[i] = read(components[i].getGenericType(), value.path(name), at + "/" + name);
        }
        return violations.size() > before ? null : create(types.constructor(type), arguments, at);
    }

    private @Nullable Object create(Constructor<?> constructor, @Nullable Object[] arguments, String at) {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            wrong(at, constructor.getDeclaringClass().getSimpleName() + " refuses it: " + e.getCause());
        } catch (IllegalArgumentException | NullPointerException e) {
            wrong(at, "a value is missing");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "cannot create " + constructor.getDeclaringClass().getName(), e);
        }
        return null;
    }

    private @Nullable Object generic(ParameterizedType type, JsonNode value, String at) {
        Type[] arguments = type.getActualTypeArguments();
        boolean absent = value.isNull() || value.isMissingNode();
        if (type.getRawType() == Optional.class) {
            return absent ? Optional.empty() : Optional.ofNullable(read(arguments[0], value, at));
        }
        if (absent) {
            return null;
        }
        return type.getRawType() == Map.class
                ? map(arguments[1], value, at)
                : elements(type.getRawType() == Set.class, arguments[0], value, at);
    }

    private Map<String, @Nullable Object> map(Type type, JsonNode value, String at) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        value.properties()
                .forEach(entry ->
                        map.put(entry.getKey(), read(type, entry.getValue(), at + "/" + escaped(entry.getKey()))));
        return Collections.unmodifiableMap(map);
    }

    private Object elements(boolean isSet, Type type, JsonNode value, String at) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = 0; i < value.size(); i++) {
            elements.add(read(type, value.get(i), at + "/" + i));
        }
        return isSet
                ? Collections.unmodifiableSet(new LinkedHashSet<>(elements))
                : Collections.unmodifiableList(elements);
    }

    private @Nullable Object scalar(Class<?> type, JsonNode value, String at) {
        try {
            return Scalars.read(type, value);
        } catch (ArithmeticException e) {
            wrong(at, "number expected that fits " + type.getSimpleName() + "; found one that does not");
        } catch (RuntimeException e) {
            wrong(at, "text expected that is a " + type.getSimpleName() + "; found another");
        }
        return null;
    }

    private void wrong(String at, String message) {
        violations.add(new SchemaViolation(at, message));
    }

    /** Escapes a step of a JSON Pointer. */
    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }

    /** Returns whether a number is small enough to be written out. */
    static boolean isWritable(BigDecimal number) {
        return Math.abs((long) number.precision() - number.scale()) <= 1_000;
    }
}
