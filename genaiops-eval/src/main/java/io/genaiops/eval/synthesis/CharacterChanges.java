package io.genaiops.eval.synthesis;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes characters. Stateless. */
final class CharacterChanges {

    /** Letters that look alike in most fonts (Unicode Technical Standard 39, confusables). */
    static final Map<Character, Character> LOOKALIKES = Map.ofEntries(
            Map.entry('a', '\u0430'),
            Map.entry('c', '\u0441'),
            Map.entry('e', '\u0435'),
            Map.entry('i', '\u0456'),
            Map.entry('j', '\u0458'),
            Map.entry('o', '\u043e'),
            Map.entry('p', '\u0440'),
            Map.entry('s', '\u0455'),
            Map.entry('x', '\u0445'),
            Map.entry('y', '\u0443'),
            Map.entry('A', '\u0410'),
            Map.entry('B', '\u0412'),
            Map.entry('C', '\u0421'),
            Map.entry('E', '\u0415'),
            Map.entry('H', '\u041d'),
            Map.entry('I', '\u0406'),
            Map.entry('K', '\u041a'),
            Map.entry('M', '\u041c'),
            Map.entry('N', '\u039d'),
            Map.entry('O', '\u041e'),
            Map.entry('P', '\u0420'),
            Map.entry('T', '\u0422'),
            Map.entry('X', '\u0425'),
            Map.entry('Z', '\u0396'));

    private static final List<String> SPACES = List.of("  ", "\t", "\n", "   ");
    private static final Pattern PUNCTUATION =
            Pattern.compile("(?<![\\p{L}\\p{N}])\\p{P}+|\\p{P}+(?![\\p{L}\\p{N}\\p{P}])");
    private static final Pattern ACCENT = Pattern.compile("\\p{M}+");
    private static final Pattern NUMBER =
            Pattern.compile("(?<![\\p{L}\\p{N}.,])(?:\\d{5,15}|\\d{1,3}(?:,\\d{3}){1,4})(?![\\p{L}\\p{N}]|[.,]\\d)");

    private CharacterChanges() {}

    static String space(String text, Random random) {
        StringBuilder changed = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ' && random.nextBoolean()) {
                changed.append(SPACES.get(random.nextInt(SPACES.size())));
            } else {
                changed.append(c);
            }
        }
        return random.nextBoolean()
                ? changed.insert(0, "  ").toString()
                : changed.append(" \n").toString();
    }

    static String withoutPunctuation(String text) {
        return PUNCTUATION.matcher(text).replaceAll("");
    }

    static String withoutAccents(String text) {
        String apart = Normalizer.normalize(text, Normalizer.Form.NFD);
        return ACCENT.matcher(apart).find()
                ? Normalizer.normalize(ACCENT.matcher(apart).replaceAll(""), Normalizer.Form.NFC)
                : text;
    }

    static String lookalikes(String text, double rate, Random random) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < text.length(); i++) {
            if (LOOKALIKES.containsKey(text.charAt(i))) {
                places.add(i);
            }
        }
        boolean[] chosen = WordChanges.chosen(places.size(), rate, random);
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < chosen.length; i++) {
            if (chosen[i]) {
                int at = places.get(i);
                changed.setCharAt(at, LOOKALIKES.getOrDefault(text.charAt(at), text.charAt(at)));
            }
        }
        return changed.toString();
    }

    static String groupedNumbers(String text) {
        Matcher matcher = NUMBER.matcher(text);
        return matcher.replaceAll(
                number -> number.group().indexOf(',') >= 0 ? number.group().replace(",", "") : grouped(number.group()));
    }

    private static String grouped(String digits) {
        StringBuilder grouped = new StringBuilder(digits);
        for (int i = digits.length() - 3; i > 0; i -= 3) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }
}
