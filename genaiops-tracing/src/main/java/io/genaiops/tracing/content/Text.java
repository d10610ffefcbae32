package io.genaiops.tracing.content;

/** A text of a document, shown whole or with its end replaced by a count of the characters that are missing. */
final class Text {

    private final String value;
    private final long bytes;
    private String shown;

    Text(String value) {
        this.value = value;
        this.bytes = JsonText.escapedBytes(value, 0, value.length());
        this.shown = value;
    }

    /** Returns the size within JSON, escaped, without quotes. */
    long bytes() {
        return bytes;
    }

    int length() {
        return value.length();
    }

    String shown() {
        return shown;
    }

    /** Shows at most so many bytes; a text for which not even the mark has room is shown empty. */
    void cutTo(long limit) {
        if (bytes <= limit) {
            return;
        }
        long room = limit - mark(value.length()).length() - 2;
        int end = 0;
        long used = 0;
        while (end < value.length()) {
            int step = Character.charCount(value.codePointAt(end));
            long more = JsonText.escapedBytes(value, end, end + step);
            if (used + more > room) {
                break;
            }
            used += more;
            end += step;
        }
        shown = room < 0 ? "" : value.substring(0, end) + mark(value.length() - end);
    }

    private static String mark(int missing) {
        return "…[" + missing + " more characters]";
    }
}
