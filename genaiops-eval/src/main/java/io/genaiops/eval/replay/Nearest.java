package io.genaiops.eval.replay;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Says which recorded request is most like one that is not recorded, and what differs. */
final class Nearest {

    private static final int SHOWN = 5;
    private static final int LONGEST = 120;

    private Nearest() {}

    /** The differences to the most similar request of the same kind; empty if there is none. */
    static Optional<String> differences(String kind, JsonNode request, List<Recording> recordings) {
        Map<String, String> asked = flat(request);
        return recordings.stream()
                .filter(recording -> recording.slot().kind().equals(kind))
                .filter(recording -> !recording.slot().key().equals(Recording.keyOf(request)))
                .min(Comparator.comparingInt((Recording recording) ->
                                paths(asked, flat(recording.request())).size())
                        .thenComparing(recording -> -common(asked, flat(recording.request()))))
                .map(recording -> recording.slot() + differences(asked, flat(recording.request())));
    }

    private static String differences(Map<String, String> asked, Map<String, String> recorded) {
        List<String> paths = paths(asked, recorded);
        StringBuilder text = new StringBuilder();
        paths.stream().limit(SHOWN).forEach(path -> {
            String is = asked.getOrDefault(path, "nothing");
            String was = recorded.getOrDefault(path, "nothing");
            int same = Math.max(0, prefix(is, was) - LONGEST / 4);
            text.append("\n  ").append(path).append("\n    recorded ").append(cut(was, same));
            text.append("\n    asked    ").append(cut(is, same));
        });
        return paths.size() <= SHOWN ? text.toString() : text + "\n  and " + (paths.size() - SHOWN) + " more";
    }

    /** A window of a long text around its first difference. */
    private static String cut(String text, int from) {
        int start = Math.min(from, text.length());
        int end = Math.min(text.length(), start + LONGEST);
        return (start > 0 ? "…" : "") + text.substring(start, end) + (end < text.length() ? "…" : "");
    }

    private static List<String> paths(Map<String, String> one, Map<String, String> other) {
        TreeSet<String> paths = new TreeSet<>(one.keySet());
        paths.addAll(other.keySet());
        paths.removeIf(path -> one.containsKey(path) && one.get(path).equals(other.get(path)));
        return new ArrayList<>(paths);
    }

    /** How many characters the texts at the same places begin with alike. */
    private static int common(Map<String, String> one, Map<String, String> other) {
        return one.entrySet().stream()
                .mapToInt(entry -> prefix(entry.getValue(), other.getOrDefault(entry.getKey(), "")))
                .sum();
    }

    private static int prefix(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        return same;
    }

    private static Map<String, String> flat(JsonNode node) {
        Map<String, String> flat = new TreeMap<>();
        flatten("", node, flat);
        return flat;
    }

    private static void flatten(String path, JsonNode node, Map<String, String> flat) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> flatten(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), flat));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(path + "[" + i + "]", node.path(i), flat);
            }
        } else {
            flat.put(path, node.isTextual() ? "'" + node.asText() + "'" : JsonText.compact(node));
        }
    }
}
