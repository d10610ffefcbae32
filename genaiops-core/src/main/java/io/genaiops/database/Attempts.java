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
 * Does work on a connection of its own, which goes back in the state it came in. What other writers were in the way of is
 * tried again, at most {@value #MOST} times. Thread-safe.
 */
final class Attempts {

    static final int MOST = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final long LONGEST_PAUSE_MILLIS = 64;

    private final DataSource source;
    private volatile boolean forces;

    Attempts(DataSource source) {
        this.source = Objects.requireNonNull(source, "dataSource");
    }

    /** Returns whether this is H2; what is neither H2 nor PostgreSQL is refused. */
    static boolean isH2(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (product.equals("H2") || product.equals("PostgreSQL")) {
            return product.equals("H2");
        }
        throw new GenAiOpsException("the database must be PostgreSQL or H2; found: " + product);
    }

    /** Reads, and ends the transaction that came of it. */
    <T> T read(String what, SqlWork<T> query) {
        return attempts(what, connection -> {
            try {
                return query.on(connection);
            } finally {
                if (!connection.getAutoCommit()) {
                    quietly("end the transaction of", connection::rollback);
                }
            }
        });
    }

    /** Writes all of it, or nothing if anything fails or the work throws. It is durable when the method returns. */
    <T> T transaction(String what, SqlWork<T> work) {
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
                if (attempt == MOST) {
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

    private <T> T transaction(String what, Connection connection, SqlWork<T> work) throws SQLException {
        boolean auto = connection.getAutoCommit();
        if (auto) {
            connection.setAutoCommit(false);
        }
        try {
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
