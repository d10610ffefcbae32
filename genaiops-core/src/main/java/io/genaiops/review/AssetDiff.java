package io.genaiops.review;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.Metadata;
import io.genaiops.prompt.PromptValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is different between two versions of an asset: by field, and for a body by line. As data, and as text for people
 * to read. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class AssetDiff {

    private static final String BODY = "body";
    private static final int CONTEXT = 3;

    private final Asset before;
    private final Asset after;
    private final List<FieldChange> fields;
    private final List<LineChange> lines;

    private AssetDiff(Asset before, Asset after) {
        this.before = before;
        this.after = after;
        List<FieldChange> changes = new ArrayList<>();
        compare("", fields(before), fields(after), changes);
        this.fields = List.copyOf(changes);
        this.lines = LineDiff.between(body(before), body(after));
    }

    /**
     * Compares two versions.
     *
     * @throws IllegalArgumentException if they are not versions of one asset
     */
    public static AssetDiff between(Asset before, Asset after) {
        if (!before.id().equals(after.id())) {
            throw new IllegalArgumentException(
                    "expected two versions of one asset, found " + before.id() + " and " + after.id());
        }
        return new AssetDiff(before, after);
    }

    /** Returns the fields that differ, by their names; the body is not among them. */
    public List<FieldChange> fields() {
        return fields;
    }

    /** Returns every line of both bodies in order, kept ones included; empty if the asset has no body. */
    public List<LineChange> lines() {
        return lines;
    }

    /** Returns whether nothing differs, metadata included. */
    public boolean isEmpty() {
        return fields.isEmpty() && lines.stream().allMatch(LineChange::isKept);
    }

    /** Returns whether something differs that changes behaviour. */
    public boolean changesBehaviour() {
        return !before.sourceDigest().equals(after.sourceDigest());
    }

    /**
     * Returns the difference as people read it: the fields, one a line, and the body as a unified diff with three lines of
     * context. It shows the text of the asset; ends without a line break.
     */
    public String text() {
        List<String> text = new ArrayList<>();
        text.add("--- " + before.id() + " " + before.version());
        text.add("+++ " + after.id() + " " + after.version());
        fields.forEach(field -> text.add(field.toString()));
        int i = 0;
        while (i < lines.size()) {
            if (lines.get(i).isKept()) {
                i++;
                continue;
            }
            int from = Math.max(0, i - CONTEXT);
            int to = hunkEnd(i);
            hunk(lines.subList(from, to), text);
            i = to;
        }
        return String.join("\n", text);
    }

    /** Returns where the hunk that holds this change ends: before a run of kept lines that is too long to bridge. */
    private int hunkEnd(int change) {
        int lastChange = change;
        int i = change;
        while (i < lines.size() && i - lastChange <= 2 * CONTEXT + 1) {
            if (!lines.get(i).isKept()) {
                lastChange = i;
            }
            i++;
        }
        return Math.min(lines.size(), lastChange + CONTEXT + 1);
    }

    private void hunk(List<LineChange> hunk, List<String> text) {
        text.add("@@ -" + range(hunk, true) + " +" + range(hunk, false) + " @@");
        hunk.forEach(line -> text.add(line.toString()));
    }

    private String range(List<LineChange> hunk, boolean earlier) {
        long count = hunk.stream()
                .filter(line -> (earlier ? line.before() : line.after()) > 0)
                .count();
        int first = hunk.stream()
                .mapToInt(line -> earlier ? line.before() : line.after())
                .filter(number -> number > 0)
                .findFirst()
                .orElseGet(() -> lastBefore(hunk.get(0), earlier));
        return first + "," + count;
    }

    /** Returns the number of the last line before a hunk that holds no line of that side, as unified diffs count. */
    private int lastBefore(LineChange hunkStart, boolean earlier) {
        return lines.subList(0, lines.indexOf(hunkStart)).stream()
                .mapToInt(line -> earlier ? line.before() : line.after())
                .max()
                .orElse(0);
    }

    private static String body(Asset asset) {
        return asset.spec().path(BODY).asText("");
    }

    private static ObjectNode fields(Asset asset) {
        ObjectNode fields = asset.spec().deepCopy();
        fields.remove(BODY);
        Metadata metadata = asset.metadata();
        ObjectNode outside = JsonNodeFactory.instance.objectNode();
        if (!metadata.description().isEmpty()) {
            outside.put("description", metadata.description());
        }
        outside.setAll((ObjectNode) PromptValues.json("metadata", metadata.more()));
        putAll(outside, "owners", metadata.owners());
        putAll(outside, "tags", metadata.tags());
        put(outside, "author", metadata.author());
        put(outside, "created", metadata.created());
        put(outside, "message", metadata.message());
        fields.set("metadata", outside);
        return fields;
    }

    private static void putAll(ObjectNode json, String name, List<String> values) {
        if (!values.isEmpty()) {
            values.forEach(json.putArray(name)::add);
        }
    }

    private static void put(ObjectNode json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value.toString());
        }
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<FieldChange> changes) {
        if (before.equals(after)) {
            return;
        }
        if (isListOfObjects(before) && isListOfObjects(after)) {
            compareItems(path, before, after, changes);
            return;
        }
        boolean descend = (before.isObject() || before.isMissingNode()) && (after.isObject() || after.isMissingNode());
        if (!descend) {
            changes.add(new FieldChange(
                    path, before.isMissingNode() ? null : before, after.isMissingNode() ? null : after));
            return;
        }
        TreeSet<String> names = new TreeSet<>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        if (names.isEmpty()) {
            changes.add(new FieldChange(
                    path, before.isMissingNode() ? null : before, after.isMissingNode() ? null : after));
        }
        for (String name : names) {
            JsonNode earlier = Objects.requireNonNullElse(before.get(name), MissingNode.getInstance());
            JsonNode later = Objects.requireNonNullElse(after.get(name), MissingNode.getInstance());
            compare(path.isEmpty() ? name : path + "." + name, earlier, later, changes);
        }
    }

    private static boolean isListOfObjects(JsonNode json) {
        boolean objects = json.isArray() && !json.isEmpty();
        for (JsonNode item : json) {
            objects &= item.isObject();
        }
        return objects;
    }

    /** Compares what lies between the items that both lists begin and end with, place by place. */
    private static void compareItems(String path, JsonNode before, JsonNode after, List<FieldChange> changes) {
        int least = Math.min(before.size(), after.size());
        int first = 0;
        while (first < least && before.get(first).equals(after.get(first))) {
            first++;
        }
        int kept = 0;
        while (kept < least - first
                && before.get(before.size() - 1 - kept).equals(after.get(after.size() - 1 - kept))) {
            kept++;
        }
        for (int i = first; i < Math.max(before.size(), after.size()) - kept; i++) {
            JsonNode earlier = i < before.size() - kept ? before.get(i) : null;
            JsonNode later = i < after.size() - kept ? after.get(i) : null;
            if (earlier == null || later == null) {
                changes.add(new FieldChange(path + "[" + i + "]", earlier, later));
            } else {
                compare(path + "[" + i + "]", earlier, later, changes);
            }
        }
    }

    /** Returns the versions and the numbers of differences, without any text of the asset. */
    @Override
    public String toString() {
        return "AssetDiff[" + before.id() + " " + before.version() + " -> " + after.version() + ", " + fields.size()
                + " fields, " + lines.stream().filter(line -> !line.isKept()).count() + " lines]";
    }
}
