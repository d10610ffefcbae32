package io.genaiops.eval.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.genaiops.GenAiOpsException;
import io.genaiops.call.Answers;
import io.genaiops.cost.Cost;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import io.genaiops.eval.dataset.FieldMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetExportTest {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String[] PARTS = {
        "a", " ", "\n", "\r\n", "\t", "\"", "\\", "é", "😀", "\u0000", "\u2028", "\ufeff", "\u202e", "{", "]", ",", "ß",
        "ｆ"
    };
    private static final String[] NAMES = {
        "level", "id", "input", "query", "answer", "response", "expected", "contexts", "tags", "genaiops", "", "/x", "é"
    };

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void rows_read_back_as_they_were(long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            samples.add(sample(random, "r" + i + text(random)));
        }
        Dataset dataset = Dataset.of("d", samples);
        Path file = folder.resolve("written.jsonl");
        Exported exported = DatasetExport.of(dataset).jsonLines(file);
        assertThat(exported).isEqualTo(new Exported(file, count, Map.of(), Map.of()));
        Dataset read = Dataset.read(file);
        assertThat(read.samples()).isEqualTo(samples);
        assertThat(read.digest()).isEqualTo(dataset.digest());
        assertThat(Dataset.reader().holding(0).read(file).samples()).isEqualTo(samples);
    }

    private static Sample sample(Random random, String id) {
        Sample sample = Sample.of(text(random)).withId(id);
        for (int i = random.nextInt(3); i > 0; i--) {
            sample = sample.tagged(text(random));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            sample = sample.with(NAMES[random.nextInt(NAMES.length)], value(random, 2));
        }
        if (random.nextBoolean()) {
            sample = sample.expecting(
                    Stream.generate(() -> text(random)).limit(random.nextInt(3)).toList());
        }
        if (random.nextBoolean()) {
            sample = sample.groundedIn(
                    List.of(new Sample.Document("1", text(random)), new Sample.Document(text(random) + "x", "")));
        }
        return random.nextBoolean() ? answered(random, sample.answered(text(random))) : sample;
    }

    private static Sample answered(Random random, Sample answered) {
        Sample sample = answered;
        sample = random.nextBoolean() ? sample.from("model " + random.nextInt()) : sample;
        sample = random.nextBoolean() ? sample.took(Duration.ofNanos(random.nextInt(Integer.MAX_VALUE))) : sample;
        sample = random.nextBoolean() ? sample.firstTokenAfter(Duration.ofNanos(random.nextInt(99))) : sample;
        sample = random.nextBoolean()
                ? sample.startedAt(Instant.ofEpochSecond(1_700_000_000, random.nextInt(99)))
                : sample;
        sample = random.nextBoolean()
                ? sample.using(Usage.of(random.nextInt(99), 7).with(TokenKind.CACHED_INPUT, random.nextInt(9)))
                : sample;
        return switch (random.nextInt(3)) {
            case 0 -> sample.costing(Cost.usd("0.000" + random.nextInt(99)));
            case 1 -> sample.costing(Cost.unpriced("no price of 'm'"));
            default -> sample;
        };
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> JSON.textNode(text(random));
            case 1 -> JSON.numberNode(random.nextInt());
            case 2 -> JSON.nullNode();
            case 3 -> JSON.booleanNode(random.nextBoolean());
            case 4 -> JSON.arrayNode().add(value(random, depth - 1));
            default ->
                JSON.objectNode()
                        .set(
                                random.nextBoolean() ? "attributes" : NAMES[random.nextInt(NAMES.length)],
                                value(random, 1));
        };
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            text.append(PARTS[random.nextInt(PARTS.length)]);
        }
        return text.toString();
    }

    @Test
    void text_that_is_no_unicode_is_refused_and_nothing_is_written() throws IOException {
        Path file = Files.writeString(folder.resolve("d.jsonl"), "as it was");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.of("d", List.of(Sample.of("\ud800"))))
                .withMessageContaining("unpaired surrogate");
        Dataset reviewed =
                Dataset.of("d", List.of(Review.accepted("ada").on(Sample.of("q").answered("r"))));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> DatasetExport.of(reviewed).asking(s -> "\udc00").chatMessages(file))
                .withMessageContaining("unpaired surrogate");
        assertThat(file).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactly("d.jsonl");
    }

    @Test
    void what_cannot_be_carried_over_is_counted() {
        Dataset answered = Dataset.of("d", List.of(Sample.of("q").answered(Answers.saying("boots")), Sample.of("p")));
        Exported exported = DatasetExport.of(answered).jsonLines(folder.resolve("d.jsonl"));
        assertThat(exported.notCarried()).isEqualTo(Map.of("the prompt that was answered", 1));
        Sample read = Dataset.read(folder.resolve("d.jsonl")).get(0);
        assertThat(read.prompt()).isEmpty();
        assertThat(read.usage()).isEqualTo(Usage.of(100, 20));
    }

    @Test
    void a_row_has_no_more_than_its_sample() {
        assertThat(FieldMapping.rowOf(Sample.of("q").withId("1")).toString())
                .isEqualTo("{\"id\":\"1\",\"input\":\"q\"}");
        assertThat(FieldMapping.rowOf(Sample.of("q").withId("1").with("answer", TextNode.valueOf("a")))
                        .toString())
                .isEqualTo("{\"id\":\"1\",\"input\":\"q\",\"genaiops\":{\"attributes\":{\"answer\":\"a\"}}}");
    }

    @Test
    void reviewed_answers_become_chats() throws IOException {
        Path file = folder.resolve("new/chats.jsonl");
        Exported exported = DatasetExport.of(reviewed()).chatMessages(file);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q1\"},{\"role\":\"assistant\",\"content\":\"r1\"}]}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q2\"},{\"role\":\"assistant\",\"content\":\"better\"}]}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"before\"},{\"role\":\"user\",\"content\":\"q6\"},"
                                + "{\"role\":\"assistant\",\"content\":\"better\"}]}",
                        "{\"messages\":[{\"role\":\"user\",\"content\":\"q7\"},{\"role\":\"assistant\",\"content\":\"r7 \"}]}");
        assertThat(exported.rows()).isEqualTo(4);
        assertThat(exported.leftOut())
                .containsExactlyInAnyOrderEntriesOf(Map.of("rejected", 1, "no review", 1, "no response", 1));
        Dataset read = Dataset.read(file, FieldMapping.chatExpected());
        assertThat(read.get(1).references()).containsExactly("better");
        assertThat(read.get(2).attribute("history").orElseThrow()).hasSize(1);
    }

    @Test
    void corrected_answers_become_pairs() throws IOException {
        Path file = folder.resolve("pairs.jsonl");
        Exported exported =
                DatasetExport.of(reviewed()).asking(s -> "Answer: " + s.input()).preferencePairs(file);
        assertThat(Files.readAllLines(file))
                .containsExactly("{\"prompt\":\"Answer: q2\",\"chosen\":\"better\",\"rejected\":\"r2\"}");
        assertThat(exported.leftOut())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "accepted as it is",
                        2,
                        "rejected without a better answer",
                        1,
                        "no review",
                        1,
                        "has a history, for which a pair has no place",
                        1,
                        "corrected to what it was",
                        1));
        assertThat(exported.rows()
                        + exported.leftOut().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum())
                .isEqualTo(reviewed().size());
    }

    @Test
    void reviews_can_come_from_elsewhere() throws IOException {
        Path file = folder.resolve("chats.jsonl");
        Exported exported = DatasetExport.of(reviewed())
                .reviewedBy(
                        sample -> sample.id().equals("4") ? Optional.of(Review.accepted("grace")) : Optional.empty())
                .chatMessages(file);
        assertThat(exported.rows()).isEqualTo(1);
        assertThat(Files.readString(file)).contains("\"r4\"");
    }

    @Test
    void nothing_to_tune_with_is_an_error_and_leaves_the_file() throws IOException {
        Path file = Files.writeString(folder.resolve("pairs.jsonl"), "as it was");
        Dataset none = Dataset.of("d", List.of(Sample.of("q")));
        assertThatThrownBy(() -> DatasetExport.of(none).preferencePairs(file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage("dataset 'd' must have a sample to write; found none, of these: {no review=1}");
        assertThat(file).hasContent("as it was");
        assertThat(folder.toFile().list()).containsExactly("pairs.jsonl");
        Path blocked = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(() -> DatasetExport.of(none).jsonLines(blocked.resolve("d.jsonl")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("dataset cannot be written to ");
    }

    @Test
    void a_review_is_read_back_or_refused() {
        for (Review review : List.of(Review.accepted("ada"), Review.rejected("ada"), Review.corrected("ada", "b"))) {
            Review read = Review.of(review.on(Sample.of("q"))).orElseThrow();
            assertThat(read.decision()).isEqualTo(review.decision());
            assertThat(read.by()).isEqualTo("ada");
            assertThat(read.better()).isEqualTo(review.better());
        }
        assertThat(Review.of(Sample.of("q"))).isEmpty();
        for (ObjectNode wrong : List.of(
                JSON.objectNode().put("decision", "fine").put("by", "ada"),
                JSON.objectNode().put("decision", "accepted"),
                JSON.objectNode().put("decision", "corrected").put("by", "ada"),
                JSON.objectNode().put("decision", "accepted").put("by", "ada").put("better", "x"))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Review.of(Sample.of("q").withId("1").with("review", wrong)))
                    .withMessageStartingWith("review of sample '1' must be an object of decision");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Review.corrected("ada", " "));
        assertThatIllegalArgumentException().isThrownBy(() -> Review.accepted(" "));
    }

    private static Dataset reviewed() {
        ObjectNode turn = JSON.objectNode().put("role", "user").put("content", "before");
        return Dataset.of(
                "reviewed",
                List.of(
                        Review.accepted("ada").on(answered(1)),
                        Review.corrected("ada", "better").on(answered(2)),
                        Review.rejected("ada").on(answered(3)),
                        answered(4),
                        Review.accepted("ada").on(answered(5).unanswered()),
                        Review.corrected("ada", "better")
                                .on(answered(6).with("history", JSON.arrayNode().add(turn))),
                        Review.corrected("ada", "r7 ").on(answered(7))));
    }

    private static Sample answered(int i) {
        return Sample.of("q" + i).withId(Integer.toString(i)).answered("r" + i);
    }
}
