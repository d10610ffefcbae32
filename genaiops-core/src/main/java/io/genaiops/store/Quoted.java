package io.genaiops.store;

/** Writes text as a YAML scalar in double quotes: what is not printable ASCII or Unicode is escaped. */
final class Quoted {

    private Quoted() {}

    static String of(String text) {
        StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
        text.chars().forEach(c -> append(quoted, (char) c));
        return quoted.append('"').toString();
    }

    private static void append(StringBuilder quoted, char c) {
        switch (c) {
            case '"' -> quoted.append("\\\"");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\t' -> quoted.append("\\t");
            default -> {
                boolean plain = (c >= ' ' && c < 0x7f) || (c >= 0xa0 && c < 0x2028) || (c >= 0x3000 && c < 0xd800);
                if (plain) {
                    quoted.append(c);
                } else {
                    quoted.append(String.format("\\u%04x", (int) c));
                }
            }
        }
    }
}
