package io.genaiops.delivery;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetReference;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is kept for one reference, and the one question to the store that may be under way for it. Thread-safe. */
final class Slot {

    /** One question to the store. Whoever runs it first runs it; all others wait for its answer. */
    static final class Flight extends FutureTask<Answer> {

        private final Slot slot;
        private final long startedAt;
        private final AtomicBoolean submitted = new AtomicBoolean();
        private volatile boolean running;

        private Flight(Slot slot, long startedAt, Function<@Nullable Answer, Answer> question) {
            super(() -> question.apply(slot.answer()));
            this.slot = slot;
            this.startedAt = startedAt;
        }

        /** Returns {@code true} to the first who asks: that one has to see that it runs. */
        boolean isFirstStart() {
            return submitted.compareAndSet(false, true);
        }

        boolean isRunning() {
            return running;
        }

        long age(long now) {
            return now - startedAt;
        }

        @Override
        public void run() {
            running = true;
            super.run();
        }

        @Override
        protected void set(Answer answer) {
            slot.land(this, answer);
            super.set(answer);
        }

        @Override
        protected void setException(Throwable cause) {
            slot.land(this, slot.answer());
            super.setException(cause);
        }
    }

    private final AssetReference reference;
    private volatile @Nullable Answer answer;
    private volatile @Nullable Flight flight;
    private volatile boolean dropped;

    Slot(AssetReference reference) {
        this(reference, null);
    }

    private Slot(AssetReference reference, @Nullable Answer answer) {
        this.reference = reference;
        this.answer = answer;
    }

    AssetReference reference() {
        return reference;
    }

    @Nullable
    Answer answer() {
        return answer;
    }

    boolean isOf(AssetId id) {
        return reference.id().equals(id);
    }

    boolean isDropped() {
        return dropped;
    }

    /** Has whoever still holds this slot look for the one that took its place. */
    void drop() {
        dropped = true;
    }

    /** Returns the slot that takes this one's place. What is still under way for this one changes nothing any more. */
    synchronized Slot replaced() {
        dropped = true;
        Answer kept = answer;
        if (kept instanceof Answer.Pointer pointer && pointer.target().entry() != null) {
            return new Slot(reference, pointer.asOutdated());
        }
        return kept instanceof Answer.Refusal refusal && refusal.isFinal()
                ? new Slot(reference, refusal.repeated(refusal.at(), 0))
                : new Slot(reference);
    }

    /** Returns whether a question that is not yet given up is under way. */
    boolean isAsking(long now, long giveUpAfter) {
        Flight current = flight;
        return current != null && current.age(now) <= giveUpAfter;
    }

    /** Returns the question under way, or a new one if there is none or it is given up. */
    synchronized Flight ask(long now, long giveUpAfter, Function<@Nullable Answer, Answer> question) {
        Flight current = flight;
        if (current != null && current.age(now) <= giveUpAfter) {
            return current;
        }
        if (current != null) {
            current.cancel(true);
        }
        Flight next = new Flight(this, now, question);
        flight = next;
        return next;
    }

    /** Ends a question with its answer, unless it was given up. */
    synchronized void land(Flight landed, @Nullable Answer found) {
        if (flight == landed) {
            answer = found;
            flight = null;
        }
    }

    /** Keeps an answer for as long as the question stays open. */
    synchronized void meanwhile(Flight open, Answer instead) {
        if (flight == open) {
            answer = instead;
        }
    }
}
