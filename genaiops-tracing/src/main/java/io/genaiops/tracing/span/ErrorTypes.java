package io.genaiops.tracing.span;

import java.lang.reflect.UndeclaredThrowableException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;

/** The values of {@code error.type}: names of exception classes, at most {@value #LIMIT}, then {@value #OTHER}. */
final class ErrorTypes {

    static final int LIMIT = 100;
    static final String OTHER = "_OTHER";

    private final ConcurrentMap<String, String> known = new ConcurrentHashMap<>();

    String of(Throwable error) {
        String name = nameOf(error);
        String seen = known.get(name);
        if (seen != null) {
            return seen;
        }
        if (known.size() >= LIMIT) {
            return OTHER;
        }
        known.put(name, name);
        return name;
    }

    /** Returns the name of the class that stands for an error, without a limit to their number. */
    static String nameOf(Throwable error) {
        return name(named(unwrap(error).getClass()));
    }

    private static Throwable unwrap(Throwable error) {
        Throwable cause = error.getCause();
        boolean wrapper = error instanceof CompletionException
                || error instanceof ExecutionException
                || error instanceof UndeclaredThrowableException;
        return wrapper && cause != null ? cause : error;
    }

    private static Class<?> named(Class<?> type) {
        Class<?> superclass = type.getSuperclass();
        boolean generated = type.isAnonymousClass()
                || type.isLocalClass()
                || type.isHidden()
                || type.isSynthetic()
                || type.getName().contains("$$");
        return generated && superclass != null ? named(superclass) : type;
    }

    private static String name(Class<?> type) {
        String canonical = type.getCanonicalName();
        return canonical == null ? type.getName() : canonical;
    }
}
