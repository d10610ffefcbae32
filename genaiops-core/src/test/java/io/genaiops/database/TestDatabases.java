package io.genaiops.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGConnectionPoolDataSource;
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

    private static final int CONNECTIONS = 60;

    private static String pooledAddress = "";
    private static @Nullable JdbcConnectionPool pool;

    private TestDatabases() {}

    /**
     * Returns the data source of an address as a host has it: connections to PostgreSQL are kept, until one of another
     * address is asked for.
     */
    public static synchronized DataSource pooled(String address) {
        if (address.startsWith("jdbc:h2:")) {
            return at(address);
        }
        JdbcConnectionPool kept = pool;
        if (kept == null || !pooledAddress.equals(address)) {
            if (kept != null) {
                kept.dispose();
            }
            PGConnectionPoolDataSource postgres = new PGConnectionPoolDataSource();
            postgres.setUrl(address);
            kept = JdbcConnectionPool.create(postgres);
            kept.setMaxConnections(CONNECTIONS);
            pool = kept;
            pooledAddress = address;
        }
        return kept;
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

    /** Returns the data source of an address, with a connection of its own for each that is asked for. */
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
