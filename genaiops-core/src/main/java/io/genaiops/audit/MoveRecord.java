package io.genaiops.audit;

import io.genaiops.database.Transactions;
import io.genaiops.ledger.Ledger;
import io.genaiops.pseudonym.Pseudonyms;
import java.util.List;
import java.util.Optional;

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
     * pseudonyms; one who was erased is read as the pseudonym.
     */
    static MoveRecord ledger(Ledger ledger, Pseudonyms pseudonyms) {
        return new LedgerMoveRecord(ledger, pseudonyms);
    }

    /** Adds an entry. It is durable when this returns. */
    void append(MoveEntry entry);

    /** Returns every entry, oldest first. */
    List<MoveEntry> entries();

    /**
     * Returns the transactions that entries are written in, if they are kept in a database. Where the store of the labels has
     * the same, governance writes a move and its entries in one. Elsewhere a move is announced, made and confirmed: three
     * steps, of which recovery completes what a process left undone.
     */
    default Optional<Transactions> transactions() {
        return Optional.empty();
    }
}
