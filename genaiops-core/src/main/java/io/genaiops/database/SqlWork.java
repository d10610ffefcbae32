package io.genaiops.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What is done on a connection. It may be done several times, each time in a transaction that begins anew, so it changes
 * nothing but the database.
 *
 * @param <T> what it gives
 * @since 0.1
 */
@FunctionalInterface
public interface SqlWork<T> {

    /** Does it; neither commits, rolls back nor closes. */
    T on(Connection connection) throws SQLException;
}
