package io.genaiops.eval.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Builds Markdown from plain text: whatever could be markup is escaped, whatever could break a line is a blank. */
final class Markdown {

    private static final String MARKUP = "\\`*_{}[]#|<>~&$@";

    /** What the line on those that were cut needs. */
    private static final int ROOM_FOR_THE_REST = 40;

    private final StringBuilder text = new StringBuilder();

    void heading(int level, String title) {
        text.append(text.isEmpty() || endsWith(text, "\n\n") ? "" : "\n")
                .append("#".repeat(level))
                .append(' ')
                .append(escape(title))
                .append("\n\n");
    }

    void paragraph(String words) {
        text.append(escape(words)).append("\n\n");
    }

    /** A few lines that stay together or are cut together; the more severe, the later they are cut. */
    record Entry(double severity, String lines) {}

    /** Appends entries in their order if all of them fit; else as many of the worst as do, worst first. */
    void entries(List<Entry> entries, int room) {
        int length = entries.stream().mapToInt(entry -> entry.lines().length()).sum();
        if (length <= room) {
            entries.forEach(entry -> text.append(entry.lines()));
            return;
        }
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingDouble(Entry::severity).reversed());
        worst(sorted.stream().map(Entry::lines).toList(), sorted.size(), room);
    }

    /** Appends as many of the worst as fit, and how many of all there are more. */
    void worst(List<String> lines, long all, int room) {
        int left = room - ROOM_FOR_THE_REST;
        int shown = 0;
        while (shown < lines.size() && lines.get(shown).length() <= left) {
            left -= lines.get(shown).length();
            text.append(lines.get(shown++));
        }
        if (shown < all) {
            text.append(endsWith(text, "|\n") ? "\n" : "").append(rest(all - shown));
        }
    }

    void line(String plain) {
        text.append(plain).append('\n');
    }

    int length() {
        return text.length();
    }

    static String rest(long more) {
        return item("and " + String.format(Locale.ROOT, "%,d", more) + " more");
    }

    static String item(String words) {
        return "- " + escape(words) + "\n";
    }

    static String detail(String words) {
        return "  - " + escape(words) + "\n";
    }

    void header(List<String> titles) {
        text.append(row(titles))
                .append("|")
                .append(" --- |".repeat(titles.size()))
                .append('\n');
    }

    static String row(List<String> cells) {
        StringBuilder row = new StringBuilder();
        cells.forEach(cell -> row.append("| ").append(escape(cell)).append(' '));
        return row.append("|\n").toString();
    }

    static String escape(String plain) {
        StringBuilder escaped = new StringBuilder();
        int[] characters = plain.strip().codePoints().map(Markdown::visible).toArray();
        for (int i = 0; i < characters.length; i++) {
            boolean endsWord = i + 1 == characters.length || characters[i + 1] == ' ';
            boolean markup = isMarkup(characters[i], endsWord, escaped) && !isInsideWord(characters, i);
            escaped.append(markup ? "\\" : "").appendCodePoint(characters[i]);
        }
        return escaped.toString().strip();
    }

    private static int visible(int c) {
        return Character.isWhitespace(c) || Character.isISOControl(c) || isInvisible(c) ? ' ' : c;
    }

    private static boolean isMarkup(int c, boolean endsWord, StringBuilder before) {
        return switch (c) {
            case '-', '+', '=' -> before.isEmpty();
            case '.' -> (endsWord && isNumber(before)) || endsWith(before, "www");
            case ')' -> endsWord && isNumber(before);
            case ':' -> endsWith(before, "http") || endsWith(before, "https") || endsWith(before, "ftp");
            default -> MARKUP.indexOf(c) >= 0;
        };
    }

    /** An underscore between letters or digits marks nothing up (CommonMark 0.31, section 6.2). */
    private static boolean isInsideWord(int[] characters, int at) {
        return characters[at] == '_'
                && at > 0
                && at + 1 < characters.length
                && Character.isLetterOrDigit(characters[at - 1])
                && Character.isLetterOrDigit(characters[at + 1]);
    }

    /** A number of one to nine digits in front of a dot or parenthesis would begin a list. */
    private static boolean isNumber(StringBuilder text) {
        return !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean endsWith(StringBuilder text, String end) {
        int from = text.length() - end.length();
        return from >= 0 && text.substring(from).equalsIgnoreCase(end);
    }

    /** Line separators, and the marks that turn the direction of text around. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.FORMAT
                || type == Character.SURROGATE;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
