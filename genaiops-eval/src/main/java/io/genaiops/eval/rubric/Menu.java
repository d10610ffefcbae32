package io.genaiops.eval.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.langchain4j.model.chat.request.json.JsonEnumSchema;
import dev.langchain4j.model.chat.request.json.JsonIntegerSchema;
import dev.langchain4j.model.chat.request.json.JsonSchemaElement;
import io.genaiops.eval.Scale;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The verdicts that a judge may give: whole grades, or categories with a value each, and perhaps that the rubric does not
 * apply. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Menu {

    static final String NOT_APPLICABLE = "n/a";

    private static final List<String> NO_AND_YES = List.of("no", "yes");
    private static final int HIGHEST_GRADE = 100;

    private final Map<String, Double> entries;
    private final boolean graded;
    private final boolean orNotApplicable;
    private final Scale scale;
    private final Pattern prose;

    private Menu(Map<String, Double> entries, boolean graded, boolean orNotApplicable) {
        this.entries = entries;
        this.graded = graded;
        this.orNotApplicable = orNotApplicable;
        this.scale = Scale.of(Collections.min(entries.values()), Collections.max(entries.values()));
        this.prose = TextVerdict.pattern(this);
    }

    /** Returns the whole grades from {@code lowest} to {@code highest}, 0 to 100. */
    public static Menu grades(int lowest, int highest) {
        if (lowest < 0 || highest > HIGHEST_GRADE || lowest >= highest) {
            throw new IllegalArgumentException(
                    "grades must rise, from 0 to " + HIGHEST_GRADE + "; found: " + lowest + " to " + highest);
        }
        Map<String, Double> entries = new LinkedHashMap<>();
        for (int grade = lowest; grade <= highest; grade++) {
            entries.put(Integer.toString(grade), (double) grade);
        }
        return new Menu(entries, true, false);
    }

    /** Returns categories, the lowest first, whose values are spaced evenly from 0 to 1. */
    public static Menu categories(String... fromLowest) {
        Map<String, Double> entries = new LinkedHashMap<>();
        for (String category : fromLowest) {
            entries.put(category, entries.size() / Math.max(1.0, fromLowest.length - 1));
        }
        if (entries.size() < fromLowest.length) {
            throw new IllegalArgumentException("categories must differ; found: " + List.of(fromLowest));
        }
        return categories(entries);
    }

    /** Returns categories with their values, which become the scale from the least to the greatest. */
    public static Menu categories(Map<String, Double> values) {
        if (values.size() < 2) {
            throw new IllegalArgumentException("a menu needs two categories at least; found: " + values.keySet());
        }
        Map<String, Double> entries = new LinkedHashMap<>();
        values.forEach((category, value) -> {
            String key = key(category);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "value of category '" + category + "' must be finite; found: " + value);
            }
            if (key.isEmpty() || isNotApplicable(key) || entries.put(key, value) != null) {
                throw new IllegalArgumentException(
                        "categories must differ and say something other than n/a; found: " + values.keySet());
            }
        });
        return new Menu(entries, false, false);
    }

    /** Returns no (0) and yes (1). */
    public static Menu noOrYes() {
        return categories("no", "yes");
    }

    /** Returns this menu with one more entry: that the rubric does not apply, which gives no score. */
    public Menu orNotApplicable() {
        return new Menu(entries, graded, true);
    }

    /**
     * Returns the menu that the schema of a rubric's output states for its property {@code score}: an integer with
     * minimum and maximum, or an enumeration of whole numbers or of categories, the lowest first, with {@code "n/a"} last
     * if the rubric may not apply. Categories are spaced evenly from 0 to 1.
     *
     * @throws IllegalArgumentException if it states none
     */
    public static Menu of(JsonNode outputSchema) {
        return of(outputSchema, List.of());
    }

    /** Returns the menu that the schema states, its categories with these values unless there are none. */
    static Menu of(JsonNode outputSchema, List<Double> values) {
        JsonNode score = outputSchema.path("properties").path("score");
        if (score.path("minimum").canConvertToInt() && score.path("maximum").canConvertToInt()) {
            return grades(
                    score.path("minimum").intValue(), score.path("maximum").intValue());
        }
        List<JsonNode> items = new ArrayList<>();
        score.path("enum").forEach(items::add);
        boolean mayNotApply = items.removeIf(item -> item.isTextual() && isNotApplicable(key(item.textValue())));
        Menu menu = values.isEmpty() ? ofItems(items, outputSchema) : categories(valued(items, values));
        return mayNotApply ? menu.orNotApplicable() : menu;
    }

    private static Map<String, Double> valued(List<JsonNode> items, List<Double> values) {
        if (items.size() != values.size()) {
            throw new IllegalArgumentException(
                    "a rubric needs a value for each category; found: " + items + " with the values " + values);
        }
        Map<String, Double> valued = new LinkedHashMap<>();
        for (int i = 0; i < items.size(); i++) {
            valued.put(items.get(i).asText(), values.get(i));
        }
        return valued;
    }

    private static Menu ofItems(List<JsonNode> items, JsonNode schema) {
        if (items.size() >= 2 && items.stream().allMatch(JsonNode::isTextual)) {
            return categories(items.stream().map(JsonNode::textValue).toArray(String[]::new));
        }
        boolean rising = items.size() >= 2;
        for (int i = 0; i < items.size(); i++) {
            rising &= items.get(i).isInt()
                    && items.get(i).intValue() == items.get(0).intValue() + i;
        }
        if (!rising) {
            throw new IllegalArgumentException("the output of a rubric needs a property 'score' that is an integer with"
                    + " minimum and maximum, or an enum of rising whole numbers or of categories; found: " + schema);
        }
        return grades(items.get(0).intValue(), items.get(items.size() - 1).intValue());
    }

    /** Returns the entries with their values, in order. */
    public Map<String, Double> entries() {
        return Collections.unmodifiableMap(entries);
    }

    /** Returns the scale, from the least value to the greatest. */
    public Scale scale() {
        return scale;
    }

    /** Tells whether the entries are whole grades. */
    public boolean isGraded() {
        return graded;
    }

    /** Tells whether the judge may say that the rubric does not apply. */
    public boolean mayNotApply() {
        return orNotApplicable;
    }

    /** Returns what a judge may write for the score, such as {@code a whole number from 1 to 5}. */
    public String describe() {
        String text = graded
                ? "a whole number from " + lowest() + " to " + highest()
                : "one of "
                        + entries.keySet().stream()
                                .map(word -> '"' + word + '"')
                                .collect(Collectors.joining(", "));
        return orNotApplicable ? text + ", or \"" + NOT_APPLICABLE + "\"" : text;
    }

    /** Returns the schema of the score, for a model that supports structured output. */
    public JsonSchemaElement schema() {
        if (graded && !orNotApplicable) {
            return JsonIntegerSchema.builder().description(describe()).build();
        }
        List<String> words = new ArrayList<>(entries.keySet());
        if (orNotApplicable) {
            words.add(NOT_APPLICABLE);
        }
        return JsonEnumSchema.builder().enumValues(words).build();
    }

    /** Returns the schema of an output with this menu, from which {@link #of} makes an equal one. */
    JsonNode output() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "object");
        ObjectNode properties = json.putObject("properties");
        properties.putObject("reason").put("type", "string");
        ArrayNode words = properties.putObject("score").putArray("enum");
        entries.forEach((word, value) -> {
            if (graded) {
                words.add(value.intValue());
            } else {
                words.add(word);
            }
        });
        if (orNotApplicable) {
            words.add(NOT_APPLICABLE);
        }
        return json;
    }

    /** Returns the configuration, for an identity. */
    public JsonNode toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        entries.forEach(json::put);
        return json.put(NOT_APPLICABLE, orNotApplicable);
    }

    int lowest() {
        return (int) scale.min();
    }

    int highest() {
        return (int) scale.max();
    }

    Pattern prose() {
        return prose;
    }

    /** Returns the verdict for an entry as it was written: a category, or that the rubric does not apply. */
    Optional<Verdict> word(String written, String reason) {
        String key = key(written);
        if (orNotApplicable && isNotApplicable(key)) {
            return Optional.of(Verdict.notApplicable(reason));
        }
        Double value = graded ? null : entries.get(key);
        return value == null ? Optional.empty() : Optional.of(Verdict.scored(key, value, reason));
    }

    /** Returns the verdict for a JSON boolean, where the menu is no and yes. */
    Optional<Verdict> truth(boolean value, String reason) {
        return List.copyOf(entries.keySet()).equals(NO_AND_YES) ? word(value ? "yes" : "no", reason) : Optional.empty();
    }

    static String key(String word) {
        return Normalizer.normalize(word, Normalizer.Form.NFKC)
                .replaceAll("[\\s_\\p{Pd}]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static boolean isNotApplicable(String key) {
        return key.equals(NOT_APPLICABLE) || key.equals("na") || key.equals("not applicable");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Menu that
                && graded == that.graded
                && orNotApplicable == that.orNotApplicable
                && List.copyOf(entries.entrySet()).equals(List.copyOf(that.entries.entrySet()));
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return describe();
    }
}
