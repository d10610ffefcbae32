package io.genaiops.format;

import io.genaiops.InvalidAssetException;

/**
 * A file of YAML between lines that are exactly {@code ---}, and a body.
 *
 * @param yaml the front matter
 * @param body everything after the second line of dashes
 * @param bodyLine the line of the file that the body begins in, from 1
 */
record FrontMatter(YamlNode yaml, String body, int bodyLine) {

    private static final String DASHES = "---";

    static FrontMatter parse(String file, String text) {
        if (!text.startsWith(DASHES + "\n")) {
            throw new InvalidAssetException(file + ":1: expected a line that is exactly '---' before the front matter,"
                    + " found: '" + firstLine(text) + "'");
        }
        int line = 2;
        int start = DASHES.length() + 1;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            if (text.startsWith(DASHES, start) && stop - start == DASHES.length()) {
                String yaml = text.substring(DASHES.length() + 1, start);
                String body = end < 0 ? "" : text.substring(end + 1);
                return new FrontMatter(new YamlParser(file, 2).parse(yaml), body, line + 1);
            }
            line++;
            start = stop + 1;
        }
        throw new InvalidAssetException(
                file + ":" + (line - 1) + ": expected a second line that is exactly '---' after the front matter,"
                        + " found the end of the file");
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > 80 ? line.substring(0, 80) + "…" : line;
    }
}
