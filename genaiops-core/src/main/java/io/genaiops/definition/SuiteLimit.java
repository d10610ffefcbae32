package io.genaiops.definition;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Objects;

/**
 * What a score is held against, as a suite writes it: {@code atLeast: 0.8}, {@code below: 2 s}, {@code between: [0.2,
 * 0.6]}.
 *
 * @param bound on which side of the values a score passes
 * @param values one value; two of one unit, the lower one first, for {@link Bound#BETWEEN}
 * @since 0.1
 */
public record SuiteLimit(Bound bound, List<Quantity> values) {

    /** The sides of a value; files spell them as {@link #toString} does. */
    public enum Bound {
        /** The value and everything above it passes. */
        AT_LEAST("atLeast"),
        /** The value and everything below it passes. */
        AT_MOST("atMost"),
        /** Everything above the value passes. */
        ABOVE("above"),
        /** Everything below the value passes. */
        BELOW("below"),
        /** Everything from one value to the other passes, both included. */
        BETWEEN("between");

        private final String field;

        Bound(String field) {
            this.field = field;
        }

        /** Returns the name of the field, for example {@code atLeast}. */
        @Override
        public String toString() {
            return field;
        }
    }

    /** Refuses a number of values that the bound does not have, and values that leave no room between them. */
    public SuiteLimit {
        Objects.requireNonNull(bound, "bound");
        values = List.copyOf(values);
        int expected = bound == Bound.BETWEEN ? 2 : 1;
        if (values.size() != expected) {
            throw new IllegalArgumentException(bound + " must have "
                    + (expected == 1 ? "one value" : "two values, as [0.2, 0.6]") + "; found: " + values.size());
        }
        Quantity first = values.get(0);
        Quantity last = values.get(expected - 1);
        if (!first.unit().equals(last.unit()) || first.value().compareTo(last.value()) > 0) {
            throw new IllegalArgumentException(
                    bound + " must go from the lower value to the higher one, both of one unit; found: " + values);
        }
    }

    /** Returns a limit of one value. */
    public static SuiteLimit of(Bound bound, Quantity value) {
        return new SuiteLimit(bound, List.of(value));
    }

    /** Returns the unit of the values, or empty. */
    public String unit() {
        return values.get(0).unit();
    }

    JsonNode json() {
        if (bound != Bound.BETWEEN) {
            return values.get(0).json();
        }
        ArrayNode both = JsonNodeFactory.instance.arrayNode();
        values.forEach(value -> both.add(value.json()));
        return both;
    }

    /** Returns bound and values, for example {@code atLeast 0.8}. */
    @Override
    public String toString() {
        return bound + " " + (values.size() == 1 ? values.get(0) : values);
    }
}
