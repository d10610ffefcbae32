package io.genaiops.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Several parts that write in one transaction. */
class TransactionsTest {

    enum Product {
        H2,
        POSTGRES
    }

    private static final Migrations MIGRATIONS =
            Migrations.of("notes", "migrate", MigrationsTest.class, List.of("1-notes.sql"));

    @TempDir
    private Path folder;

    private DataSource source(Product product) {
        String name = "transactions_" + folder.getFileName();
        DataSource source =
                TestDatabases.at(product == Product.H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
        MIGRATIONS.apply(source);
        return source;
    }

    private static Database part(DataSource source) {
        return Database.of(source, MIGRATIONS);
    }

    private static int note(Database part, String text) {
        return part.write("note", connection -> insert(connection, text));
    }

    private static int insert(Connection connection, String text) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("insert into notes (text) values ('" + text + "')");
        }
    }

    private static int count(Database part) {
        return part.read("count", connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select count(*) from notes")) {
                row.next();
                return row.getInt(1);
            }
        });
    }

    @ParameterizedTest
    @EnumSource
    void what_two_parts_write_is_there_together(Product product) {
        DataSource source = source(product);
        Database first = part(source);
        Database second = part(source);
        Database outside = part(Wrapped.of(source, (connection, method, sql) -> {}));

        int seen = Transactions.of(source).run("note twice", () -> {
            note(first, "a");
            note(second, "b");
            assertThat(count(outside)).isZero();
            return count(first);
        });

        assertThat(seen).isEqualTo(2);
        assertThat(count(outside)).isEqualTo(2);
        assertThat(first.transactions().isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void what_throws_takes_back_all_parts(Product product) {
        DataSource source = source(product);
        Database part = part(source);
        assertThatThrownBy(() -> Transactions.of(source).run("note", () -> {
                    note(part, "a");
                    throw new IllegalStateException("changed my mind");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("changed my mind");
        assertThatThrownBy(() -> Transactions.of(source).run("note", () -> {
                    note(part, "a");
                    throw new AssertionError("the end");
                }))
                .hasMessage("the end");

        assertThat(count(part)).isZero();
        assertThat(part.transactions().isOpen()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void a_part_whose_work_throws_takes_back_what_it_wrote_and_leaves_the_others(Product product) {
        DataSource source = source(product);
        Database part = part(source);

        Transactions.of(source).run("note", () -> {
            note(part, "a");
            assertThatThrownBy(() -> part.write("note", connection -> {
                        insert(connection, "b");
                        throw new IllegalArgumentException("not this one");
                    }))
                    .hasMessage("not this one");
            return note(part, "c");
        });

        assertThat(count(part)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_part_that_the_database_fails_takes_all_back_even_if_the_work_goes_on(Product product) {
        DataSource source = source(product);
        Database part = part(source);
        assertThatThrownBy(() -> Transactions.of(source).run("note all", () -> {
                    note(part, "a");
                    assertThatThrownBy(() -> part.write("note", connection -> {
                                throw new SQLException("disk full", "53100");
                            }))
                            .isExactlyInstanceOf(GenAiOpsException.class);
                    assertThatThrownBy(() -> count(part)).isExactlyInstanceOf(GenAiOpsException.class);
                    return "went on";
                }))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot note all: ")
                .hasMessageEndingWith("nothing was written");
        assertThat(count(part)).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void what_others_were_in_the_way_of_is_tried_again_as_a_whole_but_not_for_ever(Product product) {
        DataSource source = source(product);
        Database part = part(source);
        AtomicInteger runs = new AtomicInteger();

        Transactions.of(source).run("note all", () -> {
            note(part, "a");
            boolean first = runs.incrementAndGet() == 1;
            try {
                return part.write("note", connection -> {
                    if (first) {
                        throw new SQLException("in the way", "40001");
                    }
                    return insert(connection, "b");
                });
            } catch (GenAiOpsException e) {
                throw new IllegalStateException("wrapped by somebody", e);
            }
        });
        assertThat(runs).hasValue(2);
        assertThat(count(part)).isEqualTo(2);

        runs.set(0);
        assertThatThrownBy(() -> Transactions.of(source).run("note all", () -> {
                    runs.incrementAndGet();
                    note(part, "c");
                    return part.write("note", connection -> {
                        throw new SQLException("in the way", "40001");
                    });
                }))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot note all: other writers were in the way 20 times")
                .hasMessageEndingWith("nothing was written, repeat it later");
        assertThat(runs).hasValue(20);
        assertThat(count(part)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void one_within_another_of_the_same_source_is_a_part_of_it_and_one_of_another_source_is_not(Product product) {
        DataSource source = source(product);
        DataSource other = Wrapped.of(source, (connection, method, sql) -> {});
        Database part = part(source);
        Database apart = part(other);
        assertThat(Transactions.of(source)).isEqualTo(part.transactions()).hasSameHashCodeAs(part.transactions());
        assertThat(Transactions.of(source)).isNotEqualTo(apart.transactions());

        assertThatThrownBy(() -> Transactions.of(source).run("outer", () -> {
                    Transactions.of(source).run("inner", () -> note(part, "a"));
                    Transactions.of(other).run("apart", () -> {
                        note(part, "b");
                        return note(apart, "c");
                    });
                    assertThat(Transactions.of(source).isOpen()).isTrue();
                    assertThat(Transactions.of(other).isOpen()).isFalse();
                    throw new IllegalStateException("none of it");
                }))
                .hasMessage("none of it");

        assertThat(count(part)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void what_another_thread_writes_is_no_part(Product product) throws Exception {
        DataSource source = source(product);
        Database part = part(source);
        assertThatThrownBy(() -> Transactions.of(source).run("note", () -> {
                    note(part, "mine");
                    Thread other = new Thread(() -> note(part, "theirs"));
                    other.start();
                    try {
                        other.join();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    throw new IllegalStateException("mine is taken back");
                }))
                .hasMessage("mine is taken back");

        assertThat(count(part)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void one_connection_is_enough_and_goes_back_as_it_came(Product product) throws SQLException {
        DataSource source = source(product);
        for (boolean auto : new boolean[] {true, false}) {
            AtomicInteger opened = new AtomicInteger();
            AtomicBoolean as = new AtomicBoolean();
            DataSource watched = Wrapped.of(auto ? source : Wrapped.manual(source), (connection, method, sql) -> {
                if (method.equals("close")) {
                    opened.incrementAndGet();
                    as.set(connection.getAutoCommit());
                }
            });
            Database part = part(watched);
            Transactions.of(watched).run("note", () -> {
                note(part, "a");
                count(part);
                return note(part, "b");
            });
            assertThat(opened).hasValue(1);
            assertThat(as.get()).isEqualTo(auto);
        }
        assertThat(count(part(source))).isEqualTo(4);
    }
}
