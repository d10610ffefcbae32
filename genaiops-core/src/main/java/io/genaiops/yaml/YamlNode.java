package io.genaiops.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A value of a strict YAML file, which knows its file and line. Every accessor that does not find what it needs fails
 * with file, line, what was expected and what was found. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class YamlNode {

    /** What a value is. */
    enum Shape {
        MAP("a map"),
        LIST("a list"),
        TEXT("text"),
        INTEGER("an integer"),
        NUMBER("a number"),
        BOOLEAN("true or false"),
        NULL("nothing");

        private final String description;

        Shape(String description) {
            this.description = description;
        }
    }

    /** Where a value is; {@code keyLine} is the line of its key, or its own where it has none. */
    record Place(String file, int line, int keyLine) {}

    private static final BigInteger LARGEST_EXACT = BigInteger.ONE.shiftLeft(53);

    private final String file;
    private final int line;
    private final int keyLine;
    private final Shape type;
    private final String scalar;
    private final Map<String, YamlNode> entries;
    private final List<YamlNode> items;

    YamlNode(Place place, Shape type, String scalar, Map<String, YamlNode> entries, List<YamlNode> items) {
        this.file = place.file;
        this.line = place.line;
        this.keyLine = place.keyLine;
        this.type = type;
        this.scalar = scalar;
        this.entries = entries;
        this.items = items;
    }

    /**
     * Parses one YAML 1.2 document: no duplicate keys, no tags that build objects, bounded depth, size and aliases.
     *
     * @param file the name that messages use
     * @throws InvalidAssetException with file and line
     */
    public static YamlNode parse(String file, String yaml) {
        return parse(file, 1, yaml);
    }

    /**
     * Parses YAML that begins further down in its file.
     *
     * @param firstLine the line of the file that the YAML begins in, from 1
     * @throws InvalidAssetException with file and line
     */
    public static YamlNode parse(String file, int firstLine, String yaml) {
        return new YamlParser(file, firstLine).parse(yaml);
    }

    /** Returns whether this is a map. */
    public boolean isMap() {
        return type == Shape.MAP;
    }

    /** Returns whether this is a list. */
    public boolean isList() {
        return type == Shape.LIST;
    }

    /** Returns whether this is text. */
    public boolean isText() {
        return type == Shape.TEXT;
    }

    /** Returns the line in the file, from 1. */
    public int line() {
        return line;
    }

    /** Returns the entries in the order of the file. */
    public Map<String, YamlNode> entries() {
        expect(Shape.MAP);
        return entries;
    }

    /** Returns the items in order. */
    public List<YamlNode> items() {
        expect(Shape.LIST);
        return items;
    }

    /** Returns the scalar as it is written, whatever its type; a map, list or nothing is refused. */
    public String text() {
        if (type == Shape.MAP || type == Shape.LIST || type == Shape.NULL) {
            throw error("expected text, found " + type.description);
        }
        return scalar;
    }

    /** Returns the boolean. */
    public boolean bool() {
        expect(Shape.BOOLEAN);
        if (!scalar.equalsIgnoreCase("true") && !scalar.equalsIgnoreCase("false")) {
            throw error("expected true or false, found '" + scalar + "'");
        }
        return scalar.equalsIgnoreCase("true");
    }

    /** Returns the number. */
    public double number() {
        if (type != Shape.INTEGER) {
            expect(Shape.NUMBER);
        }
        return json().doubleValue();
    }

    /** Returns the integer. */
    public int integer() {
        expect(Shape.INTEGER);
        JsonNode value = json();
        if (!value.canConvertToInt()) {
            throw error("expected an integer of 32 bits, found " + scalar);
        }
        return value.intValue();
    }

    /** Returns the entry of a map, which must be there. */
    public YamlNode require(String key) {
        return find(key).orElseThrow(() -> error("expected the key '" + key + "', found only " + entries.keySet()));
    }

    /** Returns the entry of a map, if it is there; a key without a value is refused, since it says nothing. */
    public Optional<YamlNode> find(String key) {
        YamlNode value = entries().get(key);
        if (value != null && value.type == Shape.NULL) {
            throw value.keyError("expected a value for the key '" + key + "', found nothing; leave out the key, or"
                    + " give it a value");
        }
        return Optional.ofNullable(value);
    }

    /** Returns the texts of a list, or the one text that stands in its place; empty if the key is absent. */
    public List<String> texts(String key) {
        return find(key).map(YamlNode::texts).orElse(List.of());
    }

    private List<String> texts() {
        if (type != Shape.LIST) {
            return List.of(text());
        }
        List<String> texts = new ArrayList<>(items.size());
        items.forEach(item -> texts.add(item.text()));
        return Collections.unmodifiableList(texts);
    }

    /** Refuses every key of this map that is not in the set. */
    public void allowOnly(Set<String> keys) {
        allowOnly(keys, "", "");
    }

    /** Refuses every key of this map that is neither in the set nor begins with {@code x-}. */
    public void allowOnlyOrOwn(Set<String> keys) {
        allowOnly(keys, "x-", " or a key of your own that begins with 'x-'");
    }

    private void allowOnly(Set<String> keys, String ownPrefix, String orOwn) {
        entries().forEach((key, value) -> {
            if (!keys.contains(key) && (ownPrefix.isEmpty() || !key.startsWith(ownPrefix))) {
                throw value.keyError("unknown key '" + key + "'; expected one of "
                        + keys.stream().sorted().toList() + orOwn);
            }
        });
    }

    /** Applies a parser to this node's text and gives its complaint the file and line. */
    public <T> T as(Function<String, T> parser) {
        String text = text();
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw error(String.valueOf(e.getMessage()), e);
        }
    }

    /** Takes a step of building something from this node and gives its complaint the file and line. */
    public <T> T built(Supplier<T> step) {
        try {
            return step.get();
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw error(String.valueOf(e.getMessage()), e);
        }
    }

    /** Returns this value as JSON. */
    public JsonNode json() {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return switch (type) {
            case MAP -> {
                ObjectNode object = json.objectNode();
                entries.forEach((key, value) -> object.set(key, value.json()));
                yield object;
            }
            case LIST -> {
                ArrayNode array = json.arrayNode(items.size());
                items.forEach(item -> array.add(item.json()));
                yield array;
            }
            case TEXT -> json.textNode(scalar);
            case INTEGER -> exactInteger(json);
            case NUMBER -> finiteNumber(json);
            case BOOLEAN -> json.booleanNode(bool());
            case NULL -> json.nullNode();
        };
    }

    /** Returns the value as strings, numbers, booleans, lists, maps and null. */
    public @Nullable Object plain() {
        return switch (type) {
            case MAP -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                entries.forEach((key, value) -> map.put(key, value.plain()));
                yield Collections.unmodifiableMap(map);
            }
            case LIST -> {
                List<@Nullable Object> list = new ArrayList<>(items.size());
                items.forEach(item -> list.add(item.plain()));
                yield Collections.unmodifiableList(list);
            }
            case TEXT -> scalar;
            case INTEGER -> json().numberValue();
            case NUMBER -> json().doubleValue();
            case BOOLEAN -> bool();
            case NULL -> null;
        };
    }

    /** Returns an error at this place of the file. */
    public InvalidAssetException error(String message) {
        return new InvalidAssetException(file + ":" + line + ": " + message);
    }

    /** Returns an error at the place of this value's key. */
    public InvalidAssetException keyError(String message) {
        return new InvalidAssetException(file + ":" + keyLine + ": " + message);
    }

    private InvalidAssetException error(String message, Throwable cause) {
        return new InvalidAssetException(file + ":" + line + ": " + message, cause);
    }

    private JsonNode exactInteger(JsonNodeFactory json) {
        BigInteger value = integerValue();
        if (value.abs().compareTo(LARGEST_EXACT) > 0) {
            throw error("expected an integer of at most 2^53, found " + scalar + "; write it as text");
        }
        long exact = value.longValueExact();
        return exact == (int) exact ? json.numberNode((int) exact) : json.numberNode(exact);
    }

    private BigInteger integerValue() {
        if (scalar.length() > 64) {
            throw error("expected an integer of at most 2^53, found " + scalar.length() + " characters");
        }
        try {
            return scalar.startsWith("0o")
                    ? new BigInteger(scalar.substring(2), 8)
                    : scalar.startsWith("0x") ? new BigInteger(scalar.substring(2), 16) : new BigInteger(scalar);
        } catch (NumberFormatException e) {
            throw error("expected an integer, found '" + scalar + "'", e);
        }
    }

    private JsonNode finiteNumber(JsonNodeFactory json) {
        try {
            double value = Double.parseDouble(scalar);
            if (Double.isFinite(value)) {
                return json.numberNode(value);
            }
        } catch (NumberFormatException e) {
            throw error("expected a finite number, found '" + scalar + "'", e);
        }
        throw error("expected a finite number, found '" + scalar + "'");
    }

    private void expect(Shape expected) {
        if (type != expected) {
            throw error("expected " + expected.description + ", found "
                    + (type == Shape.MAP || type == Shape.LIST || type == Shape.NULL
                            ? type.description
                            : "'" + scalar + "'"));
        }
    }

    @Override
    public String toString() {
        return file + ":" + line + " " + type.description;
    }
}
