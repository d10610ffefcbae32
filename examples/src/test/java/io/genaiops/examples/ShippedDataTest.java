package io.genaiops.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped questions are worth: measured, not claimed. */
class ShippedDataTest {

    @TempDir
    Path folder;

    private Handbook handbook;
    private final List<JsonNode> questions = new ArrayList<>();

    @BeforeEach
    void read() throws IOException {
        Workspace workspace = Workspace.shipped(folder.resolve("data"));
        handbook = Handbook.read(workspace.handbook());
        for (String line : Files.readAllLines(workspace.dataset())) {
            questions.add(new ObjectMapper().readTree(line));
        }
    }

    @Test
    void there_are_at_least_15_documents_and_80_questions_with_references() {
        assertThat(handbook.documents()).hasSizeGreaterThanOrEqualTo(15);
        assertThat(questions).hasSizeGreaterThanOrEqualTo(80).allSatisfy(question -> {
            assertThat(question.path("query").asText()).isNotBlank();
            assertThat(question.path("ground_truth").asText()).isNotBlank();
        });
        assertThat(questions)
                .extracting(question -> question.path("id").asText())
                .doesNotHaveDuplicates();
    }

    @Test
    void at_least_16_questions_have_no_answer_in_the_handbook() {
        assertThat(questions.stream()
                        .filter(question -> question.path("evidence").isEmpty()))
                .hasSizeGreaterThanOrEqualTo(16)
                .allSatisfy(question ->
                        assertThat(question.path("ground_truth").asText()).isEqualTo(ExtractiveChatModel.DECLINED));
    }

    @Test
    void at_least_10_questions_need_two_documents() {
        Map<String, String> texts =
                handbook.documents().stream().collect(Collectors.toMap(Handbook.Document::id, Handbook.Document::text));
        long needTwo = questions.stream()
                .filter(question -> {
                    Set<String> needed = new HashSet<>();
                    for (JsonNode sentence : question.path("evidence")) {
                        texts.forEach((id, text) -> {
                            if (text.contains(sentence.asText())) {
                                needed.add(id);
                            }
                        });
                    }
                    return needed.size() >= 2;
                })
                .count();
        assertThat(needTwo).isGreaterThanOrEqualTo(10);
    }

    @Test
    void every_piece_of_evidence_is_a_sentence_of_the_handbook() {
        String all = handbook.documents().stream().map(Handbook.Document::text).collect(Collectors.joining("\n"));
        assertThat(questions)
                .allSatisfy(question -> assertThat(question.path("evidence"))
                        .allSatisfy(sentence -> assertThat(all).contains(sentence.asText())));
    }

    @Test
    void in_at_least_half_of_the_questions_the_words_differ_from_the_answering_sentence() {
        List<Double> overlaps = questions.stream()
                .filter(question -> !question.path("evidence").isEmpty())
                .map(question -> StreamSupport.stream(question.path("evidence").spliterator(), false)
                        .mapToDouble(sentence -> tokenF1(question.path("query").asText(), sentence.asText()))
                        .max()
                        .orElseThrow())
                .toList();
        long low = overlaps.stream().filter(f1 -> f1 <= 0.3).count();
        assertThat(low).isGreaterThanOrEqualTo(questions.size() / 2);
    }

    private static double tokenF1(String one, String other) {
        Map<String, Integer> counts = new HashMap<>();
        List<String> first = tokens(one);
        List<String> second = tokens(other);
        first.forEach(token -> counts.merge(token, 1, Integer::sum));
        int common = 0;
        for (String token : second) {
            if (counts.merge(token, -1, Integer::sum) >= 0) {
                common++;
            }
        }
        return common == 0 ? 0 : 2.0 * common / (first.size() + second.size());
    }

    private static List<String> tokens(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
                .filter(token -> !token.isEmpty() && !Set.of("a", "an", "the").contains(token))
                .toList();
    }
}
