package io.genaiops.rollout;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What an attribute must be. It is data: there is nothing to run in it. A missing attribute meets no condition.
 *
 * @param attribute the name of the attribute
 * @param operator how it is compared, case-sensitively
 * @param values what it is compared with; one of them has to fit
 * @since 0.1
 */
public record Condition(String attribute, Operator operator, List<String> values) {

    /** How an attribute is compared. */
    public enum Operator {
        /** It is the one value. */
        EQUALS,
        /** It is one of the values. */
        IN,
        /** It starts with one of the values. */
        STARTS_WITH;

        /** Returns the name that files use, for example {@code starts_with}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Validates and copies. */
    public Condition {
        values = List.copyOf(values);
        if (attribute.isBlank()) {
            throw new IllegalArgumentException("attribute must have a name; found: '" + attribute + "'");
        }
        if (values.isEmpty()) {
            throw new IllegalArgumentException("condition on '" + attribute + "' needs at least one value; found none");
        }
        if (operator == Operator.EQUALS && values.size() > 1) {
            throw new IllegalArgumentException(
                    "condition on '" + attribute + "' equals one value, found " + values + "; use 'in' for several");
        }
        if (operator == Operator.STARTS_WITH && values.contains("")) {
            throw new IllegalArgumentException(
                    "condition on '" + attribute + "' starts with an empty text, which every value does");
        }
    }

    /** Returns the condition that an attribute is this value. */
    public static Condition equalTo(String attribute, String value) {
        return new Condition(attribute, Operator.EQUALS, List.of(value));
    }

    /** Returns the condition that an attribute is one of these values. */
    public static Condition in(String attribute, String... values) {
        return new Condition(attribute, Operator.IN, List.of(values));
    }

    /** Returns the condition that an attribute starts with one of these texts. */
    public static Condition startsWith(String attribute, String... prefixes) {
        return new Condition(attribute, Operator.STARTS_WITH, List.of(prefixes));
    }

    /** Returns whether the attributes meet it. */
    public boolean isMet(Map<String, String> attributes) {
        String actual = attributes.get(attribute);
        if (actual == null) {
            return false;
        }
        if (operator != Operator.STARTS_WITH) {
            return values.contains(actual);
        }
        for (String prefix : values) {
            if (actual.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    static boolean areMet(List<Condition> conditions, Map<String, String> attributes) {
        for (Condition condition : conditions) {
            if (!condition.isMet(attributes)) {
                return false;
            }
        }
        return true;
    }
}
