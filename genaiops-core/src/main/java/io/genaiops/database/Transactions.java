package io.genaiops.database;

import java.util.function.Supplier;
import javax.sql.DataSource;

/**
 * Transactions in which several parts of genaiops write together, for example a label and the entry that says who moved it.
 * Two of the same {@link DataSource} object are equal, and what is kept there can be written in one. Thread-safe.
 *
 * @since 0.1
 */
public final class Transactions {

    private final DataSource source;
    private final Attempts attempts;

    private Transactions(DataSource source) {
        this.source = source;
        this.attempts = new Attempts(source);
    }

    /** Returns the transactions on a data source. */
    public static Transactions of(DataSource source) {
        return new Transactions(source);
    }

    /**
     * Does work in one transaction: all that the calling thread writes to the data source through genaiops is there when this
     * returns, durable, or nothing of it if anything fails or the work throws. Within another of the same data source it is a
     * part of that one. What other threads or other data sources do is no part of it.
     *
     * @param what what it is for, after "cannot" in messages
     * @param work may be done several times, each time after what it wrote before was taken back: it must change nothing else
     * @throws io.genaiops.GenAiOpsException if the database fails
     */
    public <T> T run(String what, Supplier<T> work) {
        return isOpen() ? work.get() : attempts.transaction(what, connection -> Joint.run(source, connection, work));
    }

    /** Returns whether the calling thread has one open, so that what it reads here may still be taken back. */
    public boolean isOpen() {
        return Joint.on(source) != null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Transactions that && source == that.source;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(source);
    }

    @Override
    public String toString() {
        return "transactions of a database";
    }
}
