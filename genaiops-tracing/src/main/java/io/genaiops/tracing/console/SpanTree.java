package io.genaiops.tracing.console;

import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Spans of one trace below each other, in the order in which they started. */
final class SpanTree {

    private final Map<String, List<SpanData>> children;
    private final List<Row> rows = new ArrayList<>();
    private final boolean attributes;

    SpanTree(List<SpanData> spans, boolean attributes) {
        this.attributes = attributes;
        List<String> known = spans.stream().map(SpanData::getSpanId).toList();
        List<SpanData> sorted = spans.stream()
                .sorted(Comparator.comparingLong(SpanData::getStartEpochNanos))
                .toList();
        this.children = sorted.stream().collect(Collectors.groupingBy(SpanData::getParentSpanId));
        sorted.stream().filter(span -> !known.contains(span.getParentSpanId())).forEach(root -> add(root, "", ""));
    }

    /** Returns the lines, each with a line break at its end. */
    String text() {
        int width = rows.stream().mapToInt(row -> row.title.length()).max().orElse(0);
        StringBuilder text = new StringBuilder();
        for (Row row : rows) {
            String padded = row.title + " ".repeat(width - row.title.length());
            text.append(padded).append("  ").append(row.line.facts()).append('\n');
            if (attributes) {
                row.line
                        .attributes()
                        .forEach(attribute -> text.append(row.below)
                                .append("    ")
                                .append(attribute)
                                .append('\n'));
            }
        }
        return text.toString();
    }

    private void add(SpanData span, String branch, String below) {
        SpanLine line = new SpanLine(span);
        rows.add(new Row(branch + line.name(), below, line));
        List<SpanData> inner = children.getOrDefault(span.getSpanId(), List.of());
        for (int i = 0; i < inner.size(); i++) {
            boolean last = i == inner.size() - 1;
            add(inner.get(i), below + (last ? "\\- " : "+- "), below + (last ? "   " : "|  "));
        }
    }

    private record Row(String title, String below, SpanLine line) {}
}
