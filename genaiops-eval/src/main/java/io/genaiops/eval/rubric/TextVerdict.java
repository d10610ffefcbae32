package io.genaiops.eval.rubric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Finds a verdict in prose: "Score: 4", "4/5", "Verdict: yes", or a line with nothing but a number or an entry. */
final class TextVerdict {

    private static final int MOST_TRIED = 50;
    private static final int SURROUNDINGS = 60;
    private static final int LONGEST_REASON = 4_000;

    private static final String WORDS =
            "(?:scores?|rating|grade|verdict|bewertung|punktzahl|puntuación|puntaje|punteggio"
                    + "|pontuação|оценка|评分|评级|得分|分数|評価|スコア|点数|점수|평점|التقييم|الدرجة|النتيجة)";

    private static final String GAP = "[\\s*_(\\[]{0,9}";

    /** What stands between the word and its number: a bare blank would make "grade 5 pupils" a verdict. */
    private static final String LINK = "(?:\\s?\\([^()\\n]{1,30}\\))?" + GAP
            + "(?:(?:[:：=|→]|->|\\bis\\b|\\bof\\b|は|为|是|[-–—](?=\\s))" + GAP + "){1,3}";

    private static final String NUMBER = "([-+~≈±<>]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)";

    private static final String END_OF_SCALE = "(\\s{0,3}" + Grade.OUT_OF + "\\s{0,3}[0-9]{1,9})?";

    /** A range, a percentage, a longer number or a word right behind the number makes it something else. */
    private static final String NOT_MORE =
            "(?![0-9A-Za-z%+±\\p{No}]|-(?:\\s|$)|[.,][0-9]|\\s?[/／]|\\s?[-–—~]\\s?[0-9]|\\s{1,3}(?:to|or|and|bis|oder|und)\\s{1,3}[0-9])";

    private static final String AFTER_WORD =
            "(?<!\\p{L})" + WORDS + LINK + "(?:" + NUMBER + END_OF_SCALE + "(" + NOT_MORE + ")?)";

    private static final String ALONE =
            "^[\\s*_#`]{0,9}(?:" + WORDS + "[\\s*_]{1,9})?" + NUMBER + END_OF_SCALE + "[\\s*_`.。]{0,9}$()";

    private static final String FRACTION =
            "(?<![0-9./-])([0-9]{1,9})(\\s{0,3}(?:/|／|out of)\\s{0,3}[0-9]{1,9})(" + NOT_MORE + ")?";

    private static final String GRADES = AFTER_WORD + "|" + ALONE + "|" + FRACTION;

    /** Matches nowhere, and keeps the numbers of the groups. */
    private static final String NOTHING = "(?!)()()()()()()()()()";

    private static final String COLON = "[\\s*_]{0,5}[:：=][\\s*_(\\[]{0,9}";

    /** What follows an entry and takes it back: a longer word, an alternative, a second entry. */
    private static final String WORD_END = "(?![\\p{L}0-9-]|\\s?[/|]\\s?\\p{L}|\\s{1,3}(?:or|and|nor)\\s)";

    static final Pattern QUOTATION = Pattern.compile(
            "\"[^\"\\n]*\"|“[^“”\\n]*”|«[^«»\\n]*»|「[^「」\\n]*」|„[^„“”\\n]*[“”]|`[^`\\n]*`|^\\s{0,9}>.*$",
            Pattern.MULTILINE);

    private TextVerdict() {}

    /**
     * Returns where verdicts of the menu stand: groups 1 to 9 hold a number, 10 a word where an entry should be, 11 and 12
     * an entry that is a word.
     */
    static Pattern pattern(Menu menu) {
        List<String> words =
                new ArrayList<>(menu.isGraded() ? List.of() : menu.entries().keySet());
        if (menu.mayNotApply()) {
            words.addAll(List.of(Menu.NOT_APPLICABLE, "not applicable"));
        }
        String entries = words.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(word -> Pattern.quote(word).replace(" ", "\\E[\\s_-]{1,3}\\Q"))
                .collect(Collectors.joining("|", "(?:", ")"));
        String entry = words.isEmpty() ? "(?!)" : entries;
        String end = WORD_END + "(?!,\\s?" + entry + ")";
        String other = "(?<!\\p{L})(?:" + (menu.isGraded() ? "scores?|rating" : WORDS + "|label|category") + ")" + COLON
                + "(?!" + entry + end + ")(\\p{L}[\\p{L}/-]{0,40})";
        String linked = "(?<!\\p{L})(?:" + WORDS + "|label|category)" + LINK + "(" + entry + ")" + end;
        String alone = "^[\\s*_#`]{0,9}(" + entry + ")[\\s*_`.。!]{0,9}$";
        return Pattern.compile(
                String.join("|", menu.isGraded() ? GRADES : NOTHING, other, linked, alone),
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);
    }

    static Optional<Verdict> last(String reply, VerdictParser parser) {
        String text = Grade.latin(QUOTATION
                .matcher(reply)
                .replaceAll(quotation -> "…".repeat(quotation.group().length())));
        String original = text.length() == reply.length() ? reply : text;
        List<MatchResult> matches =
                parser.menu().prose().matcher(text).results().toList();
        for (int i = matches.size() - 1; i >= Math.max(0, matches.size() - MOST_TRIED); i--) {
            MatchResult match = matches.get(i);
            if (!parser.isEcho(match.group()) && !parser.isEcho(around(original, match))) {
                return Optional.of(read(match, reply, parser));
            }
        }
        return Optional.empty();
    }

    private static Verdict read(MatchResult match, String reply, VerdictParser parser) {
        if (match.group(10) != null) {
            return Verdict.unusable("the score is a word that is not asked for: '" + match.group(10) + "'");
        }
        for (int group = 11; group <= 12; group++) {
            if (match.group(group) != null) {
                return parser.grade(match.group(group), reason(reply));
            }
        }
        for (int group = 1; group <= 7; group += 3) {
            if (match.group(group) != null) {
                String scale = match.group(group + 1) == null ? "" : match.group(group + 1);
                return match.group(group + 2) == null
                        ? Verdict.unusable("the score is not one whole number: '"
                                + match.group().strip() + "'")
                        : parser.grade(match.group(group) + scale, reason(reply));
            }
        }
        throw new IllegalStateException("a verdict was found without a number: " + match.group());
    }

    private static String reason(String reply) {
        String stripped = reply.strip();
        return stripped.length() <= LONGEST_REASON ? stripped : stripped.substring(0, LONGEST_REASON) + "…";
    }

    private static String around(String text, MatchResult match) {
        int from = Math.max(text.lastIndexOf('\n', match.start()) + 1, match.start() - SURROUNDINGS);
        int newline = text.indexOf('\n', match.end());
        int to = Math.min(newline < 0 ? text.length() : newline, match.end() + SURROUNDINGS);
        return text.substring(Math.min(from, match.start()), to);
    }
}
