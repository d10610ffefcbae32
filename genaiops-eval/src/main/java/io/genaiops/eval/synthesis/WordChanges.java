package io.genaiops.eval.synthesis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes words: what is between blanks. Stateless. */
final class WordChanges {

    private static final Pattern WORD = Pattern.compile("\\S+");
    private static final Pattern LETTERS = Pattern.compile("\\p{L}{4,}");
    private static final Map<Character, String> BESIDE = Map.ofEntries(
            Map.entry('a', "sqz"),
            Map.entry('b', "vn"),
            Map.entry('c', "xv"),
            Map.entry('d', "sf"),
            Map.entry('e', "wr"),
            Map.entry('f', "dg"),
            Map.entry('g', "fh"),
            Map.entry('h', "gj"),
            Map.entry('i', "uo"),
            Map.entry('j', "hk"),
            Map.entry('k', "jl"),
            Map.entry('l', "k"),
            Map.entry('m', "n"),
            Map.entry('n', "bm"),
            Map.entry('o', "ip"),
            Map.entry('p', "o"),
            Map.entry('q', "wa"),
            Map.entry('r', "et"),
            Map.entry('s', "ad"),
            Map.entry('t', "ry"),
            Map.entry('u', "yi"),
            Map.entry('v', "cb"),
            Map.entry('w', "qe"),
            Map.entry('x', "zc"),
            Map.entry('y', "tu"),
            Map.entry('z', "xa"));

    private WordChanges() {}

    static String typos(String text, double rate, Random random) {
        List<int[]> words = spans(LETTERS, text);
        boolean[] chosen = chosen(words.size(), rate, random);
        StringBuilder changed = new StringBuilder(text);
        for (int i = words.size() - 1; i >= 0; i--) {
            if (chosen[i]) {
                int[] word = words.get(i);
                changed.replace(word[0], word[1], slip(text.substring(word[0], word[1]), random));
            }
        }
        return changed.toString();
    }

    /** Returns the word with one slip behind its first letter; exchanging equal letters would be none. */
    private static String slip(String word, Random random) {
        int[] letters = word.codePoints().toArray();
        int at = 1 + random.nextInt(letters.length - 2);
        int kind = random.nextInt(4);
        if (kind == 0 && letters[at] != letters[at + 1]) {
            int moved = letters[at];
            letters[at] = letters[at + 1];
            letters[at + 1] = moved;
            return new String(letters, 0, letters.length);
        }
        String before = new String(letters, 0, at);
        String letter = Character.toString(letters[at]);
        String behind = new String(letters, at + 1, letters.length - at - 1);
        String beside = letters[at] < 128 ? BESIDE.getOrDefault((char) letters[at], "") : "";
        if (kind == 1 && !beside.isEmpty()) {
            return before + beside.charAt(random.nextInt(beside.length())) + behind;
        }
        return kind == 2 ? before + behind : before + letter + letter + behind;
    }

    static String dropped(String text, double rate, Random random) {
        List<int[]> words = spans(WORD, text);
        if (words.size() < 2) {
            return text;
        }
        boolean[] chosen = chosen(words.size(), rate, random);
        int staying = random.nextInt(words.size());
        chosen[staying] = false;
        if (none(chosen)) {
            chosen[(staying + 1) % chosen.length] = true;
        }
        return joined(text, words, i -> !chosen[i]);
    }

    private static boolean none(boolean[] chosen) {
        boolean any = false;
        for (boolean each : chosen) {
            any |= each;
        }
        return !any;
    }

    private static String joined(String text, List<int[]> words, IntPredicate kept) {
        List<String> left = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            if (kept.test(i)) {
                left.add(text.substring(words.get(i)[0], words.get(i)[1]));
            }
        }
        return String.join(" ", left);
    }

    static String swapped(String text, double rate, Random random) {
        List<int[]> words = spans(WORD, text);
        if (words.size() < 2) {
            return text;
        }
        boolean[] chosen = chosen(words.size() - 1, rate, random);
        StringBuilder changed = new StringBuilder();
        int end = 0;
        for (int i = 0; i < words.size(); i++) {
            boolean swap = i < chosen.length && chosen[i];
            int[] word = words.get(swap ? i + 1 : i);
            changed.append(text, end, words.get(i)[0]).append(text, word[0], word[1]);
            end = words.get(i)[1];
            if (swap) {
                int[] first = words.get(i);
                changed.append(text, end, words.get(i + 1)[0]).append(text, first[0], first[1]);
                end = words.get(++i)[1];
            }
        }
        return changed.append(text, end, text.length()).toString();
    }

    private static List<int[]> spans(Pattern pattern, String text) {
        List<int[]> spans = new ArrayList<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            spans.add(new int[] {matcher.start(), matcher.end()});
        }
        return spans;
    }

    /** Chooses each with the rate, and one if none was. */
    static boolean[] chosen(int count, double rate, Random random) {
        boolean[] chosen = new boolean[count];
        boolean any = false;
        for (int i = 0; i < count; i++) {
            chosen[i] = random.nextDouble() < rate;
            any |= chosen[i];
        }
        if (!any && count > 0) {
            chosen[random.nextInt(count)] = true;
        }
        return chosen;
    }
}
