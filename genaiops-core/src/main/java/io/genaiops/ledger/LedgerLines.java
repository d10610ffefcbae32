package io.genaiops.ledger;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.disk.LineReader;
import io.genaiops.ledger.EntryLine.Head;
import io.genaiops.ledger.EntryLine.Text;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that are to be written next, whatever they are written to. One writer at a time. */
final class LedgerLines {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    private final LedgerSettings settings;
    private final Optional<SigningKey> key;
    private final List<EntryLine> lines = new ArrayList<>();
    private final long before;
    private Head head;
    private long lastCheckpoint;

    LedgerLines(LedgerSettings settings, Optional<SigningKey> key, Head head) {
        this.settings = settings;
        this.key = key;
        this.head = head;
        this.before = head.sequence();
    }

    static GenAiOpsException failed(String what, IOException e) {
        return new GenAiOpsException("cannot " + what + ": " + e, e);
    }

    static String digits(Checkpoint checkpoint) {
        return checkpoint.hash().value().substring("sha256:".length());
    }

    static LineChain chain(LedgerSettings settings, long watched, String... anchors) {
        return new LineChain(
                settings.trusted(),
                settings.checkpointEvery(),
                Stream.of(anchors).map(Checkpoint::parse).toList(),
                watched);
    }

    /** Gives entries one after another. */
    interface Source extends AutoCloseable {

        /** Returns the next entry, or null if there is none. */
        @Nullable
        LedgerEntry next();

        @Override
        void close();
    }

    /** Reads a whole line. */
    static LedgerEntry entry(String place, long number, byte[] line) {
        try {
            return EntryLine.parse(line).entry();
        } catch (IllegalArgumentException e) {
            throw new GenAiOpsException(
                    "line " + number + " of " + place + " is no entry as the ledger writes them: " + e.getMessage()
                            + ". Call verify(…), and restore it",
                    e);
        }
    }

    /** Streams what a query asks for; one entry is in memory at once. */
    static Stream<LedgerEntry> stream(Source source, LedgerQuery query) {
        return Stream.iterate(source.next(), Objects::nonNull, before -> source.next())
                .map(Objects::requireNonNull)
                .takeWhile(entry -> entry.sequence() <= query.last())
                .filter(query::matches)
                .onClose(source::close);
    }

    /** Takes lines until none is left or one is broken. */
    static void read(LineChain chain, String place, LineReader lines) throws IOException {
        while (lines.next()) {
            if (!chain.accept(place, lines.number(), lines.buffer(), lines.from(), lines.to())) {
                return;
            }
        }
        if (lines.isTooLong()) {
            chain.broken(
                    place, lines.number(), "a line has at most " + EntryLine.LONGEST + " bytes; found a longer one");
        }
    }

    /** Redacts a draft and refuses what would not fit into a line, before it is written together with others. */
    static Text checked(LedgerSettings settings, LedgerDraft draft) {
        return Text.of(settings.redacted(draft)).requireFits(settings.clock().instant());
    }

    EntryLine add(LedgerDraft draft) {
        return add(Text.of(draft));
    }

    EntryLine add(Text text) {
        EntryLine line = head.next(settings.clock().instant(), text);
        lines.add(line);
        head = head.after(line);
        return line;
    }

    /** Begins a segment, with the key that is in force from then on. */
    EntryLine begin(String keyId) {
        head = head.signedBy(keyId);
        return add(head.beginning());
    }

    /** Returns whether enough entries were added for a checkpoint. */
    boolean isCheckpointDue() {
        return before / settings.checkpointEvery() != head.sequence() / settings.checkpointEvery()
                && !head.key().isEmpty();
    }

    void addCheckpointIfDue() {
        if (isCheckpointDue()) {
            tryCheckpoint();
        }
    }

    /** Adds a checkpoint; a key that fails is no reason to lose the entries. */
    void tryCheckpoint() {
        try {
            addCheckpoint();
        } catch (RuntimeException e) {
            warnOfUnsigned(head, e);
        }
    }

    static void warnOfUnsigned(Head head, RuntimeException why) {
        LOG.warn("the entries of the ledger up to {} are written but not signed: {}", head.sequence(), why.toString());
    }

    Checkpoint addCheckpoint() {
        Checkpoint checkpoint = sign(head);
        add(checkpoint);
        return checkpoint;
    }

    void add(Checkpoint checkpoint) {
        lastCheckpoint = add(LedgerDraft.any(EntryKind.CHECKPOINT).with("checkpoint", checkpoint.line()))
                .sequence();
    }

    /** Returns the number of the last checkpoint that was added, 0 if none was. */
    long lastCheckpoint() {
        return lastCheckpoint;
    }

    /** Signs any head of this ledger, or returns it unsigned if no key is in force. */
    Checkpoint sign(Head signed) {
        Instant now = settings.clock().instant();
        Checkpoint unsigned =
                Checkpoint.of(signed.ledger(), signed.sequence(), Digest.parse("sha256:" + signed.hash()), now);
        return head.key().isEmpty() ? unsigned : signed(unsigned, keyInForce());
    }

    /** A key is asked for one signature at once, as it was promised. */
    private static Checkpoint signed(Checkpoint unsigned, SigningKey by) {
        synchronized (by) {
            return unsigned.signedBy(by);
        }
    }

    private SigningKey keyInForce() {
        return key.filter(one -> one.id().equals(head.key()))
                .orElseThrow(() -> new GenAiOpsException("the ledger is signed by key '" + head.key() + "'; found "
                        + key.map(one -> "key '" + one.id() + "'").orElse("no key")
                        + ". Give that key with signedBy(…); to go on with another, rotate(…) a ledger that has it"));
    }

    void announce(SigningKey next) {
        add(LedgerDraft.any(EntryKind.KEY)
                .with("key", next.id())
                .with(
                        "public",
                        Base64.getEncoder().encodeToString(next.publicKey().getEncoded())));
        if (!head.key().isEmpty()) {
            addCheckpoint();
        }
    }

    LedgerEntry addRetention(long from, Checkpoint proof, Pseudonym by, String why) {
        EntryLine line = add(
                settings.redacted(LedgerDraft.any(EntryKind.RETENTION).by(by).with("why", why))
                        .with("from", Long.toString(from))
                        .with("through", Long.toString(proof.sequence()))
                        .with("proof", proof.line()));
        if (!head.key().isEmpty()) {
            addCheckpoint();
        }
        return line.entry();
    }

    List<EntryLine> lines() {
        return lines;
    }

    Head head() {
        return head;
    }

    /** Requires that what is to be dropped is there and intact, and returns the last of it. */
    static Head requireDroppable(Verification verification, Head head, long through, String hash) {
        verification.firstBreak().ifPresent(found -> {
            throw new GenAiOpsException(
                    "entries of a broken ledger are not dropped: they are evidence. Found: " + found);
        });
        if (through < verification.first() || through >= head.sequence()) {
            throw new IllegalArgumentException("the last entry to drop must be one of " + verification.first() + " to "
                    + (head.sequence() - 1) + "; found: " + through);
        }
        return new Head(head.ledger(), head.key(), through, hash);
    }
}
