package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.OTHER;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.REMOVAL;
import static io.genaiops.store.Published.both;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;
import static io.genaiops.store.Published.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.database.TestDatabases;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the user of a database has to be granted. */
class JdbcRightsTest {

    @TempDir
    private Path folder;

    private DataSource filled(Kind kind) {
        AssetStore store = kind.open(folder);
        for (AssetId id : List.of(ID, OTHER)) {
            publish(store, id, "1.0.0", "a");
            publish(store, id, "1.1.0", "b");
        }
        store.move(both(null, "1.0.0"));
        String name = folder.getFileName().toString();
        return TestDatabases.at(kind == Kind.H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
    }

    @ParameterizedTest
    @EnumSource(names = {"H2", "POSTGRES"})
    void a_user_without_rights_reads_and_is_told_what_writing_needs(Kind kind) {
        DataSource source = filled(kind);
        AssetStore store = AssetStore.jdbc(userWith(source, kind, "select on all tables"));

        assertThat(store.find(ID)).isPresent();
        assertThatThrownBy(() -> store.move(ID, move("1.0.0", "1.1.0")))
                .isExactlyInstanceOf(GenAiOpsException.class)
                .hasMessageContaining("grant the user of the data source select, insert, update and delete");
    }

    @Test
    void the_rights_that_the_docs_name_are_enough() {
        DataSource source = filled(Kind.POSTGRES);
        AssetStore store = AssetStore.jdbc(userWith(
                source,
                Kind.POSTGRES,
                "select, insert, update, delete on genaiops_schema, genaiops_asset, genaiops_version,"
                        + " genaiops_label, genaiops_move, genaiops_governed"));

        publish(store, AssetId.prompt("new"), "1.0.0", "a");
        store.move(both("1.0.0", "1.1.0"));
        store.delete(ID, version("1.0.0"), REMOVAL);
        store.govern(PRODUCTION);
        assertThat(store.governed()).containsExactly(PRODUCTION);
    }

    /** Makes a user who may connect and do this. */
    private DataSource userWith(DataSource source, Kind kind, String right) {
        String name = folder.getFileName().toString();
        String user = "user_" + name.replaceAll("\\W", "").toLowerCase(Locale.ROOT);
        TestDatabases.execute(source, "create user " + user + " password 'x'");
        if (kind == Kind.H2) {
            TestDatabases.execute(source, "grant select on schema public to " + user);
            return as(user, "jdbc:h2:mem:" + name);
        }
        String address = TestDatabases.postgres(name);
        String schema = address.substring(address.indexOf("currentSchema=") + 14);
        TestDatabases.execute(
                source,
                "grant usage on schema " + schema + " to " + user,
                "grant " + right.replace("all tables", "all tables in schema " + schema) + " to " + user);
        return as(user, address);
    }

    private static DataSource as(String user, String address) {
        if (address.startsWith("jdbc:h2:")) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setUrl(address);
            h2.setUser(user);
            h2.setPassword("x");
            return h2;
        }
        return TestDatabases.at(address.replace("user=postgres", "user=" + user) + "&password=x");
    }
}
