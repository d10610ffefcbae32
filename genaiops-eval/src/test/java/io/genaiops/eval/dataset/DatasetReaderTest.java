package io.genaiops.eval.dataset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.DatasetFormat;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.FieldMapping.Field;
import io.genaiops.eval.record.DatasetChangedException;
import io.genaiops.eval.record.RecordFormat;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetReaderTest {

    private static final DatasetReader ON_DISK = Dataset.reader().holding(0);

    @TempDir
    Path folder;

    @Test
    void one_dataset_has_one_digest_in_every_format() throws IOException {
        Dataset lines = Dataset.read(write("a.jsonl", """
                {"id": "1", "input": "How long?", "tags": ["winter"], "level": "hard"}
                {"id": "2", "input": "How high, \\"roughly\\"?", "reference": "900 m"}
                """));
        Dataset array = Dataset.read(write("a.json", """
                {"version": 2, "rows": [
                  {"input": "How long?", "tags": ["winter"], "level": "hard"},
                  {"input": "How high, \\"roughly\\"?", "reference": "900 m"}
                ]}
                """));
        Dataset yaml = Dataset.read(write("a.yml", """
                - input: How long?
                  tags: [winter]
                  level: hard
                - input: How high, "roughly"?
                  reference: 900 m
                """));
        Dataset table = Dataset.read(write("a.csv", """
                input,tags,level,reference
                How long?,winter,hard,
                "How high, ""roughly""?",,,900 m
                """));
        Dataset tabs = Dataset.read(write("a.tsv", """
                input	tags	level	reference
                How long?	winter	hard
                "How high, ""roughly""?"			900 m
                """.replace("hard\n", "hard\t\n")));
        for (Dataset other : new Dataset[] {array, yaml, table, tabs}) {
            assertThat(other.samples()).isEqualTo(lines.samples());
            assertThat(other.digest()).isEqualTo(lines.digest());
            assertThat(other.name()).isEqualTo("a");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.tsv", "a.json"})
    void rows_on_disk_are_those_in_memory_in_every_format(String name) throws IOException {
        for (long seed = 1; seed <= 5; seed++) {
            Random random = new Random(seed);
            Path file = write(name, name.equals("a.json") ? array(random) : table(random, name));
            Dataset held = Dataset.read(file);
            Dataset lazy = ON_DISK.read(file);
            assertThat(lazy).containsExactlyElementsOf(held);
            assertThat(lazy.digest()).isEqualTo(held.digest());
            for (int i = 0; i < 20; i++) {
                int index = random.nextInt(held.size());
                assertThat(lazy.get(index)).isEqualTo(held.get(index));
            }
            int last = held.size() - 1;
            assertThat(lazy.get(last)).isEqualTo(held.get(last));
            FileTime time = Files.getLastModifiedTime(file);
            Files.writeString(file, Files.readString(file).replace("question " + last, "question ?"));
            Files.writeString(
                    file,
                    Files.readString(file) + " ".repeat(Integer.toString(last).length() - 1));
            Files.setLastModifiedTime(file, time);
            assertThatThrownBy(() -> lazy.get(last)).isInstanceOf(DatasetChangedException.class);
        }
    }

    private static String table(Random random, String name) {
        char delimiter = name.equals("a.tsv") ? '\t' : ',';
        StringBuilder text = new StringBuilder("\ufeffinput" + delimiter + "note\r\n");
        int rows = 50 + random.nextInt(500);
        for (int i = 0; i < rows; i++) {
            String filling = "é\"\"\n,".repeat(random.nextInt(random.nextInt(50) == 0 ? 40_000 : 20));
            text.append("question ")
                    .append(i)
                    .append(delimiter)
                    .append('"')
                    .append(filling)
                    .append('"');
            text.append("\n".repeat(1 + random.nextInt(2)));
        }
        return text.toString();
    }

    private static String array(Random random) {
        StringBuilder text = new StringBuilder("{\"meta\": {\"x\": [1, 2]}, \"rows\": [");
        int rows = 50 + random.nextInt(500);
        for (int i = 0; i < rows; i++) {
            String filling = "é],[{\\\"".repeat(random.nextInt(random.nextInt(50) == 0 ? 40_000 : 20));
            text.append(i == 0 ? "" : " ,\n").append("{\"input\": \"question ").append(i);
            text.append("\", \"note\": [\"").append(filling).append("\"]}");
            text.append("\n".repeat(random.nextInt(2)));
        }
        return text.append("], \"more\": 1}\n").toString();
    }

    @Test
    void an_unknown_ending_says_which_are_known() throws IOException {
        Path file = write("a.parquet", "{\"input\": \"q\"}");
        assertThatThrownBy(() -> Dataset.read(file))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessage(
                        "dataset must be a file that ends in one of [.jsonl, .ndjson, .json, .csv, .tsv, .yaml, .yml],"
                                + " unless its format is set; found: " + file);
        assertThat(Dataset.reader().format(RecordFormat.jsonLines()).read(file).size())
                .isEqualTo(1);
    }

    @Test
    void a_stream_is_of_the_format_of_its_name() {
        assertThat(Dataset.read("a.csv", stream("input\nq\n")).get(0).input()).isEqualTo("q");
        assertThat(Dataset.read("a", stream("{\"input\": \"q\"}")).get(0).input())
                .isEqualTo("q");
        assertThatThrownBy(() -> Dataset.read("a.csv", stream("input,b\nq\n\"x")))
                .hasMessage("""
                        dataset a.csv has 2 faulty lines:
                          a.csv line 2: expected 2 cells, as there are field names; found: 1
                          a.csv line 3: expected a quotation mark that ends the cell; found: the end of the file""");
    }

    @Test
    void an_empty_array_is_an_empty_dataset_and_a_missing_file_an_error() throws IOException {
        assertThat(Dataset.read(write("a.json", "[]")).size()).isZero();
        assertThat(ON_DISK.read(write("b.csv", "input\n")).size()).isZero();
        assertThat(ON_DISK.read(write("b.csv", "input\n"))).isEmpty();
        assertThatThrownBy(() -> Dataset.read(folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("none.json");
    }

    /** Files as others write them, and the mapping that reads them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            queryResponse  | {"query": "q", "response": "r", "ground_truth": "g", "context": "c"}
            questionAnswer | {"question": "q", "answer": "r", "ground_truths": ["g"], "contexts": ["c"]}
            questionAnswer | {"question": "q", "answer": "r", "ground_truth": "g", "contexts": ["c"]}
            usual          | {"input": "q", "answer": "r", "expected": "g", "context": [{"text": "c"}]}
            pointers       | {"data": {"q": "q", "out": {"text": "r"}}, "gold": [{"t": "g"}], "docs": ["c"]}
            """)
    void files_that_others_wrote_are_read(String preset, String row) {
        FieldMapping mapping = switch (preset) {
            case "queryResponse" -> FieldMapping.queryResponse();
            case "questionAnswer" -> FieldMapping.questionAnswer();
            case "usual" -> FieldMapping.usual();
            default ->
                FieldMapping.usual()
                        .with(Field.INPUT, "/data/q")
                        .with(Field.RESPONSE, "/data/out/text")
                        .with(Field.REFERENCE, "/gold/0/t")
                        .with(Field.CONTEXT, "docs");
        };
        Sample sample = Dataset.reader().mapping(mapping).read("d", stream(row)).get(0);
        Sample expected =
                Sample.of("q").withId("1").expecting("g").groundedIn("c").answered("r");
        assertThat(sample.unanswered().expecting(sample.references())).isEqualTo(without(sample, expected));
        assertThat(sample.response()).hasValue("r");
        assertThat(sample.references()).containsExactly("g");
    }

    /** What a pointer into an array takes stays an attribute, since removing it would move the others. */
    private static Sample without(Sample found, Sample expected) {
        Sample result = expected.unanswered();
        return found.attribute("gold").map(gold -> result.with("gold", gold)).orElse(result);
    }

    @Test
    void expected_is_a_reference() {
        Sample sample = Dataset.reader()
                .mapping(FieldMapping.inputExpected())
                .read("d", stream("{\"input\": \"q\", \"expected\": \"e\", \"response\": \"kept as it is\"}"))
                .get(0);
        assertThat(sample.references()).containsExactly("e");
        assertThat(sample.response()).isEmpty();
        assertThat(sample.attributes()).containsOnlyKeys("response");
    }

    @Test
    void what_a_pointer_finds_is_no_attribute() {
        FieldMapping mapping = FieldMapping.usual().with(Field.INPUT, "/data/q").with(Field.TAGS, "/data/meta/tags");
        Sample sample = Dataset.reader()
                .mapping(mapping)
                .read("d", stream("{\"data\": {\"q\": \"q\", \"meta\": {\"tags\": [\"t\"]}}, \"n\": 1}"))
                .get(0);
        assertThat(sample.tags()).containsExactly("t");
        assertThat(sample.attributes()).containsOnlyKeys("n");
        Sample rest = Dataset.reader()
                .mapping(mapping)
                .read("d", stream("{\"data\": {\"q\": \"q\", \"other\": 1}}"))
                .get(0);
        assertThat(rest.attribute("data")).hasToString("Optional[{\"other\":1}]");
    }

    @Test
    void a_cell_can_hold_several_values() {
        FieldMapping mapping = FieldMapping.usual()
                .separated(Field.TAGS, ";")
                .separated(Field.REFERENCE, "||")
                .json(Field.CONTEXT);
        Sample sample =
                Dataset.reader().mapping(mapping).read("d.csv", stream("""
                        input,tags,reference,context
                        q,winter; hard;,a; b||c,"[""one"", {""id"": ""x"", ""text"": ""two""}]"
                        """)).get(0);
        assertThat(sample.tags()).containsExactly("winter", "hard");
        assertThat(sample.references()).containsExactly("a; b", "c");
        assertThat(sample.context()).containsExactly(new Sample.Document("1", "one"), new Sample.Document("x", "two"));
        assertThatThrownBy(
                        () -> Dataset.reader().mapping(mapping).read("d.csv", stream("input,context\nq,['no json']\n")))
                .hasMessageContaining("d.csv line 2: expected JSON; found: Unexpected character (''' (code 39))");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldMapping.usual().separated(Field.INPUT, ";"))
                .withMessageEndingWith("found: INPUT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldMapping.usual().separated(Field.TAGS, ""));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldMapping.usual().with(Field.TAGS, " "));
    }

    @Test
    void what_is_known_of_a_recorded_answer_is_read() {
        FieldMapping mapping = FieldMapping.usual()
                .with(Field.MODEL, "model")
                .with(Field.LATENCY_MS, "/took/all")
                .with(Field.FIRST_TOKEN_MS, "/took/first")
                .with(Field.INPUT_TOKENS, "in")
                .with(Field.OUTPUT_TOKENS, "out")
                .with(Field.COST_USD, "cost");
        Sample sample = Dataset.reader()
                .mapping(mapping)
                .read(
                        "d",
                        stream("{\"input\": \"q\", \"response\": \"r\", \"model\": \"m\", \"took\": {\"all\": 1200.5,"
                                + " \"first\": \"80\"}, \"in\": 12, \"out\": \"7\", \"cost\": 0.0003}"))
                .get(0);
        assertThat(sample.model()).hasValue("m");
        assertThat(sample.latency()).hasToString("Optional[PT1.2005S]");
        assertThat(sample.timeToFirstToken()).hasToString("Optional[PT0.08S]");
        assertThat(sample.usage().inputTokens()).hasValue(12);
        assertThat(sample.usage().outputTokens()).hasValue(7);
        assertThat(sample.cost().orElseThrow().amount().orElseThrow()).isEqualByComparingTo("0.0003");
        assertThat(sample.attributes()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input": "q", "ms": 5}                                | expected a response, since there is its LATENCY_MS; found: none
            {"input": "q", "response": "r", "ms": -1}              | expected a number of at least 0 for the LATENCY_MS; found: -1
            {"input": "q", "response": "r", "ms": "fast"}          | expected a number for the LATENCY_MS; found: 'fast'
            {"input": "q", "response": "r", "ms": true}            | expected a number of at least 0 for the LATENCY_MS; found: true
            {"input": "q", "response": "r", "ms": 1e30}            | expected a time below 292 years
            {"input": "q", "response": "r", "out": 1.5}            | expected a whole number of tokens; found: 1.5
            {"input": "q", "response": "r", "model": 7}            | expected text for the MODEL; found: 7
            """)
    void what_cannot_be_of_an_answer_is_a_fault(String row, String message) {
        FieldMapping mapping = FieldMapping.usual()
                .with(Field.LATENCY_MS, "ms")
                .with(Field.OUTPUT_TOKENS, "out")
                .with(Field.MODEL, "model");
        assertThatThrownBy(() -> Dataset.reader().mapping(mapping).read("d", stream(row)))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContaining("d line 1: " + message);
    }

    @Test
    void a_chat_is_taken_apart() {
        String row =
                "{\"messages\": [{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"q1\"},"
                        + " {\"role\": \"assistant\", \"content\": \"a1\"}, {\"role\": \"user\", \"content\": [{\"type\": \"text\","
                        + " \"text\": \"q\"}, {\"type\": \"text\", \"text\": \"2\"}]}, {\"role\": \"tool\", \"content\": \"t\"},"
                        + " {\"role\": \"assistant\", \"content\": \"a2\"}], \"topic\": \"x\"}";
        Sample sample = Dataset.reader()
                .mapping(FieldMapping.chat())
                .read("d", stream(row))
                .get(0);
        assertThat(sample.input()).isEqualTo("q2");
        assertThat(sample.response()).hasValue("a2");
        assertThat(sample.attributes()).containsOnlyKeys("topic", "history", "steps");
        assertThat(sample.attribute("history").orElseThrow()).hasSize(3);
        assertThat(sample.attribute("steps").orElseThrow()).hasSize(1);
        Sample expected = Dataset.reader()
                .mapping(FieldMapping.chatExpected())
                .read("d", stream(row))
                .get(0);
        assertThat(expected.references()).containsExactly("a2");
        assertThat(expected.response()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"input": "q"}                                          | expected an array 'messages' of messages; found: fields [input]
            {"messages": []}                                        | expected a message of the role user; found: 0 messages without one
            {"messages": [{"role": "user"}]}                        | expected content that is text; found: null
            {"messages": [{"role": "boss", "content": "q"}]}        | expected a message with one of the roles [assistant, developer
            {"messages": ["q"]}                                     | expected a message with one of the roles
            {"messages": [{"role": "user", "content": [{"type": "image"}]}]} | expected content whose parts are all of type text
            {"messages": [{"role": "user", "content": "q"}], "input": "x"}   | expected messages alone; found: also the field 'input'
            """)
    void a_chat_that_cannot_be_taken_apart_is_a_fault(String row, String message) {
        assertThatThrownBy(() -> Dataset.reader().mapping(FieldMapping.chat()).read("d", stream(row)))
                .isInstanceOf(InvalidDatasetException.class)
                .hasMessageContaining("d line 1: " + message);
    }

    @Test
    void texts_of_a_folder_are_samples() throws IOException {
        write("docs/b.txt", "second");
        write("docs/a/x.md", "\ufefffirst\r\n");
        write("docs/.hidden/x.md", "no");
        write("docs/.DS_Store", "no");
        Dataset inputs = Dataset.reader().texts(folder.resolve("docs"), Field.INPUT);
        assertThat(inputs.name()).isEqualTo("docs");
        assertThat(inputs).extracting(Sample::id).containsExactly("a/x.md", "b.txt");
        assertThat(inputs).extracting(Sample::input).containsExactly("first\r\n", "second");
        Dataset context = Dataset.reader().texts(folder.resolve("docs"), Field.CONTEXT);
        assertThat(context.get(1).context()).containsExactly(new Sample.Document("b.txt", "second"));
        assertThat(context.get(1).input()).isEmpty();
        assertThat(Dataset.reader()
                        .texts(folder.resolve("docs"), Field.RESPONSE)
                        .get(1)
                        .response())
                .hasValue("second");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Dataset.reader().texts(folder, Field.TAGS))
                .withMessageEndingWith("found: TAGS");
        Files.write(folder.resolve("docs/c.txt"), "für".getBytes(ISO_8859_1));
        Files.write(folder.resolve("docs/d.txt"), "für".getBytes(ISO_8859_1));
        assertThatThrownBy(() -> Dataset.reader().texts(folder.resolve("docs"), Field.INPUT))
                .hasMessageContaining("has 2 faulty lines")
                .hasMessageContaining("c.txt: expected text in UTF-8; found: other bytes");
    }

    @Test
    void a_dataset_of_the_registry_is_held_against_its_definition() throws IOException {
        write("data/questions.jsonl", "{\"input\": \"q\", \"level\": 1}\n{\"input\": \"p\"}\n");
        Dataset rows = Dataset.read(folder.resolve("data/questions.jsonl"));
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(AssetFile.of(definition("1.0.0", 2, rows.digest(), "input", "level")), "ada");
        Dataset read = Dataset.asset(registry, "travel-questions:1.0.0", folder);
        assertThat(read.samples()).isEqualTo(rows.samples());
        assertThat(read.name()).isEqualTo("travel-questions");
        refused(definition("1.0.0", 3, rows.digest(), "input", "level"), "rows 3; found: 2");
        refused(
                definition("1.0.0", 2, Digest.ofText("x"), "input", "level"),
                "digest " + Digest.ofText("x") + "; found: " + rows.digest());
        refused(
                definition("1.0.0", 2, rows.digest(), "input", "level", "topic"),
                "fields that are in no row []; found: [topic]");
        refused(definition("1.0.0", 2, rows.digest(), "input"), "fields that it does not describe []; found: [level]");
    }

    private void refused(DatasetDefinition definition, String message) {
        assertThatThrownBy(() -> Dataset.reader().asset(definition, folder))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("dataset 'travel-questions' 1.0.0 says of ")
                .hasMessageContaining("questions.jsonl: " + message);
    }

    private static DatasetDefinition definition(String version, int rows, Digest digest, String... fields) {
        DatasetDefinition.Builder builder = DatasetDefinition.builder("travel-questions", Version.parse(version))
                .file("data/questions.jsonl")
                .format(DatasetFormat.JSONL)
                .rows(rows, digest);
        for (String field : fields) {
            builder.field(field, "what it is");
        }
        return builder.build();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, text.getBytes(UTF_8));
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }
}
