package io.genaiops.eval.report;

import java.util.List;

/** Builds Markdown from plain text: whatever could be markup is escaped, whatever could break a line is a blank. */
final class Markdown {

    private static final String MARKUP = "\\`*_{}[]#|<>~&$@";

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

    void item(String words) {
        text.append("- ").append(escape(words)).append('\n');
    }

    void detail(String words) {
        text.append("  - ").append(escape(words)).append('\n');
    }

    void header(String... titles) {
        row(List.of(titles));
        text.append("|").append(" --- |".repeat(titles.length)).append('\n');
    }

    void row(List<String> cells) {
        cells.forEach(cell -> text.append("| ").append(escape(cell)).append(' '));
        text.append("|\n");
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
