package io.genaiops.eval.overlap;

import io.genaiops.eval.language.Languages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Cuts a text into the tokens that an overlap is counted over, as sacreBLEU does (Post 2018, "A Call for Clarity in
 * Reporting BLEU Scores"). Scores of different tokenisers cannot be compared. Thread-safe; linear in the text.
 *
 * @since 0.1
 */
public enum OverlapTokenizer {
    /** Splits at white space alone. */
    NONE(true) {
        @Override
        String spaced(String text) {
            return text;
        }
    },
    /** Splits ASCII punctuation off as mteval-v13a does: the default of BLEU, made for Western languages. */
    V13A(true) {
        @Override
        public List<String> tokenize(String text) {
            List<String> tokens = new ArrayList<>(text.length() / 5 + 1);
            String plain = plain(withoutTrailingSpace(text));
            int start = 0;
            int mark = UNMARKED;
            for (int i = 0; i <= plain.length(); i++) {
                char c = i < plain.length() ? plain.charAt(i) : ' ';
                if (isSpace(c)) {
                    addWord(plain.substring(start, i), mark - start, tokens);
                    start = i + 1;
                    mark = UNMARKED;
                } else if (mark == UNMARKED && isMark(c)) {
                    mark = i;
                }
            }
            return tokens;
        }

        @Override
        String spaced(String text) {
            return spacedWord(plain(text));
        }

        private String spacedWord(String text) {
            return spacePoints(spacePunctuation(" " + text + " "));
        }

        private String plain(String text) {
            String plain = text.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
            return plain.indexOf('&') < 0
                    ? plain
                    : plain.replace("&quot;", "\"")
                            .replace("&amp;", "&")
                            .replace("&lt;", "<")
                            .replace("&gt;", ">");
        }

        /** Adds a word; the rules look no further than the blanks around it, and only at its marks. */
        private void addWord(String word, int firstMark, List<String> tokens) {
            if (firstMark == word.length() - 1 && firstMark > 0 && isPoint(word.charAt(firstMark))) {
                tokens.add(word.substring(0, firstMark));
                tokens.add(word.substring(firstMark));
            } else if (firstMark < word.length()) {
                tokens.addAll(split(spacedWord(word)));
            } else if (!word.isEmpty()) {
                tokens.add(word);
            }
        }
    },
    /** Splits off punctuation and symbols of any script as mteval-v14 does. */
    INTL(true) {
        @Override
        String spaced(String text) {
            String before = UNICODE_AFTER_NON_DIGIT.matcher(text).replaceAll("$1 $2 ");
            String after = UNICODE_BEFORE_NON_DIGIT.matcher(before).replaceAll(" $1 $2");
            return UNICODE_SYMBOL.matcher(after).replaceAll(" $1 ");
        }
    },
    /** Makes every character (code point) that is not white space a token; for scripts that write no spaces. */
    CHARACTER(false) {
        @Override
        public List<String> tokenize(String text) {
            List<String> tokens = new ArrayList<>();
            text.codePoints().filter(c -> !isSpace(c)).forEach(c -> tokens.add(Character.toString(c)));
            return tokens;
        }

        @Override
        String spaced(String text) {
            return text;
        }
    };

    private static final int UNMARKED = Integer.MAX_VALUE;
    private static final boolean[] MARKS = marks();
    private static final Pattern UNICODE_AFTER_NON_DIGIT = Pattern.compile("(\\P{N})(\\p{P})");
    private static final Pattern UNICODE_BEFORE_NON_DIGIT = Pattern.compile("(\\p{P})(\\P{N})");
    private static final Pattern UNICODE_SYMBOL = Pattern.compile("(\\p{S})");

    private final boolean needsSpaces;

    OverlapTokenizer(boolean needsSpaces) {
        this.needsSpaces = needsSpaces;
    }

    /** Returns the tokens of the text in order; none is empty or holds white space. */
    public List<String> tokenize(String text) {
        return split(spaced(withoutTrailingSpace(text)));
    }

    /** Puts blanks where tokens end. */
    abstract String spaced(String text);

    /** Returns the scripts whose words this tokeniser finds. */
    Pairing.Script script() {
        return needsSpaces ? Pairing.Script.SPACED : Pairing.Script.ANY;
    }

    /** Returns the languages whose words this tokeniser finds. */
    Languages languages() {
        return needsSpaces ? Languages.SPACED : Languages.ALL;
    }

    /** Returns the name that the identity of an evaluator carries. */
    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Puts blanks around ASCII punctuation, but for point, comma, dash and apostrophe. */
    static String spacePunctuation(String text) {
        StringBuilder spaced = new StringBuilder(text.length() + text.length() / 4);
        int copied = 0;
        for (int i = 0; i < text.length(); i++) {
            if (isPunctuation(text.charAt(i))) {
                spaced.append(text, copied, i)
                        .append(' ')
                        .append(text.charAt(i))
                        .append(' ');
                copied = i + 1;
            }
        }
        return copied == 0 ? text : spaced.append(text, copied, text.length()).toString();
    }

    // mteval-v13a: { to ~, [ to `, blank to &, ( to +, : to @, and /; blanks around a blank part nothing more
    private static boolean isPunctuation(char c) {
        return (c >= '{' && c <= '~')
                || (c >= '[' && c <= '`')
                || (c > ' ' && c <= '&')
                || (c >= '(' && c <= '+')
                || (c >= ':' && c <= '@')
                || c == '/';
    }

    /** Puts blanks around points and commas that are not inside a number, and around a dash after a digit. */
    static String spacePoints(String text) {
        String before = spacePairs(text, Pair.POINT_AFTER_OTHER);
        String after = spacePairs(before, Pair.POINT_BEFORE_OTHER);
        return spacePairs(after, Pair.DASH_AFTER_DIGIT);
    }

    private static boolean isMark(char c) {
        return c < MARKS.length && MARKS[c];
    }

    private static boolean[] marks() {
        boolean[] marks = new boolean[0x80];
        for (char c = 0; c < marks.length; c++) {
            marks[c] = isPoint(c) || c == '-' || isPunctuation(c);
        }
        return marks;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isPoint(char c) {
        return c == '.' || c == ',';
    }

    /** Two characters that are to be parted, and where else a blank belongs. */
    private enum Pair {
        POINT_AFTER_OTHER("", " "),
        POINT_BEFORE_OTHER(" ", ""),
        DASH_AFTER_DIGIT("", " ");

        private final String before;
        private final String after;

        Pair(String before, String after) {
            this.before = before;
            this.after = after;
        }

        /** One method for all, which is called for each character, so that it is compiled into the loop. */
        boolean isMet(char first, char second) {
            return switch (this) {
                case POINT_AFTER_OTHER -> isPoint(second) && !isDigit(first);
                case POINT_BEFORE_OTHER -> isPoint(first) && !isDigit(second);
                case DASH_AFTER_DIGIT -> second == '-' && isDigit(first);
            };
        }
    }

    /** Parts each pair by a blank, from left to right, no character in two pairs. */
    private static String spacePairs(String text, Pair pair) {
        StringBuilder spaced = new StringBuilder(text.length() + 16);
        int copied = 0;
        for (int i = 0; i + 1 < text.length(); i++) {
            char first = text.charAt(i);
            char second = text.charAt(i + 1);
            if (pair.isMet(first, second)) {
                spaced.append(text, copied, i)
                        .append(pair.before)
                        .append(first)
                        .append(' ')
                        .append(second)
                        .append(pair.after);
                i++;
                copied = i + 1;
            }
        }
        return copied == 0 ? text : spaced.append(text, copied, text.length()).toString();
    }

    /** Splits at white space of any kind, no-break spaces included. */
    static List<String> split(String text) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i < text.length(); i++) {
            boolean space = isSpace(text.charAt(i));
            if (space && start >= 0) {
                tokens.add(text.substring(start, i));
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        if (start >= 0) {
            tokens.add(text.substring(start));
        }
        return tokens;
    }

    /** Tells whether Unicode counts the character as white space; all of it lies in the basic plane. */
    static boolean isSpace(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint == ' '
                    || (codePoint >= '\t' && codePoint <= '\r')
                    || (codePoint >= 0x1C && codePoint <= 0x1F);
        }
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint) || codePoint == 0x85;
    }

    private static String withoutTrailingSpace(String text) {
        int end = text.length();
        while (end > 0 && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }
}
