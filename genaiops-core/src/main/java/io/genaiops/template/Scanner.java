package io.genaiops.template;

import io.genaiops.template.TemplateException.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a source into text, tags and role markers in one pass. Knows delimiters, standalone lines and the indentation of
 * partials; knows nothing of structure.
 */
final class Scanner {

    enum Kind {
        TEXT,
        VARIABLE,
        SECTION,
        INVERTED,
        CLOSE,
        PARTIAL,
        ROLE
    }

    /** A piece of the source; {@code indent} is used by partials alone, {@code text} of a role is its constant's name. */
    record Token(Kind kind, String text, String indent, int offset) {}

    /** Longer ones have no use, and would make the search for them slow. */
    private static final int MAX_DELIMITER = 16;

    private static final Role[] ROLES = Role.values();

    private final String partial;
    private final String source;
    private final String indent;
    private final List<Token> tokens = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private String open = "{{";
    private String close = "}}";
    private int position;
    private int textOffset;

    Scanner(String partial, String source, String indent) {
        this.partial = partial;
        this.source = source;
        this.indent = indent;
    }

    List<Token> scan() {
        for (int tag = source.indexOf(open); tag >= 0; tag = source.indexOf(open, position)) {
            tag(tag);
        }
        text(position, source.length(), false);
        flush();
        return tokens;
    }

    private void tag(int start) {
        int content = start + open.length();
        char sigil = content < source.length() ? source.charAt(content) : ' ';
        String terminator = sigil == '{' ? "}" + close : sigil == '=' ? "=" + close : close;
        int from = sigil == '{' || sigil == '=' ? content + 1 : content;
        int stop = source.indexOf(terminator, from);
        if (stop < 0) {
            throw error(
                    start,
                    "expected '" + terminator + "' to close the tag '" + open + "', found the end of the "
                            + "template; close it, or change the delimiters with {{=<% %>=}} to write '" + open
                            + "' as text");
        }
        int end = stop + terminator.length();
        String body = source.substring(from, stop).strip();
        if (sigil == '{') {
            inline(start, end, body);
        } else if (sigil == '=') {
            block(start, end);
            delimiters(start, body);
        } else {
            tag(start, end, body);
        }
    }

    private void tag(int start, int end, String body) {
        String name = body.isEmpty() ? body : body.substring(1).strip();
        switch (body.isEmpty() ? ' ' : body.charAt(0)) {
            case '!' -> block(start, end);
            case '#' -> add(Kind.SECTION, name, block(start, end), start);
            case '^' -> add(Kind.INVERTED, name, block(start, end), start);
            case '/' -> add(Kind.CLOSE, name, block(start, end), start);
            case '>' -> add(Kind.PARTIAL, name, block(start, end), start);
            case '&' -> inline(start, end, name);
            case '<', '$' ->
                throw error(
                        start,
                        "expected a variable, section, partial or comment, found '" + body.charAt(0)
                                + "', a tag of template inheritance, which is not supported; use a partial");
            default -> inline(start, end, body);
        }
    }

    private void inline(int start, int end, String name) {
        text(position, start, true);
        position = end;
        add(Kind.VARIABLE, name, "", start);
    }

    /**
     * Takes a tag that vanishes with its line when it stands alone on it.
     *
     * @return the blanks before a tag that stands alone, else nothing
     */
    private String block(int start, int end) {
        int lineStart = start;
        while (lineStart > position && isBlank(source.charAt(lineStart - 1))) {
            lineStart--;
        }
        int next = isLineStart(lineStart) ? nextLine(end) : -1;
        if (next < 0) {
            text(position, start, true);
            position = end;
            return "";
        }
        text(position, lineStart, false);
        position = next;
        return indent + source.substring(lineStart, start);
    }

    private void delimiters(int start, String body) {
        String[] pair = body.split("\\s+", -1);
        if (pair.length != 2 || !isDelimiter(pair[0]) || !isDelimiter(pair[1])) {
            throw error(
                    start,
                    "expected two delimiters of 1 to " + MAX_DELIMITER + " characters without '=', a blank "
                            + "between them; found other content; write it like {{=<% %>=}}");
        }
        open = pair[0];
        close = pair[1];
    }

    private static boolean isDelimiter(String s) {
        return !s.isEmpty() && s.length() <= MAX_DELIMITER && s.indexOf('=') < 0;
    }

    /** Takes text line by line: role markers become tokens, escapes lose a backslash, lines are indented. */
    private void text(int from, int to, boolean tagFollows) {
        int p = from;
        while (true) {
            if (isLineStart(p)) {
                int next = p < to ? marker(p, to) : -1;
                if (next >= 0) {
                    p = next;
                    continue;
                }
                if (p < to || tagFollows) {
                    append(indent, 0, indent.length(), p);
                }
                p += escape(p, to);
            }
            if (p >= to) {
                return;
            }
            int stop = p;
            while (stop < to && source.charAt(stop) != '\n') {
                stop++;
            }
            stop = stop < to ? stop + 1 : stop;
            append(source, p, stop, p);
            p = stop;
        }
    }

    /** Takes a role marker that stands alone on its line; returns where the next line starts, or -1 without a marker. */
    private int marker(int lineStart, int to) {
        Role role = role(lineStart);
        int next = role == null ? -1 : nextLine(lineStart + role.marker().length());
        if (role == null || next < 0 || next > to) {
            return -1;
        }
        if (!partial.isEmpty()) {
            throw error(
                    lineStart,
                    "expected text, found the role marker '" + role.marker() + "': a partial opens no "
                            + "message; move the marker to the template, or write '\\" + role.marker()
                            + "' for the literal text");
        }
        add(Kind.ROLE, role.name(), "", lineStart);
        return next;
    }

    private int escape(int lineStart, int to) {
        int p = lineStart;
        while (p < to && source.charAt(p) == '\\') {
            p++;
        }
        return p > lineStart && role(p) != null ? 1 : 0;
    }

    private @Nullable Role role(int offset) {
        for (Role role : ROLES) {
            if (source.startsWith(role.marker(), offset)) {
                return role;
            }
        }
        return null;
    }

    /** Returns where the next line starts if only blanks are left on this one, else -1. */
    private int nextLine(int offset) {
        int p = offset;
        while (p < source.length() && isBlank(source.charAt(p))) {
            p++;
        }
        if (source.startsWith("\r\n", p)) {
            return p + 2;
        }
        return p == source.length() ? p : source.charAt(p) == '\n' ? p + 1 : -1;
    }

    private boolean isLineStart(int offset) {
        return offset == 0 || source.charAt(offset - 1) == '\n';
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    private void append(String from, int start, int end, int offset) {
        if (text.isEmpty()) {
            textOffset = offset;
        }
        text.append(from, start, end);
    }

    private void add(Kind kind, String body, String indentation, int offset) {
        flush();
        tokens.add(new Token(kind, body, indentation, offset));
    }

    private void flush() {
        if (!text.isEmpty()) {
            tokens.add(new Token(Kind.TEXT, text.toString(), "", textOffset));
            text.setLength(0);
        }
    }

    private TemplateException error(int offset, String message) {
        return new TemplateException(Place.of(partial, source, offset), message, null);
    }
}
