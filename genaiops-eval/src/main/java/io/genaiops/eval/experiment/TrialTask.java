package io.genaiops.eval.experiment;

import static java.util.Objects.requireNonNull;

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
    private Optional<Trial> before = Optional.empty();
    private Optional<Sample> known = Optional.empty();
    private @Nullable CachedQuestion question;
    private @Nullable Sample answered;
    private boolean ended;

    TrialTask(Run run, int variant, int item, int repetition, Sample row) {
        this.run = run;
        this.variant = variant;
        this.item = item;
        this.repetition = repetition;
        this.row = row;
    }

    /** Finds out what is known: from an earlier run, unless it failed then, or from the cache. */
    @Override
    public void prepare() {
        before = run.trials().get(variant, item, repetition, row).filter(Trial::isConclusive);
        if (before.isEmpty()) {
            known = run.trials().reply(variant, item, repetition, row);
        }
        if (before.isEmpty() && known.isEmpty()) {
            question = run.question(variant, row, repetition);
        }
    }

    @Override
    public boolean takesTurn() {
        return question != null && question.found().isEmpty();
    }

    @Override
    public boolean isWanted() {
        return run.goesOn();
    }

    @Override
    public void run() {
        if (before.isPresent()) {
            end(before.get(), false);
        } else {
            end(run.observed(variant, row, repetition, this::trial), true);
        }
    }

    private Trial trial() {
        Sample reply;
        try {
            reply = known.isPresent() ? remembered(known.get()) : reply(requireNonNull(question));
        } catch (JournalFailure e) {
            throw e;
        } catch (Throwable e) {
            return unanswered(Outcome.caught(e));
        }
        return new Trial(repetition, run.chain().evaluate(reply), "");
    }

    private Sample reply(CachedQuestion asking) throws Exception {
        Optional<Sample> found = asking.found();
        if (found.isPresent()) {
            take(found.get(), () -> run.trials().reused(variant, item, repetition, row, found.get()));
            return found.get();
        }
        kept(() -> run.trials().asked(variant, item, repetition));
        Sample reply = asking.ask();
        if (take(reply, () -> run.trials().replied(variant, item, repetition, row, reply))) {
            asking.keep(reply);
        }
        return reply;
    }

    private Sample remembered(Sample reply) {
        take(reply, () -> {});
        return reply;
    }

    /** Takes a reply, unless it is late. */
    private synchronized boolean take(Sample reply, Runnable writing) {
        if (!ended) {
            kept(writing);
            answered = reply;
        }
        return !ended;
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
