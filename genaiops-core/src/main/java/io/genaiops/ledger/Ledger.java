package io.genaiops.ledger;

import io.genaiops.database.Transactions;
import io.genaiops.disk.LineReader;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * A list of entries that only grows. Each entry holds the hash of the one before, and groups of them are signed, so that
 * {@link #verify} finds what was edited, deleted, inserted or moved. What it cannot find without a checkpoint that is kept
 * elsewhere is told by {@code docs/ledger.md}. Thread-safe; several processes may write to one ledger.
 *
 * @since 0.1
 */
public interface Ledger extends AutoCloseable {

    /** Keeps a ledger in files of a directory, unsigned. */
    static Ledger directory(Path folder) {
        return directory(folder, LedgerSettings.builder().build());
    }

    /** Keeps a ledger in files of a directory. It is made when the first entry is written. */
    static Ledger directory(Path folder, LedgerSettings settings) {
        return new DirectoryLedger(folder, settings);
    }

    /** Keeps a ledger in a database of {@link #migrate}. */
    static JdbcLedger jdbc(DataSource source, LedgerSettings settings) {
        return new JdbcLedger(source, settings);
    }

    /** Makes the tables in a database of PostgreSQL or H2, where they are not there yet. */
    static void migrate(DataSource source) {
        JdbcLedger.MIGRATIONS.apply(source);
    }

    /**
     * Verifies what {@link #export} wrote, wherever it is now.
     *
     * @param settings whose keys are trusted, and after how many entries there is a checkpoint
     * @param anchors lines of {@link #checkpoint} that were kept elsewhere
     * @throws IllegalArgumentException if an anchor is no such line
     */
    static Verification verifyExport(InputStream export, LedgerSettings settings, String... anchors) {
        LineChain chain = LedgerLines.chain(settings, 0, anchors);
        try (LineReader lines = new LineReader(export, EntryLine.LONGEST)) {
            LedgerLines.read(chain, "export", lines);
            if (!chain.isBroken() && lines.to() > lines.from()) {
                chain.broken("export", lines.number(), "the export ends within a line");
            }
            return chain.end("export");
        } catch (IOException e) {
            throw LedgerLines.failed("read the export", e);
        }
    }

    /**
     * Writes an entry. It is durable when the method returns; threads that write at the same time share one force of the disk.
     *
     * @throws IllegalArgumentException if it is longer than 32 KiB as a line
     * @throws io.genaiops.GenAiOpsException if it could not be written, or the end of the ledger was edited
     */
    LedgerEntry append(LedgerDraft draft);

    /**
     * Reads entries in their order, as they are read from where they are. Each must be a whole entry; whether it is the one
     * that was written is asked with {@link #verify}. Close the stream.
     */
    Stream<LedgerEntry> entries(LedgerQuery query);

    /**
     * Signs what is there, writes that as an entry, and returns it for a place that those who write the ledger cannot reach.
     * Of a ledger without a key it is not signed and not written.
     */
    Checkpoint checkpoint();

    /**
     * Verifies all that is there.
     *
     * @param anchors lines of {@link #checkpoint} that were kept elsewhere
     * @throws IllegalArgumentException if an anchor is no such line
     */
    Verification verify(String... anchors);

    /** Writes all entries as JSON Lines, the bytes that were hashed, and returns how many. It does not close the stream. */
    long export(OutputStream target);

    /**
     * Drops the entries up to a number, that one included. An entry of kind {@link EntryKind#RETENTION} says so, with a signed
     * proof of what the last of them was; all that is left still verifies.
     *
     * @param through the number of the last entry to drop, less than the number of the last entry
     * @param by who does it
     * @param why the rule that asks for it
     * @throws io.genaiops.GenAiOpsException if the ledger is not intact: what is broken is evidence
     */
    LedgerEntry drop(long through, Pseudonym by, String why);

    /**
     * Signs with another key from now on. The key before signs the announcement, if there was one.
     *
     * @throws io.genaiops.GenAiOpsException if this ledger was not given the key in force
     */
    void rotate(SigningKey next);

    /** Returns all entries of any of the kinds; for kinds that are rare. */
    default List<LedgerEntry> entries(String... kinds) {
        try (Stream<LedgerEntry> entries = entries(LedgerQuery.all().kinds(kinds))) {
            return entries.toList();
        }
    }

    /**
     * Returns the transactions that entries are written in, if the ledger is in a database. What else is kept there can be
     * written in one with an entry.
     */
    default Optional<Transactions> transactions() {
        return Optional.empty();
    }

    /** Releases what the ledger holds. */
    @Override
    void close();
}
