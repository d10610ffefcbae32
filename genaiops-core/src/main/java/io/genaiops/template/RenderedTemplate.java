package io.genaiops.template;

import io.genaiops.template.RenderedMessage.Provenance;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
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

    private final List<RenderedMessage> messages;
    /** What was dropped around the one message of a template without role markers; absent with them. */
    private final @Nullable String before;

    private final @Nullable String after;
    private final int pieces;
    private final int history;

    private RenderedTemplate(
            List<RenderedMessage> messages, @Nullable String before, @Nullable String after, int pieces, int history) {
        this.messages = messages;
        this.before = before;
        this.after = after;
        this.pieces = pieces;
        this.history = history;
    }

    /** Returns the rendering of a template without role markers. */
    static RenderedTemplate plain(Output output, Provenance provenance) {
        RenderedMessage message = message(Role.USER, output, 0, output.length, provenance);
        String before = output.substring(0, message.start());
        String after = output.substring(message.start() + message.text().length(), output.length);
        return new RenderedTemplate(List.of(message), before, after, output.size, NO_HISTORY);
    }

    /**
     * Returns the messages of a template.
     *
     * @return the messages in order; those of a template without role markers are one of the user
     */
    public List<RenderedMessage> messages() {
        return messages;
    }

    /**
     * Returns the text: of a template without role markers the plain Mustache rendering with nothing trimmed, else the
     * texts of the messages, an empty line between two.
     */
    public String text() {
        if (before != null && after != null) {
            String text = messages.get(0).text();
            return before.isEmpty() && after.isEmpty() ? text : before + text + after;
        }
        List<String> texts = new ArrayList<>();
        for (RenderedMessage message : messages) {
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

    /** Returns of how many pieces the output was made. */
    int pieces() {
        return pieces;
    }

    /** Tells the number of messages without their text, which may be confidential. */
    @Override
    public String toString() {
        return "RenderedTemplate" + messages;
    }

    /** Cuts a message out of an output and drops the blank lines of the template around it. */
    private static RenderedMessage message(Role role, Output output, int from, int to, Provenance provenance) {
        int start = from;
        int end = to;
        if (from < to && isSpace(output.charAt(from))) {
            start = start(output, from, to, provenance.templateFrom(from, to));
        }
        if (start < to && isSpace(output.last())) {
            end = end(output, start, to, provenance.templateUpTo(start, to));
        }
        return new RenderedMessage(role, output.substring(start, end), provenance, start);
    }

    private static int start(Output output, int from, int to, int templateEnd) {
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

    private static int end(Output output, int start, int to, int templateStart) {
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

    private static boolean isSpace(char c) {
        return c == '\n' || isBlank(c);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r';
    }

    /**
     * What was written so far, kept in pieces: joining them copies every character once, into a text of the right size and
     * encoding. Quick for reading on from the place that was read last.
     */
    static final class Output {
        private String[] pieces;
        private int size;
        private int length;
        /** The piece read last, and where it starts. */
        private int at;

        private int start;

        Output(int expectedPieces) {
            this.pieces = new String[expectedPieces];
        }

        void append(String piece) {
            if (size == pieces.length) {
                pieces = Arrays.copyOf(pieces, Math.max(16, size * 2));
            }
            pieces[size] = piece;
            size++;
            length += piece.length();
        }

        int length() {
            return length;
        }

        private char last() {
            String piece = pieces[size - 1];
            return piece.charAt(piece.length() - 1);
        }

        private char charAt(int index) {
            return pieces[seek(index)].charAt(index - start);
        }

        private String substring(int from, int to) {
            if (from == to) {
                return "";
            }
            if (from == 0 && to == length && size > 1) {
                return String.join("", size == pieces.length ? pieces : Arrays.copyOf(pieces, size));
            }
            int last = seek(to - 1);
            int end = to - start;
            int first = seek(from);
            if (first == last) {
                return pieces[first].substring(from - start, end);
            }
            String[] parts = Arrays.copyOfRange(pieces, first, last + 1);
            parts[0] = parts[0].substring(from - start);
            parts[last - first] = parts[last - first].substring(0, end);
            return String.join("", parts);
        }

        /** Goes to the piece that holds a character. */
        private int seek(int index) {
            while (index < start) {
                at--;
                start -= pieces[at].length();
            }
            while (index - start >= pieces[at].length()) {
                start += pieces[at].length();
                at++;
            }
            return at;
        }
    }

    /** Collects messages while a template with role markers renders. */
    static final class Messages {
        private final List<RenderedMessage> closed = new ArrayList<>(4);
        private @Nullable Role role;
        private int start;
        private int history = NO_HISTORY;

        /** Closes the open message, if any, and opens one. */
        void open(Role next, Output output, Provenance provenance) {
            close(output, provenance);
            role = next;
            start = output.length();
        }

        /** Notes the place of the caller's messages; returns whether it is the first. */
        boolean history(Output output, Provenance provenance) {
            close(output, provenance);
            role = null;
            boolean first = history == NO_HISTORY;
            history = closed.size();
            return first;
        }

        RenderedTemplate rendered(Output output, Provenance provenance) {
            close(output, provenance);
            return new RenderedTemplate(Collections.unmodifiableList(closed), null, null, output.size, history);
        }

        private void close(Output output, Provenance provenance) {
            if (role != null) {
                closed.add(message(role, output, start, output.length(), provenance));
            }
        }
    }
}
