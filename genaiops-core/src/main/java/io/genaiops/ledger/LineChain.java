package io.genaiops.ledger;

import io.genaiops.ledger.EntryLine.Head;
import io.genaiops.ledger.Verification.Break;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.TrustedKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Goes along the lines of a ledger and stops at the first that is not as it was written. Only lines that the ledger wrote for
 * itself are parsed; of all others the bytes tell.
 */
final class LineChain {

    private static final byte[] SEQUENCE = ascii("{\"seq\":");
    private static final byte[] TIME = ascii(",\"time\":\"");
    private static final byte[] KIND = ascii("\",\"kind\":\"");
    private static final byte[] OWN = ascii(EntryKind.OWN);
    private static final byte[] PREVIOUS = ascii(",\"prev\":\"");
    private static final byte[] HASH = ascii("\",\"hash\":\"");
    private static final byte[] DIGITS = ascii("0123456789abcdef");
    private static final int HEX = 64;
    private static final int TIME_LENGTH = 27;
    private static final int SHORTEST = 200;

    /** A checkpoint may be so many entries behind what it covers: it is signed while others write. */
    static final int REMEMBERED = 1024;

    private final MessageDigest sha256 = EntryLine.sha256();
    private final byte[] digest = new byte[HEX / 2];
    private final byte[] previous = ascii(Head.NOTHING);
    private final byte[] time = new byte[TIME_LENGTH];
    private final byte[] remembered = new byte[REMEMBERED * HEX];
    private final LedgerMarks marks;
    private final NavigableMap<Long, List<Checkpoint>> anchors = new TreeMap<>();
    private final List<String> notes = new ArrayList<>();
    private final long watched;
    private String watchedHash = "";
    private @Nullable Break found;
    private long first;
    private long last;
    private long nextAnchor;
    private int agreed;
    private long backwards;

    LineChain(TrustedKeys trusted, int checkpointEvery, List<Checkpoint> kept) {
        this(trusted, checkpointEvery, kept, 0);
    }

    /** @param watched the number of an entry whose hash is wanted */
    LineChain(TrustedKeys trusted, int checkpointEvery, List<Checkpoint> kept, long watched) {
        this.marks = new LedgerMarks(trusted, checkpointEvery);
        this.watched = watched;
        kept.forEach(anchor -> anchors.computeIfAbsent(anchor.sequence(), number -> new ArrayList<>())
                .add(anchor));
        this.nextAnchor = anchors.isEmpty() ? Long.MAX_VALUE : anchors.firstKey();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the number that the next line must have; 0 if any may be first. */
    long expected() {
        return last == 0 ? 0 : last + 1;
    }

    boolean isBroken() {
        return found != null;
    }

    String watchedHash() {
        return watchedHash;
    }

    void note(String note) {
        notes.add(note);
    }

    void broken(String place, long number, String problem) {
        if (found == null) {
            Break earlier = marks.checkSignatures();
            found = earlier == null ? new Break(last + 1, place, number, problem) : earlier;
        }
    }

    /** Takes the next line, without its line feed; says whether to go on. */
    boolean accept(String place, long number, byte[] line, int from, int to) {
        String problem = problem(place, number, line, from, to);
        if (problem != null) {
            broken(place, number, problem);
        } else if (marks.isFull()) {
            found = marks.checkSignatures();
        }
        return found == null;
    }

    private @Nullable String problem(String place, long number, byte[] line, int from, int to) {
        int covered = to - EntryLine.HASH_FIELD;
        int before = covered - HEX - 1;
        if (to - from < SHORTEST
                || line[to - 1] != '}'
                || line[to - 2] != '"'
                || !isAt(line, before - PREVIOUS.length, PREVIOUS)
                || !isAt(line, covered - 1, HASH)
                || !isAt(line, from, SEQUENCE)) {
            return "expected an entry from {\"seq\": to \"prev\":…,\"hash\":…}; found " + (to - from)
                    + " bytes that are none";
        }
        sha256.update(line, from, covered - from);
        if (!isHash(line, to - 2 - HEX)) {
            return "the line does not fit its hash: it was edited";
        }
        int end = from + SEQUENCE.length;
        long sequence = 0;
        while (end < covered && line[end] >= '0' && line[end] <= '9' && end - from < SEQUENCE.length + 18) {
            sequence = sequence * 10 + line[end++] - '0';
        }
        String problem = misplaced(line, to, end, sequence);
        return problem == null ? meaning(place, number, line, from, to, end, sequence) : problem;
    }

    private @Nullable String misplaced(byte[] line, int to, int end, long sequence) {
        if (last > 0 && sequence != last + 1) {
            return "expected entry " + (last + 1) + ", found " + sequence
                    + (sequence > last + 1 ? ": what is between is missing" : ": it is here again, or out of order");
        }
        if ((last > 0 || sequence == 1) && !isAt(line, previousAt(to), previous)) {
            return "its previous hash is not that of the entry before: one of them is from another ledger or was"
                    + " replaced";
        }
        return isAt(line, end, TIME) && isAt(line, end + TIME.length + TIME_LENGTH, KIND)
                ? null
                : "expected number, time and kind in this order; found something else under a hash that fits";
    }

    private static int previousAt(int to) {
        return to - EntryLine.HASH_FIELD - 1 - HEX;
    }

    private @Nullable String meaning(String place, long number, byte[] line, int from, int to, int end, long sequence) {
        if (last == 0) {
            first = sequence;
            marks.begin(sequence, text(line, previousAt(to), previousAt(to) + HEX));
        }
        noteTime(line, end + TIME.length, sequence);
        String problem = null;
        if (isAt(line, end + TIME.length + TIME_LENGTH + KIND.length, OWN)) {
            problem = marks.problem(place, number, Arrays.copyOfRange(line, from, to), sequence, this::hashOf);
        } else if (sequence == 1) {
            problem = "expected an entry of kind " + EntryKind.OPENED + "; found another";
        }
        if (problem == null && sequence >= nextAnchor) {
            problem = compare(sequence, text(line, to - 2 - HEX, to - 2));
        }
        if (problem == null) {
            accepted(line, to, sequence);
        }
        return problem;
    }

    private void accepted(byte[] line, int to, long sequence) {
        System.arraycopy(line, to - 2 - HEX, previous, 0, HEX);
        System.arraycopy(line, to - 2 - HEX, remembered, slot(sequence), HEX);
        last = sequence;
        if (sequence == watched) {
            watchedHash = text(line, to - 2 - HEX, to - 2);
        }
    }

    private static int slot(long sequence) {
        return (int) (sequence % REMEMBERED) * HEX;
    }

    /** Returns the hash of one of the last entries; empty if it was too long ago, or none of this chain. */
    private String hashOf(long sequence) {
        boolean isHere = sequence >= first && sequence <= last && sequence > last - REMEMBERED;
        return isHere ? text(remembered, slot(sequence), slot(sequence) + HEX) : "";
    }

    private @Nullable String compare(long sequence, String hash) {
        for (Checkpoint anchor : anchors.getOrDefault(sequence, List.of())) {
            if (!LedgerLines.digits(anchor).equals(hash)) {
                return "its hash is not that of the checkpoint kept elsewhere: the ledger was forked or rewritten, or the"
                        + " checkpoint is of another ledger";
            }
            agreed++;
        }
        Long next = anchors.higherKey(sequence);
        nextAnchor = next == null ? Long.MAX_VALUE : next;
        return null;
    }

    private void noteTime(byte[] line, int at, long sequence) {
        if (Arrays.compare(line, at, at + TIME_LENGTH, time, 0, TIME_LENGTH) < 0) {
            if (backwards == 0) {
                notes.add("the time goes back at entry " + sequence + ": to " + text(line, at, at + TIME_LENGTH)
                        + " from " + text(time, 0, TIME_LENGTH));
            }
            backwards++;
        }
        System.arraycopy(line, at, time, 0, TIME_LENGTH);
    }

    private static String text(byte[] line, int from, int to) {
        return new String(line, from, to - from, StandardCharsets.US_ASCII);
    }

    private static boolean isAt(byte[] line, int at, byte[] expected) {
        return at >= 0
                && at + expected.length <= line.length
                && Arrays.equals(line, at, at + expected.length, expected, 0, expected.length);
    }

    /** Compares the digits of the line with the digest that is under way, and ends that. */
    private boolean isHash(byte[] line, int at) {
        try {
            sha256.digest(digest, 0, digest.length);
        } catch (java.security.DigestException e) {
            throw new IllegalStateException("a SHA-256 has " + digest.length + " bytes", e);
        }
        for (int i = 0; i < digest.length; i++) {
            if (line[at + 2 * i] != DIGITS[digest[i] >> 4 & 15] || line[at + 2 * i + 1] != DIGITS[digest[i] & 15]) {
                return false;
            }
        }
        return true;
    }

    /** Says what was found, after the last line. */
    Verification end(String place) {
        if (found == null) {
            found = marks.checkSignatures();
        }
        if (found == null) {
            found = marks.problemAtEnd(first, last, place);
        }
        for (List<Checkpoint> at : anchors.values()) {
            for (Checkpoint anchor : at) {
                if (found == null) {
                    found = problem(anchor, place);
                }
            }
        }
        if (backwards > 1) {
            notes.add("the time goes back " + backwards + " times");
        }
        notes.addAll(marks.notes());
        return new Verification(found, notes, first == 0 ? 1 : first, last, marks.signedThrough(), agreed);
    }

    private @Nullable Break problem(Checkpoint anchor, String place) {
        String flaw = marks.flaw(anchor);
        if (flaw != null) {
            return new Break(anchor.sequence(), "checkpoint kept elsewhere", 0, flaw);
        }
        if (anchor.sequence() > last) {
            return new Break(
                    last + 1,
                    place,
                    0,
                    "the ledger ends with entry " + last + ", and a checkpoint kept elsewhere covers entry "
                            + anchor.sequence() + ": its end was cut off");
        }
        if (anchor.sequence() == first - 1 && !LedgerLines.digits(anchor).equals(marks.beforeFirst())) {
            return new Break(
                    first, place, 0, "what was dropped before it is not what the checkpoint kept elsewhere covers");
        }
        if (anchor.sequence() == first - 1) {
            agreed++;
        } else if (anchor.sequence() < first) {
            notes.add("a checkpoint kept elsewhere covers entry " + anchor.sequence()
                    + ", which was dropped: it shows nothing any more");
        }
        return null;
    }
}
