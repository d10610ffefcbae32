package io.genaiops.format;

import io.genaiops.InvalidAssetException;
import io.genaiops.yaml.YamlNode;

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
        int firstEnd = text.indexOf('\n');
        String first = firstEnd < 0 ? text : text.substring(0, firstEnd);
        if (!first.equals(DASHES)) {
            throw new InvalidAssetException(file + ":1: expected a line that is exactly '---' before the front matter,"
                    + " found " + shown(first));
        }
        int line = 2;
        int start = DASHES.length() + 1;
        while (start <= text.length()) {
            int end = text.indexOf('\n', start);
            int stop = end < 0 ? text.length() : end;
            if (text.startsWith(DASHES, start) && stop - start == DASHES.length()) {
                String yaml = text.substring(DASHES.length() + 1, start);
                String body = end < 0 ? "" : text.substring(end + 1);
                return new FrontMatter(YamlNode.parse(file, 2, yaml), body, line + 1);
            }
            line++;
            start = stop + 1;
        }
        throw new InvalidAssetException(
                file + ":" + (line - 1) + ": expected a second line that is exactly '---' after the front matter,"
                        + " found the end of the file");
    }

    // The line may be part of a prompt, which messages do not show; dashes with something around them are not.
    private static String shown(String line) {
        boolean dashes = line.length() < 20 && line.strip().startsWith("--");
        return dashes ? "'" + line + "'" : "a line of " + line.length() + " characters";
    }
}
