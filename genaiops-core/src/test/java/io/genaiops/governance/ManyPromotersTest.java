package io.genaiops.governance;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.audit.MoveEntry;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.database.TestDatabases;
import io.genaiops.host.ChildJvm;
import io.genaiops.ledger.EntryKind;
import io.genaiops.ledger.JdbcLedger;
import io.genaiops.ledger.LedgerDraft;
import io.genaiops.registry.AssetRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several threads and several processes promote at once: of one compare-and-set one wins, and all records agree. */
class ManyPromotersTest {

    private static final int TIMES = 12;

    @TempDir
    private Path folder;

    private final List<String> told = new CopyOnWriteArrayList<>();

    private static void fill(GovernedPlace place) {
        place.governance(GovernedStore.fill(place.store()), Promoter.SHARED, "one", "two", "three", "four");
    }

    /** Requires that what was told is what the records say, each move once, and that nothing is left for recovery. */
    private void check(GovernedPlace place, int moves) {
        List<MoveEntry> kept = Agreement.check(place);
        Set<String> moved = Agreement.outcomes(kept).stream()
                .filter(Outcome::moved)
                .map(Outcome::operation)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told.stream().filter(line -> line.startsWith("moved ")).map(line -> line.substring(6)))
                .hasSize(moves)
                .containsExactlyInAnyOrderElementsOf(moved);
        long lost = told.stream().filter("conflict"::equals).count();
        assertThat(Agreement.intents(kept)).hasSize((int) (moves + lost));
        Governance governance = place.governance(AssetRegistry.of(place.store()), Promoter.SHARED, "one");
        assertThat(governance.verify()).isEmpty();
        assertThat(place.record().entries()).isEqualTo(kept);
    }

    private static void together(List<Callable<Integer>> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(tasks.size());
        try {
            for (Future<Integer> each : threads.invokeAll(tasks)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private Callable<Integer> promoter(String name, GovernedPlace place) {
        return () -> {
            new Promoter(name, place, told::add).move(TIMES);
            return TIMES;
        };
    }

    @ParameterizedTest
    @EnumSource
    void threads_that_promote_at_once_have_one_winner_each(GovernedPlace.Kind kind) throws Exception {
        String address = kind.address(folder, false);
        try (AutoCloseable held = GovernedPlace.hold(address);
                GovernedPlace place = GovernedPlace.at(address)) {
            assertThat(held).isNotNull();
            fill(place);
            together(List.of(
                    promoter("one", place), promoter("two", place), promoter("three", place), promoter("four", place)));
            check(place, 4 * 2 * TIMES);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Tag("processes")
    void processes_that_promote_at_once_have_one_winner_each(GovernedPlace.Kind kind) throws Exception {
        String address = kind.address(folder, true);
        try (AutoCloseable held = GovernedPlace.hold(address);
                GovernedPlace place = GovernedPlace.at(address)) {
            assertThat(held).isNotNull();
            fill(place);
            List<Process> processes =
                    List.of(start(address, "one", TIMES), start(address, "two", TIMES), start(address, "three", TIMES));
            for (Process process : processes) {
                try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
                    lines.lines().forEach(told::add);
                }
                assertThat(process.waitFor()).as(jvms().errors()).isZero();
            }
            check(place, 3 * 2 * TIMES);
        }
    }

    /** Kills all of them while they move, several times over. */
    @ParameterizedTest
    @EnumSource
    @Tag("processes")
    void processes_that_are_killed_beside_each_other_leave_no_move_without_its_entries(GovernedPlace.Kind kind)
            throws Exception {
        String address = kind.address(folder, true);
        try (AutoCloseable held = GovernedPlace.hold(address);
                GovernedPlace place = GovernedPlace.at(address)) {
            assertThat(held).isNotNull();
            fill(place);
            for (int round = 0; round < 3; round++) {
                List<Process> processes = List.of(
                        start(address, "one", 1_000), start(address, "two", 1_000), start(address, "three", 1_000));
                for (Process process : processes) {
                    killed(process, 2 + round);
                }
                List<MoveEntry> before = place.record().entries();
                Governance governance = place.governance(AssetRegistry.of(place.store()), Promoter.SHARED, "one");
                if (kind.isDatabase()) {
                    assertThat(place.record().entries()).as("recovered nothing").isEqualTo(before);
                }
                assertThat(governance.verify()).isEmpty();
                Set<String> moved = Agreement.outcomes(Agreement.check(place)).stream()
                        .filter(Outcome::moved)
                        .map(Outcome::operation)
                        .collect(Collectors.toSet());
                assertThat(told.stream()
                                .filter(line -> line.startsWith("moved "))
                                .map(line -> line.substring(6)))
                        .isNotEmpty()
                        .allMatch(moved::contains);
            }
        }
    }

    /** Kills a process that has said so many lines; the others go on meanwhile. */
    private void killed(Process process, int lines) throws Exception {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            for (int i = 0; i < lines; i++) {
                String line = output.readLine();
                assertThat(line).as("it died by itself: %s", jvms().errors()).isNotNull();
                told.add(line);
            }
            ChildJvm.kill(process);
            output.lines()
                    .filter(line -> line.length() == "moved ".length() + 32)
                    .forEach(told::add);
        }
    }

    private Process start(String address, String name, int times) throws IOException {
        return jvms().start(Promoter.class, address, name, Integer.toString(times));
    }

    private ChildJvm jvms() {
        return new ChildJvm(folder);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void promotions_appends_and_transactions_of_the_host_never_wait_in_a_circle(GovernedPlace.Kind kind)
            throws Exception {
        DataSource source = kind.source(folder);
        GovernedPlace.migrate(source);
        TestDatabases.execute(source, "create table host_work (what varchar(20))");
        GovernedPlace place = GovernedPlace.in(source);
        fill(place);
        JdbcLedger ledger = (JdbcLedger) place.ledger();
        LedgerDraft draft = LedgerDraft.of("host.work").with("why", "beside promotions");
        List<Callable<Integer>> tasks = new ArrayList<>();
        tasks.add(promoter("one", place));
        tasks.add(promoter("two", place));
        tasks.add(() -> {
            for (int i = 0; i < 2 * TIMES; i++) {
                ledger.append(draft);
                place.persons().of("person " + i % 5);
            }
            return 0;
        });
        tasks.add(() -> {
            for (int i = 0; i < 2 * TIMES; i++) {
                hostWork(source, ledger, draft);
            }
            return 0;
        });
        tasks.add(() -> {
            AssetRegistry registry = AssetRegistry.of(place.store());
            for (int i = 0; i < TIMES; i++) {
                registry.label("trail-guide", "staging").moveTo(i % 2 == 0 ? "1.0.0" : "2.0.0", "host", "to and fro");
                place.record().entries();
            }
            return 0;
        });

        together(tasks);

        check(place, 2 * 2 * TIMES);
        assertThat(ledger.entries("host.work")).hasSize(4 * TIMES);
        assertThat(ledger.entries(EntryKind.PROMOTION)).hasSizeGreaterThanOrEqualTo(4 * TIMES);
    }

    /** Tries again what a database ended for being in the way, as a host has to. */
    private static void hostWork(DataSource source, JdbcLedger ledger, LedgerDraft draft) throws SQLException {
        while (true) {
            try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    statement.execute("insert into host_work values ('done')");
                    ledger.append(connection, draft);
                    connection.commit();
                    return;
                } catch (SQLException e) {
                    connection.rollback();
                    if (!List.of("HYT00", "40001").contains(e.getSQLState())) {
                        throw e;
                    }
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void a_pool_of_one_connection_is_enough_for_all_threads(GovernedPlace.Kind kind) throws Exception {
        DataSource source = kind.source(folder);
        GovernedPlace.migrate(source);
        GovernedPlace place = GovernedPlace.in(onlyOne(source));
        fill(place);

        together(List.of(promoter("one", place), promoter("two", place), promoter("three", place)));

        check(place, 3 * 2 * TIMES);
    }

    /** Returns a source that makes callers wait while its one connection is out. */
    private static DataSource onlyOne(DataSource source) {
        Semaphore free = new Semaphore(1);
        return (DataSource) Proxy.newProxyInstance(
                ManyPromotersTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> {
                    if (!method.getName().equals("getConnection")) {
                        return method.getName().equals("hashCode")
                                ? System.identityHashCode(proxy)
                                : method.invoke(source, arguments);
                    }
                    free.acquire();
                    return returning(source.getConnection(), free);
                });
    }

    private static Object returning(Connection connection, Semaphore free) {
        return Proxy.newProxyInstance(
                ManyPromotersTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    } finally {
                        if (method.getName().equals("close")) {
                            free.release();
                        }
                    }
                });
    }
}
