package io.genaiops.eval.report;

import io.genaiops.asset.Digest;
import io.genaiops.eval.outline.WellFormed;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The hidden line by which a job finds its own comment again: one for each name, whatever the name is made of. */
final class Marker {

    private static final int LONGEST_NAME = 200;

    private Marker() {}

    /** Returns a comment with the name in it, all but letters, digits and dots as in a URL; long names by their digest. */
    static String of(String experiment) {
        String encodable = WellFormed.of(experiment);
        String name = encodable.length() <= LONGEST_NAME
                ? encodable
                : Digest.ofText(encodable).value();
        StringBuilder comment = new StringBuilder("<!-- genaiops-report:");
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_');
            comment.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return comment.append(" -->").toString();
    }
}
