package io.genaiops.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MigrationsTest {

    private static final Migrations FIRST = of("1-notes.sql");
    private static final Migrations SECOND = of("1-notes.sql", "2-notes.sql");

    @TempDir
    private Path folder;

    private static Migrations of(String... files) {
        return Migrations.of("notes", "Notes.migrate(dataSource)", MigrationsTest.class, List.of(files));
    }

    private DataSource source(String product) {
        String name = folder.getFileName().toString();
        return TestDatabases.at(product.equals("h2") ? TestDatabases.memory(name) : TestDatabases.postgres(name));
    }

    private static int notes(DataSource source, Migrations migrations) {
        return Database.of(source, migrations).read("count notes", connection -> {
            try (PreparedStatement query = connection.prepareStatement("select count(*) from notes");
                    ResultSet row = query.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void tables_that_are_absent_or_old_are_an_error_that_says_what_to_do(String product) {
        DataSource source = source(product);
        for (DataSource each : List.of(source, Wrapped.manual(source))) {
            assertThatThrownBy(() -> notes(each, FIRST))
                    .isExactlyInstanceOf(GenAiOpsException.class)
                    .hasMessage(
                            "the database has no tables for notes where the data source looks for them; call"
                                    + " Notes.migrate(dataSource), or run io/genaiops/database/1-notes.sql with a tool of yours");
        }
        FIRST.apply(source);
        assertThat(notes(source, FIRST)).isZero();
        assertThatThrownBy(() -> notes(source, SECOND))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith(
                        "the tables for notes have version 1, expected 2; call Notes.migrate(dataSource)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_migration_begins_where_the_last_one_ended(String product) {
        DataSource source = source(product);
        FIRST.apply(source);
        TestDatabases.execute(source, "insert into notes (text) values ('kept')");

        SECOND.apply(source);
        SECOND.apply(source);

        assertThat(notes(source, SECOND)).isEqualTo(1);
        TestDatabases.execute(source, "insert into notes (text, author) values ('new', 'ada')");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_newer_version_is_left_alone(String product) {
        DataSource source = source(product);
        SECOND.apply(source);
        assertThatThrownBy(() -> notes(source, FIRST))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessage("the tables for notes have version 2, expected 1: a newer genaiops migrated them; take that"
                        + " one here too");
        assertThatThrownBy(() -> FIRST.apply(source)).hasMessageContaining("have version 2, expected 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void a_migration_that_ended_halfway_is_taken_up_again(String product) {
        DataSource source = source(product);
        TestDatabases.execute(source, "create table notes (text varchar not null)");

        SECOND.apply(source);

        assertThat(notes(source, SECOND)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgres"})
    void several_may_migrate_at_once(String product) throws Exception {
        int threads = 8;
        DataSource source = source(product);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier start = new CyclicBarrier(threads);
            List<Future<Integer>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                running.add(pool.submit(() -> {
                    start.await();
                    SECOND.apply(source);
                    return notes(source, SECOND);
                }));
            }
            for (Future<Integer> one : running) {
                assertThat(one.get()).isZero();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void another_product_is_refused() {
        DataSource source = source("h2");
        DataSource other = (DataSource) proxy(DataSource.class, source, Connection.class, "Oracle");
        assertThatThrownBy(() -> FIRST.apply(other))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessage("the database must be PostgreSQL or H2; found: Oracle");
    }

    /** Names another product, however deep it is asked. */
    private static Object proxy(Class<?> type, Object target, Class<?> next, String product) {
        return Proxy.newProxyInstance(
                MigrationsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getDatabaseProductName")) {
                        return product;
                    }
                    Object result = method.invoke(target, arguments);
                    return next.isInstance(result) ? proxy(next, result, DatabaseMetaData.class, product) : result;
                });
    }

    @Test
    void reads_of_what_is_not_committed_are_refused() {
        DataSource source = source("h2");
        FIRST.apply(source);
        DataSource dirty = Wrapped.isolated(source, Connection.TRANSACTION_READ_UNCOMMITTED);
        assertThatThrownBy(() -> notes(dirty, FIRST))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("must have the isolation level READ COMMITTED or a stricter one");
    }

    @Test
    void a_file_that_is_not_packed_is_named() {
        DataSource source = source("h2");
        assertThatThrownBy(() -> of("9-nothing.sql").apply(source))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("the class path lacks 9-nothing.sql beside io.genaiops.database.MigrationsTest");
    }

    @Test
    void text_comes_back_from_a_column_as_it_was() {
        for (String text : new String[] {"", "plain \\ 0", "\u0000", "\u0001", "\u00010", "a\u0000\u0001\u0000b"}) {
            assertThat(SqlText.written(text)).doesNotContain("\u0000");
            assertThat(SqlText.read(SqlText.written(text))).isEqualTo(text);
        }
        assertThat(SqlText.written("plain \\ 0")).isEqualTo("plain \\ 0");
        assertThat(SqlText.read(SqlText.written(null))).isNull();
    }
}
