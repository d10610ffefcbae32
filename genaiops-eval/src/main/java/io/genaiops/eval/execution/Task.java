package io.genaiops.eval.execution;

import java.time.Duration;

/**
 * A piece of work with an end in time.
 *
 * @since 0.1
 */
public interface Task {

    /** Gets ready, before the task takes its turn. If it is late, as with {@link #run}, it is not run. */
    default void prepare() {}

    /** Tells, once it is ready, whether the task counts for the pace and has to wait for its turn. */
    default boolean takesTurn() {
        return true;
    }

    /** Tells, after a task has waited for its turn, whether it is still to be run. */
    default boolean isWanted() {
        return true;
    }

    /** Does the work. If it is late its thread is interrupted, and what it finds out then counts no more. */
    void run();

    /** Takes note that the work was given up because it took longer than the limit; called once, on another thread. */
    void giveUp(Duration limit);
}
