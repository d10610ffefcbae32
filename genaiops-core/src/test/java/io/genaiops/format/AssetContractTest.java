package io.genaiops.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Metadata;
import io.genaiops.asset.Version;
import io.genaiops.registry.AssetRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for assets of every kind that has a file, and for the file of every kind. */
class AssetContractTest {

    private static final String HEADER = """
            name: sample
            version: 1.0.0
            description: a sample
            owners: [ann, bob]
            tags: [one, two]
            metadata: {author: ann, created: '2026-01-31T09:00:00Z', message: first, ticket: 12}
            x-team: rentals
            """;
    private static final String ZEROS = "sha256:" + "0".repeat(64);

    /** A file of a kind, where it belongs, and what it refers to. */
    record Sample(AssetKind kind, String path, String fields, List<String> references) {

        String text() {
            return text(HEADER + fields);
        }

        String text(String yaml) {
            return isText() ? "---\n" + yaml + "---\nHi {{> tone}}\n" : yaml;
        }

        private boolean isText() {
            return path.endsWith(".md");
        }

        int firstLine() {
            return isText() ? 2 : 1;
        }

        Asset read() {
            return AssetFile.parse(kind, "f", text()).asset();
        }
    }

    static Stream<Sample> samples() {
        return Stream.of(
                new Sample(
                        AssetKind.PROMPT,
                        "prompts/sample/1.0.0.prompt.md",
                        "model: small\nfallback: large@beta\ntools: ['weather:^1.2']\npartials: [manners]\n",
                        List.of(
                                "model small@production",
                                "model large@beta",
                                "tool weather:^1.2",
                                "partial tone@production",
                                "partial manners@production")),
                new Sample(
                        AssetKind.PARTIAL,
                        "partials/sample/1.0.0.partial.md",
                        "partials: [manners]\n",
                        List.of("partial tone@production", "partial manners@production")),
                new Sample(
                        AssetKind.MODEL,
                        "models/sample/1.0.0.model.yaml",
                        "provider: local\nmodel: llama\ntuning: {baseModel: 'base:1.0.0', data: '" + ZEROS + "'}\n",
                        List.of("model base:1.0.0")),
                new Sample(
                        AssetKind.APPLICATION,
                        "applications/sample/1.0.0.application.yaml",
                        "purpose: a\nintendedUsers: b\nowner: c\nriskClass: minimal\n",
                        List.of()),
                new Sample(
                        AssetKind.DATASET,
                        "datasets/sample/1.0.0.dataset.yaml",
                        "file: a.csv\nformat: csv\nrows: 1\ndigest: " + ZEROS + "\nfields: {a: b}\n",
                        List.of()),
                new Sample(
                        AssetKind.SUITE,
                        "suites/sample/1.0.0.suite.yaml",
                        "judge: large\nchecks: [{evaluator: judge.rubric, rubric: [voice, 'tone:^1.0']}]\n",
                        List.of("model large@production", "prompt voice@production", "prompt tone:^1.0")),
                new Sample(
                        AssetKind.POLICY,
                        "policies/sample/1.0.0.policy.yaml",
                        "rules: [{id: a, deny: {tool: sh}, because: b}]\n",
                        List.of()));
    }

    @ParameterizedTest
    @MethodSource("samples")
    void every_asset_has_id_version_digest_metadata_spec_and_references(Sample sample) {
        Asset asset = sample.read();

        assertThat(asset.id()).hasToString(sample.kind() + " 'sample'");
        assertThat(asset.version()).isEqualTo(Version.of(1, 0, 0));
        assertThat(asset.sourceDigest()).isEqualTo(Digest.ofJson(asset.spec()));
        assertThat(asset.metadata())
                .isEqualTo(new Metadata(
                        "a sample",
                        List.of("ann", "bob"),
                        List.of("one", "two"),
                        "ann",
                        Instant.parse("2026-01-31T09:00:00Z"),
                        "first",
                        Map.of("ticket", 12, "x-team", "rentals")));
        assertThat(asset.spec().path("kind").asText()).isEqualTo(sample.kind().singular());
        assertThat(asset.references()).extracting(Object::toString).isEqualTo(sample.references());
        assertThat(asset).hasToString(sample.kind() + " 'sample' 1.0.0");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_an_asset_hands_out_cannot_change_it(Sample sample) {
        Asset asset = sample.read();
        ((ObjectNode) asset.spec()).removeAll();

        assertThat(Digest.ofJson(asset.spec())).isEqualTo(asset.sourceDigest());
        assertThatThrownBy(() -> asset.references().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> asset.metadata().more().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> asset.metadata().tags().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_file_is_named_by_kind_name_and_version(Sample sample, @TempDir Path root) {
        // What it refers to need not be there: only its own lines are kept.
        String fields = sample.references().isEmpty() || sample.kind() == AssetKind.MODEL
                ? sample.fields()
                : sample.kind() == AssetKind.SUITE ? "checks: [{evaluator: text.length}]\n" : "";
        String yaml = HEADER + fields;
        String text = sample.isText() ? "---\n" + yaml + "---\nHi\n" : yaml;
        try (AssetRegistry registry = AssetRegistry.directory(root)) {
            registry.publish(AssetFile.parse(sample.kind(), "f", text), "ann");
        }

        assertThat(root.resolve(sample.path())).hasContent(text);
    }

    @ParameterizedTest
    @MethodSource("samples")
    void what_is_wrong_with_a_file_of_any_kind_is_said_with_file_and_line(Sample sample) {
        String yaml = HEADER + sample.fields();
        int next = sample.firstLine() + (int) yaml.lines().count();
        int first = sample.firstLine();

        refused(sample, yaml + "tags: [again]\n", next + ": expected every key once, found 'tags' again");
        refused(sample, yaml + "x-a:\n\tb: 1\n", (next + 1) + ": expected YAML 1.2, found character '\\t(TAB)'");
        refused(sample, yaml + "colour: red\n", next + ": unknown key 'colour'; expected one of [");
        refused(sample, yaml + "x-a: !!java.net.URL [a]\n", next + ": expected plain values, found the tag");
        refused(sample, yaml + "x-a: 1\u0007\n", next + ": expected printable characters, found U+0007");
        refused(sample, yaml + "x-a: [1\n", next);
        refused(sample, yaml + bomb(), next);
        refused(sample, yaml.replace("a sample", "a\rsample"), (first + 2) + ": expected LF or CRLF");
        assertThatThrownBy(() -> AssetFile.parse(sample.kind(), "f", "\ufeff" + sample.text()))
                .hasMessage("f:1: expected UTF-8 without a byte order mark; save it without one");
        assertThatThrownBy(() ->
                        AssetFile.parse(sample.kind(), "f", sample.text(yaml + "x-a: " + "a".repeat(1 << 20) + "\n")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("f: expected at most 1048576 bytes, found more; split it");
        assertThatThrownBy(() -> AssetFile.decode(
                        "f", sample.text().replace("a sample", "\u00e4").getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessage("f:" + (first + 2) + ": expected UTF-8, found other bytes; save the file as UTF-8");
        assertThat(AssetFile.parse(sample.kind(), "f", sample.text().replace("\n", "\r\n"))
                        .asset()
                        .sourceDigest())
                .isEqualTo(sample.read().sourceDigest());
    }

    private static String bomb() {
        StringBuilder laughs = new StringBuilder("x-a0: &a0 [1,1,1,1,1,1,1,1,1,1]\n");
        for (int i = 1; i < 9; i++) {
            laughs.append("x-a").append(i).append(": &a").append(i).append(" [");
            laughs.append(("*a" + (i - 1) + ",").repeat(10)).append("]\n");
        }
        return laughs.toString();
    }

    private static void refused(Sample sample, String yaml, String problem) {
        assertThatThrownBy(() -> AssetFile.parse(sample.kind(), "f", sample.text(yaml)))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("f:" + problem);
    }

    /** The parser finds some faults only further down. */
    private static void refused(Sample sample, String yaml, int fromLine) {
        assertThatThrownBy(() -> AssetFile.parse(sample.kind(), "f", sample.text(yaml)))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageMatching("(?s)f:[0-9]+: expected .*")
                .satisfies(e -> assertThat(Integer.parseInt(e.getMessage().split(":", 3)[1]))
                        .isGreaterThanOrEqualTo(fromLine));
    }
}
