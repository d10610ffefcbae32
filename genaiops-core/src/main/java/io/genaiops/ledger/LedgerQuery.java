package io.genaiops.ledger;

import io.genaiops.asset.AssetId;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are read; each method narrows it. Immutable.
 *
 * @since 0.1
 */
public final class LedgerQuery {

    private static final LedgerQuery ALL = new LedgerQuery(1, Long.MAX_VALUE, Instant.MIN, Instant.MAX, Set.of(), null);

    private final long first;
    private final long last;
    private final Instant from;
    private final Instant before;
    private final Set<String> kinds;
    private final @Nullable AssetId asset;

    private LedgerQuery(
            long first, long last, Instant from, Instant before, Set<String> kinds, @Nullable AssetId asset) {
        this.first = first;
        this.last = last;
        this.from = from;
        this.before = before;
        this.kinds = kinds;
        this.asset = asset;
    }

    /** Returns all entries. */
    public static LedgerQuery all() {
        return ALL;
    }

    /** Returns the entries with these numbers, both included. */
    public LedgerQuery sequences(long firstNumber, long lastNumber) {
        if (firstNumber < 1 || lastNumber < firstNumber) {
            throw new IllegalArgumentException(
                    "numbers must go from 1 or more upwards; found: " + firstNumber + " to " + lastNumber);
        }
        return new LedgerQuery(firstNumber, lastNumber, from, before, kinds, asset);
    }

    /** Returns the entries from a time on and before another. */
    public LedgerQuery between(Instant start, Instant end) {
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException(
                    "the first time must be before the second; found: " + start + ", " + end);
        }
        return new LedgerQuery(first, last, start, end, kinds, asset);
    }

    /** Returns the entries of any of these kinds. */
    public LedgerQuery kinds(String... anyOf) {
        Set<String> wanted = new TreeSet<>();
        for (String kind : anyOf) {
            wanted.add(EntryKind.require(kind));
        }
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("expected at least one kind; found none");
        }
        return new LedgerQuery(first, last, from, before, Set.copyOf(wanted), asset);
    }

    /** Returns the entries about an asset. */
    public LedgerQuery about(AssetId id) {
        return new LedgerQuery(first, last, from, before, kinds, Objects.requireNonNull(id, "id"));
    }

    long first() {
        return first;
    }

    long last() {
        return last;
    }

    boolean matches(LedgerEntry entry) {
        return entry.sequence() >= first
                && entry.sequence() <= last
                && !entry.time().isBefore(from)
                && entry.time().isBefore(before)
                && (kinds.isEmpty() || kinds.contains(entry.kind()))
                && (asset == null || entry.asset().filter(asset::equals).isPresent());
    }
}
