package io.genaiops.tracing.content;

import io.opentelemetry.api.common.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;

/**
 * A JSON array under construction, whose texts can be shortened until the whole fits its budget. First the longest texts
 * are cut, all to the same length; if the frame alone is too large, entries after the first are left out, the oldest
 * first.
 */
final class Document {

    private final UnaryOperator<String> redactor;
    private final int budget;
    private final List<Object> entries = new ArrayList<>();
    private int dropped;

    Document(UnaryOperator<String> redactor, int budget) {
        this.redactor = redactor;
        this.budget = budget;
    }

    /** Returns a text that may be redacted and shortened. */
    Text text(String value) {
        return new Text(redactor.apply(value));
    }

    /** Returns a text that may be redacted but stays whole. */
    String redact(String value) {
        return redactor.apply(value);
    }

    void add(Object entry) {
        entries.add(entry);
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    int size() {
        return entries.size();
    }

    int dropped() {
        return dropped;
    }

    String json(Form form) {
        fit();
        StringBuilder json = new StringBuilder(256);
        JsonText.write(json, root(form));
        return json.toString();
    }

    Value<?> value(Form form) {
        fit();
        return JsonText.value(root(form));
    }

    private Object root(Form form) {
        return form == Form.ARRAY ? entries : entries.isEmpty() ? Map.of() : entries.get(0);
    }

    String plainText() {
        fit();
        return !entries.isEmpty() && entries.get(0) instanceof Text text ? text.shown() : "";
    }

    /** Returns role, type and size of each part, for example {@code user:text:120}; sizes of binary parts are bytes. */
    List<String> sizes() {
        List<String> sizes = new ArrayList<>();
        entries.forEach(entry -> Sizes.describe("", entry, sizes));
        return sizes;
    }

    private void fit() {
        long frame = dropUntilFrameFits();
        if (frame > budget) {
            dropped += entries.size();
            entries.clear();
            return;
        }
        List<Text> texts = new ArrayList<>();
        entries.forEach(entry -> collect(entry, texts));
        if (frame + texts.stream().mapToLong(Text::bytes).sum() > budget) {
            shorten(texts, budget - frame);
        }
    }

    /** Leaves out entries after the first, then the first, until what is not text fits; returns its bytes. */
    private long dropUntilFrameFits() {
        long[] frames = entries.stream().mapToLong(Document::frame).toArray();
        long frame = LongStream.of(frames).sum() + frames.length + 1;
        int next = 1;
        while (frame > budget && next < frames.length - 1) {
            frame -= frames[next++] + 1;
        }
        entries.subList(1, next).clear();
        dropped += next - 1;
        if (frame > budget && entries.size() > 1) {
            frame -= frames[0] + 1;
            entries.remove(0);
            dropped++;
        }
        return frame;
    }

    private static long frame(Object entry) {
        List<Text> texts = new ArrayList<>();
        collect(entry, texts);
        return JsonText.bytes(entry) - texts.stream().mapToLong(Text::bytes).sum();
    }

    /** Cuts the longest texts to one common length, such that all fit into the bytes that remain. */
    private static void shorten(List<Text> texts, long available) {
        long[] sizes = texts.stream().mapToLong(Text::bytes).sorted().toArray();
        long remaining = available;
        long cap = 0;
        for (int i = 0; i < sizes.length; i++) {
            long share = remaining / (sizes.length - i);
            cap = share;
            if (sizes[i] > share) {
                break;
            }
            remaining -= sizes[i];
        }
        for (Text text : texts) {
            text.cutTo(cap);
        }
    }

    private static void collect(Object node, List<Text> texts) {
        if (node instanceof Text text) {
            texts.add(text);
        } else if (node instanceof Map<?, ?> map) {
            map.values().forEach(child -> collect(child, texts));
        } else if (node instanceof List<?> list) {
            list.forEach(child -> collect(child, texts));
        }
    }

    /** What the whole is: an array of its entries, its one entry, or the text of its one entry. */
    enum Form {
        ARRAY,
        OBJECT,
        TEXT
    }

    /** Returns an object of JSON that keeps its order. */
    static Map<String, Object> object(String key, Object value) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put(key, value);
        return object;
    }
}
