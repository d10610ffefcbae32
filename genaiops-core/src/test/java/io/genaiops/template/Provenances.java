package io.genaiops.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** What holds for the spans of every rendering, and a short notation for them. */
final class Provenances {

    private Provenances() {}

    /** Spans cover each text in order without gaps, and neighbours differ. */
    static void assertCovered(RenderedTemplate rendered) {
        for (RenderedMessage message : rendered.messages()) {
            int end = 0;
            Origin before = null;
            for (Span span : message.spans()) {
                assertThat(span.start()).isEqualTo(end);
                assertThat(span.origin()).isNotEqualTo(before);
                end = span.end();
                before = span.origin();
            }
            assertThat(end).isEqualTo(message.text().length());
        }
    }

    /** Writes each span as {@code text<origin}, the template's own as {@code text} alone. */
    static List<String> of(RenderedMessage message) {
        List<String> spans = new ArrayList<>();
        for (Span span : message.spans()) {
            String text = message.text().substring(span.start(), span.end());
            spans.add(
                    span.origin().isTemplate()
                            ? text
                            : text + "<" + span.origin().input());
        }
        return spans;
    }

    /** Returns the concatenated text that came from an input. */
    static String from(String input, RenderedMessage message) {
        StringBuilder text = new StringBuilder();
        for (Span span : message.spans()) {
            if (span.origin().equals(Origin.input(input))) {
                text.append(message.text(), span.start(), span.end());
            }
        }
        return text.toString();
    }
}
