package io.genaiops.disk;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
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

    private final int largest;
    private final Function<List<I>, List<O>> writer;
    private final Object monitor = new Object();
    private final Deque<Slot<I, O>> queue = new ArrayDeque<>();
    private boolean writing;
    private @Nullable Thread waiting;
    private int around;
    private long took;

    /**
     * Makes one.
     *
     * @param largest how many are written in one group at most
     * @param writer writes a group and returns what each gets, in their order, when all of it is durable; what it throws is
     *     thrown to each of the group
     */
    public GroupCommit(int largest, Function<List<I>, List<O>> writer) {
        this.largest = largest;
        this.writer = Objects.requireNonNull(writer, "writer");
    }

    /** Writes something, with others or alone, and returns when it is durable. An interrupt does not end the wait. */
    public O write(I item) {
        Slot<I, O> slot = new Slot<>(item, Thread.currentThread());
        boolean interrupted = false;
        synchronized (monitor) {
            queue.add(slot);
            if (waiting != null && !isAnybodyMissing()) {
                LockSupport.unpark(waiting);
            }
            if (!writing) {
                writing = true;
                slot.leads = true;
            }
        }
        while (!slot.leads && !slot.done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (!slot.done) {
            interrupted |= Thread.interrupted();
            lead();
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return slot.result();
    }

    private void lead() {
        awaitOthers();
        List<Slot<I, O>> group = take();
        long start = System.nanoTime();
        try {
            List<O> results = writer.apply(group.stream().map(slot -> slot.item).toList());
            for (int i = 0; i < group.size(); i++) {
                group.get(i).value = results.get(i);
            }
        } catch (RuntimeException | Error e) {
            group.forEach(slot -> slot.failure = e);
        } finally {
            release(group, System.nanoTime() - start);
        }
    }

    /** Gives those who wrote in the last group a moment to come back, or a group would be only half of the writers. */
    private void awaitOthers() {
        long until = System.nanoTime() + took / PATIENCE;
        while (true) {
            synchronized (monitor) {
                boolean wait = isAnybodyMissing() && System.nanoTime() < until;
                waiting = wait ? Thread.currentThread() : null;
                if (!wait) {
                    return;
                }
            }
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
    }

    private boolean isAnybodyMissing() {
        return queue.size() < Math.min(around, largest);
    }

    private List<Slot<I, O>> take() {
        List<Slot<I, O>> group = new ArrayList<>();
        synchronized (monitor) {
            while (!queue.isEmpty() && group.size() < largest) {
                group.add(queue.remove());
            }
        }
        return group;
    }

    private void release(List<Slot<I, O>> group, long nanos) {
        Slot<I, O> next;
        synchronized (monitor) {
            around = group.size() + queue.size();
            took = nanos;
            next = queue.peek();
            if (next == null) {
                writing = false;
            } else {
                next.leads = true;
            }
        }
        for (Slot<I, O> slot : group) {
            slot.done = true;
            LockSupport.unpark(slot.thread);
        }
        if (next != null) {
            LockSupport.unpark(next.thread);
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
