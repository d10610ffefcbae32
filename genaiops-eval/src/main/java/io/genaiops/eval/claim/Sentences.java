package io.genaiops.eval.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits text into sentences: at full stops of Latin, CJK, Arabic and Indic scripts, at blank lines and at marks of lists and
 * headings, which are left out. Abbreviations, initials, decimals and dates end no sentence. Where a full stop can be read
 * in two ways, two sentences stay one. Time is linear.
 */
final class Sentences {

    private static final Pattern LINE = Pattern.compile("\\R");
    private static final Pattern MARK =
            Pattern.compile("^\\s{0,20}(?:(?:[-*•‣·+–]|\\d{1,3}[.)]|[a-z]\\)|\\(\\d{1,3}\\)|#{1,6}|>{1,3})\\s++){1,6}");
    private static final int SHORT_LINE = 40;
    private static final int LONGEST_ABBREVIATION = 12;

    private static final String FULL_STOPS = "。！？｡．";
    private static final String STOPS = ".!?…؟۔।॥։።";
    private static final String CLOSERS = "\"'”’»)]」』）】›*_";

    private static final Set<String> ABBREVIATIONS = Set.of(
            ("mr mrs ms dr prof st vs no nos fig figs eq sec ch vol pp p ed eds approx max min incl excl dept est inc ltd co"
                            + " corp jan feb mar apr jun jul aug sep sept oct nov dec nr bzw ca evtl ggf inkl zzgl abb str tel"
                            + " sog vgl hrsg bd jh av env art pág sr sra srta dña ud uds núm aprox fr hr hl")
                    .split(" "));

    private static final Set<String> MONTHS = Set.of(
            "januar jänner februar märz april mai juni juli august september oktober november dezember".split(" "));

    private Sentences() {}

    static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        String last = "";
        for (String raw : LINE.split(text, -1)) {
            Matcher mark = MARK.matcher(raw);
            boolean marked = mark.find();
            String line = (marked ? raw.substring(mark.end()) : raw)
                    .replace("**", "")
                    .replace("`", "")
                    .strip();
            if (line.isEmpty() || marked || breaks(last, line)) {
                split(paragraph, sentences);
            }
            if (!line.isEmpty()) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
            }
            if (raw.stripLeading().startsWith("#")) {
                split(paragraph, sentences);
            }
            last = line;
        }
        split(paragraph, sentences);
        return sentences;
    }

    /** Tells whether a short line without a full stop is a title. */
    private static boolean breaks(String last, String line) {
        return !last.isEmpty()
                && last.length() < SHORT_LINE
                && Character.isLetterOrDigit(last.codePointBefore(last.length()))
                && Character.isUpperCase(line.codePointAt(0));
    }

    private static void split(StringBuilder paragraph, List<String> sentences) {
        String text = paragraph.toString();
        paragraph.setLength(0);
        int start = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (FULL_STOPS.indexOf(c) >= 0 || STOPS.indexOf(c) >= 0) {
                int end = endOfStop(text, i + 1);
                if (end == text.length() || FULL_STOPS.indexOf(c) >= 0 || ends(text, i, end, start)) {
                    add(text.substring(start, end), sentences);
                    start = end;
                }
                i = end - 1;
            }
        }
        add(text.substring(start), sentences);
    }

    private static int endOfStop(String text, int from) {
        int end = from;
        while (end < text.length()
                && (STOPS.indexOf(text.charAt(end)) >= 0
                        || FULL_STOPS.indexOf(text.charAt(end)) >= 0
                        || CLOSERS.indexOf(text.charAt(end)) >= 0)) {
            end++;
        }
        return end;
    }

    private static boolean ends(String text, int stop, int end, int start) {
        if (!Character.isWhitespace(text.charAt(end))) {
            return false;
        }
        int next = end;
        while (next < text.length()
                && (Character.isWhitespace(text.charAt(next)) || "\"'“„«¿¡([".indexOf(text.charAt(next)) >= 0)) {
            next++;
        }
        if (next < text.length() && Character.isLowerCase(text.codePointAt(next))) {
            return false;
        }
        boolean plain = text.charAt(stop) == '.' && end == stop + 1;
        return !plain || !isAbbreviated(wordBefore(text, stop, start), wordAfter(text, next));
    }

    private static boolean isAbbreviated(String word, String next) {
        if (word.isEmpty()) {
            return false;
        }
        if (word.chars().allMatch(Character::isDigit)) {
            return word.length() <= 2 && MONTHS.contains(next);
        }
        boolean dotted =
                word.indexOf('.') > 0 && !word.endsWith("m") && word.chars().noneMatch(Character::isDigit);
        boolean initial = word.length() == 1 && Character.isLetter(word.charAt(0)) && standsAlone(word);
        return dotted || initial || ABBREVIATIONS.contains(word);
    }

    private static boolean standsAlone(String letter) {
        return Character.UnicodeScript.of(letter.codePointAt(0)) != Character.UnicodeScript.HAN;
    }

    private static String wordBefore(String text, int stop, int start) {
        int from = stop;
        while (from > start && stop - from <= LONGEST_ABBREVIATION && isOfWord(text.charAt(from - 1))) {
            from--;
        }
        return text.substring(from, stop).toLowerCase(Locale.ROOT);
    }

    private static String wordAfter(String text, int from) {
        int to = from;
        while (to < text.length() && to - from <= LONGEST_ABBREVIATION && Character.isLetter(text.charAt(to))) {
            to++;
        }
        return text.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '.';
    }

    private static void add(String sentence, List<String> sentences) {
        if (sentence.codePoints().anyMatch(Character::isLetterOrDigit)) {
            sentences.add(sentence.strip());
        }
    }
}
