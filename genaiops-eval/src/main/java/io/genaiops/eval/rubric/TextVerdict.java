package io.genaiops.eval.judge;

import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Finds a score in prose: "Score: 4", "4/5", "4 out of 5", or a line with nothing but a number. */
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

    private static final String NUMBER = "([-+~≈]?[0-9]{1,9}(?:[.,][0-9]{1,9})?)";

    private static final String END_OF_SCALE = "(\\s{0,3}" + Grade.OUT_OF + "\\s{0,3}[0-9]{1,9})?";

    /** A range, a percentage, a longer number or a word right behind the number makes it something else. */
    private static final String NOT_MORE =
            "(?![0-9A-Za-z%]|[.,/][0-9]|\\s?[-–—~]\\s?[0-9]|\\s{1,3}(?:to|or|and|bis|oder|und)\\s{1,3}[0-9])";

    private static final String AFTER_WORD =
            "(?<!\\p{L})" + WORDS + LINK + "(?:" + NUMBER + END_OF_SCALE + "(" + NOT_MORE + ")?)";

    private static final String ALONE =
            "^[\\s*_#`]{0,9}(?:" + WORDS + "[\\s*_]{1,9})?" + NUMBER + END_OF_SCALE + "[\\s*_`.。]{0,9}$()";

    private static final String FRACTION =
            "(?<![0-9./])([0-9]{1,9})(\\s{0,3}(?:/|／|out of)\\s{0,3}[0-9]{1,9})(" + NOT_MORE + ")?";

    private static final Pattern VERDICT = Pattern.compile(
            AFTER_WORD + "|" + ALONE + "|" + FRACTION,
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.MULTILINE);

    private static final Pattern QUOTATION = Pattern.compile(
            "\"[^\"\\n]*\"|“[^“”\\n]*”|«[^«»\\n]*»|「[^「」\\n]*」|„[^„“”\\n]*[“”]|`[^`\\n]*`|^\\s{0,9}>.*$",
            Pattern.MULTILINE);

    private TextVerdict() {}

    static Optional<Verdict> last(String reply, VerdictParser parser) {
        String text = Grade.latinDigits(QUOTATION
                .matcher(reply)
                .replaceAll(quotation -> "…".repeat(quotation.group().length())));
        String original = text.length() == reply.length() ? reply : text;
        List<MatchResult> matches = VERDICT.matcher(text).results().toList();
        for (int i = matches.size() - 1; i >= Math.max(0, matches.size() - MOST_TRIED); i--) {
            MatchResult match = matches.get(i);
            if (!parser.isEcho(match.group()) && !parser.isEcho(around(original, match))) {
                return Optional.of(read(match, reply, parser));
            }
        }
        return Optional.empty();
    }

    private static Verdict read(MatchResult match, String reply, VerdictParser parser) {
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
