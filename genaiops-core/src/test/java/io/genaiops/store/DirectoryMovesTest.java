package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.ConflictException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.disk.DurableFiles;
import io.genaiops.format.AssetFile;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a directory moves several labels in one step, whatever ends in between. */
class DirectoryMovesTest {

    private static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    private static final List<AssetId> BOTH = List.of(ID, SMALL);

    /** The end of the process at a step: nothing is done after it, not even what is cleaned up. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    /** Ends at a step and stays ended. */
    private static final class CrashAt implements Consumer<String> {

        private final int last;
        private final List<String> taken = new ArrayList<>();

        private CrashAt(int last) {
            this.last = last;
        }

        @Override
        public void accept(String step) {
            if (taken.size() >= last) {
                throw new Crash();
            }
            taken.add(step);
        }
    }

    @TempDir
    private Path temp;

    private Path root;
    private AssetStore store;

    @BeforeEach
    void publishBoth() {
        root = fresh("assets");
        store = AssetStore.directory(root);
    }

    private Path fresh(String name) {
        Path folder = temp.resolve(name);
        AssetStore made = AssetStore.directory(folder);
        for (String number : new String[] {"1.0.0", "2.0.0"}) {
            publish(made, number, "body of " + number);
            AssetFile model = AssetFile.parse(
                    AssetKind.MODEL,
                    "small",
                    "name: small\nversion: " + number + "\nprovider: host\nmodel: m-" + number + "\n");
            made.publish(model, entry(model));
        }
        made.move(both(null, "1.0.0"));
        return folder;
    }

    private static SortedMap<AssetId, LabelMove> both(String from, String to) {
        return new TreeMap<>(Map.of(ID, move(from, to), SMALL, move(from, to)));
    }

    private static List<String> versions(AssetStore store) {
        return store.findAll(BOTH).values().stream()
                .map(asset -> asset.label(PRODUCTION).orElseThrow().version().toString())
                .toList();
    }

    private static List<Path> left(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(path -> path.getFileName().toString().startsWith("."))
                    .filter(path -> !path.endsWith(".lock"))
                    .toList();
        }
    }

    @Test
    void a_crash_at_any_step_leaves_all_labels_moved_or_none() throws IOException {
        int crashes = 0;
        int moved = 0;
        for (boolean ended = false; !ended; crashes++) {
            Path folder = fresh("crash-" + crashes);
            CrashAt crash = new CrashAt(crashes);
            try {
                new DirectoryAssetStore(folder, new DurableFiles(crash)).move(both("1.0.0", "2.0.0"));
                ended = true;
            } catch (Crash e) {
                assertThat(crash.taken).hasSize(crashes);
            }

            AssetStore reader = AssetStore.directory(folder);
            List<String> seen = versions(reader);
            assertThat(seen).as("after %s", crash.taken).isIn(List.of("1.0.0", "1.0.0"), List.of("2.0.0", "2.0.0"));
            for (AssetId id : BOTH) {
                assertThat(reader.find(id).orElseThrow().history()).hasSize(seen.contains("2.0.0") ? 2 : 1);
            }
            assertThat(seen.contains("2.0.0"))
                    .as("the rename of %s is the moment", PendingMoves.NAME)
                    .isEqualTo(crash.taken.stream().anyMatch(step -> step.endsWith("/" + PendingMoves.NAME)));
            moved += seen.contains("2.0.0") ? 1 : 0;

            publish(AssetStore.directory(folder), "3.0.0", "the next writer finishes what was begun");
            assertThat(versions(reader)).isEqualTo(seen);
            assertThat(folder.resolve(PendingMoves.NAME)).doesNotExist();
            for (AssetId id : BOTH) {
                assertThat(Files.readString(folder.resolve(AssetLayout.folder(id) + "/labels.yaml")))
                        .contains("production: {version: " + seen.get(0) + "}");
            }
            reader.move(both(seen.get(0), "1.0.0"));
            assertThat(left(folder)).isEmpty();
        }
        // Eight steps for each of three files, and the deletion: before the rename and after it, both are seen.
        assertThat(crashes).isGreaterThan(20);
        assertThat(moved).isBetween(10, crashes - 5);
    }

    @Test
    void a_crash_of_the_writer_that_finishes_a_move_is_finished_by_the_next() throws IOException {
        for (int first : new int[] {16, 20, 26}) {
            for (int second = 0; second < 18; second += 3) {
                Path folder = fresh("crash-" + first + "-" + second);
                for (int crash : new int[] {first, second}) {
                    try {
                        AssetStore writer = new DirectoryAssetStore(folder, new DurableFiles(new CrashAt(crash)));
                        writer.govern(Label.of("beta"));
                        writer.move(both("1.0.0", "2.0.0"));
                    } catch (Crash | ConflictException e) {
                        assertThat(e).isNotNull();
                    }
                }
                List<String> seen = versions(AssetStore.directory(folder));
                assertThat(seen).isIn(List.of("1.0.0", "1.0.0"), List.of("2.0.0", "2.0.0"));
                AssetStore.directory(folder).move(both(seen.get(0), "1.0.0"));
                assertThat(left(folder)).isEmpty();
            }
        }
    }

    @Test
    void what_cannot_be_finished_has_moved_all_the_same_and_the_next_write_finishes_it() throws IOException {
        AssetStore full = new DirectoryAssetStore(root, new DurableFiles(step -> {
            if (step.startsWith("create") && step.endsWith(".labels.yaml.tmp")) {
                throw new GenAiOpsException("no space left on device");
            }
        }));

        full.move(both("1.0.0", "2.0.0"));

        assertThat(versions(store)).containsExactly("2.0.0", "2.0.0");
        assertThat(Files.readString(root.resolve("models/small/labels.yaml"))).contains("production: {version: 1.0.0}");
        assertThatThrownBy(() -> publish(full, "3.0.0", "still full")).hasMessageContaining("no space left");
        publish(store, "3.0.0", "space again");
        assertThat(Files.readString(root.resolve("models/small/labels.yaml"))).contains("production: {version: 2.0.0}");
        assertThat(versions(store)).containsExactly("2.0.0", "2.0.0");
    }

    @Test
    void a_finished_move_that_comes_back_undoes_nothing() throws IOException {
        CrashAt steps = new CrashAt(8);
        assertThatThrownBy(() -> new DirectoryAssetStore(root, new DurableFiles(steps)).move(both("1.0.0", "2.0.0")))
                .isInstanceOf(Crash.class);
        String pending = Files.readString(root.resolve(PendingMoves.NAME));
        store.move(both("2.0.0", "1.0.0"));

        Files.writeString(root.resolve(PendingMoves.NAME), pending);

        assertThat(versions(store)).containsExactly("1.0.0", "1.0.0");
        store.move(both("1.0.0", "2.0.0"));
        assertThat(store.find(ID).orElseThrow().history()).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``|.moves.yaml:1: expected",
                "`\u0000\u0001`|.moves.yaml:1: expected",
                "`digest: x`|.moves.yaml:1: ",
                "`moved: {}`|.moves.yaml:1: expected the key 'digest'",
                "`<<<<<<< HEAD\nmoved: {}\n=======\n`|.moves.yaml:",
                "`- a list`|.moves.yaml:1: expected a map"
            })
    void garbage_where_a_pending_move_belongs_is_an_error_that_says_what_to_do(String text, String problem)
            throws IOException {
        Files.writeString(root.resolve(PendingMoves.NAME), text == null ? "" : text);
        for (var action : List.<ThrowingCallable>of(
                () -> store.find(ID), () -> store.findAll(BOTH), () -> store.move(both("1.0.0", "2.0.0")))) {
            assertThatThrownBy(action)
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageStartingWith(problem)
                    .hasMessageEndingWith("restore the file as it was written, or delete it and look in the labels.yaml"
                            + " of each asset whether its label has moved");
        }
        assertThat(root.resolve(PendingMoves.NAME)).exists();
    }

    @Test
    void an_edited_pending_move_is_an_error_with_both_digests() throws IOException {
        assertThatThrownBy(() ->
                        new DirectoryAssetStore(root, new DurableFiles(new CrashAt(8))).move(both("1.0.0", "2.0.0")))
                .isInstanceOf(Crash.class);
        Path file = root.resolve(PendingMoves.NAME);
        String text = Files.readString(file);

        Files.writeString(file, text.replace("production: {version: 2.0.0}", "production: {version: 1.0.0}"));
        assertThatThrownBy(() -> store.find(ID))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageMatching(
                        "(?s)\\.moves\\.yaml:2: expected sha256:\\p{XDigit}{64} of the lines from 'moved:' on,"
                                + " found sha256:.*; the file was edited\\..*");

        Files.writeString(file, text.lines().limit(9).reduce("", (all, line) -> all + line + "\n"));
        assertThatThrownBy(() -> store.find(ID)).hasMessageContaining("the file was edited");

        Files.writeString(file, text);
        assertThat(versions(store)).containsExactly("2.0.0", "2.0.0");
    }

    @Test
    void a_folder_that_was_packed_in_the_middle_of_a_move_shows_it_whole_on_the_class_path() throws IOException {
        assertThatThrownBy(() ->
                        new DirectoryAssetStore(root, new DurableFiles(new CrashAt(8))).move(both("1.0.0", "2.0.0")))
                .isInstanceOf(Crash.class);
        try (URLClassLoader loader = new URLClassLoader(new URL[] {temp.toUri().toURL()}, null)) {
            assertThat(versions(ClasspathAssetStore.of("assets", loader))).containsExactly("2.0.0", "2.0.0");
        }
    }

    @Test
    void a_single_move_needs_no_pending_file() {
        List<String> steps = new ArrayList<>();
        new DirectoryAssetStore(root, new DurableFiles(steps::add)).move(ID, move("1.0.0", "2.0.0"));
        assertThat(steps).isNotEmpty().noneMatch(step -> step.contains(PendingMoves.NAME));
        assertThat(versions(store)).containsExactly("2.0.0", "1.0.0");
    }

    @Test
    void a_label_on_a_version_that_only_a_pending_move_knows_of_keeps_it_from_being_deleted() {
        assertThatThrownBy(() ->
                        new DirectoryAssetStore(root, new DurableFiles(new CrashAt(8))).move(both("1.0.0", "2.0.0")))
                .isInstanceOf(Crash.class);
        assertThatThrownBy(() -> store.delete(ID, version("2.0.0"), Published.REMOVAL))
                .hasMessageContaining("holds the label 'production'");
        store.delete(ID, version("1.0.0"), Published.REMOVAL);
        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(asset.label(PRODUCTION).orElseThrow().version()).isEqualTo(Version.of(2, 0, 0));
    }
}
