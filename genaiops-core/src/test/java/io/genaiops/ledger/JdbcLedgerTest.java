package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.append;
import static io.genaiops.ledger.Entries.draft;
import static io.genaiops.ledger.Entries.signed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.genaiops.GenAiOpsException;
import io.genaiops.database.Database;
import io.genaiops.database.TestDatabases;
import io.genaiops.database.Transactions;
import io.genaiops.database.Wrapped;
import io.genaiops.signature.SigningKey;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a ledger in a database does besides. */
class JdbcLedgerTest {

    @TempDir
    private Path temp;

    private final SigningKey key = SigningKey.generate("key-1");

    private DataSource source(LedgerPlace place) {
        String name = "jdbc_ledger_" + temp.getFileName();
        DataSource source = TestDatabases.pooled(
                place == LedgerPlace.H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
        Ledger.migrate(source);
        return source;
    }

    private static long count(DataSource source, String table) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getLong(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void an_entry_is_part_of_the_transaction_of_the_caller(LedgerPlace place) throws Exception {
        DataSource source = source(place);
        TestDatabases.execute(source, "create table moved (label varchar(20))");
        JdbcLedger ledger = Ledger.jdbc(source, signed(key, 4));
        append(ledger, 2);
        long before = ledger.verify().last();

        for (boolean commit : List.of(false, true)) {
            try (Connection connection = source.getConnection();
                    Statement statement = connection.createStatement()) {
                connection.setAutoCommit(false);
                statement.execute("insert into moved values ('production')");
                ledger.append(connection, draft(5));
                if (commit) {
                    connection.commit();
                } else {
                    connection.rollback();
                }
            }
            assertThat(count(source, "moved")).isEqualTo(commit ? 1 : 0);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            assertThat(ledger.verify().last() > before).isEqualTo(commit);
        }
        try (Connection connection = source.getConnection()) {
            assertThatThrownBy(() -> ledger.append(connection, draft(6)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("it commits after each statement");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void threads_that_append_in_transactions_make_one_chain(LedgerPlace place) throws Exception {
        DataSource source = source(place);
        TestDatabases.execute(source, "create table moved (label varchar(20))");
        JdbcLedger ledger = Ledger.jdbc(source, signed(key, 4));
        Database database = Database.of(source, JdbcLedger.MIGRATIONS);
        Set<Long> numbers = new ConcurrentSkipListSet<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            boolean own = i % 2 == 0;
            Thread thread = new Thread(() -> {
                for (int n = 0; n < 25; n++) {
                    int number = n;
                    numbers.add(
                            own
                                    ? database.write("move", connection -> {
                                                try (Statement statement = connection.createStatement()) {
                                                    statement.execute("insert into moved values ('production')");
                                                }
                                                return ledger.append(connection, draft(number));
                                            })
                                            .sequence()
                                    : ledger.append(draft(number)).sequence());
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(numbers).hasSize(100);
        assertThat(count(source, "moved")).isEqualTo(50);
        assertThat(ledger.verify().firstBreak()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void threads_that_wait_for_a_transaction_share_the_next_one(LedgerPlace place) throws Exception {
        DataSource source = source(place);
        AtomicInteger commits = new AtomicInteger();
        AtomicBoolean isHolding = new AtomicBoolean();
        JdbcLedger ledger = Ledger.jdbc(
                Wrapped.of(source, (connection, method, sql) -> {
                    if (method.equals("commit")) {
                        commits.incrementAndGet();
                    }
                    if (sql.startsWith("update genaiops_ledger set sequence = sequence")) {
                        isHolding.set(true);
                    }
                }),
                signed(key, 64));
        append(ledger, 1);
        commits.set(0);
        isHolding.set(false);
        List<Thread> threads = new ArrayList<>();
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Ledger.jdbc(source, signed(key, 64)).append(connection, draft(1));
            for (int i = 0; i < 6; i++) {
                int number = i;
                Thread thread = new Thread(() -> ledger.append(draft(number)));
                threads.add(thread);
                thread.start();
                while (!isHolding.get()) {
                    Thread.onSpinWait();
                }
            }
            while (threads.stream().skip(1).anyMatch(thread -> thread.getState() != Thread.State.WAITING)) {
                Thread.onSpinWait();
            }
            connection.commit();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(commits).hasValue(1);
        assertThat(ledger.verify().firstBreak()).isEmpty();
        assertThat(ledger.verify().last()).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void a_key_is_not_changed_in_a_transaction_that_may_be_taken_back(LedgerPlace place) {
        DataSource source = source(place);
        JdbcLedger ledger = Ledger.jdbc(source, signed(key, 4));
        append(ledger, 2);
        assertThatThrownBy(() -> Transactions.of(source).run("change the key", () -> {
                    ledger.rotate(SigningKey.generate("key-2"));
                    return ledger;
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Call rotate outside of it");
        append(ledger, 2);
        assertThat(ledger.verify().isIntact()).isTrue();
    }

    static Stream<Arguments> tampered() {
        List<String> deeds = List.of(
                "update genaiops_ledger_entry set line = replace(line, 'beats', 'loses to') where sequence = 7",
                "delete from genaiops_ledger_entry where sequence = 7",
                "update genaiops_ledger_entry set sequence = 700 where sequence = 7",
                "update genaiops_ledger_entry set line = '' where sequence = 7",
                "update genaiops_ledger_entry set line = (select e.line from genaiops_ledger_entry e where e.sequence = 6)"
                        + " where sequence = 7");
        return Stream.of(LedgerPlace.H2, LedgerPlace.POSTGRES)
                .flatMap(place -> deeds.stream().map(deed -> arguments(place, deed)));
    }

    @ParameterizedTest
    @MethodSource
    void tampered(LedgerPlace place, String deed) {
        DataSource source = source(place);
        Ledger ledger = Ledger.jdbc(source, signed(key, 4));
        append(ledger, 12);
        TestDatabases.execute(source, deed);
        assertThat(ledger.verify().firstBreak()).hasValueSatisfying(found -> {
            assertThat(found.sequence()).isEqualTo(7);
            assertThat(found.place()).isEqualTo("genaiops_ledger_entry");
        });
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void an_end_that_was_deleted_is_found_by_the_row_that_says_where_it_is_or_against_an_anchor(LedgerPlace place) {
        DataSource source = source(place);
        Ledger ledger = Ledger.jdbc(source, signed(key, 4));
        append(ledger, 12);
        String anchor = ledger.checkpoint().line();
        TestDatabases.execute(source, "delete from genaiops_ledger_entry where sequence > 9");
        assertThat(ledger.verify().firstBreak().orElseThrow().problem())
                .contains("ends with entry 9, and genaiops_ledger says");

        TestDatabases.execute(source, "update genaiops_ledger set sequence = 9");
        assertThat(ledger.verify().firstBreak()).isEmpty();
        assertThat(ledger.verify(anchor).firstBreak().orElseThrow().problem()).contains("its end was cut off");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "DIRECTORY")
    void without_tables_the_error_says_how_to_make_them(LedgerPlace place) {
        String name = "bare_" + temp.getFileName();
        DataSource source = TestDatabases.pooled(
                place == LedgerPlace.H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
        assertThatThrownBy(() -> Ledger.jdbc(source, signed(key, 4)).append(draft(1)))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("call Ledger.migrate(dataSource)");
    }
}
