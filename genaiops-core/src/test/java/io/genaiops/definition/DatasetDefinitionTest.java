package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetDefinitionTest {

    private static final Version V1 = Version.of(1, 0, 0);
    private static final Digest ROWS = Digest.parse("sha256:" + "0".repeat(64));

    private static DatasetDefinition.Builder full() {
        return DatasetDefinition.builder("travel-questions", V1)
                .file("data/questions.jsonl")
                .format(DatasetFormat.JSONL)
                .rows(56, ROWS)
                .field("input", "the question")
                .field("reference", "what a good answer says")
                .field("id", "a number");
    }

    // Computed outside of Java: SHA-256 over JSON with sorted keys and without blanks.
    @Test
    void the_digest_is_the_same_everywhere() {
        assertThat(full().build().sourceDigest())
                .hasToString("sha256:84069608270c864da44ebc4d2f8ffe0e1ddf8cbddc2808dd34bc070f8a292b19");
    }

    @Test
    void every_field_can_be_read_back() {
        DatasetDefinition dataset = full().build();

        assertThat(dataset.file()).isEqualTo("data/questions.jsonl");
        assertThat(dataset.format()).isEqualTo(DatasetFormat.parse("jsonl"));
        assertThat(dataset.rows()).isEqualTo(56);
        assertThat(dataset.rowsDigest()).isEqualTo(ROWS);
        assertThat(dataset.fields().keySet()).containsExactly("input", "reference", "id");
        assertThat(dataset.references()).isEmpty();
        assertThat(dataset).hasToString("dataset 'travel-questions' 1.0.0");
    }

    @Test
    void the_digest_follows_the_data_and_not_what_is_said_of_it() {
        Digest digest = full().build().sourceDigest();
        List<UnaryOperator<DatasetDefinition.Builder>> changes = List.of(
                b -> b.file("other.jsonl"),
                b -> b.format(DatasetFormat.CSV),
                b -> b.rows(57, ROWS),
                b -> b.rows(56, Digest.ofText("other")),
                b -> b.field("tags", "words"));
        assertThat(changes)
                .allSatisfy(change ->
                        assertThat(change.apply(full()).build().sourceDigest()).isNotEqualTo(digest));

        DatasetDefinition described = DatasetDefinition.builder("travel-questions", V1)
                .file("data/questions.jsonl")
                .format(DatasetFormat.JSONL)
                .rows(56, ROWS)
                .field("id", "other words")
                .field("reference", "other words")
                .field("input", "other words")
                .metadata(Metadata.describedAs("other"))
                .build();
        assertThat(described.sourceDigest()).isEqualTo(digest);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/etc/passwd",
                "../questions.jsonl",
                "data/../../x.jsonl",
                "data//x.jsonl",
                "data/",
                "./x.jsonl",
                "C:\\x.jsonl",
                "https://example.com/x.jsonl",
                "s3:x",
                ".hidden",
                "a b"
            })
    void a_file_is_a_path_below_the_hosts_folder(String path) {
        assertThatThrownBy(() -> full().file(path))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing above its folder; found: '" + path + "'");
    }

    @Test
    void what_is_missing_or_impossible_is_named() {
        assertThatThrownBy(() -> DatasetDefinition.builder("a", V1).build()).hasMessageContaining("needs file");
        assertThatThrownBy(
                        () -> DatasetDefinition.builder("a", V1).file("a.json").build())
                .hasMessageContaining("needs format");
        assertThatThrownBy(() -> DatasetDefinition.builder("a", V1)
                        .file("a.json")
                        .format(DatasetFormat.JSON)
                        .build())
                .hasMessageContaining("needs rows");
        assertThatThrownBy(() -> DatasetDefinition.builder("a", V1)
                        .file("a.json")
                        .format(DatasetFormat.JSON)
                        .rows(1, ROWS)
                        .build())
                .hasMessageContaining("needs at least one of fields");
        assertThatThrownBy(() -> full().rows(0, ROWS)).hasMessage("rows must be at least 1; found: 0");
        assertThatThrownBy(() -> full().field("id", "again")).hasMessage("field 'id' is described twice");
        assertThatThrownBy(() -> full().field("a b", "x")).hasMessageStartingWith("field name must match");
        assertThatThrownBy(() -> full().file("a".repeat(256))).hasMessageContaining("at most 255");
        assertThatThrownBy(() -> DatasetFormat.parse("xlsx"))
                .hasMessage("format must be one of [jsonl, json, csv]; found: 'xlsx'");
    }
}
