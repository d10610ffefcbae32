package io.genaiops.eval.trial;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Check;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.journal.Journal;
import io.genaiops.eval.journal.JournalEntry;
import io.genaiops.eval.judge.JudgeCall;
import io.genaiops.eval.judge.JudgeMeter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps trials in a journal and reads them from it when they are asked for. */
record JournaledTrials(Journal journal, List<Check> checks) implements Trials {

    @Override
    public Optional<Trial> get(int variant, int item, int repetition, Sample row) {
        return switch (journal.state(variant, item, repetition)) {
            case EVALUATED, FAILED -> Optional.of(trial(repetition, journal.entry(variant, item, repetition, row)));
            default -> Optional.empty();
        };
    }

    @Override
    public Optional<Sample> reply(int variant, int item, int repetition, Sample row) {
        return switch (journal.state(variant, item, repetition)) {
            case REPLIED, EVALUATED -> Optional.of(journal.reply(variant, item, repetition, row));
            default -> Optional.empty();
        };
    }

    @Override
    public void asked(int variant, int item, int repetition) {
        journal.asked(variant, item, repetition);
    }

    @Override
    public void replied(int variant, int item, int repetition, Sample row, Sample answered) {
        journal.replied(variant, item, repetition, row, answered);
    }

    @Override
    public void reused(int variant, int item, int repetition, Sample row, Sample answered) {
        journal.reused(variant, item, repetition, row, answered);
    }

    @Override
    public boolean isReused(int variant, int item, int repetition) {
        return journal.isReused(variant, item, repetition);
    }

    @Override
    public void judged(JudgeCall call, Cost price) {
        journal.judged(call, price);
    }

    @Override
    public JudgeMeter.Total judgedBefore() {
        return journal.judging();
    }

    @Override
    public void ended(int variant, int item, Trial trial) {
        List<Outcome> outcomes = trial.evaluation().results().stream()
                .map(Evaluation.Result::outcome)
                .toList();
        if (trial.isAnswered()) {
            journal.evaluated(variant, item, trial.repetition(), outcomes);
        } else {
            journal.failed(variant, item, trial.repetition(), trial.error(), outcomes);
        }
    }

    @Override
    public int abandoned() {
        return journal.abandoned();
    }

    private Trial trial(int repetition, JournalEntry entry) {
        List<Evaluation.Result> results = new ArrayList<>();
        for (int i = 0; i < checks.size(); i++) {
            Check check = checks.get(i);
            results.add(new Evaluation.Result(
                    check.evaluator().id(), check.threshold(), entry.outcomes().get(i)));
        }
        return new Trial(repetition, Evaluation.of(entry.answered(), results), entry.error());
    }
}
