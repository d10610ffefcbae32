package io.genaiops.ledger;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.pseudonym.Pseudonym;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;

/**
 * An entry of a ledger. Immutable.
 *
 * @since 0.1
 */
public final class LedgerEntry {

    private final long sequence;
    private final Instant time;
    private final LedgerDraft draft;
    private final String line;

    LedgerEntry(long sequence, Instant time, LedgerDraft draft, String line) {
        this.sequence = sequence;
        this.time = time;
        this.draft = draft;
        this.line = line;
    }

    /** Returns its number; the first is 1 and none is left out. */
    public long sequence() {
        return sequence;
    }

    /** Returns when it was written, as the clock of the writer said, in microseconds. */
    public Instant time() {
        return time;
    }

    /** Returns its kind, see {@link EntryKind}. */
    public String kind() {
        return draft.kind();
    }

    /** Returns who did it, if a person did. */
    public Optional<Pseudonym> actor() {
        return draft.actor();
    }

    /** Returns which asset it is about, if it is about one. */
    public Optional<AssetId> asset() {
        return draft.asset();
    }

    /** Returns which version it is about, if it is about one. */
    public Optional<Version> version() {
        return draft.version();
    }

    /** Returns its digests by their names. */
    public SortedMap<String, Digest> digests() {
        return draft.digests();
    }

    /** Returns its values by their names. */
    public SortedMap<String, String> data() {
        return draft.data();
    }

    /** Returns the hash of the entry before it; of the first it is 64 zeros. */
    public Digest previous() {
        return Digest.parse("sha256:" + EntryLine.previousOf(line));
    }

    /** Returns its own hash: of the line before the hash. */
    public Digest hash() {
        return Digest.parse("sha256:" + EntryLine.hashOf(line));
    }

    /** Returns the line as it stands in the ledger. */
    public String line() {
        return line;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LedgerEntry entry && line.equals(entry.line);
    }

    @Override
    public int hashCode() {
        return line.hashCode();
    }

    @Override
    public String toString() {
        return line;
    }
}
