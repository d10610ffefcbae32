package io.genaiops.ledger;

import io.genaiops.ledger.Verification.Break;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.TrustedKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** What the ledger writes about itself, and whether it fits: where it begins, who signs, what was dropped. */
final class LedgerMarks {

    private static final int MOST_PENDING = 1024;

    /** A checkpoint of the ledger and where it stands. */
    private record Signed(Checkpoint checkpoint, String place, long line) {}

    private final TrustedKeys trusted;
    private final int checkpointEvery;
    private String ledger = "";
    private @Nullable String key;
    private String announced = "";
    private String beforeFirst = "";
    private long start;

    /** The entries that say what was dropped, and up to which number each says it. */
    private final NavigableMap<Long, Long> dropped = new TreeMap<>();

    private long lastCheckpoint;
    private long signedThrough;
    private long unchecked;
    private boolean keyChanged;

    /** Checkpoints whose signatures are not checked yet. The last one covers all before it, so it is checked first. */
    private final List<Signed> pending = new ArrayList<>();

    LedgerMarks(TrustedKeys trusted, int checkpointEvery) {
        this.trusted = trusted;
        this.checkpointEvery = checkpointEvery;
    }

    void begin(long sequence, String previous) {
        start = sequence;
        beforeFirst = previous;
    }

    String beforeFirst() {
        return beforeFirst;
    }

    long signedThrough() {
        return signedThrough;
    }

    /** Returns what is wrong with an entry of the ledger's own kinds; its hash and its place are right. */
    @Nullable
    String problem(String place, long number, byte[] line, long sequence, LongFunction<String> hashes) {
        LedgerEntry entry;
        try {
            entry = EntryLine.parse(line).entry();
        } catch (IllegalArgumentException e) {
            return "expected an entry of the ledger's own; found something else under a hash that fits: "
                    + e.getMessage();
        }
        if ((sequence == 1) != entry.kind().equals(EntryKind.OPENED)) {
            return "expected an entry of kind " + EntryKind.OPENED + " at 1 and nowhere else; found " + entry.kind();
        }
        return switch (entry.kind()) {
            case EntryKind.OPENED, EntryKind.SEGMENT -> began(entry);
            case EntryKind.KEY -> {
                announced = value(entry, "key");
                yield null;
            }
            case EntryKind.CHECKPOINT -> signed(place, number, entry, hashes);
            case EntryKind.RETENTION -> dropped(entry);
            case EntryKind.RECOVERED -> null;
            default -> "expected a kind that this version knows; found " + entry.kind() + ": take a newer genaiops";
        };
    }

    private static String value(LedgerEntry entry, String name) {
        return entry.data().getOrDefault(name, "");
    }

    private @Nullable String began(LedgerEntry entry) {
        String of = value(entry, "ledger");
        if (!ledger.isEmpty() && !ledger.equals(of)) {
            return "expected ledger " + ledger + "; found ledger " + of;
        }
        String in = value(entry, "key");
        if (key != null && !key.equals(in) && !announced.equals(in)) {
            return "key '" + in + "' comes into force instead of '" + key + "', and no entry announces it";
        }
        keyChanged = key != null && !key.equals(in);
        ledger = of;
        key = in;
        return null;
    }

    private @Nullable String signed(String place, long number, LedgerEntry entry, LongFunction<String> hashes) {
        Checkpoint checkpoint;
        try {
            checkpoint = Checkpoint.parse(value(entry, "checkpoint"));
        } catch (IllegalArgumentException e) {
            return "its checkpoint is none: " + e.getMessage();
        }
        String signer = checkpoint.key().orElse("");
        String uncovered = uncovered(checkpoint, entry.sequence(), hashes);
        if (uncovered != null) {
            return uncovered;
        }
        if (signer.isEmpty() || (key != null && !key.equals(signer))) {
            return "its checkpoint must be signed by the key in force, '" + key + "'; found: '" + signer + "'";
        }
        String flaw = flawButForSignature(checkpoint);
        if (flaw != null) {
            return flaw;
        }
        ledger = checkpoint.ledger();
        lastCheckpoint = entry.sequence();
        if (trusted.isEmpty()) {
            unchecked++;
        } else {
            pending.add(new Signed(checkpoint, place, number));
        }
        return null;
    }

    /** Each checkpoint covers the one before it, so that the last one vouches for all. What was dropped cannot be compared. */
    private @Nullable String uncovered(Checkpoint checkpoint, long at, LongFunction<String> hashes) {
        long covered = checkpoint.sequence();
        if (covered >= at || covered < lastCheckpoint) {
            return "its checkpoint must cover an entry from " + Math.max(1, lastCheckpoint) + " to " + (at - 1)
                    + ", after the checkpoint before it; found: " + covered;
        }
        if (covered < start - 1) {
            return null;
        }
        String hash = covered == start - 1 ? beforeFirst : hashes.apply(covered);
        return LedgerLines.digits(checkpoint).equals(hash)
                ? null
                : "its checkpoint does not cover entry " + covered + " as it stands here";
    }

    /** Returns whether the signatures that wait are to be checked: they are many, or another key signs from here on. */
    boolean isFull() {
        return keyChanged || pending.size() >= MOST_PENDING;
    }

    /** Checks the signatures that wait; returns the first that is wrong. */
    @Nullable
    Break checkSignatures() {
        List<Signed> unchecked = List.copyOf(pending);
        pending.clear();
        keyChanged = false;
        if (!unchecked.isEmpty() && flaw(unchecked.get(unchecked.size() - 1).checkpoint()) != null) {
            for (Signed signed : unchecked) {
                String flaw = flaw(signed.checkpoint());
                if (flaw != null) {
                    return new Break(signed.checkpoint().sequence() + 1, signed.place(), signed.line(), flaw);
                }
                signed(signed.checkpoint());
            }
        }
        if (!unchecked.isEmpty()) {
            signed(unchecked.get(unchecked.size() - 1).checkpoint());
        }
        return null;
    }

    private void signed(Checkpoint checkpoint) {
        if (checkpoint.sequence() >= start - 1) {
            signedThrough = checkpoint.sequence();
        }
    }

    /** Returns what is wrong with a checkpoint, whatever it covers. */
    @Nullable
    String flaw(Checkpoint checkpoint) {
        String flaw = flawButForSignature(checkpoint);
        if (flaw != null || trusted.isEmpty() || checkpoint.key().isEmpty() || checkpoint.isSignedBy(trusted)) {
            return flaw;
        }
        return "the signature of the checkpoint is not by key '"
                + checkpoint.key().orElse("") + "': it was edited, or another key has that id";
    }

    private @Nullable String flawButForSignature(Checkpoint checkpoint) {
        if (!ledger.isEmpty() && !checkpoint.ledger().equals(ledger)) {
            return "the checkpoint is of ledger " + checkpoint.ledger() + "; this is ledger " + ledger;
        }
        String signer = checkpoint.key().orElse("");
        return trusted.isEmpty() || signer.isEmpty() || trusted.find(signer).isPresent()
                ? null
                : "the checkpoint is signed by key '" + signer + "', which is not trusted; trusted are "
                        + trusted.ids();
    }

    private @Nullable String dropped(LedgerEntry entry) {
        try {
            Checkpoint proof = Checkpoint.parse(value(entry, "proof"));
            String flaw = flaw(proof);
            if (flaw != null) {
                return "what it says was dropped has no proof: " + flaw;
            }
            if (proof.key().isEmpty() && key != null && !key.isEmpty()) {
                return "what it says was dropped has no proof: that is not signed, and key '" + key + "' is in force";
            }
            if (proof.sequence() >= entry.sequence()) {
                return "it cannot drop entries up to " + proof.sequence();
            }
            if (proof.sequence() == start - 1 && !LedgerLines.digits(proof).equals(beforeFirst)) {
                return "the ledger does not begin where it says that entries were dropped: what was dropped ended with"
                        + " another hash than the first entry says";
            }
            dropped.put(entry.sequence(), proof.sequence());
            return null;
        } catch (IllegalArgumentException e) {
            return "what it says was dropped has no proof: " + e.getMessage();
        }
    }

    /** Returns what was dropped; in a ledger that is signed, an entry that says so counts when it is signed itself. */
    private long droppedThrough() {
        boolean signs = key != null && !key.isEmpty() && !trusted.isEmpty();
        return (signs ? dropped.headMap(signedThrough, true) : dropped)
                .values().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Nullable
    Break problemAtEnd(long first, long last, String place) {
        long droppedThrough = droppedThrough();
        if (last > 0 && first - 1 > droppedThrough) {
            return new Break(
                    droppedThrough + 1,
                    place,
                    0,
                    "expected entry " + (droppedThrough + 1) + ", found " + first
                            + ": what is before is missing, and no entry says that it was dropped");
        }
        if (!trusted.isEmpty() && signedThrough == 0 && last - first >= checkpointEvery) {
            return new Break(
                    first,
                    place,
                    0,
                    "expected a checkpoint by one of " + trusted.ids() + " every " + checkpointEvery
                            + " entries; found none: the ledger was rewritten without the key, or never signed");
        }
        return null;
    }

    List<String> notes() {
        List<String> notes = new ArrayList<>();
        long droppedThrough = droppedThrough();
        if (unchecked > 0) {
            notes.add(unchecked + " signatures were not checked: give the public keys with trusting(…)");
        }
        if (droppedThrough >= start && start > 0 && droppedThrough > 0) {
            notes.add("entries " + start + " to " + droppedThrough
                    + " are still here though an entry says that they were dropped: drop them again");
        } else if (start > 1) {
            notes.add("entries before " + start + " were dropped, as an entry says");
        }
        return notes;
    }
}
