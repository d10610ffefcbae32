package io.genaiops.eval.rubric;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads replies.jsonl: a reply a line, with the menu that it was asked for and the one verdict that it may be read as. */
class ReplyCorpusTest {

    private static final Map<String, Menu> MENUS = Map.of(
            "1-5", Menu.grades(1, 5),
            "0-7", Menu.grades(0, 7),
            "1-5 or n/a", Menu.grades(1, 5).orNotApplicable(),
            "yes-no", Menu.noOrYes(),
            "none minor major", Menu.categories("none", "minor", "major"));

    static List<JsonNode> replies() throws IOException {
        List<JsonNode> rows = new ArrayList<>();
        JsonMapper mapper = new JsonMapper();
        try (InputStream stream = Objects.requireNonNull(ReplyCorpusTest.class.getResourceAsStream("replies.jsonl"));
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line : lines.lines().toList()) {
                rows.add(mapper.readTree(line));
            }
        }
        return rows;
    }

    @Test
    void the_corpus_holds_at_least_300_shapes_of_25_families() throws IOException {
        Map<String, List<JsonNode>> families = replies().stream()
                .collect(Collectors.groupingBy(row -> row.path("family").asText()));
        assertThat(replies()).hasSizeGreaterThanOrEqualTo(300).doesNotHaveDuplicates();
        assertThat(families).hasSizeGreaterThanOrEqualTo(25);
        assertThat(replies().stream().filter(row -> row.path("expect").asText().equals("unusable")))
                .hasSizeGreaterThan(100);
    }

    @ParameterizedTest
    @MethodSource("replies")
    void every_reply_of_the_corpus_is_read_as_it_says(JsonNode row) {
        List<String> judged =
                row.has("judged") ? List.of(row.path("judged").asText()) : List.of("How long is the trail?");
        Menu menu = Objects.requireNonNull(MENUS.get(row.path("menu").asText()));
        Verdict verdict = VerdictParser.of(menu, judged).read(row.path("reply").asText());
        String read = switch (verdict.kind()) {
            case SCORED -> verdict.word();
            case NOT_APPLICABLE -> "n/a";
            case UNUSABLE -> "unusable";
        };
        assertThat(read).as("%s: %s", row, verdict).isEqualTo(row.path("expect").asText());
    }

    static Stream<String> wrappers() {
        return Stream.of("%s\n", "\r\n%s\r\n", "\u200b\n%s", "<think>2? no</think>%s");
    }

    @ParameterizedTest
    @MethodSource("wrappers")
    void what_stands_around_a_json_verdict_does_not_change_it(String wrapper) throws IOException {
        List<JsonNode> rows = replies().stream()
                .filter(row -> row.path("family").asText().matches("json-(key|value|layout|tolerant)"))
                .toList();
        assertThat(rows).hasSizeGreaterThan(80).allSatisfy(row -> {
            Verdict verdict = VerdictParser.of(MENUS.get("1-5"), List.of())
                    .read(wrapper.replace("%s", row.path("reply").asText()));
            assertThat(verdict.isUsable() ? verdict.word() : "unusable")
                    .isEqualTo(row.path("expect").asText());
        });
    }
}
