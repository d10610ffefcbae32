package io.genaiops.eval.experiment;

import io.genaiops.eval.Sample;
import io.genaiops.eval.trial.Trial;

/**
 * Learns when the parts of an experiment begin and end, for example to write spans around them. What it throws is logged
 * and stops nothing.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface ExperimentObserver {

    /** Returns what observes a run that begins now, on the calling thread. */
    ObservedRun begin(String experiment);

    /** Observes one run. */
    interface ObservedRun {

        /** Returns what observes a trial that begins now; its variant and its evaluation run on this very thread. */
        ObservedTrial begin(String variant, Sample sample, int repetition);

        /** Takes note that every trial has ended. */
        void end();
    }

    /** Observes one answer of a variant to one sample, and its evaluation. One of its methods is called, once. */
    interface ObservedTrial {

        /** Takes note of the end, on the thread of the beginning. */
        void end(Trial trial);

        /** Takes note that the JVM failed within the trial, on the thread of the beginning. */
        void fail(Throwable error);
    }
}
