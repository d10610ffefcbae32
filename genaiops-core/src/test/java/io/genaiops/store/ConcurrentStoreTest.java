package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.OTHER;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.ConflictException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConcurrentStoreTest {

    private static final int THREADS = 8;

    @TempDir
    private Path root;

    /** Two stores over the same assets, or one store in memory twice. */
    private List<AssetStore> stores(Kind kind) {
        AssetStore first = kind.open(root);
        return List.of(first, kind == Kind.MEMORY ? first : kind.open(root));
    }

    static <T> List<T> together(List<? extends Callable<T>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            CyclicBarrier start = new CyclicBarrier(tasks.size());
            List<Future<T>> running = new ArrayList<>();
            for (Callable<T> task : tasks) {
                running.add(threads.submit(() -> {
                    start.await();
                    return task.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> result : running) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_publication_is_lost(Kind kind) throws Exception {
        List<AssetStore> stores = stores(kind);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            AssetStore store = stores.get(thread % 2);
            int major = thread + 1;
            tasks.add(() -> {
                for (int i = 0; i < 8; i++) {
                    publish(store, major + "." + i + ".0", "body " + major + " " + i);
                }
                return 8;
            });
        }

        together(tasks);

        StoredAsset asset = stores.get(1).find(ID).orElseThrow();
        assertThat(asset.published()).hasSize(THREADS * 8);
        asset.published().values().forEach(entry -> {
            Version version = entry.version();
            String body = "body " + version.toString().charAt(0) + " "
                    + version.toString().charAt(2);
            assertThat(entry).isEqualTo(entry(file(version.toString(), body)));
            assertThat(stores.get(0).file(ID, version).orElseThrow().asset().sourceDigest())
                    .isEqualTo(entry.source());
        });
    }

    @ParameterizedTest
    @EnumSource
    void of_several_contents_for_one_version_exactly_one_is_published(Kind kind) throws Exception {
        List<AssetStore> stores = stores(kind);
        for (int round = 0; round < 5; round++) {
            String version = "1." + round + ".0";
            List<Callable<String>> tasks = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                AssetStore store = stores.get(thread % 2);
                String body = "body " + thread;
                tasks.add(() -> {
                    try {
                        publish(store, version, body);
                        return body;
                    } catch (ConflictException e) {
                        return "";
                    }
                });
            }

            List<String> winners = new ArrayList<>(together(tasks));
            winners.removeIf(String::isEmpty);

            assertThat(winners).hasSize(1);
            assertThat(stores.get(0)
                            .file(ID, Version.parse(version))
                            .orElseThrow()
                            .text())
                    .endsWith("\n" + winners.get(0));
            assertThat(stores.get(1).find(ID).orElseThrow().published(Version.parse(version)))
                    .contains(entry(file(version, winners.get(0))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void no_move_is_lost_and_each_begins_where_the_last_ended(Kind kind) throws Exception {
        List<AssetStore> stores = stores(kind);
        publish(stores.get(0), "1.0.0", "a");
        publish(stores.get(0), "1.1.0", "b");
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            AssetStore store = stores.get(thread % 2);
            tasks.add(() -> Mover.move(store, 12));
        }

        together(tasks);

        Mover.check(stores.get(1).find(ID).orElseThrow(), THREADS * 12);
    }

    @ParameterizedTest
    @EnumSource
    void a_reader_never_sees_a_torn_file_or_a_label_on_a_version_that_is_not_there(Kind kind) throws Exception {
        List<AssetStore> stores = stores(kind);
        AssetStore writer = stores.get(0);
        publish(writer, "1.0.0", "a");
        writer.move(ID, move(null, "1.0.0"));
        AtomicBoolean done = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(() -> {
            try {
                for (int i = 1; i <= 60; i++) {
                    publish(writer, "1." + i + ".0", "body".repeat(200 * i));
                    writer.move(ID, move("1." + (i - 1) + ".0", "1." + i + ".0"));
                    writer.delete(ID, Version.of(1, i - 1, 0), Published.REMOVAL);
                }
                return 60;
            } finally {
                done.set(true);
            }
        });
        for (int thread = 0; thread < 3; thread++) {
            AssetStore reader = stores.get(1);
            tasks.add(() -> {
                int reads = 0;
                while (!done.get()) {
                    StoredAsset asset = reader.find(ID).orElseThrow();
                    Version on = asset.label(PRODUCTION).orElseThrow().version();
                    PublishedVersion entry = asset.published(on)
                            .orElseThrow(() -> new AssertionError("label on " + on + ", " + asset.summary()));
                    assertThat(reader.file(ID, on).orElseThrow().asset().sourceDigest())
                            .isEqualTo(entry.source());
                    reads++;
                }
                return reads;
            });
        }

        assertThat(together(tasks)).allMatch(reads -> reads > 0);
    }

    @ParameterizedTest
    @EnumSource
    void moves_of_overlapping_assets_never_wait_for_each_other_in_a_circle(Kind kind) throws Exception {
        AssetStore store = kind.open(root);
        AssetId third = AssetId.prompt("a-third");
        for (AssetId id : List.of(ID, OTHER, third)) {
            publish(store, id, "1.0.0", "a");
        }
        List<List<AssetId>> pairs = List.of(List.of(ID, OTHER), List.of(OTHER, third), List.of(third, ID));
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int task = 0; task < 6; task++) {
            String label = "label-" + task;
            List<AssetId> pair = pairs.get(task % 3);
            tasks.add(() -> {
                for (int i = 0; i < 10; i++) {
                    Version one = version("1.0.0");
                    store.move(all(pair, label, i % 2 == 0 ? null : one, i % 2 == 0 ? one : null));
                }
                return 10;
            });
        }

        together(tasks);

        assertThat(store.find(third).orElseThrow().history()).hasSize(40);
        assertThat(store.find(ID).orElseThrow().history()).hasSize(40);
    }

    private static SortedMap<AssetId, LabelMove> all(List<AssetId> ids, String label, Version from, Version to) {
        LabelMove move = new LabelMove(Label.of(label), from, to, Published.AT, "mover", "to and fro", null);
        return new TreeMap<>(Map.of(ids.get(0), move, ids.get(1), move));
    }
}
