package io.genaiops.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A transaction that the calling thread has open, of which all is a part that the thread reads and writes there. For one
 * thread.
 */
final class Joint {

    private static final ThreadLocal<Joint> INNERMOST = new ThreadLocal<>();

    private final DataSource source;
    private final Connection connection;
    private final @Nullable Joint outer;
    private @Nullable SQLException failure;

    private Joint(DataSource source, Connection connection) {
        this.source = source;
        this.connection = connection;
        this.outer = INNERMOST.get();
    }

    /** Returns the transaction that the calling thread has open on a data source, or {@code null} if it has none. */
    static @Nullable Joint on(DataSource source) {
        Joint joint = INNERMOST.get();
        while (joint != null && joint.source != source) {
            joint = joint.outer;
        }
        return joint;
    }

    /**
     * Does work whose parts use this connection.
     *
     * @throws SQLException if a part failed, also if the work went on: nothing may be committed then
     */
    static <T> T run(DataSource source, Connection connection, Supplier<T> work) throws SQLException {
        Joint joint = new Joint(source, connection);
        INNERMOST.set(joint);
        try {
            T result = work.get();
            joint.requireWhole();
            return result;
        } catch (RuntimeException e) {
            // What others were in the way of is tried again, whatever the work made of it.
            if (joint.failure != null && SqlFailure.isContention(joint.failure)) {
                throw joint.failure;
            }
            throw e;
        } finally {
            joint.leave();
        }
    }

    private void leave() {
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
        }
    }

    private void requireWhole() throws SQLException {
        if (failure != null) {
            throw failure;
        }
    }

    <T> T read(String what, SqlWork<T> query) {
        try {
            requireWhole();
            return query.on(connection);
        } catch (SQLException e) {
            failure = e;
            throw SqlFailure.failed(what, e);
        }
    }

    /** Writes all of a part or, if its work throws, nothing of it; the other parts stay. */
    <T> T write(String what, SqlWork<T> work) {
        return read(what, on -> {
            Savepoint before = on.setSavepoint();
            T result;
            try {
                result = work.on(on);
            } catch (RuntimeException | Error e) {
                takeBack(before, e);
                throw e;
            }
            on.releaseSavepoint(before);
            return result;
        });
    }

    private void takeBack(Savepoint before, Throwable why) throws SQLException {
        try {
            connection.rollback(before);
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw e;
        }
    }
}
