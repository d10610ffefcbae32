package io.genaiops.definition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the fields of definitions have in common: checks with one wording. */
final class FieldRules {

    private static final int LONGEST = 4_000;
    private static final Pattern SERVED_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,199}");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private FieldRules() {}

    /** Returns a text for people, which must say something. */
    static String text(String field, String value) {
        if (value.isBlank() || value.length() > LONGEST) {
            throw new IllegalArgumentException(field + " must be a text of at most " + LONGEST + " characters; found "
                    + (value.isBlank() ? "a blank one" : value.length()));
        }
        return value;
    }

    /** Returns a name as providers give it to models, never the place where a model is served. */
    static String servedName(String field, String value) {
        if (!SERVED_NAME.matcher(value).matches() || value.contains("//")) {
            throw new IllegalArgumentException(field + " must match " + SERVED_NAME
                    + " and be a name, not an endpoint (the host maps names to models); found: '" + value + "'");
        }
        return value;
    }

    /** Adds short names, each once. */
    static void addNames(String field, Collection<String> names, String... more) {
        for (String name : more) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(field + " must match " + NAME + "; found: '" + name + "'");
            }
            if (names.contains(name)) {
                throw new IllegalArgumentException(field + " must differ; found twice: '" + name + "'");
            }
            names.add(name);
        }
    }

    /** Returns the values as JSON spells the constants of an enum: {@code structured-output}. */
    static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the constant that is spelled so. */
    static <E extends Enum<E>> E parse(String field, String text, E[] constants) {
        List<String> names = new ArrayList<>();
        for (E constant : constants) {
            names.add(spelled(constant));
            if (spelled(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(field + " must be one of " + names + "; found: '" + text + "'");
    }

    /** Returns a value that a builder must have been given. */
    static <T> T given(String asset, String field, @Nullable T value) {
        if (value == null) {
            throw new IllegalStateException(asset + " needs " + field + "; set it before build()");
        }
        return value;
    }

    /** Refuses a list or map without entries. */
    static void notEmpty(String asset, String field, Collection<?> values) {
        if (values.isEmpty()) {
            throw new IllegalStateException(asset + " needs at least one of " + field + "; set it before build()");
        }
    }
}
