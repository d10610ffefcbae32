package io.genaiops.eval.experiment;

import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.execution.Task;
import io.genaiops.eval.trial.Trial;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Answers one sample with one variant, once, and evaluates the answer. It ends once: by itself, or by being given up. */
final class TrialTask implements Task {

    private final Run run;
    private final int variant;
    private final int item;
    private final int repetition;
    private final Sample row;
    private @Nullable Sample answered;
    private boolean ended;

    TrialTask(Run run, int variant, int item, int repetition, Sample row) {
        this.run = run;
        this.variant = variant;
        this.item = item;
        this.repetition = repetition;
        this.row = row;
    }

    @Override
    public void run() {
        Optional<Trial> before = earlier();
        if (before.isPresent()) {
            end(before.get(), false);
        } else {
            end(run.observed(variant, row, repetition, this::trial), true);
        }
    }

    /** Returns what an earlier run found, unless that was a failure: of the variant or of an evaluator. */
    private Optional<Trial> earlier() {
        return run.trials()
                .get(variant, item, repetition, row)
                .filter(Trial::isAnswered)
                .filter(trial -> trial.evaluation().results().stream()
                        .noneMatch(result -> result.outcome().kind() == Outcome.Kind.ERRORED));
    }

    private Trial trial() {
        Sample reply;
        try {
            Optional<Sample> known = run.trials().reply(variant, item, repetition, row);
            reply = known.isPresent() ? known.get() : ask();
        } catch (JournalFailure e) {
            throw e;
        } catch (Throwable e) {
            return unanswered(Outcome.caught(e));
        }
        return new Trial(repetition, run.chain().evaluate(reply), "");
    }

    private Sample ask() throws Exception {
        kept(() -> run.trials().asked(variant, item, repetition));
        Sample reply = run.variant(variant).answer(row);
        synchronized (this) {
            if (!ended) {
                kept(() -> run.trials().replied(variant, item, repetition, row, reply));
                answered = reply;
            }
        }
        return reply;
    }

    /** A journal that cannot be written to is no failure of the variant: it ends the run. */
    private static void kept(Runnable writing) {
        try {
            writing.run();
        } catch (RuntimeException e) {
            throw new JournalFailure(e);
        }
    }

    @Override
    public void giveUp(Duration limit) {
        TimeoutException late = new TimeoutException("given up after " + limit.toMillis() + " ms");
        Trial trial;
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
            trial = answered == null ? unanswered(Outcome.errored(late)) : unevaluated(answered, late);
        }
        run.ended(variant, item, trial, true);
    }

    private Trial unanswered(Outcome outcome) {
        Evaluation evaluation = run.chain().withoutRunning(row.unanswered(), outcome);
        return new Trial(repetition, evaluation, outcome.explanation());
    }

    private Trial unevaluated(Sample reply, Throwable cause) {
        return new Trial(repetition, run.chain().withoutRunning(reply, Outcome.errored(cause)), "");
    }

    /** Ends without having begun, since no thread is to be had. */
    void refuse(Throwable cause) {
        end(unanswered(Outcome.errored(cause)), true);
    }

    private void end(Trial trial, boolean isNew) {
        synchronized (this) {
            if (ended) {
                return;
            }
            ended = true;
        }
        run.ended(variant, item, trial, isNew);
    }

    /** Carries what stopped a journal past the code that records failures of variants. */
    static final class JournalFailure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        JournalFailure(RuntimeException cause) {
            super(cause.getMessage(), cause, false, false);
        }
    }
}
