package io.genaiops.eval.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds JSON objects with a score in a reply, one after the other and never one inside another. */
final class JsonVerdict {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final Set<String> SCORES = Set.of("score", "rating", "grade");
    private static final Set<String> REASONS = Set.of("reason", "reasoning", "explanation", "rationale");

    private static final Pattern SCORE_KEY = Pattern.compile("\"(?:score|rating|grade)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCORE_AT_END = Pattern.compile(
            "\"(?:score|rating|grade)\"\\s{0,9}:\\s{0,9}\"?([0-9]{1,9})\"?\\s{0,9},?\\s{0,9}\\}$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z_]{1,30}+\\s{0,9}:");

    private static final int MOST_TRIED = 50;

    private JsonVerdict() {}

    /** Returns the verdict of the last object that has one or is too broken to tell; empty if there is none. */
    static Optional<Verdict> last(String text, VerdictParser parser) {
        List<String> objects = new ArrayList<>();
        for (int start = text.indexOf('{'); start >= 0; ) {
            int next = start + 1;
            if (opensObject(text, start)) {
                next = endOf(text, start);
                if (next < 0) {
                    return Optional.of(Verdict.unusable("the reply breaks off inside its JSON"));
                }
                objects.add(text.substring(start, next));
            }
            start = text.indexOf('{', next);
        }
        return last(objects, parser);
    }

    private static Optional<Verdict> last(List<String> objects, VerdictParser parser) {
        for (int i = objects.size() - 1; i >= 0; i--) {
            if (i < objects.size() - MOST_TRIED) {
                return Optional.of(Verdict.unusable("the reply holds too many JSON objects"));
            }
            Optional<Verdict> verdict = parser.isEcho(objects.get(i)) ? Optional.empty() : read(objects.get(i), parser);
            if (verdict.isPresent()) {
                return verdict;
            }
        }
        return Optional.empty();
    }

    private static boolean opensObject(String text, int start) {
        int first = start + 1;
        while (first < text.length() && Character.isWhitespace(text.charAt(first))) {
            first++;
        }
        if (first == text.length()) {
            return false;
        }
        return "\"'“”".indexOf(text.charAt(first)) >= 0
                || BARE_KEY.matcher(text).region(first, text.length()).lookingAt();
    }

    /** Returns the index after the brace that closes the one at {@code start}, or -1. */
    private static int endOf(String text, int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return i + 1;
            }
        }
        return -1;
    }

    private static Optional<Verdict> read(String object, VerdictParser parser) {
        JsonNode json = parse(STRICT, object)
                .or(() -> parse(LENIENT, object))
                .or(() -> parse(LENIENT, object.replace('“', '"').replace('”', '"')))
                .orElse(null);
        return json == null ? Optional.of(repair(object, parser)) : read(json, parser);
    }

    private static Optional<Verdict> read(JsonNode json, VerdictParser parser) {
        List<JsonNode> scores = new ArrayList<>();
        collect(json, SCORES, false, scores);
        if (scores.isEmpty()) {
            collect(json, SCORES, true, scores);
        }
        if (scores.isEmpty()) {
            return Optional.empty();
        }
        if (scores.size() > 1) {
            return Optional.of(Verdict.unusable("the reply states more than one score"));
        }
        List<JsonNode> reasons = new ArrayList<>();
        collect(json, REASONS, true, reasons);
        String reason = reasons.isEmpty() ? "" : reasons.get(0).asText();
        JsonNode score = scores.get(0);
        return Optional.of(
                score.isNumber() && score.canConvertToExactIntegral()
                        ? parser.grade(score.bigIntegerValue().toString(), reason)
                        : parser.grade(score.isTextual() ? score.textValue() : score.toString(), reason));
    }

    private static void collect(JsonNode json, Set<String> names, boolean nested, List<JsonNode> found) {
        for (Map.Entry<String, JsonNode> field : json.properties()) {
            if (names.contains(field.getKey().toLowerCase(Locale.ROOT))) {
                found.add(field.getValue());
            } else if (nested) {
                collect(field.getValue(), names, true, found);
            }
        }
    }

    /** Saves a verdict from an object that no parser takes, usually because its reason holds quotation marks. */
    private static Verdict repair(String object, VerdictParser parser) {
        Matcher score = SCORE_AT_END.matcher(object.substring(Math.max(0, object.length() - 80)));
        boolean one = SCORE_KEY.matcher(object).results().limit(2).count() == 1;
        return one && score.find()
                ? parser.grade(score.group(1), "")
                : Verdict.unusable("the JSON of the reply is malformed");
    }

    private static Optional<JsonNode> parse(JsonMapper mapper, String text) {
        try {
            return Optional.of(mapper.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
