package io.genaiops.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what several threads hand over at about the same time in one group, so that they share one force of the disk. One of
 * them writes for all; the others wait for it. Thread-safe.
 *
 * @param <I> what is written
 * @param <O> what a writer gets for it
 * @since 0.1
 */
public final class GroupCommit<I, O> {

    /** A group waits for those who wrote in the last one at most this part of what the last write took. */
    private static final int PATIENCE = 2;

    /** So long a leader stays awake and offers its processor to others: to sleep and be woken takes longer. */
    private static final long AWAKE_NANOS = 100_000;

    private final int largest;
    private final Function<Supplier<List<I>>, List<O>> writer;
    private final Object monitor = new Object();
    private final Deque<Slot<I, O>> queue = new ArrayDeque<>();
    private boolean writing;
    private @Nullable Thread waiting;
    private long took;

    /** How many have handed over, and how many are expected to. */
    private volatile int queued;

    private volatile int around;

    /**
     * Makes one.
     *
     * @param largest how many are written in one group at most
     * @param writer writes a group and returns what each gets, in their order, when all of it is durable. What it throws is
     *     thrown to each of the group. It is told what gives the group, the same one whenever it is asked; what is done
     *     before it is asked first is done while others still hand over
     */
    public GroupCommit(int largest, Function<Supplier<List<I>>, List<O>> writer) {
        this.largest = largest;
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    /** Writes something, with others or alone, and returns when it is durable. An interrupt does not end the wait. */
    public O write(I item) {
        Slot<I, O> slot = new Slot<>(item, Thread.currentThread());
        LockSupport.unpark(handOver(slot));
        boolean interrupted = false;
        while (!slot.leads && !slot.done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (!slot.done) {
            interrupted |= Thread.interrupted();
            lead(slot);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return slot.result();
    }

    /** Joins the next group, and leads it if nobody does; returns the leader if it sleeps until this one has come. */
    private @Nullable Thread handOver(Slot<I, O> slot) {
        synchronized (monitor) {
            queue.add(slot);
            queued = queue.size();
            if (!writing) {
                writing = true;
                slot.leads = true;
            }
            Thread leader = isAnybodyMissing() ? null : waiting;
            waiting = leader == null ? waiting : null;
            return leader;
        }
    }

    private boolean isAnybodyMissing() {
        return queued < Math.min(around, largest);
    }

    private void lead(Slot<I, O> leader) {
        Group<I, O> group = new Group<>(this::take);
        try {
            group.results(writer.apply(group));
        } catch (RuntimeException | Error e) {
            group.failed(e);
        } finally {
            release(leader, group);
        }
    }

    private List<Slot<I, O>> take(boolean patiently) {
        if (patiently) {
            awaitOthers();
        }
        List<Slot<I, O>> group = new ArrayList<>();
        synchronized (monitor) {
            while (!queue.isEmpty() && group.size() < largest) {
                group.add(queue.remove());
            }
            queued = queue.size();
        }
        return group;
    }

    /** Gives those who wrote in the last group a moment to come back, or a group would be only half of the writers. */
    private void awaitOthers() {
        long begin = System.nanoTime();
        long patience = took / PATIENCE;
        awaitAwake(Math.min(patience, AWAKE_NANOS));
        while (true) {
            long left = patience - (System.nanoTime() - begin);
            synchronized (monitor) {
                boolean wait = isAnybodyMissing() && left > 0;
                waiting = wait ? Thread.currentThread() : null;
                if (!wait) {
                    return;
                }
            }
            LockSupport.parkNanos(this, left);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // nothing relies on it: whatever the scheduler does, the time is bounded
    private void awaitAwake(long nanos) {
        long begin = System.nanoTime();
        while (isAnybodyMissing() && System.nanoTime() - begin < nanos) {
            Thread.yield();
        }
    }

    private void release(Slot<I, O> leader, Group<I, O> group) {
        Slot<I, O> next;
        synchronized (monitor) {
            around = group.slots.size() + queue.size();
            took = System.nanoTime() - group.start;
            next = queue.peek();
            if (next == null) {
                writing = false;
            } else {
                next.leads = true;
            }
        }
        for (Slot<I, O> slot : group.slots) {
            slot.done = true;
            if (slot != leader) {
                LockSupport.unpark(slot.thread);
            }
        }
        if (next != null) {
            LockSupport.unpark(next.thread);
        }
    }

    private interface Taking<I, O> {

        List<Slot<I, O>> take(boolean patiently);
    }

    /** What one leader writes, from when it is taken. */
    private static final class Group<I, O> implements Supplier<List<I>> {

        private final Taking<I, O> taking;
        private List<Slot<I, O>> slots = List.of();
        private long start = System.nanoTime();

        Group(Taking<I, O> taking) {
            this.taking = taking;
        }

        @Override
        public List<I> get() {
            if (slots.isEmpty()) {
                slots = taking.take(true);
                start = System.nanoTime();
            }
            return slots.stream().map(slot -> slot.item).toList();
        }

        void results(List<O> results) {
            if (slots.isEmpty() || results.size() != slots.size()) {
                throw new IllegalStateException("a writer must ask for its group and return something for each; found "
                        + results.size() + " for a group of " + slots.size());
            }
            for (int i = 0; i < slots.size(); i++) {
                slots.get(i).value = results.get(i);
            }
        }

        void failed(Throwable failure) {
            slots = slots.isEmpty() ? taking.take(false) : slots;
            slots.forEach(slot -> slot.failure = failure);
        }
    }

    /** One thread's part of a group. */
    private static final class Slot<I, O> {

        private final I item;
        private final Thread thread;
        private @Nullable O value;
        private @Nullable Throwable failure;
        private volatile boolean leads;
        private volatile boolean done;

        Slot(I item, Thread thread) {
            this.item = item;
            this.thread = thread;
        }

        O result() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            return Objects.requireNonNull(value, "value");
        }
    }
}
