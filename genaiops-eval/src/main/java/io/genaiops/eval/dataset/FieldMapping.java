package io.genaiops.eval.dataset;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Says which fields of a row are its input, its response and so on; what is left becomes attributes. A place is a name, or
 * a JSON pointer such as {@code /data/question} if it begins with a slash. Immutable.
 *
 * <pre>{@code
 * FieldMapping mapping = FieldMapping.usual()
 *         .with(FieldMapping.Field.INPUT, "/data/question")
 *         .separated(FieldMapping.Field.TAGS, ";");
 * }</pre>
 *
 * @since 0.1
 */
public final class FieldMapping {

    /** The parts of a sample. */
    public enum Field {
        /** The id; the number of the row if there is none. */
        ID,
        /** The input. */
        INPUT,
        /** A response that is already there. */
        RESPONSE,
        /** One right answer or an array of them. */
        REFERENCE,
        /** A text, an array of texts, or of objects with id and text. */
        CONTEXT,
        /** An array of texts, or one text. */
        TAGS,
        /** The model that gave the response. */
        MODEL,
        /** How long the response took, in milliseconds. */
        LATENCY_MS,
        /** How long a streamed response took to its first text, in milliseconds. */
        FIRST_TOKEN_MS,
        /** How many tokens were sent. */
        INPUT_TOKENS,
        /** How many tokens came back. */
        OUTPUT_TOKENS,
        /** What the response cost, in US dollars. */
        COST_USD
    }

    /** How several values stand in one text; null separates nothing and means JSON. */
    private record Cell(@Nullable String separator) {}

    private static final String MESSAGES = "messages";

    private final Map<Field, List<String>> places;
    private final Map<Field, Cell> cells;
    private final @Nullable ChatRows chat;

    private FieldMapping(Map<Field, List<String>> places, Map<Field, Cell> cells, @Nullable ChatRows chat) {
        this.places = places;
        this.cells = cells;
        this.chat = chat;
    }

    private static FieldMapping of(List<String> input, List<String> response, List<String> reference) {
        Map<Field, List<String>> places = new EnumMap<>(Field.class);
        places.put(Field.ID, List.of("id"));
        places.put(Field.INPUT, input);
        places.put(Field.RESPONSE, response);
        places.put(Field.REFERENCE, reference);
        places.put(Field.CONTEXT, List.of("context", "contexts"));
        places.put(Field.TAGS, List.of("tags"));
        return new FieldMapping(places, new EnumMap<>(Field.class), null);
    }

    /**
     * Returns the usual names: {@code id}; {@code input}, {@code query} or {@code question}; {@code response} or
     * {@code answer}; {@code reference}, {@code references}, {@code expected} or {@code ground_truth}; {@code context} or
     * {@code contexts}; {@code tags}.
     */
    public static FieldMapping usual() {
        return of(
                List.of("input", "query", "question"),
                List.of("response", "answer"),
                List.of("reference", "references", "expected", "ground_truth"));
    }

    /** Returns the names {@code query}, {@code response} and {@code ground_truth}. */
    public static FieldMapping queryResponse() {
        return of(List.of("query"), List.of("response"), List.of("ground_truth"));
    }

    /** Returns the names {@code question}, {@code answer} and {@code ground_truth} or {@code ground_truths}. */
    public static FieldMapping questionAnswer() {
        return of(List.of("question"), List.of("answer"), List.of("ground_truth", "ground_truths"));
    }

    /** Returns the names {@code input} and {@code expected}, where {@code expected} is a reference. */
    public static FieldMapping inputExpected() {
        return of(List.of("input"), List.of(), List.of("expected"));
    }

    /**
     * Returns the mapping of chats: an array {@code messages} of objects with {@code role} and {@code content}. The last
     * message of the user is the input and the assistant's last one behind it is the response; the turns before become the
     * attribute {@code history} and those in between, such as calls of tools, the attribute {@code steps}.
     */
    public static FieldMapping chat() {
        return chat(Field.RESPONSE);
    }

    /** Returns the mapping of chats whose last answer is a reference, as in files that a model was tuned with. */
    public static FieldMapping chatExpected() {
        return chat(Field.REFERENCE);
    }

    private static FieldMapping chat(Field answer) {
        Map<Field, List<String>> places = new EnumMap<>(Field.class);
        places.put(Field.ID, List.of("id"));
        places.put(Field.INPUT, List.of(ChatRows.INPUT));
        places.put(answer, List.of(ChatRows.ANSWER));
        places.put(Field.TAGS, List.of("tags"));
        return new FieldMapping(places, new EnumMap<>(Field.class), new ChatRows(MESSAGES));
    }

    /**
     * Returns a mapping that finds a field at one of these places and nowhere else, and no other field there; none leaves
     * it out.
     */
    public FieldMapping with(Field field, String... at) {
        List<String> wanted = List.of(at);
        wanted.forEach(FieldMapping::requirePlace);
        Map<Field, List<String>> changed = new EnumMap<>(places);
        changed.replaceAll((other, known) ->
                known.stream().filter(place -> !wanted.contains(place)).toList());
        changed.put(field, wanted);
        return new FieldMapping(changed, cells, chat);
    }

    /**
     * Returns a mapping that takes a text at the field's place apart at the separator, such as {@code ";"}. Blanks around
     * a part are no part of it.
     */
    public FieldMapping separated(Field field, String separator) {
        requireSeveral(field);
        if (separator.isEmpty()) {
            throw new IllegalArgumentException("separator of " + field + " must not be empty");
        }
        return with(field, new Cell(separator));
    }

    /** Returns a mapping that parses a text at the field's place as JSON, such as an array in a cell of a table. */
    public FieldMapping json(Field field) {
        requireSeveral(field);
        return with(field, new Cell(null));
    }

    private FieldMapping with(Field field, Cell cell) {
        Map<Field, Cell> changed = new EnumMap<>(cells);
        changed.put(field, cell);
        return new FieldMapping(places, changed, chat);
    }

    private static void requireSeveral(Field field) {
        if (field != Field.REFERENCE && field != Field.CONTEXT && field != Field.TAGS) {
            throw new IllegalArgumentException(
                    "field must be one that has several values, REFERENCE, CONTEXT or TAGS; found: " + field);
        }
    }

    private static void requirePlace(String place) {
        if (place.isBlank()) {
            throw new IllegalArgumentException("place of a field must be a name or a JSON pointer; found a blank one");
        }
        if (place.startsWith("/")) {
            JsonPointer.compile(place);
        }
    }

    /**
     * Returns a row that the usual mapping reads as this sample, all but which prompt was answered. Attributes whose names
     * are taken, and what is known of the response beside its text, stand in the field {@code genaiops}.
     */
    public static ObjectNode rowOf(Sample sample) {
        return RowMapper.written(sample);
    }

    List<String> places(Field field) {
        return places.getOrDefault(field, List.of());
    }

    /** Returns whether values of the field stand in one text. */
    boolean isPacked(Field field) {
        return cells.containsKey(field);
    }

    /** Returns what separates values of the field in one text; empty if the text is JSON. */
    Optional<String> separator(Field field) {
        return Optional.ofNullable(cells.get(field)).map(Cell::separator);
    }

    Optional<ChatRows> chatRows() {
        return Optional.ofNullable(chat);
    }

    /** Returns the places at which each field is found. */
    @Override
    public String toString() {
        List<String> fields = new ArrayList<>();
        Arrays.stream(Field.values())
                .filter(field -> !places(field).isEmpty())
                .forEach(field -> fields.add(field + "=" + places(field)));
        return "FieldMapping" + fields;
    }
}
