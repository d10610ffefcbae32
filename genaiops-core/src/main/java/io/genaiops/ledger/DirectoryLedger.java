package io.genaiops.ledger;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Digest;
import io.genaiops.disk.DirectoryLock;
import io.genaiops.disk.GroupCommit;
import io.genaiops.disk.LineReader;
import io.genaiops.ledger.EntryLine.Head;
import io.genaiops.ledger.EntryLine.Text;
import io.genaiops.ledger.SegmentFiles.Active;
import io.genaiops.ledger.SegmentFiles.Segment;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a ledger in files. Writers hold a lock on the directory, and under it first look whether another process has written.
 * Readers never lock.
 */
final class DirectoryLedger implements Ledger {

    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int LARGEST_GROUP = 256;

    private interface Work<T> {

        T on(Active active) throws IOException;
    }

    /** Adds what one thread handed over; says which entry that was if somebody asked for one. */
    private interface Addition {

        Optional<LedgerEntry> to(LedgerLines lines, Active active);
    }

    private final SegmentFiles segments;
    private final LedgerSettings settings;
    private final DirectoryLock lock;
    private final GroupCommit<Addition, Optional<LedgerEntry>> commit = new GroupCommit<>(LARGEST_GROUP, this::write);

    /** Whether a thread signs while others write, and whether one of those that have written must begin to. */
    private final AtomicBoolean signing = new AtomicBoolean();

    private volatile boolean isDue;
    private volatile Optional<SigningKey> key;
    private volatile @Nullable Active open;

    DirectoryLedger(Path folder, LedgerSettings settings) {
        this(folder, settings, step -> {});
    }

    /** @param beforeStep hears of every step of files before it is taken, and may end it */
    DirectoryLedger(Path folder, LedgerSettings settings, Consumer<String> beforeStep) {
        Path root = folder.toAbsolutePath().normalize();
        this.segments = new SegmentFiles(root, beforeStep);
        this.settings = settings;
        this.key = settings.key();
        this.lock = new DirectoryLock(root);
    }

    @Override
    public LedgerEntry append(LedgerDraft draft) {
        Text text = LedgerLines.checked(settings, draft);
        LedgerEntry entry = commit.write(
                        (lines, active) -> Optional.of(lines.add(text).entry()))
                .orElseThrow();
        while (isDue && signing.compareAndSet(false, true)) {
            signBeside();
        }
        return entry;
    }

    private List<Optional<LedgerEntry>> write(Supplier<List<Addition>> additions) {
        return locked("write to", active -> {
            LedgerLines lines = new LedgerLines(settings, key, active.head());
            List<Optional<LedgerEntry>> entries = new ArrayList<>();
            for (Addition addition : additions.get()) {
                entries.add(addition.to(lines, active));
            }
            boolean isAlone = entries.size() == 1 || settings.checkpointEvery() == 1;
            boolean isBeside = !isAlone && active.lastCheckpoint() > 0 && !signing.get();
            if (!isBeside) {
                lines.addCheckpointIfDue();
            }
            active.write(lines);
            if (isBeside && lines.isCheckpointDue()) {
                isDue = true;
            }
            return entries;
        });
    }

    /** Signs what is written while others go on to write: to sign takes as long as several forces of the disk. */
    private void signBeside() {
        Active active = open;
        isDue = false;
        try {
            if (active != null) {
                Head head = active.head();
                Checkpoint checkpoint = new LedgerLines(settings, key, head).sign(head);
                commit.write((lines, now) -> add(checkpoint, active, lines, now));
            }
        } catch (RuntimeException e) {
            LOG.warn("entries of {} are written but not signed: {}", this, e.toString());
        } finally {
            signing.set(false);
        }
    }

    /** Adds a checkpoint that is still the last one and not far behind, or else one of now. */
    private Optional<LedgerEntry> add(Checkpoint checkpoint, Active then, LedgerLines lines, Active now) {
        long behind = lines.head().sequence() - checkpoint.sequence();
        if (now == then && now.lastCheckpoint() > checkpoint.sequence()) {
            return Optional.empty();
        }
        if (now == then && behind < Math.min(settings.checkpointEvery(), LineChain.REMEMBERED)) {
            lines.add(checkpoint);
        } else {
            lines.tryCheckpoint();
        }
        return Optional.empty();
    }

    private <T> T locked(String what, Work<T> work) {
        List<T> result = new ArrayList<>();
        lock.whileHeld(() -> {
            boolean done = false;
            try {
                result.add(work.on(active()));
                done = true;
            } catch (IOException e) {
                throw new GenAiOpsException(
                        "cannot " + what + " the ledger in " + segments.root() + ": " + e
                                + "; if it was the disk that failed, look what is there before you repeat it",
                        e);
            } finally {
                if (!done) {
                    forget();
                }
            }
        });
        return result.get(0);
    }

    /** Returns the file to write to, as it is now: another process may have written or begun another, or died halfway. */
    private Active active() throws IOException {
        Active active = open;
        if (active == null || active.beyond() != 0 || !isLast(active)) {
            forget();
            active = segments.openLast();
            active = active == null ? begin(EntryLine.Head.ofNew(), keyId()) : active;
            open = active;
            recover(active);
        }
        if (active.head().key().isEmpty() && key.isPresent()) {
            active = rotate(active, key.get());
        } else if (active.end() >= settings.segmentBytes()) {
            active = begin(active.head(), active.head().key());
        }
        return active;
    }

    private boolean isLast(Active active) {
        return active.path().toFile().exists()
                && !segments.of(active.head().sequence() + 1).toFile().exists();
    }

    private String keyId() {
        return key.map(SigningKey::id).orElse("");
    }

    private Active begin(Head head, String keyId) throws IOException {
        LedgerLines lines = new LedgerLines(settings, key, head);
        EntryLine line = lines.begin(keyId);
        forget();
        Active begun = segments.create(line, lines.head());
        open = begun;
        return begun;
    }

    /** Cuts off what a writer that died has left of its last write, and says so. */
    private void recover(Active active) throws IOException {
        if (active.beyond() == 0) {
            return;
        }
        byte[] left = active.readBeyond();
        LOG.info("ledger {}: cut off {} bytes of an unfinished write", active.path(), left.length);
        active.cut();
        LedgerLines lines = new LedgerLines(settings, key, active.head());
        lines.add(LedgerDraft.any(EntryKind.RECOVERED)
                .with("bytes", Integer.toString(left.length))
                .digest("cut", Digest.ofBytes(left)));
        active.write(lines);
    }

    private void forget() {
        Active before = open;
        open = null;
        if (before != null) {
            try {
                before.close();
            } catch (IOException e) {
                LOG.warn("could not close {}: {}", before.path(), e.toString());
            }
        }
    }

    @Override
    public Checkpoint checkpoint() {
        return locked("sign", active -> {
            LedgerLines lines = new LedgerLines(settings, key, active.head());
            if (active.head().key().isEmpty()) {
                return lines.sign(active.head());
            }
            Checkpoint checkpoint = lines.addCheckpoint();
            active.write(lines);
            return checkpoint;
        });
    }

    @Override
    public void rotate(SigningKey next) {
        locked("change the key of", active -> {
            Active rotated = active.head().key().equals(next.id()) ? active : rotate(active, next);
            key = Optional.of(next);
            return rotated;
        });
    }

    private Active rotate(Active active, SigningKey next) throws IOException {
        LedgerLines lines = new LedgerLines(settings, key, active.head());
        lines.announce(next);
        active.write(lines);
        return begin(active.head(), next.id());
    }

    @Override
    public LedgerEntry drop(long through, Pseudonym by, String why) {
        LineChain chain = LedgerLines.chain(settings, through);
        Verification verification = verify(chain);
        return locked("drop entries of", active -> {
            Head dropped = LedgerLines.requireDroppable(verification, active.head(), through, chain.watchedHash());
            LedgerLines lines = new LedgerLines(settings, key, active.head());
            LedgerEntry entry = lines.addRetention(verification.first(), lines.sign(dropped), by, why);
            active.write(lines);
            // The file that grows is never cut, or another process would go on writing to what is no longer there.
            begin(active.head(), active.head().key());
            dropFiles(through);
            return entry;
        });
    }

    private void dropFiles(long through) throws IOException {
        List<Segment> all = segments.list();
        for (int i = 0; i + 1 < all.size() && all.get(i).first() <= through; i++) {
            segments.replace(
                    all.get(i),
                    all.get(i + 1).first() <= through + 1 ? "" : rest(all.get(i).path(), through));
        }
    }

    private static String rest(Path file, long through) throws IOException {
        StringBuilder rest = new StringBuilder();
        try (LineReader lines = SegmentFiles.reader(file)) {
            while (lines.next()) {
                if (EntryLine.parse(lines.line()).sequence() > through) {
                    rest.append(new String(lines.line(), StandardCharsets.UTF_8))
                            .append('\n');
                }
            }
        }
        return rest.toString();
    }

    @Override
    public Verification verify(String... anchors) {
        return verify(LedgerLines.chain(settings, 0, anchors));
    }

    private Verification verify(LineChain chain) {
        List<Segment> all = segments.list();
        for (int i = 0; i < all.size() && !chain.isBroken(); i++) {
            Segment segment = all.get(i);
            if (i > 0 && segment.first() != chain.expected()) {
                chain.broken(
                        segment.name(),
                        0,
                        "expected a file that begins with entry " + chain.expected()
                                + "; found the one that begins with " + segment.first());
            } else {
                verify(chain, segment, i + 1 == all.size());
            }
        }
        return chain.end(
                all.isEmpty()
                        ? segments.root().toString()
                        : all.get(all.size() - 1).name());
    }

    private static void verify(LineChain chain, Segment segment, boolean isLast) {
        try (LineReader lines = SegmentFiles.reader(segment.path())) {
            LedgerLines.read(chain, segment.name(), lines);
            if (chain.isBroken() || lines.to() == lines.from()) {
                return;
            }
            if (isLast) {
                chain.note("the last file ends with " + (lines.to() - lines.from())
                        + " bytes of an unfinished write, which nobody was told of");
            } else {
                chain.broken(segment.name(), lines.number(), "the file ends within a line");
            }
        } catch (IOException e) {
            throw SegmentFiles.unreadable(segment, e);
        }
    }

    @Override
    public Stream<LedgerEntry> entries(LedgerQuery query) {
        return LedgerLines.stream(segments.entries(query.first()), query);
    }

    @Override
    public long export(OutputStream target) {
        long count = 0;
        for (Segment segment : segments.list()) {
            try (LineReader lines = SegmentFiles.opened(segment)) {
                while (lines.next()) {
                    target.write(lines.buffer(), lines.from(), lines.to() + 1 - lines.from());
                    count++;
                }
            } catch (IOException e) {
                throw LedgerLines.failed("export " + segment.path(), e);
            }
        }
        return count;
    }

    @Override
    public void close() {
        if (open != null) {
            lock.whileHeld(this::forget);
        }
    }

    @Override
    public String toString() {
        return "ledger in " + segments.root();
    }
}
