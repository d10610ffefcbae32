package io.genaiops.eval.figure;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads the figures of a text from left to right, each character a bounded number of times. For one thread. */
final class FigureScanner {

    private static final int LONGEST_WORD = 24;

    private final FigureReader reader;
    private final String text;
    private final List<FigureReader.Span> skipped;
    private final boolean claims;
    private final List<Figure> figures = new ArrayList<>();
    private int at;

    FigureScanner(FigureReader reader, String text, List<FigureReader.Span> skipped, boolean claims) {
        this.reader = reader;
        this.text = text;
        this.skipped = skipped.stream()
                .sorted(Comparator.comparingInt(FigureReader.Span::from))
                .toList();
        this.claims = claims;
    }

    List<Figure> scan() {
        int next = 0;
        boolean lineStart = true;
        while (at < text.length()) {
            while (next < skipped.size() && skipped.get(next).to() <= at) {
                next++;
            }
            char c = text.charAt(at);
            if (next < skipped.size() && skipped.get(next).from() <= at) {
                at = Math.min(text.length(), skipped.get(next).to());
            } else if (Character.isDigit(c)) {
                numeral(lineStart);
            } else if (isNamePart(at)) {
                word();
            } else {
                at++;
            }
            lineStart = c == '\n' || (lineStart && " \t*#>-•".indexOf(c) >= 0);
        }
        return figures;
    }

    private void numeral(boolean lineStart) {
        int from = at;
        Numeral numeral = new Numeral(text, from, reader.style() == NumberStyle.DECIMAL_COMMA);
        at = numeral.to;
        if (claims && lineStart && isListMark(numeral)) {
            at++;
        } else if (!date(numeral, from) && !time(numeral, from)) {
            numbers(numeral, from);
        }
    }

    private boolean isListMark(Numeral numeral) {
        return numeral.separators.isEmpty()
                && numeral.blocks.get(0).length() <= 3
                && at < text.length()
                && ".)".indexOf(text.charAt(at)) >= 0
                && (at + 1 == text.length() || Character.isWhitespace(text.charAt(at + 1)));
    }

    private boolean date(Numeral numeral, int from) {
        List<String> blocks = numeral.blocks;
        if (blocks.size() == 3 && numeral.isSeparatedBy(numeral.separators.get(0))) {
            Set<String> keys =
                    CalendarText.date(blocks.get(0), blocks.get(1), blocks.get(2), numeral.separators.get(0));
            if (!keys.isEmpty()) {
                at += isAt(at, 'T') && isDigit(at + 1) ? 1 : 0;
                add(keys, from, numeral.to, blocks);
                return true;
            }
        }
        return blocks.size() == 1 && blocks.get(0).length() <= 2 && dateWithMonth(blocks.get(0), from);
    }

    /** Reads the rest of "5 March 2024", "5th of March, 2024". */
    private boolean dateWithMonth(String day, int from) {
        int next = afterOrdinal(at);
        String word = wordAt(afterBlanks(next));
        if (word.equalsIgnoreCase("of")) {
            next = afterBlanks(next) + word.length();
            word = wordAt(afterBlanks(next));
        }
        int month = CalendarText.month(word);
        return month > 0 && year(afterBlanks(next) + word.length(), month, day, from);
    }

    private boolean year(int afterMonth, int month, String day, int from) {
        int next = afterMonth + (isAt(afterMonth, '.') || isAt(afterMonth, ',') ? 1 : 0);
        next = afterBlanks(next);
        int end = next;
        while (end < text.length() && end - next <= 4 && isDigit(end)) {
            end++;
        }
        if (end - next != 4) {
            return false;
        }
        String year = new Numeral(text.substring(next, end), 0, false).blocks.get(0);
        Set<String> keys = CalendarText.date(Long.parseLong(year), month, Long.parseLong(day));
        if (keys.isEmpty()) {
            return false;
        }
        at = end;
        add(keys, from, end, List.of(year, day));
        return true;
    }

    private boolean time(Numeral numeral, int from) {
        List<String> blocks = numeral.blocks;
        boolean clock = blocks.size() <= 3 && numeral.isSeparatedBy(':');
        int next = afterBlanks(at);
        String half = clock || blocks.size() == 1 ? half(next) : "";
        if (!clock && half.isEmpty()) {
            return false;
        }
        Set<String> keys = CalendarText.time(blocks, half);
        if (keys.isEmpty()) {
            return false;
        }
        if (!half.isEmpty()) {
            at = next + (isAt(next + 1, '.') ? 4 : 2);
            at = Math.min(at, text.length());
        }
        String first = keys.iterator().next();
        add(keys, from, at, List.of(first.substring(0, first.indexOf(':')), blocks.get(0)));
        return true;
    }

    /** Returns "a" before am and a.m., "p" before pm and p.m. */
    private String half(int from) {
        int second = isAt(from + 1, '.') ? from + 2 : from + 1;
        boolean meridian = isAt(second, 'm') || isAt(second, 'M');
        boolean ends = second + 1 >= text.length() || !isNamePart(second + 1);
        if (!meridian || !ends) {
            return "";
        }
        char c = Character.toLowerCase(text.charAt(from));
        return c == 'a' || c == 'p' ? String.valueOf(c) : "";
    }

    /** Adds a date or time; what may be drawn on gives its numbers too, so that "in 2024" is backed by a date. */
    private void add(Set<String> keys, int from, int to, List<String> blocks) {
        String written = text.substring(from, to);
        figures.add(Figure.keyed(keys, written));
        if (!claims) {
            Set<String> numbers = new LinkedHashSet<>(blocks);
            numbers.forEach(number -> figures.add(Figure.number(new BigDecimal(number), "", written)));
        }
    }

    private void numbers(Numeral numeral, int from) {
        List<Numeral.Part> parts = numeral.parts();
        int power = parts.size() == 1 && parts.get(0).literal().isEmpty() ? exponent() : 0;
        Suffix suffix = new Suffix(currencyBefore(from), power);
        suffix.read();
        boolean range = parts.size() == 2 && numeral.isRange();
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            boolean shares = last || range;
            String written =
                    parts.size() == 1 ? text.substring(from, at) : parts.get(i).literal();
            if (!parts.get(i).literal().isEmpty()) {
                figures.add(Figure.keyed(
                        Set.of(parts.get(i).literal()), parts.get(i).literal()));
            } else {
                BigDecimal value = parts.get(i).value().scaleByPowerOfTen(shares ? suffix.power : 0);
                value = i == 0 && isNegative(from) ? value.negate() : value;
                String plain = written.isEmpty() ? parts.get(i).value().toPlainString() : written.strip();
                figures.add(Figure.number(value, shares ? suffix.unit : "", plain));
            }
        }
    }

    /** Reads e8, E-3 right behind a number. */
    private int exponent() {
        if (!isAt(at, 'e') && !isAt(at, 'E')) {
            return 0;
        }
        int digits = at + (isAt(at + 1, '-') || isAt(at + 1, '+') ? 2 : 1);
        int end = digits;
        while (end < text.length() && end - digits < 3 && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        if (end == digits || (end < text.length() && isNamePart(end))) {
            return 0;
        }
        int exponent = Integer.parseInt(text.substring(digits, end));
        boolean negative = isAt(at + 1, '-');
        at = end;
        return negative ? -exponent : exponent;
    }

    private boolean isNegative(int from) {
        boolean sign = from > 0 && "-\u2212".indexOf(text.charAt(from - 1)) >= 0;
        return sign && (from == 1 || Character.isWhitespace(text.charAt(from - 2)) || text.charAt(from - 2) == '(');
    }

    private String currencyBefore(int from) {
        int before = from - 1;
        while (before >= 0 && from - before <= 2 && "-\u2212 \u00a0".indexOf(text.charAt(before)) >= 0) {
            before--;
        }
        return before >= 0 && "$€£¥₹".indexOf(text.charAt(before)) >= 0
                ? Units.unit(String.valueOf(text.charAt(before)))
                : "";
    }

    private void word() {
        int from = at;
        String word = wordAt(at);
        if (reader.words() && NumberWords.isStart(word)) {
            numberWords(from);
            return;
        }
        int month = CalendarText.month(word);
        if (month > 0 && monthFirst(from, from + word.length(), month)) {
            return;
        }
        while (at < text.length() && (isNamePart(at) || ("-.".indexOf(text.charAt(at)) >= 0 && isDigit(at + 1)))) {
            at++;
        }
    }

    /** Reads the rest of "March 5, 2024". */
    private boolean monthFirst(int from, int afterMonth, int month) {
        int next = afterBlanks(afterMonth + (isAt(afterMonth, '.') ? 1 : 0));
        int end = next;
        while (end < text.length() && end - next <= 2 && isDigit(end)) {
            end++;
        }
        if (end == next || end - next > 2) {
            return false;
        }
        String day = new Numeral(text.substring(next, end), 0, false).blocks.get(0);
        return year(afterOrdinal(end), month, day, from);
    }

    private void numberWords(int from) {
        NumberWords number = new NumberWords();
        int end = from;
        int next = from;
        int taken = 0;
        String word = wordAt(next);
        while (!word.isEmpty() && number.take(word)) {
            taken++;
            end = next + word.length();
            next = isAt(end, '-') ? end + 1 : afterBlanks(end);
            word = wordAt(next);
            if (word.equalsIgnoreCase("and") && number.takesAnd()) {
                next = afterBlanks(next + 3);
                word = wordAt(next);
            }
        }
        at = end;
        Suffix suffix = new Suffix("", 0);
        suffix.read();
        boolean pronoun = claims && taken == 1 && number.value() == 1 && suffix.unit.isEmpty() && suffix.power == 0;
        if (!pronoun) {
            BigDecimal value = BigDecimal.valueOf(number.value()).scaleByPowerOfTen(suffix.power);
            figures.add(
                    Figure.number(value, suffix.unit, text.substring(from, at).strip()));
        }
    }

    /** What follows a number: a power of ten, then a unit. */
    private final class Suffix {

        private String unit;
        private int power;

        private Suffix(String unit, int power) {
            this.unit = unit;
            this.power = power;
        }

        private void read() {
            String attached = wordAt(at);
            if (!attached.isEmpty()) {
                readAttached(attached);
            }
            int next = afterBlanks(at);
            String word = wordAt(next);
            int wordPower = Units.power(word);
            if (wordPower > 0) {
                power += wordPower;
                at = next + word.length();
                next = afterBlanks(at);
                word = wordAt(next);
            }
            take(next, word);
        }

        private void readAttached(String attached) {
            if (Units.attachedPower(attached) > 0) {
                power += Units.attachedPower(attached);
                at += attached.length();
            } else if (afterOrdinal(at) > at) {
                at = afterOrdinal(at);
            } else {
                boolean ambiguous = attached.equals("s") || attached.equals("m");
                unit = unit.isEmpty() && !ambiguous ? Units.unit(attached) : unit;
                while (at < text.length() && isNamePart(at)) {
                    at++;
                }
            }
        }

        private void take(int next, String word) {
            String name = word;
            if (word.isEmpty() && next < text.length() && "%‰$€£¥₹°".indexOf(text.charAt(next)) >= 0) {
                boolean scaled = isAt(next, '°') && (isAt(next + 1, 'C') || isAt(next + 1, 'F'));
                name = text.substring(next, next + (scaled ? 2 : 1));
            } else if (word.equals("per") && wordAt(afterBlanks(next + 3)).equals("cent")) {
                name = "%";
                next = afterBlanks(next + 3) + 3;
            }
            String found = Units.unit(name);
            if (!found.isEmpty() && unit.isEmpty()) {
                unit = found;
                at = next + name.length();
            }
        }
    }

    /** Returns the letters from there on, empty if there are none or so many that it is no word. */
    private String wordAt(int from) {
        int end = from;
        while (end < text.length() && end - from <= LONGEST_WORD && isLetter(end)) {
            end++;
        }
        return from >= text.length() || end - from > LONGEST_WORD ? "" : text.substring(from, end);
    }

    /** Returns the place behind up to two blanks on the line. */
    private int afterBlanks(int from) {
        int next = from;
        while (next < text.length() && next - from < 2 && " \t\u00a0\u202f".indexOf(text.charAt(next)) >= 0) {
            next++;
        }
        return next;
    }

    private int afterOrdinal(int from) {
        String letters = wordAt(from);
        return List.of("st", "nd", "rd", "th").contains(letters) ? from + 2 : from;
    }

    private boolean isNamePart(int index) {
        char c = text.charAt(index);
        return Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK || c == '_';
    }

    private boolean isLetter(int index) {
        return Character.isLetter(text.charAt(index));
    }

    private boolean isDigit(int index) {
        return index < text.length() && Character.isDigit(text.charAt(index));
    }

    private boolean isAt(int index, char c) {
        return index < text.length() && text.charAt(index) == c;
    }
}
