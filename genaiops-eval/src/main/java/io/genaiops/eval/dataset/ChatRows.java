package io.genaiops.eval.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.record.RecordFault;
import java.util.Set;

/** Takes the messages of a chat apart: the last question, its answer, what was before and what is in between. Immutable. */
final class ChatRows {

    static final String INPUT = "input";
    static final String ANSWER = "answer";
    static final String HISTORY = "history";
    static final String STEPS = "steps";

    private static final Set<String> ROLES = Set.of("system", "developer", "user", "assistant", "tool", "function");

    private final String place;

    ChatRows(String place) {
        this.place = place;
    }

    /** Puts the parts in the place of the messages. */
    void unfold(ObjectNode row) {
        JsonNode messages = row.remove(place);
        if (!(messages instanceof ArrayNode turns)) {
            throw RecordFault.of(
                    "an array '" + place + "' of messages",
                    messages == null ? "fields " + RowMapper.names(row) : messages.toString());
        }
        int question = lastQuestion(turns);
        put(row, INPUT, turns.get(question).get("content"));
        int last = turns.size() - 1;
        boolean answered = last > question && role(turns.get(last)).equals("assistant");
        if (answered) {
            put(row, ANSWER, turns.get(last).get("content"));
        }
        putTurns(row, HISTORY, turns, 0, question);
        putTurns(row, STEPS, turns, question + 1, answered ? last : last + 1);
    }

    private static int lastQuestion(ArrayNode turns) {
        int question = -1;
        for (int i = 0; i < turns.size(); i++) {
            if (role(turns.get(i)).equals("user")) {
                question = i;
            }
        }
        if (question < 0) {
            throw RecordFault.of("a message of the role user", turns.size() + " messages without one");
        }
        return question;
    }

    private static String role(JsonNode turn) {
        String role = turn.path("role").asText();
        if (!ROLES.contains(role)) {
            throw RecordFault.of(
                    "a message with one of the roles " + ROLES.stream().sorted().toList(), turn.toString());
        }
        return role;
    }

    private static void putTurns(ObjectNode row, String name, ArrayNode turns, int from, int to) {
        if (from < to) {
            ArrayNode some = row.arrayNode();
            for (int i = from; i < to; i++) {
                some.add(turns.get(i));
            }
            requireFree(row, name);
            row.set(name, some);
        }
    }

    private static void put(ObjectNode row, String name, JsonNode content) {
        requireFree(row, name);
        row.put(name, text(content));
    }

    private static void requireFree(ObjectNode row, String name) {
        if (row.has(name)) {
            throw RecordFault.of("messages alone", "also the field '" + name + "', which is made of them");
        }
    }

    /** Returns a text, or the texts of parts, which some files write as objects of type text. */
    private static String text(JsonNode content) {
        if (content != null && content.isTextual()) {
            return content.textValue();
        }
        if (content == null || !content.isArray() || content.isEmpty()) {
            throw RecordFault.of("content that is text", String.valueOf(content));
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw RecordFault.of("content whose parts are all of type text", part.toString());
            }
            text.append(part.get("text").textValue());
        }
        return text.toString();
    }
}
