package io.genaiops.eval.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import java.io.ByteArrayInputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetTest {

    @Test
    void rows_are_read_under_their_usual_names() {
        Dataset dataset = Dataset.classpath("datasets/trail-guide.jsonl");
        assertThat(dataset.name()).isEqualTo("trail-guide");
        assertThat(dataset.size()).isEqualTo(3);
        Sample first = dataset.samples().get(0);
        assertThat(first.id()).isEqualTo("length");
        assertThat(first.input()).isEqualTo("How long is the north trail?");
        assertThat(first.references()).containsExactly("12 kilometres");
        assertThat(first.context()).containsExactly(new Sample.Document("1", "The north trail is 12 kilometres long."));
        assertThat(first.response()).hasValue("The north trail is 12 kilometres long.");
        assertThat(first.tags()).containsExactly("facts");
        assertThat(first.attributes()).containsOnlyKeys("difficulty");
        Sample second = dataset.samples().get(1);
        assertThat(second.references()).containsExactly("No", "It is closed");
        assertThat(second.context()).containsExactly(new Sample.Document("d7", "It closes in winter."));
        Sample third = dataset.samples().get(2);
        assertThat(third.id()).as("the number of the line").isEqualTo("4");
        assertThat(third.response()).as("null is absent").isEmpty();
        assertThat(third.tags()).containsExactly("open");
        assertThat(third.attributes()).isEmpty();
    }

    @Test
    void another_name_replaces_the_usual_ones() {
        Dataset dataset = DatasetReader.usual()
                .mapping(FieldMapping.usual().with(Field.INPUT, "prompt").with(Field.REFERENCE, "answer"))
                .read("d", lines("{\"prompt\": \"q\", \"answer\": \"a\", \"question\": \"other\"}"));
        Sample sample = dataset.samples().get(0);
        assertThat(sample.input()).isEqualTo("q");
        assertThat(sample.references()).containsExactly("a");
        assertThat(sample.response()).isEmpty();
        assertThat(sample.attribute("question")).isPresent();
    }

    @Test
    void a_file_gives_its_name(@TempDir Path folder) throws Exception {
        Path file =
                Files.writeString(folder.resolve("winter.jsonl"), "\ufeff{\"input\":\"q\"}\r\n\r\n{\"input\":\"p\"}");
        Dataset dataset = Dataset.read(file);
        assertThat(dataset.name()).isEqualTo("winter");
        assertThat(dataset).extracting(Sample::id).containsExactly("1", "3");
        assertThatThrownBy(() -> Dataset.read(folder.resolve("none.jsonl"))).isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> Dataset.classpath("none.jsonl"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("dataset must be on the class path at 'none.jsonl'; found: nothing");
    }

    @Test
    void all_faulty_lines_are_reported_at_once() {
        assertThatThrownBy(() -> Dataset.read(
                        "d.jsonl",
                        lines(
                                "{\"input\": \"fine\"}",
                                "{\"inputs\": \"typo\"}",
                                "not json",
                                "[1]",
                                "{\"id\": \"1\", \"input\": \"again\"}")))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessage("""
                        dataset d.jsonl has 4 faulty lines:
                          d.jsonl line 2: expected a field for the input, named input or query or question; found: fields [inputs]
                          d.jsonl line 3: expected one JSON object; found: Unrecognized token 'not': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false') at column 1
                          d.jsonl line 4: expected a JSON object; found: ARRAY
                          d.jsonl line 5: expected a unique id; found: '1' again, first on line 1""");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input": "a"} {"input": "b"}                | expected one JSON object
            {"input": "a", "input": "b"}                 | Duplicate field 'input'
            {"input": "a", "query": "b"}                 | expected one field for the INPUT; found: both 'input' and 'query'
            {"input": {"a": 1}}                          | expected text for input; found: {"a":1}
            {"input": null}                              | expected a field for the input
            {"input": "a", "context": [{"id": "x"}]}     | expected text for context text; found: nothing
            {"input": "a", "reference": [["b"]]}         | expected text for reference; found: ["b"]
            {"input": "a", "id": " "}                    | expected an id that is not blank
            {"input": "a"                                | Unexpected end-of-input
            {"input": "a", "tags": [{}]}                 | expected text for tags
            """)
    void a_fault_says_what_was_expected(String row, String message) {
        assertThatThrownBy(() -> Dataset.read("d", lines(row)))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageStartingWith("dataset d has 1 faulty line:\n  d line 1: expected ")
                .hasMessageContaining(message);
    }

    @Test
    void the_list_of_faults_is_bounded() {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            rows.add("{");
        }
        assertThatThrownBy(() -> Dataset.read("d", lines(rows.toArray(String[]::new))))
                .isInstanceOfSatisfying(
                        InvalidDatasetException.class,
                        e -> assertThat(e.count()).isEqualTo(100))
                .hasMessageContaining("d line 20:")
                .hasMessageNotContaining("d line 21:")
                .hasMessageEndingWith("and 80 more");
    }

    @Test
    void other_encodings_are_refused() {
        byte[] latin = "{\"input\": \"f\u00fcr\"}".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> Dataset.read("d", new ByteArrayInputStream(latin)))
                .hasMessageContaining("d line 1: expected UTF-8; found: other bytes");
    }

    @Test
    void the_digest_follows_the_content() {
        Dataset one = Dataset.read("one", lines("{\"input\": \"q\", \"a\": 1, \"b\": 2}"));
        Dataset same = Dataset.read("other", lines("{\"b\": 2, \"input\": \"q\", \"a\": 1}"));
        Dataset different = Dataset.read("one", lines("{\"input\": \"q\", \"a\": 1, \"b\": 3}"));
        assertThat(one.digest()).isEqualTo(same.digest()).isNotEqualTo(different.digest());
        assertThat(one.named("x").digest()).isEqualTo(one.digest());
    }

    @Test
    void a_sample_of_a_dataset_depends_on_the_seed_alone() {
        Dataset all = numbered(100);
        Dataset drawn = all.sample(10, 7);
        assertThat(drawn.size()).isEqualTo(10);
        assertThat(drawn.samples()).isEqualTo(all.sample(10, 7).samples());
        assertThat(drawn.samples()).isNotEqualTo(all.sample(10, 8).samples());
        assertThat(drawn.samples()).isSubsetOf(all.samples());
        assertThat(drawn.samples())
                .isSortedAccordingTo(java.util.Comparator.comparingInt(sample -> Integer.parseInt(sample.id())));
        assertThat(all.sample(100, 1).samples()).isEqualTo(all.samples());
        assertThatThrownBy(() -> all.sample(101, 1)).hasMessage("count must be 0 to 100; found: 101");
    }

    @Test
    void a_filter_keeps_order() {
        Dataset dataset = Dataset.classpath("datasets/trail-guide.jsonl");
        assertThat(dataset.tagged("facts")).extracting(Sample::id).containsExactly("length", "winter");
        assertThat(dataset.filter(sample -> sample.references().isEmpty()).size())
                .isEqualTo(1);
    }

    @Test
    void an_empty_dataset_proves_nothing() {
        Dataset empty = Dataset.read("nothing", lines());
        assertThat(empty.size()).isZero();
        assertThatThrownBy(empty::requireSamples)
                .hasMessage("dataset 'nothing' has no samples; nothing can be concluded from it");
    }

    @Test
    void ids_are_unique() {
        Sample sample = Sample.of("q");
        assertThatThrownBy(() -> Dataset.of("d", List.of(sample, sample)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be unique");
    }

    private static Dataset numbered(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(Sample.of("question " + i).withId(Integer.toString(i)));
        }
        return Dataset.of("numbered", samples);
    }

    private static ByteArrayInputStream lines(String... lines) {
        return new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }
}
