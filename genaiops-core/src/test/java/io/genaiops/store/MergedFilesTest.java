package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.genaiops.InvalidAssetException;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two people did on two branches, after git merged the files of an asset. */
class MergedFilesTest {

    private static final String FOLDER = "prompts/trail-guide/";

    @TempDir
    private Path temp;

    private AssetStore ours;
    private AssetStore theirs;

    @BeforeEach
    void branch() throws IOException {
        AssetStore base = store("base");
        publish(base, "1.0.0", "a");
        base.move(ID, move(null, "1.0.0"));
        for (String branch : new String[] {"ours", "theirs"}) {
            Files.createDirectories(temp.resolve(branch).resolve(FOLDER));
            for (String file : new String[] {"1.0.0.prompt.md", "labels.yaml", "versions.yaml"}) {
                Files.copy(path("base", file), path(branch, file));
            }
        }
        ours = store("ours");
        theirs = store("theirs");
    }

    private AssetStore store(String branch) {
        return AssetStore.directory(temp.resolve(branch));
    }

    private Path path(String branch, String file) {
        return temp.resolve(branch).resolve(FOLDER + file);
    }

    /** Merges their file into ours as git does. */
    private String merged(String file, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git", "merge-file", "-p"));
        command.addAll(List.of(options));
        for (String branch : new String[] {"ours", "base", "theirs"}) {
            command.add(path(branch, file).toString());
        }
        Process git;
        try {
            git = new ProcessBuilder(command).start();
        } catch (IOException e) {
            assumeTrue(false, "git is not there: " + e);
            throw e;
        }
        String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(git.waitFor()).isBetween(0, 127);
        return text;
    }

    @Test
    void a_conflict_of_two_publications_is_an_error_with_file_and_line() throws Exception {
        publish(ours, "1.1.0", "b");
        publish(theirs, "1.2.0", "c");

        Files.writeString(path("ours", "versions.yaml"), merged("versions.yaml"));

        assertThatThrownBy(() -> ours.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageMatching("(?s)prompts/trail-guide/versions\\.yaml:[34]: expected YAML.*");
    }

    @Test
    void the_lines_of_both_sides_are_the_publications_of_both() throws Exception {
        publish(ours, "1.1.0", "b");
        publish(theirs, "1.2.0", "c");

        Files.writeString(path("ours", "versions.yaml"), merged("versions.yaml", "--union"));
        Files.copy(path("theirs", "1.2.0.prompt.md"), path("ours", "1.2.0.prompt.md"));

        StoredAsset asset = ours.find(ID).orElseThrow();
        assertThat(asset.published().keySet()).map(Object::toString).containsExactly("1.0.0", "1.1.0", "1.2.0");
        assertThat(asset.published(version("1.2.0")))
                .isEqualTo(theirs.find(ID).orElseThrow().published(version("1.2.0")));
        assertThat(asset.drafts()).isEmpty();
        ours.move(ID, move("1.0.0", "1.2.0"));
        assertThat(ours.find(ID).orElseThrow().label(PRODUCTION)).contains(new LabelState(version("1.2.0"), false));
    }

    @Test
    void publications_far_from_each_other_merge_without_a_hand() throws Exception {
        for (int minor = 1; minor < 8; minor++) {
            publish(store("base"), "2." + minor + ".0", "d" + minor);
        }
        for (String branch : new String[] {"ours", "theirs"}) {
            Files.writeString(path(branch, "versions.yaml"), Files.readString(path("base", "versions.yaml")));
        }
        publish(ours, "1.1.0", "b");
        publish(theirs, "3.0.0", "c");

        Files.writeString(path("ours", "versions.yaml"), merged("versions.yaml"));

        assertThat(ours.find(ID).orElseThrow().published()).hasSize(10);
    }

    @Test
    void one_version_published_twice_with_different_content_is_an_error_with_its_line() throws Exception {
        publish(ours, "1.1.0", "b");
        publish(theirs, "1.1.0", "c");

        Files.writeString(path("ours", "versions.yaml"), merged("versions.yaml", "--union"));

        assertThatThrownBy(() -> ours.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("prompts/trail-guide/versions.yaml:4: expected every key once, found '1.1.0' again");
    }

    @Test
    void a_conflict_of_two_moves_is_an_error_with_file_and_line() throws Exception {
        publish(ours, "1.1.0", "b");
        publish(theirs, "1.2.0", "c");
        ours.move(ID, move("1.0.0", "1.1.0"));
        theirs.move(ID, move("1.0.0", "1.2.0"));

        String union = merged("labels.yaml", "--union");
        Files.writeString(path("ours", "labels.yaml"), merged("labels.yaml"));
        assertThatThrownBy(() -> ours.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageMatching("(?s)prompts/trail-guide/labels\\.yaml:[2-4]: expected YAML.*");

        Files.writeString(path("ours", "labels.yaml"), union);
        assertThatThrownBy(() -> ours.find(ID))
                .as("keeping the lines of both sides is no answer to which version it should be")
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageMatching("(?s)prompts/trail-guide/labels\\.yaml:\\d+: expected .*");
    }

    @Test
    void a_label_on_two_versions_is_an_error_with_its_line() throws IOException {
        Path labels = path("ours", "labels.yaml");
        Files.writeString(
                labels, Files.readString(labels).replace("labels:\n", "labels:\n  production: {version: 1.1.0}\n"));
        assertThatThrownBy(() -> ours.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessage("prompts/trail-guide/labels.yaml:4: expected every key once, found 'production' again");
    }

    @Test
    void a_line_that_is_missing_makes_its_file_a_draft() throws IOException {
        publish(ours, "1.1.0", "b");
        Files.writeString(path("ours", "versions.yaml"), Files.readString(path("base", "versions.yaml")));

        StoredAsset asset = ours.find(ID).orElseThrow();
        assertThat(asset.drafts()).containsExactly(version("1.1.0"));
        assertThat(asset.published()).containsOnlyKeys(version("1.0.0"));
    }

    @Test
    void a_line_whose_file_is_missing_is_listed_and_has_no_file() throws IOException {
        publish(theirs, "1.2.0", "c");
        Files.writeString(path("ours", "versions.yaml"), Files.readString(path("theirs", "versions.yaml")));

        assertThat(ours.find(ID).orElseThrow().published(version("1.2.0"))).isPresent();
        assertThat(ours.file(ID, version("1.2.0"))).isEmpty();
    }

    @Test
    void a_label_edited_onto_a_version_that_is_not_published_is_seen_as_it_is_written() throws IOException {
        Path labels = path("ours", "labels.yaml");
        Files.writeString(labels, Files.readString(labels).replace("{version: 1.0.0}", "{version: 9.0.0}"));

        StoredAsset asset = ours.find(ID).orElseThrow();

        assertThat(asset.label(PRODUCTION)).contains(new LabelState(version("9.0.0"), false));
        assertThat(asset.published(version("9.0.0")))
                .as("so that a reference to it is not found")
                .isEmpty();
        ours.move(ID, move("9.0.0", "1.0.0"));
        assertThat(ours.find(ID).orElseThrow().label(PRODUCTION)).contains(new LabelState(version("1.0.0"), false));
    }

    @Test
    void a_bomb_in_a_file_of_an_asset_is_refused() throws IOException {
        StringBuilder bomb = new StringBuilder("x-0: &x0 [lol, lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("x-%d: &x%d [".formatted(i, i))
                    .append(("*x" + (i - 1) + ", ").repeat(10))
                    .append("lol]\n");
        }
        String versions = Files.readString(path("ours", "versions.yaml"));
        for (String file : new String[] {"labels.yaml", "versions.yaml"}) {
            Files.writeString(path("ours", file), bomb);
            assertThatThrownBy(() -> ours.find(ID))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageStartingWith(FOLDER + file + ":");
            Files.delete(path("ours", file));
        }
        Files.writeString(path("ours", "versions.yaml"), versions);
        Files.writeString(path("ours", "labels.yaml"), "labels: " + "[".repeat(100_000));
        assertThatThrownBy(() -> ours.find(ID)).isInstanceOf(InvalidAssetException.class);
    }
}
