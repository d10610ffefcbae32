package io.genaiops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.ConflictException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.review.FieldChange;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation suite is published, labelled, compared and refused as every other asset is. */
class SuiteAssetTest {

    private static final AssetId QUALITY = new AssetId(AssetKind.SUITE, "quality");
    private static final Version V1 = Version.of(1, 0, 0);
    private static final Version V2 = Version.of(1, 1, 0);
    private static final String RUBRIC = """
            ---
            name: voice
            version: %s
            inputs: {answer: string}
            ---
            Grade {{answer}}
            """;
    private static final String FIRST = """
            name: quality
            version: 1.0.0
            judge: large
            checks:
              - {evaluator: text.valid_json, atLeast: 1}
              - {evaluator: judge.rubric, rubric: voice, atLeast: 3}
              - {evaluator: text.words, atMost: 50}
            """;
    private static final String SECOND = FIRST.replace("version: 1.0.0", "version: 1.1.0")
            .replace("atLeast: 3}", "atLeast: 4}\n  - {evaluator: judge.relevance, atLeast: 4}");

    @TempDir
    Path root;

    private AssetRegistry registry;

    @BeforeEach
    void write_two_versions() throws IOException {
        Path suites = Files.createDirectories(root.resolve("suites/quality"));
        Files.writeString(suites.resolve("1.0.0.suite.yaml"), FIRST);
        Files.writeString(suites.resolve("1.1.0.suite.yaml"), SECOND);
        registry = AssetRegistry.directory(root);
    }

    private void publishRubric(String version) {
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "f", RUBRIC.formatted(version)), "ann");
        registry.label("voice", "production").moveTo(version, "ann", "new");
    }

    @Test
    void a_draft_is_read_by_its_version_and_what_it_refers_to_is_published_first() {
        assertThatThrownBy(() -> registry.suite("quality:1.0.0")).hasMessageContaining("prompt 'voice' does not exist");
        assertThatThrownBy(() -> registry.publish(QUALITY, V1, "ann"))
                .hasMessageContaining("prompt 'voice' does not exist");

        publishRubric("1.0.0");
        assertThat(registry.suite("quality:1.0.0").checks()).hasSize(3);
        assertThatThrownBy(() -> registry.suite("quality")).hasMessageContaining("no label 'production'");
    }

    @Test
    void a_label_says_which_version_is_meant_and_the_lock_keeps_what_the_rubric_was() {
        publishRubric("1.0.0");
        registry.publish(QUALITY, V1, "ann");
        registry.publish(QUALITY, V2, "ann");
        registry.label(QUALITY, Label.PRODUCTION).moveTo("1.1.0", "ann", "stricter");

        SuiteDefinition suite = registry.suite("quality");
        assertThat(suite.version()).isEqualTo(V2);
        assertThat(suite.checks()).hasSize(4);
        assertThat(registry.suite("quality:^1.0").version()).isEqualTo(V2);
        assertThat(registry.suite("quality@production").sourceDigest()).isEqualTo(suite.sourceDigest());
        assertThat(registry.snapshot().suite("quality").version()).isEqualTo(V2);
        assertThat(registry.assets(AssetKind.SUITE)).containsExactly(QUALITY);

        publishRubric("1.0.1");
        assertThat(registry.describe(QUALITY).published(V2).orElseThrow().lock())
                .containsOnlyKeys("prompt voice@production")
                .containsEntry(
                        "prompt voice@production",
                        registry.prompt("voice:1.0.0").resolution().digest());
    }

    @Test
    void a_published_suite_never_changes() throws IOException {
        publishRubric("1.0.0");
        registry.publish(QUALITY, V1, "ann");
        registry.publish(QUALITY, V1, "bob");
        Path file = root.resolve("suites/quality/1.0.0.suite.yaml");
        Files.writeString(file, FIRST.replace("atMost: 50", "atMost: 500"));

        assertThatThrownBy(() -> registry.suite("quality:1.0.0"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContainingAll("suite 'quality' 1.0.0", "was published with source digest", "1.0.1");
        assertThatThrownBy(() -> registry.publish(QUALITY, V1, "ann")).isInstanceOf(ConflictException.class);

        Files.writeString(file, FIRST + "description: For people.\n# and a comment\n");
        assertThat(registry.suite("quality:1.0.0").metadata().description()).isEqualTo("For people.");
    }

    @Test
    void a_malformed_file_is_refused_with_file_and_line() throws IOException {
        Files.writeString(root.resolve("suites/quality/1.0.0.suite.yaml"), FIRST.replace("atMost", "atmost"));

        assertThatThrownBy(() -> registry.suite("quality:1.0.0"))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("1.0.0.suite.yaml:7: unknown key 'atmost'");
    }

    @Test
    void the_difference_names_the_check_and_the_field() {
        assertThat(registry.diff(QUALITY, V1, V2).text()).isEqualTo("""
                --- suite 'quality' 1.0.0
                +++ suite 'quality' 1.1.0
                checks[1].atLeast: 3 -> 4
                checks[2]: (absent) -> {"evaluator":"judge.relevance","atLeast":4}""");
        assertThat(registry.diff(QUALITY, V2, V1).fields())
                .extracting(FieldChange::path)
                .containsExactly("checks[1].atLeast", "checks[2]");
    }

    @Test
    void a_suite_moves_together_with_the_prompt_that_it_measures() {
        publishRubric("1.0.0");
        registry.publish(QUALITY, V1, "ann");
        registry.release("beta")
                .prompt("voice", "1.0.0")
                .with(QUALITY, V1)
                .by("ann")
                .because("together")
                .submit();

        assertThat(registry.suite("quality@beta").version()).isEqualTo(V1);
        assertThat(registry.delivery()
                        .deliver(new AssetReference(AssetKind.SUITE, AssetRef.parse("quality@beta")))
                        .asset())
                .isInstanceOf(SuiteDefinition.class);
    }

    @Test
    void every_store_holds_suites() {
        AssetRegistry memory = AssetRegistry.of(AssetStore.memory());
        memory.publish(
                AssetFile.parse(
                        AssetKind.SUITE, "f", "name: a\nversion: 1.0.0\nchecks: [{evaluator: text.valid_json}]\n"),
                "ann");

        assertThat(memory.suite("a:1.0.0").checks()).hasSize(1);
    }
}
