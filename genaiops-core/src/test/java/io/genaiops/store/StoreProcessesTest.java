package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.OTHER;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.publish;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.host.ChildJvm;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several processes write to one store, and some are killed while they do. */
@Tag("processes")
class StoreProcessesTest {

    @TempDir
    private Path temp;

    private ChildJvm jvms() {
        return new ChildJvm(temp);
    }

    private static BufferedReader output(Process process) {
        return process.inputReader(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void two_processes_lose_no_move_of_each_other(Kind kind) throws Exception {
        String address = kind.address(temp) + (kind == Kind.H2 ? ";AUTO_SERVER=TRUE" : "");
        try (AutoCloseable held = Kind.hold(address)) {
            assertThat(held).isNotNull();
            AssetStore store = Kind.at(address);
            publish(store, "1.0.0", "a");
            publish(store, "1.1.0", "b");

            Process first = jvms().start(Mover.class, address, "50");
            Process second = jvms().start(Mover.class, address, "50");

            assertThat(first.waitFor()).as(jvms().errors()).isZero();
            assertThat(second.waitFor()).as(jvms().errors()).isZero();
            Mover.check(store.find(ID).orElseThrow(), 100);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    void ten_kills_lose_no_acknowledged_write(Kind kind) throws Exception {
        kill(kind, 10);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "MEMORY")
    @Tag("endurance")
    void two_hundred_kills_lose_no_acknowledged_write(Kind kind) throws Exception {
        kill(kind, 200);
    }

    /** Kills a writer that acknowledged a write since the last kill, at a moment drawn from a seeded generator. */
    private void kill(Kind kind, int kills) throws Exception {
        String address = kind.address(temp);
        Random random = new Random(kills);
        Acknowledged acknowledged = new Acknowledged();
        Set<Version> whole = new HashSet<>();
        for (int kill = 0; kill < kills; kill++) {
            Process child = jvms().start(EndlessWriter.class, address);
            try (BufferedReader lines = output(child)) {
                int writes = 1 + random.nextInt(8);
                for (int i = 0; i < writes; i++) {
                    String line = lines.readLine();
                    assertThat(line)
                            .as("the writer died by itself: %s", jvms().errors())
                            .isNotNull();
                    acknowledged.note(line);
                }
                // From here the writer goes on; the kill comes somewhere within its next writes.
                long until = System.nanoTime() + random.nextInt(12_000_000);
                while (System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                ChildJvm.kill(child);
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    acknowledged.note(line);
                }
            }
            try (AutoCloseable held = Kind.hold(address)) {
                assertThat(held).isNotNull();
                check(address, acknowledged, whole);
            }
        }
        System.out.printf("%s: %d kills, acknowledged %s%n", kind, kills, acknowledged);
        assertThat(acknowledged.moved).hasSizeGreaterThanOrEqualTo(kills / 4);
        try (AutoCloseable held = Kind.hold(address)) {
            assertThat(held).isNotNull();
            check(address, acknowledged, new HashSet<>());
            publish(Kind.at(address), "2.0.0", "the lock of a killed writer is free");
        }
        if (kind == Kind.DIRECTORY) {
            try (Stream<Path> files = Files.list(Path.of(address, "prompts/trail-guide"))) {
                assertThat(files.filter(path -> path.toString().endsWith(".tmp")))
                        .hasSizeLessThanOrEqualTo(3);
            }
        }
    }

    /** What the writers said that they had written. */
    private static final class Acknowledged {

        private final List<String> published = new ArrayList<>();
        private final List<String> moved = new ArrayList<>();

        void note(String line) {
            if (line.startsWith("published ")) {
                published.add(line.substring("published ".length()));
            } else {
                assertThat(line).startsWith("moved ");
                moved.add(line.substring("moved ".length()));
            }
        }

        List<String> publishedOf(AssetId id) {
            return published.stream()
                    .filter(line -> line.startsWith(id.name() + " "))
                    .map(line -> line.substring(id.name().length() + 1))
                    .toList();
        }

        @Override
        public String toString() {
            return published.size() + " publications, " + moved.size() + " moves";
        }
    }

    /** Checks everything, but the content only of versions that are not in the set yet. */
    private static void check(String address, Acknowledged acknowledged, Set<Version> whole) {
        AssetStore store = Kind.at(address);
        SortedMap<AssetId, StoredAsset> both = store.findAll(List.of(ID, OTHER));
        both.forEach((id, asset) -> {
            assertThat(asset.published().keySet()).map(Version::toString).containsAll(acknowledged.publishedOf(id));
            // A version that was published when its writer died is passed over: the history may skip, not lose one.
            assertThat(targets(asset)).containsSubsequence(acknowledged.moved);
            Mover.check(asset, asset.history().size());
            asset.label(PRODUCTION)
                    .ifPresent(on -> assertThat(asset.published(on.version())).isPresent());
            for (PublishedVersion entry : asset.published().values()) {
                AssetFile file = EndlessWriter.file(id, entry.version().toString());
                assertThat(entry).isEqualTo(entry(file));
                if (id.equals(OTHER) || whole.add(entry.version())) {
                    assertThat(store.file(id, entry.version()).orElseThrow().text())
                            .isEqualTo(file.text());
                }
            }
            for (Version draft : asset.drafts()) {
                assertThat(store.file(id, draft))
                        .as("a draft that a killed writer left is whole")
                        .isPresent();
            }
        });
        if (both.size() == 2) {
            assertThat(targets(both.get(ID))).as("both labels move or none").isEqualTo(targets(both.get(OTHER)));
        }
    }

    private static List<String> targets(StoredAsset asset) {
        return asset.history().stream().map(move -> String.valueOf(move.to())).toList();
    }
}
