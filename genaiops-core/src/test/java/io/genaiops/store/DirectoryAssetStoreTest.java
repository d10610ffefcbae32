package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.text;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.genaiops.ConflictException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectoryAssetStoreTest {

    @TempDir
    private Path temp;

    private Path root;
    private Path folder;
    private AssetStore store;

    @BeforeEach
    void open() {
        root = temp.resolve("assets");
        folder = root.resolve("prompts/trail-guide");
        store = AssetStore.directory(root);
    }

    private Path write(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void the_files_are_one_entry_a_line_and_sorted() throws IOException {
        publish(store, "1.10.0", "b");
        publish(store, "1.9.0", "a");
        store.move(ID, move(null, "1.9.0"));
        store.move(ID, move("1.9.0", "1.10.0", "gate"));
        store.move(ID, move("1.10.0", "1.10.0").freezing());

        assertThat(files()).containsExactly("1.10.0.prompt.md", "1.9.0.prompt.md", "labels.yaml", "versions.yaml");
        assertThat(Files.readAllLines(folder.resolve("versions.yaml")))
                .hasSize(3)
                .satisfies(lines -> assertThat(lines.get(0)).startsWith("# Published versions, one a line"))
                .satisfies(lines -> assertThat(lines.get(1)).startsWith("1.9.0: {source: 'sha256:"))
                .satisfies(lines -> assertThat(lines.get(2))
                        .startsWith("1.10.0: {source: 'sha256:")
                        .endsWith("', at: '2026-01-31T09:00:00Z', by: \"ada\"}"));
        assertThat(Files.readString(folder.resolve("labels.yaml"))).isEqualTo("""
                # Where each label is, written by genaiops.
                labels:
                  production: {version: 1.10.0, frozen: true}
                # Every move, oldest first.
                history:
                  - {label: "production", to: 1.9.0, at: '2026-01-31T09:00:00Z', by: "ada", why: "because"}
                  - {label: "production", from: 1.9.0, to: 1.10.0, at: '2026-01-31T09:00:00Z', by: "ada", why: "because", authority: "gate"}
                  - {label: "production", from: 1.10.0, to: 1.10.0, at: '2026-01-31T09:00:00Z', by: "ada", why: "because", freezes: true}
                """);
    }

    @Test
    void a_second_store_sees_what_the_first_wrote() {
        publish(store, "1.0.0", "a");
        store.move(ID, move(null, "1.0.0"));
        store.govern(PRODUCTION);

        AssetStore second = AssetStore.directory(root);

        assertThat(second.find(ID)).isEqualTo(store.find(ID));
        assertThat(second.governed()).containsExactly(PRODUCTION);
    }

    @Test
    void a_file_that_is_not_listed_is_a_draft() throws IOException {
        publish(store, "1.0.0", "a");
        write("prompts/trail-guide/1.1.0.prompt.md", text("1.1.0", "b"));
        write("prompts/trail-guide/README.md", "about");
        write("prompts/Not A Name/1.0.0.prompt.md", "x");
        write("prompts/empty/README.md", "nothing");

        StoredAsset asset = store.find(ID).orElseThrow();

        assertThat(asset.drafts()).containsExactly(version("1.1.0"));
        assertThat(asset.summary()).isEqualTo("versions [1.0.0], drafts [1.1.0], labels []");
        assertThat(store.assets(AssetKind.PROMPT)).extracting(id -> id.name()).containsExactly("empty", "trail-guide");
    }

    @Test
    void publishing_a_draft_keeps_its_file_as_it_is() throws IOException {
        String crlf = text("1.0.0", "a\n").replace("\n", "\r\n");
        Path draft = write("prompts/trail-guide/1.0.0.prompt.md", crlf);

        publish(store, "1.0.0", "a\n");

        assertThat(Files.readString(draft)).isEqualTo(crlf);
        assertThat(store.find(ID).orElseThrow().drafts()).isEmpty();
    }

    @Test
    void a_draft_of_other_content_is_not_overwritten() throws IOException {
        Path draft = write("prompts/trail-guide/1.0.0.prompt.md", text("1.0.0", "somebody's work"));

        assertThatThrownBy(() -> publish(store, "1.0.0", "a"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("is there as a draft with source digest")
                .hasMessageContaining(file("1.0.0", "a").asset().sourceDigest().value());

        assertThat(Files.readString(draft)).endsWith("somebody's work");
        assertThat(store.find(ID).orElseThrow().published()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.0.prompt.md", "v1.0.0.prompt.md", "new.prompt.md", " 1.0.0.prompt.md", ".prompt.md"})
    void a_file_name_without_a_version_is_an_error(String name) throws IOException {
        write("prompts/trail-guide/" + name, text("1.0.0", "a"));
        assertThatThrownBy(() -> store.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("prompts/trail-guide/" + name
                        + ": the name of the file must begin with a version: version must be major.minor.patch");
    }

    @Test
    void a_file_must_say_what_its_name_says() throws IOException {
        write("prompts/trail-guide/1.0.0.prompt.md", text("1.0.1", "a"));
        assertThatThrownBy(() -> store.file(ID, version("1.0.0")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith(
                        "prompts/trail-guide/1.0.0.prompt.md: expected prompt 'trail-guide' 1.0.0 as the"
                                + " name of the file says");
    }

    @Test
    void bytes_of_another_encoding_and_large_files_are_errors() throws IOException {
        Path file = write("prompts/trail-guide/1.0.0.prompt.md", "");
        Files.write(file, new byte[] {'-', '-', '-', '\n', (byte) 0xe9});
        assertThatThrownBy(() -> store.file(ID, version("1.0.0")))
                .hasMessage("prompts/trail-guide/1.0.0.prompt.md:2: expected UTF-8, found other bytes; save the file as"
                        + " UTF-8");
        Files.write(file, new byte[(1 << 20) + 1]);
        assertThatThrownBy(() -> store.file(ID, version("1.0.0")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("has 1048577 bytes; expected at most 1048576");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`labels: {latest: 1.0.0}`|labels.yaml:1: expected a label that can be set, found 'latest'",
                "`labels: {Beta: 1.0.0}`|labels.yaml:1: label must match",
                "`labels: {beta: one}`|labels.yaml:1: version must be",
                "`labels: {beta: {version: 1.0.0, colour: red}}`|labels.yaml:1: unknown key 'colour'",
                "`history:\n  - {label: beta, at: '2026-01-31T09:00:00Z', by: a, why: b}`|labels.yaml:2: expected the move",
                "`history:\n  - {label: beta, to: 1.0.0, at: today, by: a, why: b}`|labels.yaml:2: expected a time",
                "`history:\n  - {label: beta, to: 1.0.0, at: '2026-01-31T09:00:00Z', by: ' ', why: b}`|labels.yaml:2: exp",
                "`history: [`|labels.yaml:1: expected YAML 1.2",
                "`<<<<<<< HEAD\nlabels: {}\n`|labels.yaml:"
            })
    void a_hand_edited_label_file_is_an_error_with_its_line(String text, String problem) throws IOException {
        publish(store, "1.0.0", "a");
        write("prompts/trail-guide/labels.yaml", text);
        assertThatThrownBy(() -> store.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("prompts/trail-guide/" + problem);
        assertThatThrownBy(() -> store.move(ID, move(null, "1.0.0"))).isInstanceOf(InvalidAssetException.class);
        assertThat(Files.readString(folder.resolve("labels.yaml"))).isEqualTo(text);
    }

    @Test
    void a_hand_edited_entry_is_an_error_with_its_line() throws IOException {
        publish(store, "1.0.0", "a");
        Path versions = folder.resolve("versions.yaml");
        String entry = Files.readString(versions);
        Digest source = file("1.0.0", "a").asset().sourceDigest();

        Files.writeString(
                versions, entry.replace(source.value(), Digest.ofText("other").value()));
        assertThatThrownBy(() -> store.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("prompts/trail-guide/versions.yaml:2: expected the resolved digest")
                .hasMessageEndingWith("the entry was edited: restore it");

        Files.writeString(versions, entry + entry.lines().skip(1).findFirst().orElseThrow() + "\n");
        assertThatThrownBy(() -> store.find(ID))
                .hasMessage("prompts/trail-guide/versions.yaml:3: expected every key once, found '1.0.0' again");

        Files.writeString(versions, entry.replace("1.0.0: ", "1.0: "));
        assertThatThrownBy(() -> store.find(ID)).hasMessageContaining("versions.yaml:2: version must be");
    }

    @Test
    void a_lock_is_written_and_read() {
        var asset = file("1.0.0", "a");
        Digest source = asset.asset().sourceDigest();
        var lock =
                new java.util.TreeMap<>(java.util.Map.of("model small@\"x\"", Digest.ofText("m"), "model b", source));
        PublishedVersion entry =
                PublishedVersion.of(version("1.0.0"), source, Digest.resolved(source, lock), lock, Published.AT, "ada");
        store.publish(asset, entry);
        assertThat(store.find(ID).orElseThrow().published(version("1.0.0"))).contains(entry);
    }

    @Test
    void a_history_of_a_hundred_thousand_moves_can_still_be_read() throws IOException {
        publish(store, "1.0.0", "a");
        String line = "  - {label: \"beta\", to: 1.0.0, at: '2026-01-31T09:00:00Z', by: \"ada\", why: \"because\"}\n";
        write("prompts/trail-guide/labels.yaml", "history:\n" + line.repeat(100_000));
        assertThat(store.find(ID).orElseThrow().history()).hasSize(100_000);
    }

    @Test
    void what_a_crash_left_behind_is_replaced() throws IOException {
        publish(store, "1.0.0", "a");
        Path left = write("prompts/trail-guide/.versions.yaml.tmp", "half of a fi");

        publish(store, "1.1.0", "b");

        assertThat(left).doesNotExist();
        assertThat(store.find(ID).orElseThrow().published()).hasSize(2);
        assertThat(files()).noneMatch(name -> name.endsWith(".tmp"));
    }

    @Test
    void a_crash_between_file_and_entry_leaves_a_draft_that_can_be_published() throws IOException {
        publish(store, "1.0.0", "a");
        Files.delete(folder.resolve("versions.yaml"));
        assertThat(store.find(ID).orElseThrow().drafts()).containsExactly(version("1.0.0"));

        publish(store, "1.0.0", "a");

        assertThat(store.find(ID).orElseThrow().published(version("1.0.0"))).contains(entry(file("1.0.0", "a")));
    }

    @Test
    void files_get_the_rights_that_the_host_gives_new_files() throws IOException {
        assumeTrue(temp.getFileSystem().supportedFileAttributeViews().contains("posix"));
        Path plain = Files.writeString(temp.resolve("plain"), "");
        publish(store, "1.0.0", "a");
        var expected = Files.getPosixFilePermissions(plain);
        assertThat(expected).contains(PosixFilePermission.OWNER_READ);
        assertThat(Files.getPosixFilePermissions(folder.resolve("versions.yaml")))
                .isEqualTo(expected);
    }

    @Test
    void a_link_that_leads_out_is_not_read() throws IOException {
        Path outside = Files.writeString(temp.resolve("outside.md"), text("1.0.0", "secret"));
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve("1.0.0.prompt.md"), outside);

        assertThatThrownBy(() -> store.file(ID, version("1.0.0")))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageStartingWith("prompts/trail-guide/1.0.0.prompt.md is a link that leads out of ")
                .hasMessageEndingWith("put the file itself there");
        assertThatThrownBy(() -> publish(store, "1.0.0", "secret")).isInstanceOf(InvalidAssetException.class);
        assertThat(outside).hasContent(text("1.0.0", "secret"));
    }

    @Test
    void nothing_is_read_or_written_through_a_folder_that_leads_out() throws IOException {
        Path outside = Files.createDirectories(temp.resolve("outside"));
        Files.createDirectories(folder.getParent());
        Files.createSymbolicLink(folder, outside);

        assertThatThrownBy(() -> publish(store, "1.0.0", "a")).isInstanceOf(InvalidAssetException.class);
        assertThatThrownBy(() -> store.find(ID)).isInstanceOf(InvalidAssetException.class);
        try (Stream<Path> files = Files.list(outside)) {
            assertThat(files).isEmpty();
        }

        Files.delete(folder);
        Files.delete(folder.getParent());
        Files.createSymbolicLink(folder.getParent(), outside);
        assertThatThrownBy(() -> publish(store, "1.0.0", "a")).isInstanceOf(InvalidAssetException.class);
        assertThatThrownBy(() -> store.assets(AssetKind.PROMPT)).isInstanceOf(InvalidAssetException.class);
        try (Stream<Path> files = Files.walk(outside)) {
            assertThat(files).containsExactly(outside);
        }
    }

    @Test
    void a_planted_temporary_link_is_not_followed() throws IOException {
        Path outside = Files.writeString(temp.resolve("outside"), "mine");
        Files.createDirectories(folder);
        Files.createSymbolicLink(folder.resolve(".versions.yaml.tmp"), outside);
        Files.createSymbolicLink(folder.resolve("labels.yaml"), outside);

        assertThatThrownBy(() -> publish(store, "1.0.0", "a")).isInstanceOf(InvalidAssetException.class);
        Files.delete(folder.resolve("labels.yaml"));
        publish(store, "1.0.0", "a");

        assertThat(outside).hasContent("mine");
    }

    @Test
    void a_link_inside_of_the_root_and_a_root_that_is_a_link_are_fine() throws IOException {
        publish(store, "1.0.0", "a");
        Path real = Files.move(folder.resolve("1.0.0.prompt.md"), root.resolve("shared.md"));
        Files.createSymbolicLink(folder.resolve("1.0.0.prompt.md"), real);
        Path link = Files.createSymbolicLink(temp.resolve("link"), root);

        assertThat(store.file(ID, version("1.0.0"))).isPresent();
        assertThat(AssetStore.directory(link).file(ID, version("1.0.0"))).isPresent();
        publish(AssetStore.directory(link), "1.1.0", "b");
        assertThat(store.find(ID).orElseThrow().published()).hasSize(2);
    }

    @Test
    void what_cannot_be_written_is_an_error_that_names_it() throws IOException {
        Files.writeString(root, "a file where a folder should be");
        assertThatThrownBy(() -> publish(store, "1.0.0", "a"))
                .isInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("assets");
    }
}
