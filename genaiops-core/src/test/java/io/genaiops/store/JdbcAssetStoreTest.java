package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.OTHER;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.both;
import static io.genaiops.store.Published.file;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.TestDatabases;
import io.genaiops.database.Wrapped;
import io.genaiops.format.AssetFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a store in a database does when the database, a connection or a row is not as it should be. */
class JdbcAssetStoreTest {

    enum Product {
        H2,
        POSTGRES
    }

    @TempDir
    private Path folder;

    private DataSource empty(Product product) {
        String name = folder.getFileName().toString();
        return TestDatabases.at(product == Product.H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
    }

    private DataSource migrated(Product product) {
        DataSource source = empty(product);
        AssetStore.migrate(source);
        return source;
    }

    private DataSource filled(Product product) {
        DataSource source = migrated(product);
        AssetStore store = AssetStore.jdbc(source);
        for (AssetId id : List.of(ID, OTHER)) {
            publish(store, id, "1.0.0", "a");
            publish(store, id, "1.1.0", "b");
        }
        store.move(both(null, "1.0.0"));
        return source;
    }

    @ParameterizedTest
    @EnumSource
    void a_find_is_one_statement_and_so_is_a_find_of_many(Product product) {
        DataSource source = filled(product);
        List<String> statements = new ArrayList<>();
        AssetStore store = AssetStore.jdbc(Wrapped.of(source, (connection, method, sql) -> {
            if (method.startsWith("execute")) {
                statements.add(sql);
            }
        }));
        store.find(ID);
        statements.clear();

        store.find(ID);
        assertThat(statements).hasSize(1);
        store.findAll(List.of(ID, OTHER, AssetId.prompt("nobody")));
        assertThat(statements).hasSize(2);
        store.assets(AssetKind.PROMPT);
        assertThat(statements).hasSize(3);
        store.findAll(List.of());
        store.file(ID, version("1.0.0"));
        assertThat(statements).hasSize(4);
    }

    @ParameterizedTest
    @EnumSource
    void connections_go_back_as_they_came(Product product) {
        DataSource source = migrated(product);
        for (boolean auto : new boolean[] {true, false}) {
            AtomicInteger open = new AtomicInteger();
            DataSource watched = Wrapped.of(auto ? source : Wrapped.manual(source), (connection, method, sql) -> {
                if (method.equals("prepareStatement")) {
                    open.set(1);
                } else if (method.equals("close")) {
                    assertThat(connection.getAutoCommit()).isEqualTo(auto);
                    open.set(0);
                }
            });
            AssetStore store = AssetStore.jdbc(watched);
            String version = auto ? "1.0.0" : "2.0.0";
            publish(store, version, "a");
            assertThat(open).hasValue(0);
            assertThat(AssetStore.jdbc(source).find(ID).orElseThrow().published(version(version)))
                    .isPresent();
            assertThatThrownBy(() -> store.move(ID, move("9.0.0", version))).isInstanceOf(GenAiOpsException.class);
            assertThat(open).hasValue(0);
            store.find(ID);
            assertThat(open).hasValue(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void serializable_connections_lose_no_move(Product product) throws Exception {
        DataSource source = Wrapped.isolated(migrated(product), Connection.TRANSACTION_SERIALIZABLE);
        AssetStore store = AssetStore.jdbc(source);
        publish(store, "1.0.0", "a");
        publish(store, "1.1.0", "b");
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 4; thread++) {
            tasks.add(() -> Mover.move(store, 6));
        }

        ConcurrentStoreTest.together(tasks);

        Mover.check(store.find(ID).orElseThrow(), 24);
    }

    @ParameterizedTest
    @EnumSource
    void a_label_governed_beside_moves_stops_them_at_once(Product product) throws Exception {
        AssetStore store = AssetStore.jdbc(filled(product));
        AtomicBoolean governed = new AtomicBoolean();
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            tasks.add(() -> {
                int moves = 0;
                while (true) {
                    boolean late = governed.get();
                    try {
                        moves += 1;
                        Mover.move(store, 1);
                    } catch (RefusedException e) {
                        return moves;
                    }
                    assertThat(late).as("a move after the label was governed").isFalse();
                }
            });
        }
        tasks.add(() -> {
            store.govern(PRODUCTION);
            governed.set(true);
            return 0;
        });

        assertThat(ConcurrentStoreTest.together(tasks)).hasSize(4);
        assertThat(store.governed()).containsExactly(PRODUCTION);
    }

    @ParameterizedTest
    @EnumSource
    void a_lock_and_words_that_sql_could_stumble_over_come_back(Product product) {
        AssetStore store = AssetStore.jdbc(migrated(product));
        AssetFile file = file("1.0.0", "it's; -- {x} \\ \u0001 \ud83d\ude00".repeat(3_000));
        Digest digest = Digest.ofText("x");
        Map<String, Digest> lock = Map.of("model:gpt@'\"", digest, "prompt:b", digest);
        Digest source = file.asset().sourceDigest();
        PublishedVersion entry = PublishedVersion.of(
                version("1.0.0"), source, Digest.resolved(source, new TreeMap<>(lock)), lock, Published.AT, "it's\\");

        store.publish(file, entry);

        assertThat(store.find(ID).orElseThrow().published(version("1.0.0"))).contains(entry);
        assertThat(store.file(ID, version("1.0.0")).orElseThrow().text()).isEqualTo(file.text());
    }

    @ParameterizedTest
    @EnumSource
    void a_statement_that_fails_takes_back_those_before_it(Product product) {
        DataSource source = filled(product);
        StoredAsset before = AssetStore.jdbc(source).find(ID).orElseThrow();
        for (String part : List.of("delete from genaiops_label", "into genaiops_label", "into genaiops_move")) {
            AssetStore store = AssetStore.jdbc(Wrapped.of(source, (connection, method, sql) -> {
                if (method.equals("executeUpdate") && sql.contains(part)) {
                    throw new SQLException("disk full", "53100");
                }
            }));
            assertThatThrownBy(() -> store.move(both("1.0.0", "1.1.0")))
                    .isExactlyInstanceOf(GenAiOpsException.class)
                    .hasMessageStartingWith("cannot move labels of [prompt 'packing-list', prompt 'trail-guide']: ")
                    .hasMessageEndingWith("nothing was written");
            assertThat(AssetStore.jdbc(source).find(ID)).contains(before);
            assertThat(AssetStore.jdbc(source).find(OTHER).orElseThrow().history())
                    .isEqualTo(before.history());
        }
        AssetStore.jdbc(source).move(both("1.0.0", "1.1.0"));
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_dies_in_a_transaction_leaves_nothing(Product product) {
        DataSource source = filled(product);
        StoredAsset before = AssetStore.jdbc(source).find(ID).orElseThrow();
        AtomicBoolean dies = new AtomicBoolean(true);
        AssetStore store = AssetStore.jdbc(Wrapped.of(source, (connection, method, sql) -> {
            if (method.equals("executeUpdate") && sql.contains("genaiops_move") && dies.compareAndSet(true, false)) {
                kill(product, source, connection);
            }
        }));

        assertThatThrownBy(() -> store.move(both("1.0.0", "1.1.0")))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("the database cannot be reached, nothing was written");

        assertThat(store.find(ID)).contains(before);
        store.move(both("1.0.0", "1.1.0"));
        assertThat(store.find(OTHER).orElseThrow().history()).hasSize(2);
    }

    /** Ends the session on the side of the server. */
    private static void kill(Product product, DataSource source, Connection connection) throws SQLException {
        String session = product == Product.H2 ? "select session_id()" : "select pg_backend_pid()";
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(session)) {
            row.next();
            String end = product == Product.H2 ? "call abort_session(%d)" : "select pg_terminate_backend(%d, 5000)";
            TestDatabases.execute(source, end.formatted(row.getInt(1)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_commit_without_an_answer_is_said_to_be_uncertain(Product product) {
        DataSource source = filled(product);
        AssetStore store = AssetStore.jdbc(Wrapped.of(source, (connection, method, sql) -> {
            if (method.equals("commit")) {
                throw new SQLException("to db.example.com:5432", "08006");
            }
        }));
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0")))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot tell whether it was done to move labels of [prompt 'trail-guide']")
                .hasMessageEndingWith("look before you repeat it")
                .hasMessageNotContaining("example.com");
    }

    @ParameterizedTest
    @EnumSource
    void a_serialization_failure_is_tried_again_but_not_for_ever(Product product) {
        DataSource source = filled(product);
        AtomicInteger failures = new AtomicInteger(3);
        AtomicInteger commits = new AtomicInteger();
        AssetStore store = AssetStore.jdbc(Wrapped.of(source, (connection, method, sql) -> {
            if (method.equals("commit")) {
                commits.incrementAndGet();
                if (failures.getAndDecrement() > 0) {
                    throw new SQLException("could not serialize access", "40001");
                }
            }
        }));

        store.move(ID, move("1.0.0", "1.1.0"));
        assertThat(commits).hasValue(4);
        assertThat(store.find(ID).orElseThrow().history()).hasSize(2);

        failures.set(Integer.MAX_VALUE);
        commits.set(0);
        assertThatThrownBy(() -> store.move(ID, move("1.1.0", "1.0.0")))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessage("cannot move labels of [prompt 'trail-guide']: other writers were in the way 20 times, the"
                        + " last time with 'could not serialize access' (SQLState 40001); nothing was written, repeat it"
                        + " later");
        assertThat(commits).hasValue(20);
        assertThat(store.find(ID).orElseThrow().history()).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource
    void no_connection_is_an_error_without_address_and_password(Product product) {
        String address = product == Product.H2
                ? "jdbc:h2:tcp://127.0.0.1:1/secret-name;PASSWORD=secret-word"
                : "jdbc:postgresql://127.0.0.1:1/secret-name?user=secret-user&password=secret-word";
        AssetStore store = AssetStore.jdbc(TestDatabases.at(address));

        assertThatThrownBy(() -> store.find(ID))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot read [prompt 'trail-guide']: the data source gives no connection")
                .hasStackTraceContaining("SQLState")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("secret", "127.0.0.1"));
    }

    private static String trace(Throwable e) {
        StringWriter trace = new StringWriter();
        e.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    @ParameterizedTest
    @EnumSource
    void an_error_never_quotes_the_text_of_a_prompt(Product product) {
        DataSource source = migrated(product);
        TestDatabases.execute(source, "alter table genaiops_version add column owner varchar(9) not null");
        assertThatThrownBy(() -> publish(AssetStore.jdbc(source), "1.0.0", "a private prompt"))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageStartingWith("cannot publish prompt 'trail-guide' 1.0.0: ")
                .satisfies(e -> assertThat(trace(e)).doesNotContain("a private prompt"));
    }

    @ParameterizedTest
    @EnumSource
    void a_row_that_was_edited_is_named(Product product) {
        DataSource source = filled(product);
        AssetStore store = AssetStore.jdbc(source);
        for (String edit : List.of(
                "update genaiops_version set resolved = source",
                "update genaiops_version set locked = '{'",
                "update genaiops_version set published_at = 'today'",
                "update genaiops_version set source = 'md5:1'")) {
            TestDatabases.execute(source, edit);
            assertThatThrownBy(() -> store.find(ID))
                    .isInstanceOf(InvalidAssetException.class)
                    .hasMessageStartingWith("the database has a row of prompt 'trail-guide' that was edited: ")
                    .hasMessageEndingWith("; restore it");
        }
        TestDatabases.execute(source, "insert into genaiops_asset values ('spell', 'x', 1)");
        assertThatThrownBy(() -> store.govern(PRODUCTION))
                .isInstanceOf(InvalidAssetException.class)
                .hasMessageContaining("an asset 'x' of kind 'spell'");
    }
}
