package io.genaiops.eval.rubric;

import java.util.List;

/** Tells what a judge copied out of the judged texts, and so may not be its own. Time is linear in both. */
record Echo(List<String> judged) {

    private static final int SHORTEST = 8;
    private static final int LONG = 64;

    /** Tells whether the stretch, but for blanks around it, stands in a judged text. */
    boolean of(String stretch) {
        String stripped = stretch.strip();
        return stripped.length() >= SHORTEST && judged.stream().anyMatch(text -> contains(text, stripped));
    }

    /** Searches as Knuth, Morris and Pratt (1977) do where String.contains could take the product of both lengths. */
    static boolean contains(String text, String part) {
        if (part.length() <= LONG) {
            return text.contains(part);
        }
        if (part.length() > text.length()) {
            return false;
        }
        int[] borders = borders(part);
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            while (matched > 0 && text.charAt(i) != part.charAt(matched)) {
                matched = borders[matched - 1];
            }
            matched += text.charAt(i) == part.charAt(matched) ? 1 : 0;
            if (matched == part.length()) {
                return true;
            }
        }
        return false;
    }

    private static int[] borders(String part) {
        int[] borders = new int[part.length()];
        int border = 0;
        for (int i = 1; i < part.length(); i++) {
            while (border > 0 && part.charAt(i) != part.charAt(border)) {
                border = borders[border - 1];
            }
            border += part.charAt(i) == part.charAt(border) ? 1 : 0;
            borders[i] = border;
        }
        return borders;
    }
}
