package io.genaiops.eval.execution;

import java.time.Duration;

/**
 * A piece of work with an end in time.
 *
 * @since 0.1
 */
public interface Task {

    /** Does the work. If it is late its thread is interrupted, and what it finds out then counts no more. */
    void run();

    /** Takes note that the work was given up because it took longer than the limit; called once, on another thread. */
    void giveUp(Duration limit);
}
