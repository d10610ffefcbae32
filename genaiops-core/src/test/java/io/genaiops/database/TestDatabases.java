package io.genaiops.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Deque;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases for tests: H2, and one PostgreSQL server for the whole test run. */
public final class TestDatabases {

    /** Started by the first test that asks; it ends with the process. */
    private static final class Server {

        static final EmbeddedPostgres RUNNING = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setServerConfig("max_connections", "100")
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static String pooledAddress = "";
    private static Deque<Connection> pool = new ConcurrentLinkedDeque<>();

    private TestDatabases() {}

    /** Returns a data source that keeps connections, until one of another address is asked for. */
    public static synchronized DataSource pooled(String address) {
        if (!pooledAddress.equals(address)) {
            pool.forEach(TestDatabases::close);
            pool = new ConcurrentLinkedDeque<>();
            pooledAddress = address;
        }
        return Wrapped.pooled(at(address), pool);
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the address of an H2 database in memory, the same one for the same name as long as this process runs. */
    public static String memory(String name) {
        return "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
    }

    /** Returns the address of a schema on the PostgreSQL server, the same one for the same name; it is made if need be. */
    public static String postgres(String name) {
        String schema = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String server = Server.RUNNING.getJdbcUrl("postgres", "postgres");
        execute(at(server), "create schema if not exists " + schema);
        return server + "&currentSchema=" + schema;
    }

    /** Returns the data source of an address. */
    public static DataSource at(String address) {
        if (address.startsWith("jdbc:h2:")) {
            JdbcDataSource h2 = new JdbcDataSource();
            h2.setUrl(address);
            h2.setUser("sa");
            h2.setPassword("");
            return h2;
        }
        PGSimpleDataSource postgres = new PGSimpleDataSource();
        postgres.setUrl(address);
        return postgres;
    }

    /** Executes statements, each on its own. */
    public static void execute(DataSource source, String... statements) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
