package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.Statistics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FirstStageTest {

    private static final Path HANDBOOK = Path.of("..", "examples/src/main/resources/handbook-assistant/handbook");

    private record Row(String context, boolean supported, String kind, String sentence) {

        boolean passes() {
            return new FirstStage(List.of(context)).support(sentence).isPresent();
        }

        double trigrams() {
            return Claims.extractive(3)
                    .evaluate(Sample.of("q").groundedIn(context).answered(sentence))
                    .score()
                    .orElse(0);
        }
    }

    @Test
    void no_labelled_wrong_sentence_passes_and_nearly_half_of_the_right_ones_do() throws IOException {
        List<Row> rows = rows("support.tsv");
        assertThat(rows).hasSize(154);
        assertThat(rows.stream().filter(row -> !row.supported && row.passes())).isEmpty();
        assertThat(rows.stream().filter(row -> row.supported)).hasSize(60);
        assertThat(rows.stream().filter(row -> row.supported && row.passes())).hasSize(27);
        assertThat(rows.stream().filter(row -> row.kind.equals("verbatim"))).allMatch(Row::passes);
    }

    @Test
    void no_held_out_wrong_sentence_passes_either() throws IOException {
        List<Row> rows = rows("support-held-out.tsv");
        assertThat(rows.stream().filter(row -> !row.supported)).hasSize(23).noneMatch(Row::passes);
        assertThat(rows.stream().filter(row -> row.supported)).hasSize(14);
        assertThat(rows.stream().filter(row -> row.supported && row.passes())).hasSize(10);
    }

    @Test
    void the_confidence_is_the_lower_end_of_the_interval_of_what_was_measured() {
        assertThat(FirstStage.CONFIDENCE)
                .isEqualTo(Statistics.passRate(27, 27).wilson(0.95).low(), within(0.01));
    }

    @Test
    void a_share_of_trigrams_alone_would_let_wrong_sentences_pass() throws IOException {
        List<Row> wrong =
                rows("support.tsv").stream().filter(row -> !row.supported).toList();
        long passed = wrong.stream().filter(row -> row.trigrams() >= 0.8).count();
        assertThat(passed).isEqualTo(49);
    }

    @Test
    void no_sentence_of_the_handbook_passes_with_another_number_or_without_its_negation() throws IOException {
        int numbers = 0;
        int negations = 0;
        try (Stream<Path> files = Files.list(HANDBOOK)) {
            for (Path file : files.sorted().toList()) {
                String document = Files.readString(file);
                FirstStage stage = new FirstStage(List.of(document));
                for (String sentence : Sentences.of(document)) {
                    for (String changed : otherNumbers(sentence)) {
                        numbers++;
                        assertThat(stage.support(changed)).as(changed).isEmpty();
                    }
                    String turned = sentence.replaceFirst(" (not|never|no|without|only|cannot)\\b", "");
                    if (!turned.equals(sentence)) {
                        negations++;
                        assertThat(stage.support(turned)).as(turned).isEmpty();
                    }
                }
            }
        }
        assertThat(numbers).isGreaterThan(150);
        assertThat(negations).isGreaterThan(50);
    }

    private static List<String> otherNumbers(String sentence) {
        List<String> changed = new ArrayList<>();
        for (MatchResult number : Pattern.compile("(?<![\\p{L}\\d.])\\d+")
                .matcher(sentence)
                .results()
                .toList()) {
            int other = Integer.parseInt(number.group()) + 1;
            changed.add(sentence.substring(0, number.start()) + other + sentence.substring(number.end()));
        }
        return changed;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            The door isn't locked.              | The door is locked.                | false
            The door isn't locked.              | The door is not locked.            | true
            The door is locked.                 | The door isn’t locked.             | false
            The lake is at -5 degrees.          | The lake is at 5 degrees.          | false
            The pass costs $45 a day.           | The pass costs €45 a day.          | false
            The pass costs 4.5 euros.           | The pass costs 4,5 euros.          | true
            The pass costs 4.5 euros.           | The pass costs 45 euros.           | false
            The path is < 2 metres wide.        | The path is > 2 metres wide.       | false
            The path is 2 metres wide [3].      | The path is 2 metres wide.         | true
            It closes at noon on Mondays.       | It closes at noon on Mondays.      | false
            Is the hut open in winter?          | Is the hut open in winter?         | false
            Is the hut open in winter?          | The hut is open in winter.         | false
            Yes.                                | Yes.                               | false
            """)
    void numbers_signs_negations_and_pronouns_do_not_slip_through(String source, String sentence, boolean passes) {
        assertThat(new FirstStage(List.of(source)).support(sentence).isPresent())
                .isEqualTo(passes);
    }

    @Test
    void huge_sources_are_searched_in_linear_time() {
        StringBuilder source = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            source.append("The hut number ").append(i).append(" is open in the summer. ");
        }
        FirstStage stage = new FirstStage(List.of(source.toString()));
        for (int i = 0; i < 1_000; i++) {
            assertThat(stage.support("The hut number " + i + " is open in the summer."))
                    .isPresent();
            assertThat(stage.support("The hut number " + i + " is open in the winter."))
                    .isEmpty();
        }
    }

    private static List<Row> rows(String name) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(FirstStageTest.class.getResourceAsStream(name))) {
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            for (String line :
                    text.lines().filter(line -> !line.startsWith("#")).toList()) {
                String[] fields = line.split("\\|", -1);
                String context = fields[0].indexOf(' ') < 0 && fields[0].matches("[a-z-]+")
                        ? Files.readString(HANDBOOK.resolve(fields[0] + ".md"))
                        : fields[0];
                rows.add(new Row(context, fields[1].equals("yes"), fields[2], fields[3]));
            }
        }
        return rows;
    }
}
