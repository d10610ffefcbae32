package io.genaiops.typed;

import io.genaiops.schema.SchemaViolation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading an answer: a value, or everything that is wrong with it.
 *
 * @param read the value, or {@code null} if something is wrong
 * @param violations what is wrong; empty if there is a value
 * @param <T> the type of the value
 * @since 0.1
 */
public record Reading<T>(@Nullable T read, List<SchemaViolation> violations) {

    /** Requires a value or a violation. */
    public Reading {
        violations = List.copyOf(violations);
        if ((read == null) == violations.isEmpty()) {
            throw new IllegalArgumentException("expected a value or violations; found: " + violations.size()
                    + " violations and " + (read == null ? "no value" : "a value"));
        }
    }

    static <T> Reading<T> wrong(String location, String message) {
        return new Reading<>(null, List.of(new SchemaViolation(location, message)));
    }

    /** Returns the value, unless something is wrong. */
    public Optional<T> value() {
        return Optional.ofNullable(read);
    }
}
