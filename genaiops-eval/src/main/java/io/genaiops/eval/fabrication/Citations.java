package io.genaiops.eval.fabrication;

import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the citations in a text: [1], [1, 3], [2-4], [^1], 【1】, [kb-17], [Source: kb-17], (Source: kb-17; kb-18). What
 * stands in square brackets without a digit cites only if a document is called so, and a Markdown link never does.
 */
final class Citations {

    private static final int LONGEST = 200;
    private static final int WIDEST_RANGE = 20;
    private static final Pattern NUMBERS = Pattern.compile("\\^?[0-9]{1,6}(?:\\s*[,;\u2013-]\\s*\\^?[0-9]{1,6}){0,60}");
    private static final Pattern LABEL = Pattern.compile("(?i)(?:sources?|quellen?|fuentes?|doc(?:ument)?)\\s*:\\s*");
    private static final Pattern IDENTIFIER = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}._:/#\u2013-]*");
    private static final Pattern RANGE = Pattern.compile("\\s*[\u2013-]\\s*");
    private static final Pattern SEPARATOR = Pattern.compile("\\s*[,;]\\s*");

    private final Map<String, Sample.Document> byId = new HashMap<>();
    private final List<Sample.Document> documents;
    private final boolean numberedIds;
    private final Map<Integer, String> spelled = new HashMap<>();

    /**
     * A marker in a text.
     *
     * @param from where it starts
     * @param to where it ends
     * @param names what it names, each as written
     */
    record Marker(int from, int to, List<String> names) {}

    Citations(List<Sample.Document> documents) {
        this.documents = documents;
        documents.forEach(document -> byId.putIfAbsent(key(document.id()), document));
        this.numberedIds = byId.keySet().stream().anyMatch(Citations::isNumber);
    }

    /** Returns the document of that id; of a number and no numbered ids, the document of that rank. */
    Optional<Sample.Document> find(String name) {
        Sample.Document named = byId.get(key(name));
        if (named != null || numberedIds || !isNumber(name)) {
            return Optional.ofNullable(named);
        }
        int rank = Integer.parseInt(name);
        return rank >= 1 && rank <= documents.size() ? Optional.of(documents.get(rank - 1)) : Optional.empty();
    }

    /** Returns the markers in order. */
    List<Marker> markers(String text) {
        List<Marker> markers = new ArrayList<>();
        for (int at = 0; at < text.length(); at++) {
            char closing = closing(text.charAt(at));
            int end = closing == 0 ? -1 : end(text, at + 1, closing);
            if (end > 0) {
                Marker marker = marker(text, at, end);
                if (marker != null) {
                    markers.add(marker);
                    at = end;
                }
            }
        }
        return markers;
    }

    private @Nullable Marker marker(String text, int from, int end) {
        String inside = text.substring(from + 1, end).strip();
        boolean square = text.charAt(from) != '(';
        boolean link = square && end + 1 < text.length() && text.charAt(end + 1) == '(';
        List<String> names = link ? List.of() : square ? inBrackets(inside) : labelled(inside);
        return names.isEmpty() ? null : new Marker(from, end + 1, names);
    }

    private List<String> inBrackets(String inside) {
        if (NUMBERS.matcher(inside).matches()) {
            return numbers(inside);
        }
        List<String> labelled = labelled(inside);
        if (!labelled.isEmpty()) {
            return labelled;
        }
        List<String> names = SEPARATOR.splitAsStream(inside).toList();
        boolean cites = names.stream().allMatch(name -> byId.containsKey(key(name)) || isIdentifier(name));
        return cites ? names : List.of();
    }

    private List<String> labelled(String inside) {
        Matcher matcher = LABEL.matcher(inside);
        if (!matcher.lookingAt() || matcher.end() == inside.length()) {
            return List.of();
        }
        String rest = inside.substring(matcher.end());
        return NUMBERS.matcher(rest).matches()
                ? numbers(rest)
                : SEPARATOR.splitAsStream(rest).filter(name -> !name.isBlank()).toList();
    }

    /** Returns the numbers of a list with ranges; a range too wide to be meant names its ends. */
    private List<String> numbers(String list) {
        List<Integer> numbers = new ArrayList<>();
        for (String part : SEPARATOR.splitAsStream(list.replace("^", "")).toList()) {
            List<Integer> ends = RANGE.splitAsStream(part).map(Integer::valueOf).toList();
            int first = ends.get(0);
            int last = ends.get(ends.size() - 1);
            if (ends.size() == 2 && first < last && last - first <= WIDEST_RANGE) {
                IntStream.rangeClosed(first, last).forEach(numbers::add);
            } else {
                numbers.addAll(ends);
            }
        }
        return numbers.stream()
                .map(number -> spelled.computeIfAbsent(number, String::valueOf))
                .toList();
    }

    /** An id as machines make them: without blanks, and with a digit. */
    private static boolean isIdentifier(String name) {
        return IDENTIFIER.matcher(name).matches() && name.chars().anyMatch(Character::isDigit);
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.length() <= 6 && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static String key(String name) {
        String plain = name.strip().toLowerCase(Locale.ROOT);
        return isNumber(plain) ? Integer.toString(Integer.parseInt(plain)) : plain;
    }

    private static char closing(char opening) {
        return switch (opening) {
            case '[' -> ']';
            case '(' -> ')';
            case '【' -> '】';
            default -> 0;
        };
    }

    /** Returns where the bracket closes on the same line and not too far away, without another one in between; or -1. */
    private static int end(String text, int from, char closing) {
        for (int at = from; at < text.length() && at - from <= LONGEST; at++) {
            char c = text.charAt(at);
            if (c == closing) {
                return at;
            }
            if (c == '\n' || closing(c) != 0) {
                return -1;
            }
        }
        return -1;
    }
}
