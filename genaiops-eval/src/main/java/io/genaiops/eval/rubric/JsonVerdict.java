package io.genaiops.eval.rubric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.math.BigDecimal;
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
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonMapper LENIENT = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_LEADING_PLUS_SIGN_FOR_NUMBERS,
                    JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private static final Set<String> SCORES = Set.of("score", "rating", "grade");
    private static final Set<String> LABELS = Set.of("score", "rating", "grade", "verdict", "label", "category");
    private static final Set<String> REASONS = Set.of("reason", "reasoning", "explanation", "rationale");

    private static final Pattern SCORE_KEY = Pattern.compile("\"(?:score|rating|grade)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern SCORE_AT_END = Pattern.compile(
            "\"(?:score|rating|grade)\"\\s{0,9}:\\s{0,9}\"?([0-9]{1,9}|[\\p{L}/ _-]{1,40})\"?\\s{0,9},?\\s{0,9}\\}$",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern BARE_KEY = Pattern.compile("[A-Za-z_]{1,30}+\\s{0,9}:");

    private static final int MOST_TRIED = 50;
    private static final int LONGEST_GRADE = 9;

    private JsonVerdict() {}

    /** Returns the verdict of the last object that has one or is too broken to tell; empty if there is none. */
    static Optional<Verdict> last(String text, VerdictParser parser) {
        List<String> objects = new ArrayList<>();
        if (!collect(text, objects)) {
            return Optional.of(Verdict.unusable("the reply breaks off inside its JSON"));
        }
        return last(objects, parser);
    }

    /** Returns the last object with an entry of one of the names, if nothing breaks off. */
    static Optional<JsonNode> lastWith(String text, Set<String> names, Echo echo) {
        List<String> objects = new ArrayList<>();
        if (!collect(text, objects)) {
            return Optional.empty();
        }
        for (int i = objects.size() - 1; i >= Math.max(0, objects.size() - MOST_TRIED); i--) {
            Optional<JsonNode> json = echo.of(objects.get(i))
                    ? Optional.empty()
                    : parse(objects.get(i)).flatMap(j -> holder(j, names));
            if (json.isPresent()) {
                return json;
            }
        }
        return Optional.empty();
    }

    private static Optional<JsonNode> holder(JsonNode json, Set<String> names) {
        if (named(json, names).isPresent()) {
            return Optional.of(json);
        }
        return json.size() == 1 && named(json.iterator().next(), names).isPresent()
                ? Optional.of(json.iterator().next())
                : Optional.empty();
    }

    private static Optional<JsonNode> named(JsonNode json, Set<String> names) {
        return json.properties().stream()
                .filter(field -> names.contains(name(field.getKey())))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Returns the verdict of the entry of that name: an object with a score, or the score itself. */
    static Verdict entry(JsonNode json, String name, VerdictParser parser) {
        JsonNode entry = named(json, Set.of(name)).orElse(null);
        if (entry == null) {
            return Verdict.unusable("the reply has no entry '" + name + "'");
        }
        return entry.isObject()
                ? read(entry, parser)
                        .orElseGet(() -> Verdict.unusable("entry '" + name + "' of the reply states no score"))
                : score(entry, "", parser);
    }

    private static String name(String key) {
        return key.strip().toLowerCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
    }

    /** Collects the objects; false if the last one breaks off. */
    private static boolean collect(String text, List<String> objects) {
        for (int start = text.indexOf('{'); start >= 0; ) {
            int next = start + 1;
            if (opensObject(text, start)) {
                next = endOf(text, start);
                if (next < 0) {
                    return false;
                }
                objects.add(text.substring(start, next));
            }
            start = text.indexOf('{', next);
        }
        return true;
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
        return parse(object).map(json -> read(json, parser)).orElseGet(() -> Optional.of(repair(object, parser)));
    }

    private static Optional<JsonNode> parse(String object) {
        return parse(STRICT, object)
                .or(() -> parse(LENIENT, object))
                .or(() -> parse(LENIENT, object.replace('“', '"').replace('”', '"')));
    }

    private static Optional<Verdict> read(JsonNode json, VerdictParser parser) {
        List<JsonNode> scores = new ArrayList<>();
        Set<String> names = parser.menu().isGraded() ? SCORES : LABELS;
        collect(json, names, false, scores);
        if (scores.isEmpty()) {
            collect(json, names, true, scores);
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
        return Optional.of(score(scores.get(0), reason, parser));
    }

    private static Verdict score(JsonNode score, String reason, VerdictParser parser) {
        if (score.isBoolean()) {
            return parser.truth(score.booleanValue(), reason);
        }
        if (score.isNumber() && !isNotFinite(score)) {
            BigDecimal number = score.decimalValue();
            boolean whole = number.precision() - number.scale() <= LONGEST_GRADE
                    && (number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0);
            return parser.grade(whole ? Long.toString(number.longValue()) : number.toString(), reason);
        }
        return parser.grade(score.isTextual() ? score.textValue() : score.toString(), reason);
    }

    private static boolean isNotFinite(JsonNode score) {
        return (score.isDouble() || score.isFloat()) && !Double.isFinite(score.doubleValue());
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
