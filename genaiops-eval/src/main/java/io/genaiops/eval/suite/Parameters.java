package io.genaiops.eval.suite;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.cost.Cost;
import io.genaiops.definition.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of one evaluator as a suite writes them. Each accessor says what it needs if it finds something else. What
 * a suite writes and nobody asks for is an error: read all parameters that the evaluator knows. Not thread-safe.
 *
 * @since 0.1
 */
public final class Parameters {

    private final ObjectNode values;
    private final SortedSet<String> asked = new TreeSet<>();

    Parameters(ObjectNode values) {
        this.values = values.deepCopy();
    }

    /** Returns whether the parameter is there. */
    public boolean has(String name) {
        return find(name) != null;
    }

    /** Returns a text. */
    public String text(String name) {
        JsonNode value = require(name, "a text");
        if (!value.isTextual()) {
            throw wrong(name, "a text", value);
        }
        return value.textValue();
    }

    /** Returns a text, or another one if the parameter is absent. */
    public String text(String name, String otherwise) {
        return has(name) ? text(name) : otherwise;
    }

    /** Returns a list of texts, or the one text that stands in its place. */
    public List<String> texts(String name) {
        JsonNode value = require(name, "a list of texts");
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value.isArray() ? value : List.of(value)) {
            if (!item.isTextual()) {
                throw wrong(name, "a list of texts", value);
            }
            texts.add(item.textValue());
        }
        return List.copyOf(texts);
    }

    /** Returns an integer of 32 bits. */
    public int integer(String name) {
        JsonNode value = require(name, "an integer");
        if (!value.isNumber() || value.doubleValue() != (int) value.doubleValue()) {
            throw wrong(name, "an integer", value);
        }
        return (int) value.doubleValue();
    }

    /** Returns an integer, or another one if the parameter is absent. */
    public int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    /** Returns a number. */
    public double number(String name) {
        JsonNode value = require(name, "a number");
        if (!value.isNumber()) {
            throw wrong(name, "a number", value);
        }
        return value.doubleValue();
    }

    /** Returns a number, or another one if the parameter is absent. */
    public double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    /** Returns whether the parameter is {@code true}; {@code false} if it is absent. */
    public boolean flag(String name) {
        JsonNode value = find(name);
        if (value != null && !value.isBoolean()) {
            throw wrong(name, "true or false", value);
        }
        return value != null && value.booleanValue();
    }

    /** Returns the constant that the parameter spells in lower case, with hyphens or underscores between words. */
    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        List<String> spelled = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        JsonNode value = require(name, "one of " + spelled);
        int index = spelled.indexOf(value.asText().replace('-', '_'));
        if (!value.isTextual() || index < 0) {
            throw wrong(name, "one of " + spelled, value);
        }
        return type.getEnumConstants()[index];
    }

    /** Returns a time, which is written with its unit: {@code 2 s}, {@code 500 ms}, {@code 1 min}. */
    public Duration duration(String name) {
        String expected = "a time such as '2 s'";
        JsonNode value = require(name, expected);
        try {
            return Quantity.parse(value.asText()).duration();
        } catch (IllegalArgumentException e) {
            throw wrong(name, expected, value);
        }
    }

    /** Returns an amount of money, which is written with its currency: {@code 0.01 USD}. */
    public Cost cost(String name) {
        String expected = "an amount such as '0.01 USD'";
        JsonNode value = require(name, expected);
        try {
            Quantity amount = Quantity.parse(value.asText());
            return Cost.of(amount.value(), Currency.getInstance(amount.unit()));
        } catch (IllegalArgumentException e) {
            throw wrong(name, expected, value);
        }
    }

    /** Returns a value of any form, a copy. */
    public JsonNode json(String name) {
        return require(name, "a value").deepCopy();
    }

    /** Returns a map from words to lists of texts. */
    Map<String, List<String>> lists(String name) {
        JsonNode value = require(name, "a map of lists of texts");
        if (!value.isObject()) {
            throw wrong(name, "a map of lists of texts", value);
        }
        Map<String, List<String>> lists = new LinkedHashMap<>();
        Parameters within = new Parameters((ObjectNode) value);
        value.fieldNames().forEachRemaining(key -> lists.put(key, within.texts(key)));
        return lists;
    }

    /** Returns the parameters within a parameter, which must be a map. */
    Parameters within(String name) {
        JsonNode value = require(name, "a map");
        if (value instanceof ObjectNode map) {
            return new Parameters(map);
        }
        throw wrong(name, "a map", value);
    }

    /** Refuses what is written and was never asked for. */
    void requireAllAsked() {
        values.fieldNames().forEachRemaining(name -> {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException("unknown parameter '" + name + "'; "
                        + (asked.isEmpty() ? "this evaluator has none" : Nearest.to(name, asked)));
            }
        });
    }

    ObjectNode without(String name) {
        ObjectNode rest = values.deepCopy();
        rest.remove(name);
        return rest;
    }

    private @Nullable JsonNode find(String name) {
        asked.add(name);
        return values.get(name);
    }

    private JsonNode require(String name, String expected) {
        JsonNode value = find(name);
        if (value == null) {
            List<String> found = new ArrayList<>();
            values.fieldNames().forEachRemaining(found::add);
            throw new IllegalArgumentException(
                    "expected the parameter '" + name + "', " + expected + "; found only " + found);
        }
        return value;
    }

    private static IllegalArgumentException wrong(String name, String expected, JsonNode found) {
        return new IllegalArgumentException("parameter '" + name + "' must be " + expected + "; found: " + found);
    }

    /** Returns the values as JSON. */
    @Override
    public String toString() {
        return values.toString();
    }
}
