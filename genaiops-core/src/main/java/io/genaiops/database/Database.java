package io.genaiops.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/**
 * A PostgreSQL or H2 database with the tables of one part of genaiops. Every piece of work has a connection of its own, from
 * a pool or not, which goes back in the state it came in. What other writers were in the way of is tried again, at most 20
 * times. On a thread that has {@link Transactions} of the same data source open, work is a part of them instead.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class Database {

    private final DataSource source;
    private final Attempts attempts;
    private final Migrations migrations;
    private volatile boolean checked;

    private Database(DataSource source, Migrations migrations, boolean checked) {
        this.source = source;
        this.attempts = new Attempts(source);
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

    /** Returns the transactions on the same data source, in which other parts may take part. */
    public Transactions transactions() {
        return Transactions.of(source);
    }

    /**
     * Reads. One statement sees one consistent state; several may see several.
     *
     * @param what what it is for, after "cannot" in messages
     * @throws io.genaiops.GenAiOpsException if the database fails, or its tables are absent or of another version
     */
    public <T> T read(String what, SqlWork<T> query) {
        SqlWork<T> checking = checking(query);
        Joint joint = Joint.on(source);
        return joint == null ? attempts.read(what, checking) : joint.read(what, checking);
    }

    /**
     * Writes in one transaction: all of it, or nothing if anything fails or the work throws. It is durable when the method
     * returns, or when the transaction ends that it is a part of.
     *
     * @param what what it is for, after "cannot" in messages
     * @throws io.genaiops.GenAiOpsException if the database fails, or its tables are absent or of another version
     */
    public <T> T write(String what, SqlWork<T> work) {
        SqlWork<T> checking = checking(work);
        Joint joint = Joint.on(source);
        return joint == null ? attempts.transaction(what, checking) : joint.write(what, checking);
    }

    private <T> SqlWork<T> checking(SqlWork<T> work) {
        return connection -> {
            require(connection);
            return work.on(connection);
        };
    }

    private void require(Connection connection) throws SQLException {
        if (!checked) {
            migrations.require(connection);
            checked = true;
        }
    }
}
