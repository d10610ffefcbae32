package io.genaiops.database;

import io.genaiops.GenAiOpsException;
import java.sql.SQLException;
import java.util.Set;

/**
 * Says what a failure of the database means. What a driver says of a connection names its address, and after the first line
 * PostgreSQL quotes the row: neither is repeated.
 */
final class SqlFailure {

    /** Serialization failure. */
    static final String TRY_AGAIN = "40001";

    /** Serialization failure, deadlock, lock timeout (PostgreSQL, H2), and a row that another writer put there first. */
    private static final Set<String> CONTENTION = Set.of(TRY_AGAIN, "40P01", "55P03", "HYT00", "23505");

    /** Of H2: no connection, the database is closed, its file is in use or broken. */
    private static final Set<String> UNREACHABLE_H2 =
            Set.of("90020", "90028", "90030", "90031", "90046", "90067", "90098", "90121", "90135");

    private static final Set<String> NO_RIGHT = Set.of("42501", "90040", "90096");

    private SqlFailure() {}

    /** Returns whether the same transaction may succeed if it is tried again. */
    static boolean isContention(SQLException e) {
        return CONTENTION.contains(state(e));
    }

    /** Returns whether the connection is gone, so that nobody knows whether what was under way was done. */
    static boolean isUnreachable(SQLException e) {
        String state = state(e);
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.startsWith("53")
                || UNREACHABLE_H2.contains(state);
    }

    static GenAiOpsException noConnection(String what, Exception e) {
        return new GenAiOpsException(
                "cannot " + what + ": the data source gives no connection to the database (" + name(e)
                        + "); check that the database runs, and address, user and password of the data source",
                copy(e, name(e)));
    }

    static GenAiOpsException failed(String what, SQLException e) {
        SQLException plain = plain(e);
        return new GenAiOpsException("cannot " + what + ": " + plain.getMessage() + hint(e), plain);
    }

    static GenAiOpsException uncertain(String what, SQLException e) {
        SQLException plain = plain(e);
        return new GenAiOpsException(
                "cannot tell whether it was done to " + what + ": the database did not answer the commit ("
                        + plain.getMessage() + "); look before you repeat it",
                plain);
    }

    static GenAiOpsException contended(String what, int attempts, SQLException e) {
        SQLException plain = plain(e);
        return new GenAiOpsException(
                "cannot " + what + ": other writers were in the way " + attempts + " times, the last time with '"
                        + plain.getMessage() + "' (SQLState " + state(e) + "); nothing was written, repeat it later",
                plain);
    }

    private static String hint(SQLException e) {
        if (isUnreachable(e)) {
            return "; the database cannot be reached, nothing was written";
        }
        return NO_RIGHT.contains(state(e))
                ? "; grant the user of the data source select, insert, update and delete on the tables genaiops_…, and"
                        + " on H2 make it an administrator, who may force data to disk"
                : "; nothing was written";
    }

    /** Returns the failure with the first line of its words, or none of them if they may name an address. */
    private static SQLException plain(SQLException e) {
        String words = String.valueOf(e.getMessage());
        boolean mayNameAddress = isUnreachable(e) || words.contains("jdbc:");
        return copy(e, mayNameAddress ? name(e) : words.lines().findFirst().orElseGet(() -> name(e)));
    }

    private static SQLException copy(Exception e, String words) {
        SQLException copy = e instanceof SQLException sql
                ? new SQLException(words, sql.getSQLState(), sql.getErrorCode())
                : new SQLException(words);
        copy.setStackTrace(e.getStackTrace());
        return copy;
    }

    private static String name(Exception e) {
        return e.getClass().getSimpleName()
                + (e instanceof SQLException sql ? ", SQLState " + state(sql) + ", code " + sql.getErrorCode() : "");
    }

    private static String state(SQLException e) {
        return String.valueOf(e.getSQLState());
    }
}
