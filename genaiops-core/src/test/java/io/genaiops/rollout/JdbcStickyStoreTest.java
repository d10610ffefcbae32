package io.genaiops.rollout;

import static io.genaiops.rollout.ArmKeeper.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.database.TestDatabases;
import io.genaiops.host.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcStickyStoreTest {

    private static final int KEYS = 60;

    @TempDir
    private Path folder;

    private DataSource source(String product) {
        String name = folder.getFileName().toString();
        return TestDatabases.pooled(product.equals("h2") ? TestDatabases.memory(name) : TestDatabases.postgres(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void the_first_arm_is_kept(String product) {
        DataSource source = source(product);
        StickyStore.migrate(source);
        StickyStore store = StickyStore.jdbc(source);
        assertThat(store.find("winter", key(1))).isEmpty();

        assertThat(store.keep("winter", key(1), "new")).isEqualTo("new");
        assertThat(store.keep("winter", key(1), "old")).isEqualTo("new");
        assertThat(store.keep("summer", key(1), "old")).isEqualTo("old");

        StickyStore again = StickyStore.jdbc(source);
        assertThat(again.find("winter", key(1))).contains("new");
        assertThat(again.find("winter", key(2))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_table_that_is_absent_is_an_error_that_says_what_to_do(String product) {
        StickyStore store = StickyStore.jdbc(source(product));
        assertThatThrownBy(() -> store.keep("winter", key(1), "new"))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("call StickyStore.migrate(dataSource), or run io/genaiops/rollout/migrations/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void of_several_threads_the_first_decides_for_all(String product) throws Exception {
        int threads = 6;
        DataSource source = source(product);
        StickyStore.migrate(source);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<List<String>>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                StickyStore store = StickyStore.jdbc(source);
                String own = "arm-" + thread;
                running.add(pool.submit(() -> {
                    List<String> arms = new ArrayList<>();
                    for (int key = 0; key < KEYS; key++) {
                        start.await();
                        arms.add(store.keep("winter", key(key), own));
                    }
                    return arms;
                }));
            }
            List<List<String>> seen = new ArrayList<>();
            for (Future<List<String>> arms : running) {
                seen.add(arms.get());
            }
            assertThat(new HashSet<>(seen)).hasSize(1);
            assertThat(new HashSet<>(seen.get(0)))
                    .as("more than one thread was first")
                    .hasSizeGreaterThan(1);
        } finally {
            pool.shutdownNow();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void of_several_processes_the_first_decides_for_all(String product) throws Exception {
        String address = product.equals("h2")
                ? "jdbc:h2:file:" + folder.resolve("arms").toAbsolutePath() + ";AUTO_SERVER=TRUE"
                : TestDatabases.postgres(folder.getFileName().toString());
        try (Connection held = TestDatabases.at(address).getConnection()) {
            assertThat(held.isClosed()).isFalse();
            ChildJvm jvms = new ChildJvm(folder);
            List<Process> children = List.of(
                    jvms.start(ArmKeeper.class, address, "one", String.valueOf(KEYS)),
                    jvms.start(ArmKeeper.class, address, "two", String.valueOf(KEYS)));
            List<List<String>> seen = new ArrayList<>();
            for (Process child : children) {
                seen.add(child.inputReader(StandardCharsets.UTF_8).lines().toList());
                assertThat(child.waitFor()).as(jvms.errors()).isZero();
            }
            assertThat(seen.get(0)).hasSize(KEYS).isEqualTo(seen.get(1));
        }
    }
}
