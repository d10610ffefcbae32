package io.genaiops.cache.veto;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a text says that must not differ from another one's. */
final class Wording {

    /** Nothing in it repeats a group, which takes a frame of the stack each time. */
    private static final Pattern TOKEN = Pattern.compile("(?<literal>https?://\\S++|www\\.\\S++"
            + "|[\\w.+-]++@[\\w.-]++"
            + "|\"[^\"]*+\"|“[^”]*+”|`[^`]*+`|(?<![\\p{L}\\p{N}])'[^']++'(?![\\p{L}\\p{N}])"
            + "|[#@][\\p{L}\\p{N}_]++|/[\\p{L}\\p{N}_./-]++)"
            + "|(?<number>[$€£]?+-?+\\d[\\d.,:/-]*+)(?<unit>%|°?+\\p{L}++)?+"
            + "|(?<word>\\p{L}[\\p{L}\\p{M}\\p{N}'’.+#_/&-]*+)"
            + "|(?<symbol>[^\\p{L}\\p{N}\\s.,;:!?'\"()’‘“”…-])");

    private static final Pattern LOOSE_END = Pattern.compile("[.,;:!?'’_/&-]+$");
    private static final Pattern SENTENCE_END = Pattern.compile("[.!?:]\\s|\n");
    private static final Pattern CONTRACTION = Pattern.compile("[^']+'(?:s|ll|re|ve|d|m)");
    private static final Pattern IDENTIFIER = Pattern.compile(".*[\\p{N}._/+#&'].*|.*\\p{Ll}\\p{Lu}.*");

    final List<String> words = new ArrayList<>();
    final List<String> content = new ArrayList<>();
    final List<String> literals = new ArrayList<>();
    final List<String> numbers = new ArrayList<>();
    final List<String> negations = new ArrayList<>();
    final Set<String> names = new LinkedHashSet<>();
    final Set<String> asking = new TreeSet<>();
    final Set<String> quantities = new TreeSet<>();
    final Set<String> times = new TreeSet<>();
    final List<String> persons = new ArrayList<>();
    final Set<String> all = new HashSet<>();
    boolean polar;
    boolean duty;
    boolean directed;
    private boolean sentenceStarts = true;
    private @Nullable String before;

    static Wording of(String text) {
        Wording wording = new Wording();
        wording.read(text);
        return wording;
    }

    private void read(String text) {
        Matcher token = TOKEN.matcher(text);
        int end = 0;
        for (int from = 0; token.find(from); from = end) {
            sentenceStarts |=
                    SENTENCE_END.matcher(text.substring(end, token.start())).find();
            end = token.end();
            if (token.group("literal") != null) {
                literals.add(trimmed(token.group("literal")));
            } else if (token.group("number") != null) {
                String digits = trimmed(token.group("number"));
                boolean whole = digits.length() == token.group("number").length();
                number(digits, whole ? token.group("unit") : null);
                end = whole ? end : token.start() + digits.length();
            } else if (token.group("word") != null) {
                String word = trimmed(token.group("word"));
                word(word);
                end = token.start() + word.length();
            } else {
                literals.add(token.group("symbol"));
            }
            sentenceStarts = false;
        }
        polar = !words.isEmpty() && English.AUXILIARIES.contains(words.get(0)) && asking.isEmpty();
        negations.sort(null);
        directed |= all.contains("to") && isFlanked("to");
    }

    private static String trimmed(String token) {
        return LOOSE_END.matcher(token).replaceAll("");
    }

    private boolean isFlanked(String word) {
        for (int i = 1; i + 1 < words.size(); i++) {
            if (words.get(i).equals(word)
                    && !English.isFunction(words.get(i - 1))
                    && !English.isFunction(words.get(i + 1))) {
                return true;
            }
        }
        return false;
    }

    private void number(String digits, @Nullable String unit) {
        String money = English.unit(digits.substring(0, 1));
        String plain = money == null ? digits : digits.substring(1);
        numbers.add(normal(plain) + (money == null ? "" : " " + money));
        before = "number";
        if (unit != null) {
            unit(unit.toLowerCase(Locale.ROOT));
        }
    }

    private void unit(String word) {
        String unit = English.unit(word);
        int last = numbers.size() - 1;
        numbers.set(last, numbers.get(last) + " " + (unit == null ? word : unit));
        before = null;
    }

    private static String normal(String digits) {
        String plain = digits.replaceAll(",(?=\\d{3}(?!\\d))", "");
        return plain.matches("-?\\d+(\\.\\d+)?")
                ? new BigDecimal(plain).stripTrailingZeros().toPlainString()
                : plain;
    }

    private void word(String raw) {
        String word = raw.replace('’', '\'');
        String lower = word.toLowerCase(Locale.ROOT);
        if (lower.equals("cannot") || lower.equals("can't")) {
            plain("can", false);
            plain("not", false);
        } else if (lower.equals("won't")) {
            plain("will", false);
            plain("not", false);
        } else if (lower.endsWith("n't")) {
            plain(lower.substring(0, lower.length() - 3), false);
            plain("not", false);
        } else if (CONTRACTION.matcher(lower).matches()) {
            plain(word.substring(0, word.indexOf('\'')), true);
            if (lower.endsWith("'ll")) {
                plain("will", false);
            }
        } else if (IDENTIFIER.matcher(word).matches()) {
            literals.add(word);
            all.add(lower);
            before = null;
        } else {
            plain(word, true);
        }
    }

    private void plain(String word, boolean mayBeName) {
        String lower = word.toLowerCase(Locale.ROOT);
        if (mayBeName && isName(word)) {
            names.add(isAcronymOfSmallWord(word, lower) ? word : lower);
        }
        String lastWord = before;
        before = lower;
        all.add(lower);
        all.add(word);
        if ("number".equals(lastWord) && English.unit(lower) != null) {
            unit(lower);
            return;
        }
        notice(lower, lastWord);
        if (English.number(lower) == null) {
            words.add(lower);
            if (!English.isFunction(lower)) {
                content.add(stem(lower));
            }
        }
    }

    private boolean isName(String word) {
        boolean acronym = word.length() > 1 && word.equals(word.toUpperCase(Locale.ROOT));
        return acronym || (!sentenceStarts && Character.isUpperCase(word.charAt(0)) && !word.equals("I"));
    }

    private static boolean isAcronymOfSmallWord(String word, String lower) {
        return English.isFunction(lower) && word.equals(word.toUpperCase(Locale.ROOT));
    }

    private void notice(String word, @Nullable String lastWord) {
        String number = English.number(word);
        if (number != null || English.NUMERALS.contains(word)) {
            numbers.add(number == null ? word : number);
            before = "number";
        }
        if (English.NEGATIONS.contains(word)) {
            negations.add(word);
        }
        if (English.TIMES.contains(word)) {
            times.add(word);
        }
        if (English.PAST.contains(word)) {
            times.add("(past)");
        } else if (English.FUTURE.contains(word)) {
            times.add("(future)");
        }
        duty |= English.DUTY.contains(word) || (word.equals("to") && "have".equals(lastWord));
        directed |= English.DIRECTIONS.contains(word);
        add(quantities, English.quantity(word));
        String person = English.person(word);
        if (person != null) {
            persons.add(person);
        }
        String asked = English.asking(word);
        add(asking, asked);
        if ("how".equals(lastWord) && English.isDegree(word)) {
            asking.add("how " + word);
        }
    }

    private static void add(Set<String> set, @Nullable String word) {
        if (word != null) {
            set.add(word);
        }
    }

    /** Returns a word without its ending, roughly: what differs by it alone is the same word. */
    static String stem(String word) {
        for (String ending : List.of("ies", "ing", "es", "ed", "s", "e", "y")) {
            if (word.length() - ending.length() >= 3 && word.endsWith(ending) && !word.endsWith("ss")) {
                return word.substring(0, word.length() - ending.length());
            }
        }
        return word;
    }
}
