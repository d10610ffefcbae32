package io.genaiops.eval.figure;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A number, or a date, a time or a version, that a text states. Immutable.
 *
 * @since 0.1
 */
public final class Figure {

    private final @Nullable BigDecimal value;
    private final String unit;
    private final Set<String> keys;
    private final String written;

    private Figure(@Nullable BigDecimal value, String unit, Set<String> keys, String written) {
        this.value = value;
        this.unit = requireNonNull(unit, "unit");
        this.keys = Set.copyOf(keys);
        this.written = requireNonNull(written, "written");
    }

    static Figure number(BigDecimal value, String unit, String written) {
        return new Figure(value, unit, Set.of(), written);
    }

    static Figure keyed(Set<String> keys, String written) {
        return new Figure(null, "", keys, written);
    }

    /** Returns the value of a number; empty for all else, which has keys instead. */
    public Optional<BigDecimal> value() {
        return Optional.ofNullable(value);
    }

    /** Returns the unit of a number in its usual short form; empty if none is known. */
    public String unit() {
        return unit;
    }

    /** Returns every way to read a date, a time or a version, such as 2024-03-05; empty for a number. */
    public Set<String> keys() {
        return keys;
    }

    /** Returns how the text writes it. */
    public String written() {
        return written;
    }

    /** Returns a text that is the same for figures that state the same. */
    public String identity() {
        return value == null
                ? String.join("|", keys.stream().sorted().toList())
                : value.stripTrailingZeros() + " " + unit;
    }

    @Override
    public String toString() {
        return identity().strip();
    }
}
