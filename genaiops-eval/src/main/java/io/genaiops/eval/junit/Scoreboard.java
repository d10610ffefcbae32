package io.genaiops.eval.junit;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.SequentialPassRate;
import io.genaiops.eval.statistics.SequentialPassRate.Decision;
import java.util.List;

/** Counts what became of each run of a test, and knows when the rest cannot matter. Thread-safe. */
final class Scoreboard {

    /**
     * One run of a test on one sample.
     *
     * @param item the index of the sample among those that are run
     * @param sample the sample
     * @param repetition which run of the sample, from 1
     * @param repetitions how often each sample is run
     */
    record Attempt(int item, Sample sample, int repetition, int repetitions) {

        private static final int SHOWN = 60;

        /** Returns id, start of the input and repetition, on one line. */
        String displayName() {
            String input = line(sample.input());
            String name = input.isEmpty() || input.equals(sample.id()) ? sample.id() : sample.id() + ": " + input;
            return repetitions == 1 ? name : name + ", repetition " + repetition + " of " + repetitions;
        }

        private static String line(String text) {
            String line = text.replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
            if (line.codePointCount(0, line.length()) <= SHOWN) {
                return line;
            }
            return line.substring(0, line.offsetByCodePoints(0, SHOWN)).strip() + "…";
        }
    }

    private final int repetitions;
    private final double required;
    private final List<Tally> tallies;

    private int begun;
    private int ended;
    private int failures;

    // over the samples that were run in full
    private int complete;
    private int judgedItems;
    private double passes;
    private int judgedRuns;

    Scoreboard(List<Sample> samples, int repetitions, double required) {
        this.repetitions = repetitions;
        this.required = required;
        this.tallies = samples.stream().map(Tally::new).toList();
    }

    /** Counts a run that JUnit is about to begin. */
    synchronized void begin(Attempt attempt) {
        tallies.get(attempt.item()).begun++;
        begun++;
    }

    /** Takes back a run that was not made, because the answer is clear. */
    synchronized void giveUp(Attempt attempt) {
        tallies.get(attempt.item()).begun--;
        begun--;
    }

    /** Counts what a run ended with. */
    synchronized void record(Attempt attempt, Judgement judgement, String why) {
        Tally tally = tallies.get(attempt.item());
        tally.add(judgement, why);
        ended++;
        failures += judgement == Judgement.FAILED ? 1 : 0;
        if (tally.ended() == repetitions) {
            complete++;
            judgedItems += tally.judged() > 0 ? 1 : 0;
            judgedRuns += tally.judged();
            passes += tally.judged() > 0 ? (double) tally.passed / tally.judged() : 0;
        }
    }

    /** Returns how many runs failed. */
    synchronized int failures() {
        return failures;
    }

    /** Tells whether every run that was begun has ended. */
    synchronized boolean isQuiet() {
        return begun == ended;
    }

    /** Tells whether the samples that were run in full decide, whatever the others would be. */
    synchronized boolean isSettled() {
        if (judgedItems == 0) {
            return false;
        }
        int open = tallies.size() - complete;
        double needed = required * (judgedItems + open);
        boolean missed = passes + open < needed - PassRateVerdict.ROUNDING
                || decides(Math.ceil(passes - PassRateVerdict.ROUNDING), Decision.MISSED);
        boolean met = passes >= needed - PassRateVerdict.ROUNDING
                || decides(Math.floor(passes + PassRateVerdict.ROUNDING), Decision.MET);
        boolean covered = judgedRuns >= PassRateVerdict.LEAST_COVERAGE * complete * repetitions;
        return missed || (met && covered);
    }

    /** Returns what the runs so far amount to. */
    synchronized PassRateVerdict verdict() {
        List<PassRateVerdict.Item> run = tallies.stream()
                .filter(tally -> tally.begun > 0)
                .map(Tally::item)
                .toList();
        return new PassRateVerdict(run, tallies.size(), required);
    }

    /**
     * Asks the sequential test. It knows whole passes only, so a part of one is rounded towards the target: its evidence is
     * convex in the number of passes and there is none at the target, so that rounding never adds any.
     */
    private boolean decides(double whole, Decision wanted) {
        if (required >= 1) {
            return false;
        }
        int passed = (int) whole;
        return new SequentialPassRate(passed, judgedItems - passed, PassRateVerdict.LEVEL).decide(required) == wanted;
    }

    /** The runs of one sample. */
    private static final class Tally {

        private final Sample sample;
        private int begun;
        private int passed;
        private int failed;
        private int notJudged;
        private String whyFailed = "";
        private String whyNotJudged = "the run ended before its test";

        Tally(Sample sample) {
            this.sample = sample;
        }

        void add(Judgement judgement, String why) {
            switch (judgement) {
                case PASSED -> passed++;
                case FAILED -> {
                    failed++;
                    whyFailed = whyFailed.isEmpty() ? why : whyFailed;
                }
                case INCONCLUSIVE -> {
                    whyNotJudged = notJudged == 0 ? why : whyNotJudged;
                    notJudged++;
                }
            }
        }

        int judged() {
            return passed + failed;
        }

        int ended() {
            return passed + failed + notJudged;
        }

        PassRateVerdict.Item item() {
            return new PassRateVerdict.Item(sample.id(), passed, failed, begun - judged(), whyFailed, whyNotJudged);
        }
    }
}
