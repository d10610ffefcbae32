package io.genaiops.eval.baseline;

import io.genaiops.asset.Digest;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.baseline.BaselineVerdict.Reason;
import io.genaiops.eval.baseline.BaselineVerdict.Row;
import io.genaiops.eval.statistics.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lays out a verdict as Markdown (CommonMark with tables) for a pull request. Used once. */
final class VerdictMarkdown {

    private static final int MOST_CHARACTERS = 60_000;
    private static final int LONGEST_TEXT = 300;
    private static final int LONGEST_SENTENCE = 1_000;
    private static final int LONGEST_NAME = 200;
    private static final int ROOM_FOR_THE_REST = 100;
    private static final String PLAIN = " ,;.()%'-/\"";

    private final BaselineVerdict verdict;
    private final StringBuilder text = new StringBuilder();

    VerdictMarkdown(BaselineVerdict verdict) {
        this.verdict = verdict;
    }

    /** Returns a comment with both names in it, all but letters, digits and dots as in a URL; long names by their digest. */
    static String marker(Baseline candidate) {
        String name = encodable(candidate.experiment() + "/" + candidate.variant());
        String known =
                name.length() <= LONGEST_NAME ? name : Digest.ofText(name).value();
        StringBuilder comment = new StringBuilder("<!-- genaiops-baseline:");
        for (byte b : known.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_');
            comment.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "%%%02X", (int) c));
        }
        return comment.append(" -->").toString();
    }

    String text() {
        line(marker(verdict.candidate()));
        line("## " + Words.name(verdict.conclusion()).toUpperCase(Locale.ROOT) + ": "
                + escape(verdict.candidate().variant()) + " of "
                + escape(verdict.candidate().experiment()));
        line("");
        entries(verdict.reasons(), this::reason);
        line("");
        table();
        sentences();
        differences();
        falls();
        return text.toString();
    }

    private String reason(Reason reason) {
        String unlike = reason.conclusion() == verdict.conclusion() ? "" : Words.name(reason.conclusion()) + ": ";
        return "- " + escape(cut(unlike + reason.words(), LONGEST_SENTENCE)) + "\n";
    }

    private void table() {
        if (verdict.rows().isEmpty()) {
            return;
        }
        line("| Evaluator | Verdict | Pass rate | Mean score | Smallest detectable | Samples | Coverage |");
        line("| --- | --- | --- | --- | --- | --- | --- |");
        entries(verdict.rows(), this::row);
        line("");
    }

    private String row(Row row) {
        List<String> cells = List.of(
                cut(row.name(), LONGEST_NAME),
                Words.name(row.conclusion()),
                change(row.passes()),
                change(row.scores()),
                detectable(row),
                Integer.toString(row.paired()),
                Words.percent(row.coverageBefore()) + ", now " + Words.percent(row.coverageNow()));
        StringBuilder line = new StringBuilder("|");
        cells.forEach(cell -> line.append(' ').append(escape(cell)).append(" |"));
        return line.append('\n').toString();
    }

    private static String change(Optional<Measure> measure) {
        return measure.map(m -> Words.number(m.before()) + " to " + Words.number(m.now())
                        + (m.verdict().conclusion() == Verdict.Conclusion.WORSE ? ", worse" : ""))
                .orElse(Words.NONE);
    }

    private static String detectable(Row row) {
        List<String> figures = new ArrayList<>();
        row.passes().ifPresent(measure -> figures.add(detectable(measure) + " of the pass rate"));
        row.scores().ifPresent(measure -> figures.add(detectable(measure) + " of the score"));
        return figures.isEmpty() ? Words.NONE : String.join(", ", figures);
    }

    private static String detectable(Measure measure) {
        OptionalDouble smallest = measure.verdict().detectable();
        return smallest.isPresent() ? Words.number(smallest) : "nothing";
    }

    private void sentences() {
        List<String> sentences = new ArrayList<>();
        for (Row row : verdict.rows()) {
            row.sentences().forEach(sentence -> sentences.add(cut(row.name(), LONGEST_NAME) + ", " + sentence));
        }
        section("What the tests say", sentences, sentence -> "- " + escape(sentence) + "\n");
    }

    private void differences() {
        List<String> words = new ArrayList<>();
        Baseline baseline = verdict.baseline();
        words.add("Baseline of " + baseline.finished() + ", " + Words.samples(baseline.size()) + ", run of "
                + verdict.candidate().finished() + ", "
                + Words.samples(verdict.candidate().size()));
        words.add("Rule: " + verdict.rule());
        verdict.differences().forEach(difference -> words.add("Differs: " + difference));
        ids("New samples", verdict.newSamples(), words);
        ids("Vanished samples", verdict.vanishedSamples(), words);
        ids("Changed samples", verdict.changedSamples(), words);
        section("What was compared", words, sentence -> "- " + escape(cut(sentence, LONGEST_SENTENCE)) + "\n");
    }

    private static void ids(String what, List<String> ids, List<String> words) {
        if (!ids.isEmpty()) {
            words.add(what + ": " + ids.size() + ", " + Words.ids(ids));
        }
    }

    private void falls() {
        Map<String, Measured.Row> before = withTexts(verdict.baseline());
        Map<String, Measured.Row> now = withTexts(verdict.candidate());
        section("Samples that fell", verdict.falls(), fall -> fall(fall, before, now));
    }

    private static Map<String, Measured.Row> withTexts(Baseline of) {
        Map<String, Measured.Row> rows = new HashMap<>();
        of.samples().stream().filter(row -> row.texts().isPresent()).forEach(row -> rows.put(row.id(), row));
        return rows;
    }

    private static String fall(Fall fall, Map<String, Measured.Row> before, Map<String, Measured.Row> now) {
        StringBuilder lines = new StringBuilder("- " + escape(cut(fall.toString(), LONGEST_SENTENCE)) + "\n");
        answers("before", before.get(fall.sample()), lines);
        answers("now", now.get(fall.sample()), lines);
        return lines.toString();
    }

    private static void answers(String when, Measured.@Nullable Row row, StringBuilder lines) {
        if (row != null) {
            Measured.Texts texts = row.texts().orElseThrow();
            String answers = Words.list(texts.answers(), answer -> answer.orElse("no answer"));
            lines.append("  - ")
                    .append(escape(when + ": " + cut(answers, LONGEST_TEXT)))
                    .append('\n');
        }
    }

    private <T> void section(String title, List<T> entries, Function<T, String> form) {
        if (!entries.isEmpty()) {
            line("### " + title);
            line("");
            entries(entries, form);
            line("");
        }
    }

    /** Appends as many entries as there is room for, and how many there are more. */
    private <T> void entries(List<T> entries, Function<T, String> form) {
        int shown = 0;
        for (T entry : entries) {
            String lines = form.apply(entry);
            if (text.length() + lines.length() > MOST_CHARACTERS - ROOM_FOR_THE_REST) {
                line("\n- and " + (entries.size() - shown) + " more");
                return;
            }
            text.append(lines);
            shown++;
        }
    }

    private void line(String words) {
        text.append(words).append('\n');
    }

    private static String cut(String words, int most) {
        return words.length() <= most ? words : words.substring(0, most) + "…";
    }

    /** Takes every sign that could be markup for itself; what could break a line or turn it around is a blank. */
    static String escape(String words) {
        StringBuilder escaped = new StringBuilder();
        encodable(words).codePoints().forEach(c -> {
            boolean letter = c > 126 || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
            if (Character.isWhitespace(c) || Character.isISOControl(c) || isInvisible(c)) {
                escaped.append(' ');
            } else {
                escaped.append(letter && !beginsALink(c, escaped) ? "" : "\\").appendCodePoint(c);
            }
        });
        return escaped.toString().strip();
    }

    private static boolean beginsALink(int c, StringBuilder before) {
        int from = before.length() - 3;
        return c == '.' && from >= 0 && before.substring(from).equalsIgnoreCase("www");
    }

    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.LINE_SEPARATOR || type == Character.PARAGRAPH_SEPARATOR || type == Character.FORMAT;
    }

    private static String encodable(String words) {
        return new String(words.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
