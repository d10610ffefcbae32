package io.genaiops.template;

import io.genaiops.template.RenderedMessage.Provenance;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a rendering produced: messages, their roles and where each part came from. It is text and is not a template:
 * nothing in it is read for tags or role markers again. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class RenderedTemplate {

    private static final int NO_HISTORY = -1;

    private final @Nullable String plain;
    private final Provenance provenance;
    private final int length;
    private final int history;
    private @Nullable List<RenderedMessage> messages;

    private RenderedTemplate(String plain, Provenance provenance) {
        this.plain = plain;
        this.provenance = provenance;
        this.length = plain.length();
        this.history = NO_HISTORY;
    }

    private RenderedTemplate(List<RenderedMessage> messages, Provenance provenance, int length, int history) {
        this.plain = null;
        this.messages = List.copyOf(messages);
        this.provenance = provenance;
        this.length = length;
        this.history = history;
    }

    /** Returns the rendering of a template without role markers. */
    static RenderedTemplate plain(String output, Provenance provenance) {
        return new RenderedTemplate(output, provenance);
    }

    /**
     * Returns the messages of a template.
     *
     * @return the messages in order; those of a template without role markers are one of the user
     */
    public List<RenderedMessage> messages() {
        List<RenderedMessage> known = messages;
        if (known == null) {
            String output = Objects.requireNonNull(plain);
            known = List.of(message(Role.USER, output, 0, output.length(), provenance));
            messages = known;
        }
        return known;
    }

    /**
     * Returns the text: of a template without role markers the plain Mustache rendering with nothing trimmed, else the
     * texts of the messages, an empty line between two.
     */
    public String text() {
        if (plain != null) {
            return plain;
        }
        List<String> texts = new ArrayList<>();
        for (RenderedMessage message : messages()) {
            texts.add(message.text());
        }
        return String.join("\n\n", texts);
    }

    /**
     * Returns where the caller's chat messages go: how many of {@link #messages()} come before them; nothing if the
     * rendering passed no <code>{{history}}</code>.
     */
    public OptionalInt historyPosition() {
        return history == NO_HISTORY ? OptionalInt.empty() : OptionalInt.of(history);
    }

    int length() {
        return length;
    }

    /** Tells the number of messages without their text, which may be confidential. */
    @Override
    public String toString() {
        return "RenderedTemplate" + messages();
    }

    /** Cuts a message out of an output and drops the blank lines of the template around it. */
    private static RenderedMessage message(Role role, CharSequence output, int from, int to, Provenance provenance) {
        int start = start(output, from, to, provenance.templateFrom(from, to));
        int end = end(output, start, to, provenance.templateUpTo(start, to));
        return new RenderedMessage(role, output.subSequence(start, end).toString(), provenance, start);
    }

    private static int start(CharSequence output, int from, int to, int templateEnd) {
        int start = from;
        for (int i = from; i < templateEnd; i++) {
            char c = output.charAt(i);
            if (c == '\n') {
                start = i + 1;
            } else if (!isBlank(c)) {
                return start;
            }
        }
        return templateEnd == to ? to : start;
    }

    private static int end(CharSequence output, int start, int to, int templateStart) {
        int end = to;
        for (int i = to - 1; i >= templateStart; i--) {
            char c = output.charAt(i);
            if (c == '\n') {
                end = i > templateStart && output.charAt(i - 1) == '\r' ? i - 1 : i;
            } else if (!isBlank(c)) {
                return end;
            }
        }
        return Math.max(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    /** Collects messages while a template with role markers renders. */
    static final class Messages {
        private final List<RenderedMessage> closed = new ArrayList<>();
        private @Nullable Role role;
        private int start;
        private int history = NO_HISTORY;

        /** Closes the open message, if any, and opens one. */
        void open(Role next, StringBuilder output, Provenance provenance) {
            close(output, provenance);
            role = next;
            start = output.length();
        }

        /** Notes the place of the caller's messages; returns whether it is the first. */
        boolean history(StringBuilder output, Provenance provenance) {
            close(output, provenance);
            role = null;
            boolean first = history == NO_HISTORY;
            history = closed.size();
            return first;
        }

        RenderedTemplate rendered(StringBuilder output, Provenance provenance) {
            close(output, provenance);
            return new RenderedTemplate(closed, provenance, output.length(), history);
        }

        private void close(StringBuilder output, Provenance provenance) {
            if (role != null) {
                closed.add(message(role, output, start, output.length(), provenance));
            }
        }
    }
}
