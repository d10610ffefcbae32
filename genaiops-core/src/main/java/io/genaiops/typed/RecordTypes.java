package io.genaiops.typed;

import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A record and those in it, each with its constructor. What cannot be read is found before anything is asked. */
final class RecordTypes {

    private static final Set<Type> CONTAINERS =
            Set.of(Optional.class, List.class, Collection.class, Set.class, Map.class);

    private final Map<Class<?>, Constructor<?>> constructors = new HashMap<>();

    RecordTypes(Class<?> type) {
        add(type);
    }

    Constructor<?> constructor(Class<?> type) {
        return Objects.requireNonNull(constructors.get(type), type.getName());
    }

    private void add(Class<?> type) {
        if (constructors.containsKey(type)) {
            return;
        }
        constructors.put(type, canonical(type));
        for (RecordComponent component : type.getRecordComponents()) {
            add(component.getGenericType(), component);
        }
    }

    private void add(Type type, RecordComponent at) {
        if (type instanceof ParameterizedType generic && CONTAINERS.contains(generic.getRawType())) {
            for (Type argument : generic.getActualTypeArguments()) {
                add(argument, at);
            }
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            add(plain);
        } else if (!(type instanceof Class<?> plain && Scalars.has(plain))) {
            throw new IllegalArgumentException("component '" + at.getName() + "' of record "
                    + at.getDeclaringRecord().getName() + " must be of a type that answers are read as, with List, Set"
                    + " or Collection for several; found: " + type.getTypeName());
        }
    }

    private static Constructor<?> canonical(Class<?> type) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor;
        } catch (InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " is in a package that its module does not open; add 'opens "
                            + type.getPackageName() + "' to its module-info",
                    e);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("record " + type.getName() + " has no canonical constructor", e);
        }
    }
}
