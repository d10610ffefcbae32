package io.genaiops.ledger;

import static io.genaiops.ledger.Entries.ADA;
import static io.genaiops.ledger.Entries.append;
import static io.genaiops.ledger.Entries.draft;
import static io.genaiops.ledger.Entries.signed;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.ledger.EntryLine.Head;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints that are signed while others write, and stand behind what was written meanwhile. */
class LateCheckpointTest {

    private static final int EVERY = 4;

    @TempDir
    private Path temp;

    private final SigningKey key = SigningKey.generate("key-1");

    /** A key that takes its time when it is asked by a thread that was told to. */
    private final class SlowKey {

        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);
        private final AtomicInteger atOnce = new AtomicInteger();
        private final AtomicInteger mostAtOnce = new AtomicInteger();

        private byte[] sign(byte[] statement) {
            mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
            if (Thread.currentThread().getName().startsWith("slow")) {
                asked.countDown();
                await(go);
            }
            byte[] signature = key.sign(statement);
            atOnce.decrementAndGet();
            return signature;
        }

        SigningKey asKey() {
            return SigningKey.of("key-1", key.publicKey(), this::sign);
        }
    }

    /** Holds up the threads named "first" before they write. */
    private static final class Gate {

        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch open = new CountDownLatch(1);

        void step(String step) {
            if (Thread.currentThread().getName().equals("first") && step.startsWith("write ")) {
                reached.countDown();
                await(open);
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spinUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static Thread start(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.start();
        return thread;
    }

    /** Writes until two threads have written a group after which a checkpoint is due, and one of them is about to sign. */
    private static List<Thread> sign(Ledger ledger, Gate gate, SlowKey slow) {
        append(ledger, 6); // with the first entry and two checkpoints they are nine, so that one is due at the twelfth
        List<Thread> threads = new ArrayList<>();
        threads.add(start("first", () -> ledger.append(draft(5))));
        await(gate.reached);
        threads.add(start("slow 1", () -> ledger.append(draft(6))));
        threads.add(start("slow 2", () -> ledger.append(draft(7))));
        spinUntil(() -> threads.stream().skip(1).allMatch(one -> one.getState() == Thread.State.WAITING));
        gate.open.countDown();
        await(slow.asked);
        return threads;
    }

    private static void join(List<Thread> threads) throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static List<Long> behind(Ledger ledger) {
        return ledger.entries(EntryKind.CHECKPOINT).stream()
                .map(entry -> entry.sequence()
                        - Checkpoint.parse(entry.data().get("checkpoint")).sequence())
                .toList();
    }

    private DirectoryLedger ledger(Gate gate, SlowKey slow) {
        return new DirectoryLedger(temp, signed(slow.asKey(), EVERY), gate::step);
    }

    @Test
    void who_appends_does_not_wait_for_a_signature_that_another_thread_makes() throws Exception {
        Gate gate = new Gate();
        SlowKey slow = new SlowKey();
        try (Ledger ledger = ledger(gate, slow)) {
            List<Thread> threads = sign(ledger, gate, slow);
            LedgerEntry meanwhile = ledger.append(draft(8));
            assertThat(behind(ledger)).containsExactly(1L, 1L);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            slow.go.countDown();
            join(threads);
            assertThat(behind(ledger)).containsExactly(1L, 1L, 2L);
            assertThat(ledger.entries(EntryKind.CHECKPOINT).get(2).sequence()).isEqualTo(meanwhile.sequence() + 1);
            append(ledger, 5);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            assertThat(behind(ledger)).containsExactly(1L, 1L, 2L, 1L, 1L);
        }
    }

    @Test
    void a_ledger_verifies_when_what_a_late_checkpoint_covers_was_dropped() throws Exception {
        Gate gate = new Gate();
        SlowKey slow = new SlowKey();
        try (Ledger ledger = ledger(gate, slow)) {
            List<Thread> threads = sign(ledger, gate, slow);
            long meanwhile = ledger.append(draft(8)).sequence();
            slow.go.countDown();
            join(threads);
            for (long through : new long[] {meanwhile - 2, meanwhile - 1, meanwhile}) {
                ledger.drop(through, ADA, "old");
                assertThat(ledger.verify().firstBreak()).as("after %s", through).isEmpty();
                assertThat(ledger.verify().first()).isEqualTo(through + 1);
            }
        }
    }

    @Test
    void a_checkpoint_that_a_later_one_has_overtaken_is_left_out() throws Exception {
        Gate gate = new Gate();
        SlowKey slow = new SlowKey();
        try (Ledger ledger = ledger(gate, slow)) {
            List<Thread> threads = sign(ledger, gate, slow);
            append(ledger, 3);
            Thread overtaking = start("overtaking", () -> ledger.append(draft(9)));
            spinUntil(() -> overtaking.getState() == Thread.State.BLOCKED);
            assertThat(slow.mostAtOnce).as("signatures asked for at once").hasValue(1);
            slow.go.countDown();
            join(threads);
            overtaking.join();
            assertThat(behind(ledger)).containsExactly(1L, 1L, 1L);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            assertThat(slow.mostAtOnce).hasValue(1);
        }
    }

    @Test
    void after_another_writer_a_checkpoint_is_signed_anew() throws Exception {
        Gate gate = new Gate();
        SlowKey slow = new SlowKey();
        try (Ledger ledger = ledger(gate, slow);
                Ledger other = Ledger.directory(temp, signed(key, EVERY))) {
            List<Thread> threads = sign(ledger, gate, slow);
            other.append(draft(8));
            slow.go.countDown();
            join(threads);
            assertThat(behind(ledger)).containsExactly(1L, 1L, 1L);
            assertThat(ledger.verify().firstBreak()).isEmpty();
        }
    }

    @Test
    void a_key_that_fails_beside_the_writers_loses_no_entry() throws Exception {
        Gate gate = new Gate();
        SlowKey slow = new SlowKey();
        SigningKey failing = SigningKey.of("key-1", key.publicKey(), statement -> {
            byte[] signature = slow.sign(statement);
            if (Thread.currentThread().getName().startsWith("slow")) {
                throw new IllegalStateException("the key service is away");
            }
            return signature;
        });
        try (Ledger ledger = new DirectoryLedger(temp, signed(failing, EVERY), gate::step)) {
            List<Thread> threads = sign(ledger, gate, slow);
            slow.go.countDown();
            join(threads);
            append(ledger, 4);
            assertThat(ledger.verify().firstBreak()).isEmpty();
            assertThat(ledger.verify().signedThrough().orElseThrow()).isGreaterThan(12);
            assertThat(ledger.entries(EntryKind.PROMOTION).size()
                            + ledger.entries(EntryKind.APPROVAL).size())
                    .isEqualTo(13);
        }
    }

    /** A chain whose checkpoints stand where a test wants them. */
    private final class Chain {

        private final List<Head> heads = new ArrayList<>();
        private final LedgerLines lines =
                new LedgerLines(signed(key, Integer.MAX_VALUE), Optional.of(key), Head.ofNew());

        Chain() {
            heads.add(lines.head());
            lines.begin("key-1");
            heads.add(lines.head());
        }

        Chain entries(int count) {
            for (int i = 0; i < count; i++) {
                lines.add(draft(i));
                heads.add(lines.head());
            }
            return this;
        }

        Chain checkpointOf(int sequence) {
            lines.add(lines.sign(heads.get(sequence)));
            heads.add(lines.head());
            return this;
        }

        Verification verification() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (EntryLine line : lines.lines()) {
                bytes.writeBytes(line.bytes());
                bytes.write('\n');
            }
            return Ledger.verifyExport(new ByteArrayInputStream(bytes.toByteArray()), signed(key, 4));
        }

        void breaksAt(long sequence, String problem) {
            assertThat(verification().firstBreak()).hasValueSatisfying(found -> {
                assertThat(found.sequence()).as("%s", found).isEqualTo(sequence);
                assertThat(found.problem()).contains(problem);
            });
        }
    }

    @Test
    void a_checkpoint_covers_up_to_the_entry_that_it_names_and_no_further() {
        Verification verification =
                new Chain().entries(6).checkpointOf(4).entries(2).verification();
        assertThat(verification.firstBreak()).isEmpty();
        assertThat(verification.signedThrough()).hasValue(4);
        assertThat(new Chain()
                        .entries(6)
                        .checkpointOf(4)
                        .checkpointOf(8)
                        .verification()
                        .signedThrough())
                .hasValue(8);
    }

    @Test
    void a_checkpoint_from_before_another_is_found() {
        new Chain().entries(6).checkpointOf(7).entries(2).checkpointOf(7).breaksAt(11, "from 8 to 10");
        new Chain().entries(6).checkpointOf(5).entries(2).checkpointOf(7).breaksAt(11, "from 8 to 10");
    }

    @Test
    void a_checkpoint_of_entries_that_stand_otherwise_is_found() {
        Chain other = new Chain().entries(6);
        Chain chain = new Chain().entries(6);
        chain.heads.set(5, other.heads.get(5));
        assertThat(other.lines.head().ledger()).isNotEqualTo(chain.lines.head().ledger());
        chain.checkpointOf(5).breaksAt(8, "does not cover entry 5 as it stands here");
    }

    @Test
    void a_checkpoint_may_stand_behind_so_many_entries_as_are_remembered_and_no_more() {
        int most = LineChain.REMEMBERED;
        Chain within = new Chain().entries(most + 9).checkpointOf(11);
        assertThat(within.verification().firstBreak()).isEmpty();
        new Chain().entries(most + 9).checkpointOf(10).breaksAt(most + 11, "does not cover entry 10");
    }
}
