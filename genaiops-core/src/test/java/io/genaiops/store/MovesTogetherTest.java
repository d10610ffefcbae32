package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.entry;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.governance.Granted;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store that can be written to does with the labels of several assets, and with labels of environments. */
class MovesTogetherTest {

    private static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    private static final List<AssetId> BOTH = List.of(ID, SMALL);

    @TempDir
    private Path folder;

    enum Kind {
        MEMORY,
        DIRECTORY,
        LAYERED,
        H2,
        POSTGRES
    }

    private AssetStore store(Kind kind) {
        AssetStore store = switch (kind) {
            case MEMORY -> AssetStore.memory();
            case DIRECTORY -> AssetStore.directory(folder);
            case LAYERED -> AssetStore.layered(AssetStore.directory(folder), below());
            case H2, POSTGRES -> io.genaiops.store.Kind.valueOf(kind.name()).open(folder);
        };
        if (kind != Kind.LAYERED) {
            fill(store);
        }
        return store;
    }

    private static AssetStore below() {
        AssetStore below = AssetStore.memory();
        fill(below);
        return below;
    }

    private static void fill(AssetStore store) {
        for (String number : new String[] {"1.0.0", "2.0.0"}) {
            publish(store, number, "body of " + number);
            AssetFile model = AssetFile.parse(
                    AssetKind.MODEL,
                    "small",
                    "name: small\nversion: " + number + "\nprovider: host\nmodel: m-" + number + "\n");
            store.publish(model, entry(model));
        }
        store.move(both(null, "1.0.0"));
    }

    private static SortedMap<AssetId, LabelMove> both(String from, String to) {
        return new TreeMap<>(Map.of(ID, move(from, to), SMALL, move(from, to)));
    }

    private static List<String> versions(AssetStore store) {
        return store.findAll(BOTH).values().stream()
                .map(asset -> asset.label(PRODUCTION).orElseThrow().version().toString())
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void labels_of_several_assets_move_in_one_step(Kind kind) {
        AssetStore store = store(kind);
        store.move(both("1.0.0", "2.0.0"));
        assertThat(versions(store)).containsExactly("2.0.0", "2.0.0");
        assertThat(store.find(SMALL).orElseThrow().history()).hasSize(2).contains(move("1.0.0", "2.0.0"));
        store.move(new TreeMap<>());
        assertThat(versions(store)).containsExactly("2.0.0", "2.0.0");
    }

    @ParameterizedTest
    @EnumSource
    void none_moves_if_one_is_refused(Kind kind) {
        AssetStore store = store(kind);
        SortedMap<AssetId, LabelMove> moves = both("1.0.0", "2.0.0");

        moves.put(SMALL, move("2.0.0", "1.0.0"));
        assertThatThrownBy(() -> store.move(moves)).isInstanceOf(ConflictException.class);
        moves.put(SMALL, move("1.0.0", "9.0.0"));
        assertThatThrownBy(() -> store.move(moves)).isInstanceOf(AssetNotFoundException.class);
        moves.remove(SMALL);
        moves.put(new AssetId(AssetKind.TOOL, "search"), move(null, "1.0.0"));
        assertThatThrownBy(() -> store.move(moves))
                .isInstanceOf(AssetNotFoundException.class)
                .hasMessageContaining("tool 'search' does not exist");
        store.move(SMALL, move("1.0.0", "1.0.0").freezing());
        assertThatThrownBy(() -> store.move(both("1.0.0", "2.0.0"))).isInstanceOf(RefusedException.class);

        assertThat(versions(store)).containsExactly("1.0.0", "1.0.0");
        assertThat(store.find(ID).orElseThrow().history()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_label_without_an_environment_is_governed_in_every_environment_and_one_with_it_only_there(Kind kind) {
        AssetStore store = store(kind);
        Label eu = PRODUCTION.in("eu");
        Label us = PRODUCTION.in("us");
        store.govern(us);
        store.move(ID, in(eu, null));
        assertThatThrownBy(() -> store.move(ID, in(us, null)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("label 'production/us' is governed");
        store.move(ID, in(us, "gate 'x'"));
        store.move(ID, move("1.0.0", "2.0.0"));

        store.govern(PRODUCTION);

        assertThat(store.governed()).containsExactly(PRODUCTION, us);
        assertThatThrownBy(() -> store.move(SMALL, in(eu, null))).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> store.move(SMALL, move("1.0.0", "2.0.0"))).isInstanceOf(RefusedException.class);
        store.move(SMALL, in(eu, "gate 'x'"));
        assertThat(store.find(ID).orElseThrow().labels()).containsOnlyKeys(PRODUCTION, eu, us);
        assertThat(store.find(ID).orElseThrow().summary())
                .endsWith("labels [production=2.0.0, production/eu=1.0.0, production/us=1.0.0]");
    }

    private static LabelMove in(Label label, @Nullable String authority) {
        return new LabelMove(
                label,
                null,
                Version.of(1, 0, 0),
                Published.AT,
                "ada",
                "because",
                authority == null ? null : Granted.authority(authority));
    }

    @ParameterizedTest
    @EnumSource
    void one_view_of_several_assets_never_shows_a_part_of_a_move(Kind kind) throws Exception {
        AssetStore store = store(kind);
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<Integer> moves = writer.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    store.move(i % 2 == 0 ? both("1.0.0", "2.0.0") : both("2.0.0", "1.0.0"));
                }
                return 100;
            });
            int reads = 0;
            while (!moves.isDone() || reads == 0) {
                SortedMap<AssetId, StoredAsset> view = store.findAll(BOTH);
                assertThat(view.get(ID).label(PRODUCTION))
                        .isEqualTo(view.get(SMALL).label(PRODUCTION));
                assertThat(view.get(ID).history()).hasSameSizeAs(view.get(SMALL).history());
                reads++;
            }
            assertThat(moves.get()).isEqualTo(100);
            assertThat(store.find(ID).orElseThrow().history()).hasSize(101);
        } finally {
            writer.shutdownNow();
        }
        assertThat(store.findAll(List.of(ID, AssetId.prompt("absent")))).containsOnlyKeys(ID);
        assertThat(version("1.0.0")).isEqualTo(Version.of(1, 0, 0));
    }
}
