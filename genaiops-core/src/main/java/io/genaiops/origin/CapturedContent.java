package io.genaiops.origin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The messages that a trace captured, with what of them was cut, left out or kept elsewhere. For one use. */
final class CapturedContent {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern CUT = Pattern.compile("…\\[(\\d+) more characters]\\z");
    private static final String PREFIX = "genaiops.content.";

    private final Map<String, ?> attributes;
    private final List<SentMessage> messages = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();

    private CapturedContent(Map<String, ?> attributes) {
        this.attributes = attributes;
    }

    static CapturedContent of(Map<String, ?> attributes) {
        CapturedContent captured = new CapturedContent(attributes);
        captured.read("gen_ai.system_instructions", "system");
        captured.read("gen_ai.input.messages", "input");
        return captured;
    }

    List<SentMessage> messages() {
        return messages;
    }

    /** Returns what is missing of what was captured, one sentence each; nothing if nothing was captured. */
    List<String> gaps() {
        return gaps;
    }

    private void read(String key, String name) {
        Optional.ofNullable(attributes.get(PREFIX + name + ".dropped"))
                .ifPresent(count -> gaps.add(count + " messages were left out of " + key + " when it was captured"));
        Optional.ofNullable(attributes.get(PREFIX + name + ".reference"))
                .ifPresent(place -> gaps.add(key + " is kept at " + place + "; put what is there into the attributes"));
        Object value = attributes.get(key);
        if (value == null) {
            return;
        }
        try {
            JsonNode entries = value instanceof String text ? JSON.readTree(text) : structured(value);
            if (!entries.isArray()) {
                throw new IllegalArgumentException("expected a list");
            }
            entries.forEach(entry -> messages.add(checked(key, message(key, name, entry))));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            gaps.add(key + " cannot be read: expected a list of messages as GenAI conventions have it, found "
                    + (value instanceof String
                            ? "another text"
                            : value.getClass().getSimpleName()));
        }
    }

    private static JsonNode structured(Object value) {
        if (!(value instanceof Collection<?>)) {
            throw new IllegalArgumentException("expected a text or a list");
        }
        return JSON.valueToTree(value);
    }

    private static SentMessage message(String key, String name, JsonNode entry) {
        if (name.equals(SentMessage.SYSTEM)) {
            return new SentMessage(SentMessage.SYSTEM, part(entry));
        }
        if (!entry.path("role").isTextual() || !entry.path("parts").isArray()) {
            throw new IllegalArgumentException(key + " must have a role and parts");
        }
        List<String> parts = new ArrayList<>();
        entry.get("parts").forEach(part -> {
            if (!part.path("type").asText().equals("reasoning")) {
                parts.add(part(part));
            }
        });
        return new SentMessage(entry.get("role").textValue(), parts.stream().collect(Collectors.joining("\n")));
    }

    private static String part(JsonNode part) {
        String type = part.path("type").asText();
        return switch (type) {
            case "text" -> part.path("content").asText();
            case "tool_call" -> SentMessage.toolCall(part.path("name").asText(), written(part.path("arguments")));
            case "tool_call_response" -> written(part.path("response"));
            case "blob", "uri" -> SentMessage.other(part.path("modality").asText());
            default -> SentMessage.other(type);
        };
    }

    private static String written(JsonNode value) {
        return value.isMissingNode() || value.isTextual() ? value.asText() : value.toString();
    }

    private SentMessage checked(String key, SentMessage message) {
        Matcher cut = CUT.matcher(message.text());
        if (cut.find()) {
            gaps.add("a message of role '" + message.role() + "' in " + key + " was cut by " + cut.group(1)
                    + " characters when it was captured");
        }
        return message;
    }
}
