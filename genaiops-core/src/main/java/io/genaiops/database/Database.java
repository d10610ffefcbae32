package io.genaiops.database;

import io.genaiops.GenAiOpsException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A PostgreSQL or H2 database with the tables of one part of genaiops. Every piece of work has a connection of its own, from
 * a pool or not, which goes back in the state it came in. What other writers were in the way of is tried again, at most
 * {@value #ATTEMPTS} times. Thread-safe.
 *
 * @since 0.1
 */
public final class Database {

    static final int ATTEMPTS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long LONGEST_PAUSE_MILLIS = 64;

    private final DataSource source;
    private final Migrations migrations;
    private volatile boolean checked;
    private volatile boolean forces;

    private Database(DataSource source, Migrations migrations, boolean checked) {
        this.source = Objects.requireNonNull(source, "dataSource");
        this.migrations = Objects.requireNonNull(migrations, "migrations");
        this.checked = checked;
    }

    /** Returns the database behind a data source. It is asked at first use whether the tables are there. */
    public static Database of(DataSource source, Migrations migrations) {
        return new Database(source, migrations, false);
    }

    /** Returns the database behind a data source, whatever tables it has. */
    static Database unchecked(DataSource source, Migrations migrations) {
        return new Database(source, migrations, true);
    }

    /** Returns whether this is H2; what is neither H2 nor PostgreSQL is refused. */
    static boolean isH2(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("H2") || product.equals("PostgreSQL")) {
            return product.equals("H2");
        }
        throw new GenAiOpsException("the database must be PostgreSQL or H2; found: " + product);
    }

    /**
     * Reads. One statement sees one consistent state; several may see several.
     *
     * @param what what it is for, after "cannot" in messages
     * @throws GenAiOpsException if the database fails, or its tables are absent or of another version
     */
    public <T> T read(String what, SqlWork<T> query) {
        return attempts(what, connection -> {
            try {
                require(connection);
                return query.on(connection);
            } finally {
                if (!connection.getAutoCommit()) {
                    quietly("end the transaction of", connection::rollback);
                }
            }
        });
    }

    /**
     * Writes in one transaction: all of it, or nothing if anything fails or the work throws. It is durable when the method
     * returns.
     *
     * @param what what it is for, after "cannot" in messages
     * @throws GenAiOpsException if the database fails, or its tables are absent or of another version
     */
    public <T> T write(String what, SqlWork<T> work) {
        return attempts(what, connection -> transaction(what, connection, work));
    }

    private <T> T attempts(String what, SqlWork<T> work) {
        for (int attempt = 1; ; attempt++) {
            Connection connection = open(what);
            try {
                return work.on(connection);
            } catch (SQLException e) {
                if (!SqlFailure.isContention(e)) {
                    throw SqlFailure.failed(what, e);
                }
                if (attempt == ATTEMPTS) {
                    throw SqlFailure.contended(what, attempt, e);
                }
            } finally {
                quietly("close", connection::close);
            }
            pause(attempt);
        }
    }

    private Connection open(String what) {
        try {
            return source.getConnection();
        } catch (SQLException | RuntimeException e) {
            throw SqlFailure.noConnection(what, e);
        }
    }

    private void require(Connection connection) throws SQLException {
        if (!checked) {
            migrations.require(connection);
            checked = true;
        }
    }

    private <T> T transaction(String what, Connection connection, SqlWork<T> work) throws SQLException {
        boolean auto = connection.getAutoCommit();
        if (auto) {
            connection.setAutoCommit(false);
        }
        try {
            require(connection);
            requireThatItForces(connection);
            T result = work.on(connection);
            commit(what, connection);
            return result;
        } catch (SQLException | RuntimeException | Error e) {
            quietly("roll back", connection::rollback);
            throw e;
        } finally {
            if (auto) {
                quietly("switch back", () -> connection.setAutoCommit(true));
            }
        }
    }

    private static void commit(String what, Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            if (SqlFailure.isUnreachable(e)) {
                throw SqlFailure.uncertain(what, e);
            }
            throw e;
        }
        try {
            force(connection);
        } catch (SQLException e) {
            throw SqlFailure.uncertain(what, e);
        }
    }

    /** A commit of H2 reaches the disk half a second later, and a process that is killed before that loses it. */
    private static void force(Connection connection) throws SQLException {
        if (isH2(connection)) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("checkpoint sync");
            }
        }
    }

    /** Fails before the first write rather than after it where the user may not force. */
    private void requireThatItForces(Connection connection) throws SQLException {
        if (!forces) {
            force(connection);
            forces = true;
        }
    }

    private interface Step {

        void run() throws SQLException;
    }

    /** What was done is done, and what failed has failed: how the connection goes back changes neither. */
    private static void quietly(String step, Step action) {
        try {
            action.run();
        } catch (SQLException e) {
            LOG.atLevel(SqlFailure.isUnreachable(e) ? Level.DEBUG : Level.WARN)
                    .log("could not {} a database connection: SQLState {}", step, e.getSQLState());
        }
    }

    private static void pause(int attempt) {
        long most = Math.min(LONGEST_PAUSE_MILLIS, 1L << Math.min(attempt, 6));
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(most)) + 1);
    }
}
