package io.genaiops.cache.key;

import io.genaiops.GenAiOpsException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of an object that somebody else wrote, such as a provider's own parameters, read by its public accessors. A
 * class with one field that no accessor of that name gives is not read at all: two objects of it could not be told apart.
 */
final class ObjectFields {

    private static final ClassValue<List<Field>> KNOWN = new ClassValue<>() {
        @Override
        protected List<Field> computeValue(Class<?> type) {
            return read(type);
        }
    };

    private ObjectFields() {}

    /** One field. */
    record Field(String name, Method accessor) {

        @Nullable
        Object of(Object object) {
            try {
                return accessor.invoke(object);
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new GenAiOpsException(
                        "cannot read '" + name + "' of " + object.getClass().getName(), e);
            }
        }
    }

    /** Returns the fields in order, those of the topmost class first; none if they cannot all be read. */
    static List<Field> of(Class<?> type) {
        return KNOWN.get(type);
    }

    private static List<Field> read(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            List<Field> own = new ArrayList<>();
            for (java.lang.reflect.Field field : each.getDeclaredFields()) {
                if (Modifier.isStatic(field.getModifiers()) || field.isSynthetic()) {
                    continue;
                }
                Method accessor = accessor(type, field.getName());
                if (accessor == null) {
                    return List.of();
                }
                own.add(new Field(each.getName() + "." + field.getName(), accessor));
            }
            own.sort((one, other) -> one.name().compareTo(other.name()));
            fields.addAll(0, own);
        }
        return isOpen(type) ? List.copyOf(fields) : List.of();
    }

    /** Types of the platform are not read: what they say of themselves need not be all that they are. */
    private static boolean isOpen(Class<?> type) {
        return Modifier.isPublic(type.getModifiers())
                && !type.isArray()
                && !type.getName().startsWith("java.")
                && !type.getName().startsWith("javax.");
    }

    private static @Nullable Method accessor(Class<?> type, String field) {
        String capital = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
        for (String name : List.of(field, "get" + capital, "is" + capital)) {
            for (Method method : type.getMethods()) {
                if (method.getName().equals(name)
                        && method.getParameterCount() == 0
                        && method.getReturnType() != void.class
                        && !method.isBridge()
                        && !Modifier.isStatic(method.getModifiers())
                        && Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                    return method;
                }
            }
        }
        return null;
    }
}
