package io.genaiops.eval.outline;

/**
 * Text that can be encoded: half a surrogate pair, which no encoding can carry, becomes the replacement character.
 *
 * @since 0.1
 */
public final class WellFormed {

    private WellFormed() {}

    /** Returns the text, the same object if there is nothing to replace. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder whole = new StringBuilder(text.length());
        text.codePoints().forEach(c -> whole.appendCodePoint(isHalf(c) ? 0xFFFD : c));
        return whole.toString();
    }

    private static boolean isHalf(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
