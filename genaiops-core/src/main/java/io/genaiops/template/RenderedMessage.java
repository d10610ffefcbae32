package io.genaiops.template;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds one rendered chat message and where each part of its text came from. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RenderedMessage {

    private final Role role;
    private final String text;
    private final Provenance provenance;
    private final int start;
    private @Nullable List<Span> spans;

    /** The text starts at {@code start} of the output that the provenance describes. */
    RenderedMessage(Role role, String text, Provenance provenance, int start) {
        this.role = role;
        this.text = text;
        this.provenance = provenance;
        this.start = start;
    }

    /** Returns who speaks. */
    public Role role() {
        return role;
    }

    /** Returns the text, which may be empty. */
    public String text() {
        return text;
    }

    /**
     * Returns where the text came from: spans in order that cover it without gaps; neighbours differ in origin. Empty if
     * the text is.
     */
    public List<Span> spans() {
        List<Span> known = spans;
        if (known == null) {
            known = provenance.spans(start, start + text.length());
            spans = known;
        }
        return known;
    }

    /** Returns where the text starts in the output that the provenance describes. */
    int start() {
        return start;
    }

    /** Tells role and size without the text, which may be confidential. */
    @Override
    public String toString() {
        return "RenderedMessage[" + role + ", " + text.length() + " characters]";
    }

    /** Ends and origins of the spans of a whole output; written by the renderer, then never again. */
    static final class Provenance {

        private static final int TEMPLATE = -1;

        private final String[] names;
        /** Pairs: where a span ends, number of the name it came from. */
        private int[] pairs;

        private int size;

        Provenance(String[] names, int expectedSpans) {
            this.names = names;
            this.pairs = new int[2 * expectedSpans];
        }

        /** Notes that the output up to {@code end} came from the template. */
        void template(int end) {
            input(end, TEMPLATE);
        }

        /** Notes that the output up to {@code end} came from the input with this number. */
        void input(int end, int name) {
            int last = size - 2;
            if (last >= 0 && pairs[last + 1] == name) {
                pairs[last] = end;
                return;
            }
            if (size == pairs.length) {
                pairs = Arrays.copyOf(pairs, Math.max(16, size * 2));
            }
            pairs[size] = end;
            pairs[size + 1] = name;
            size += 2;
        }

        /** Returns where the template's text that starts at {@code start} ends, at most {@code end}. */
        int templateFrom(int start, int end) {
            int span = first(start);
            return span < size && pairs[span + 1] == TEMPLATE ? Math.min(pairs[span], end) : start;
        }

        /** Returns where the template's text that ends at {@code end} starts, at least {@code start}. */
        int templateUpTo(int start, int end) {
            int span = end > start ? first(end - 1) : size;
            if (span == size || pairs[span + 1] != TEMPLATE) {
                return end;
            }
            return span == 0 ? start : Math.max(start, pairs[span - 2]);
        }

        /** Returns the spans of a part of the output, counted from its start. */
        List<Span> spans(int start, int end) {
            List<Span> spans = new ArrayList<>();
            int from = start;
            for (int i = first(start); from < end; i += 2) {
                int to = Math.min(pairs[i], end);
                Origin origin = pairs[i + 1] == TEMPLATE ? Origin.TEMPLATE : Origin.input(names[pairs[i + 1]]);
                spans.add(new Span(from - start, to - start, origin));
                from = to;
            }
            return List.copyOf(spans);
        }

        /** Returns the index of the span that holds the character at {@code offset}, by binary search. */
        private int first(int offset) {
            int low = 0;
            int high = size / 2;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (pairs[2 * middle] <= offset) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return 2 * low;
        }
    }
}
