package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes write to one directory, and some are killed while they do. */
class StoreProcessesTest {

    @TempDir
    private Path temp;

    private Path root() {
        return temp.resolve("assets");
    }

    private Process start(Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                root().toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(temp.resolve("errors.txt").toFile())
                .start();
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    private String errors() throws IOException {
        return Files.readString(temp.resolve("errors.txt"));
    }

    @Test
    void two_processes_lose_no_move_of_each_other() throws Exception {
        AssetStore store = AssetStore.directory(root());
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");

        Process first = start(Mover.class, "50");
        Process second = start(Mover.class, "50");

        assertThat(first.waitFor()).as(errors()).isZero();
        assertThat(second.waitFor()).as(errors()).isZero();
        Mover.check(store.find(ID).orElseThrow(), 100);
    }

    @Test
    void ten_kills_lose_no_acknowledged_write() throws Exception {
        kill(10);
    }

    @Test
    @Tag("endurance")
    void two_hundred_kills_lose_no_acknowledged_write() throws Exception {
        kill(200);
    }

    /** Kills a writer that acknowledged a write since the last kill, at a moment drawn from a seeded generator. */
    private void kill(int kills) throws Exception {
        Random random = new Random(kills);
        List<String> published = new ArrayList<>();
        List<String> moved = new ArrayList<>();
        for (int kill = 0; kill < kills; kill++) {
            Process child = start(EndlessWriter.class);
            try (BufferedReader acknowledged = output(child)) {
                int writes = 1 + random.nextInt(6);
                for (int i = 0; i < writes; i++) {
                    String line = acknowledged.readLine();
                    assertThat(line)
                            .as("the writer died by itself: %s", errors())
                            .isNotNull();
                    note(line, published, moved);
                }
                // From here the writer goes on; the kill comes somewhere within its next writes.
                long until = System.nanoTime() + random.nextInt(3_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                // Through the handle: the process itself would close its output with what is still unread.
                assertThat(child.toHandle().destroyForcibly()).isTrue();
                child.waitFor();
                for (String line = acknowledged.readLine(); line != null; line = acknowledged.readLine()) {
                    note(line, published, moved);
                }
            }
            check(published, moved);
        }
        assertThat(published).hasSizeGreaterThanOrEqualTo(kills / 2);
        publish(AssetStore.directory(root()), "2.0.0", "the lock of a killed writer is free");
    }

    private static void note(String line, List<String> published, List<String> moved) {
        String version = line.substring(line.indexOf(' ') + 1);
        if (line.startsWith("published ")) {
            published.add(version);
        } else {
            assertThat(line).startsWith("moved ");
            moved.add(version);
        }
    }

    private void check(List<String> published, List<String> moved) throws IOException {
        AssetStore store = AssetStore.directory(root());
        StoredAsset asset = store.find(ID).orElseThrow();
        assertThat(asset.published().keySet()).map(Version::toString).containsAll(published);
        List<String> targets =
                asset.history().stream().map(move -> String.valueOf(move.to())).toList();
        // A version that was published when its writer died is passed over, so the history may skip but not lose one.
        assertThat(targets).containsSubsequence(moved);
        Mover.check(asset, targets.size());
        asset.label(PRODUCTION)
                .ifPresent(on -> assertThat(asset.published(on.version())).isPresent());
        for (PublishedVersion entry : asset.published().values()) {
            String version = entry.version().toString();
            assertThat(entry).isEqualTo(entry(file(version, EndlessWriter.body(version))));
            assertThat(store.file(ID, entry.version()).orElseThrow().text())
                    .isEqualTo(file(version, EndlessWriter.body(version)).text());
        }
        for (Version draft : asset.drafts()) {
            assertThat(store.file(ID, draft))
                    .as("a draft that a killed writer left is whole")
                    .isPresent();
        }
        try (Stream<Path> files = Files.list(root().resolve("prompts/trail-guide"))) {
            assertThat(files.filter(path -> path.toString().endsWith(".tmp"))).hasSizeLessThanOrEqualTo(3);
        }
    }
}
