package io.genaiops.audit;

import io.genaiops.ledger.Ledger;
import io.genaiops.pseudonym.Pseudonyms;
import java.util.List;

/**
 * Keeps what governance does to labels, beside the store that keeps where they are. It only grows. Implementations are
 * thread-safe; what several processes share must keep one order for all of them.
 *
 * @since 0.1
 */
public interface MoveRecord {

    /** Returns an empty record in memory. It ends with the process: labels moved by an earlier one are taken as they are. */
    static MoveRecord memory() {
        return new MemoryMoveRecord();
    }

    /**
     * Returns the record in a ledger, which shows afterwards whether anything in it was changed. Persons are kept by their
     * pseudonyms; one who was erased is read as the pseudonym. A move is announced, made and confirmed: three steps, of which
     * recovery completes what a process left undone.
     */
    static MoveRecord ledger(Ledger ledger, Pseudonyms pseudonyms) {
        return new LedgerMoveRecord(ledger, pseudonyms);
    }

    /** Adds an entry. It is durable when this returns. */
    void append(MoveEntry entry);

    /** Returns every entry, oldest first. */
    List<MoveEntry> entries();

    /**
     * Has a move made that was announced, and keeps that it was meant. Unless an implementation can write both in one
     * transaction, the intent is durable before the move is made; what became of it is added afterwards by the caller.
     *
     * @param move makes the move; what it throws is thrown on
     */
    default void around(MoveEntry.Intent intent, Runnable move) {
        append(intent);
        move.run();
    }
}
