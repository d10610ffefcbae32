package io.genaiops.eval.rating;

import io.genaiops.asset.Digest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Text as a cell that no spreadsheet takes for a formula. Source: OWASP, CSV Injection; a quotation mark in front makes it
 * text, and is taken away again from exactly the cells that were given one.
 *
 * @since 0.1
 */
public final class CellText {

    private static final Pattern FORMULA = Pattern.compile("(?s)'*[=+\\-@\\t\\r\\n\uff1d\uff0b\uff0d\uff20].*");
    private static final int LONGEST_SHOWN = 40;
    private static final int LONGEST_COMPARED = 20_000;

    private CellText() {}

    /** Returns the text, with a quotation mark in front if it could be taken for a formula. */
    public static String escape(String text) {
        return FORMULA.matcher(text).matches() ? "'" + text : text;
    }

    static String unescape(String cell) {
        return cell.startsWith("'") && FORMULA.matcher(cell).matches() ? cell.substring(1) : cell;
    }

    /** Identifies a text through the changes that spreadsheets make: line ends, blanks, a limit of 32,767 characters. */
    static Digest fingerprint(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder kept = new StringBuilder();
        composed.codePoints()
                .filter(c -> !Character.isWhitespace(c)
                        && !Character.isISOControl(c)
                        && !Character.isSpaceChar(c)
                        && c != '?'
                        && Character.getType(c) != Character.SURROGATE)
                .limit(LONGEST_COMPARED)
                .forEach(kept::appendCodePoint);
        return Digest.ofText(kept.toString());
    }

    /** Identifies a text to the last character. */
    static Digest exact(String text) {
        return Digest.ofBytes(text.getBytes(StandardCharsets.UTF_16BE));
    }

    /** Returns the start of a cell on one line, for messages. */
    static String shown(String cell) {
        String line = cell.strip().replaceAll("\\s+", " ");
        return line.length() <= LONGEST_SHOWN ? line : line.substring(0, LONGEST_SHOWN) + "…";
    }
}
