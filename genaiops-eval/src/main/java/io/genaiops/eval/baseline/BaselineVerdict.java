package io.genaiops.eval.baseline;

import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether a run is worse than its {@link Baseline}, and why. Immutable.
 *
 * @since 0.1
 */
public final class BaselineVerdict {

    /** What can be said. */
    public enum Conclusion {
        /** No regression was found; {@link #describe} says which ones could have been. */
        PASSED(0),
        /** An evaluator fell beyond chance, or more critical samples fell than are tolerated. */
        REGRESSED(1),
        /** Something that has to be known is not. */
        INCONCLUSIVE(2);

        private final int exitCode;

        Conclusion(int exitCode) {
            this.exitCode = exitCode;
        }

        /** Returns what a process ends with that found this: 0, 1 or 2. */
        public int exitCode() {
            return exitCode;
        }
    }

    /**
     * Why a conclusion was drawn.
     *
     * @param conclusion the conclusion that this speaks for
     * @param words the finding in a sentence
     */
    public record Reason(Conclusion conclusion, String words) {}

    /**
     * A figure of one evaluator on the samples that have it in both.
     *
     * @param before its mean in the baseline
     * @param now its mean in the run
     * @param verdict the paired test, corrected for all tests of the run; a positive difference is an improvement
     */
    public record Measure(double before, double now, Verdict verdict) {}

    /**
     * What was found for one evaluator that both have.
     *
     * @param name what it is called, told from others of its name
     * @param evaluator the evaluator of the run
     * @param conclusion what can be said of it
     * @param paired how many samples have a score in both
     * @param coverageBefore the share of outcomes of the baseline that are scores, 0 to 1
     * @param coverageNow the share of outcomes of the run that are scores, 0 to 1
     * @param passes the pass rate; empty without a threshold
     * @param scores the mean score; empty if it can only be one of two values, which the pass rate covers
     */
    public record Row(
            String name,
            EvaluatorId evaluator,
            Conclusion conclusion,
            int paired,
            double coverageBefore,
            double coverageNow,
            Optional<Measure> passes,
            Optional<Measure> scores) {

        /** Returns a sentence on each figure. */
        public List<String> sentences() {
            return Stream.of(
                            passes.map(measure -> Words.sentence("pass rate", measure)),
                            scores.map(measure -> Words.sentence("mean score", measure)))
                    .flatMap(Optional::stream)
                    .toList();
        }
    }

    /**
     * A sample that got worse.
     *
     * @param sample its id
     * @param evaluator what the evaluator is called, as {@link Row#name}
     * @param scoreBefore its score in the baseline
     * @param scoreNow its score in the run
     * @param passesBefore the share of its repetitions that passed in the baseline; empty without a threshold
     * @param passesNow the share of its repetitions that passed in the run; empty without a threshold
     * @param failed whether most repetitions passed before and at most half do now
     * @param critical whether it counts as a critical fall
     * @param sameAnswer whether the answers are the same, so that only the evaluator can have changed
     */
    public record Fall(
            String sample,
            String evaluator,
            OptionalDouble scoreBefore,
            OptionalDouble scoreNow,
            OptionalDouble passesBefore,
            OptionalDouble passesNow,
            boolean failed,
            boolean critical,
            boolean sameAnswer) {

        /** Returns what became of the sample, in words. */
        @Override
        public String toString() {
            return (critical ? "critical: " : "") + "sample " + sample + " on " + evaluator + ", " + Words.fall(this);
        }
    }

    /** What a difference of the two runs means for their comparison. */
    public enum Standing {
        /** It is what the comparison is about, or does not matter. */
        NOTED,
        /** It would forbid the comparison, and the rule allows it. */
        ALLOWED,
        /** It forbids the comparison. */
        REFUSED
    }

    /**
     * Something that is not the same in both.
     *
     * @param what what it is
     * @param before how it is in the baseline
     * @param now how it is in the run
     * @param standing what it means for the comparison
     */
    public record Difference(String what, String before, String now, Standing standing) {

        @Override
        public String toString() {
            return what + ": " + before + " in the baseline, " + now + " now"
                    + (standing == Standing.ALLOWED ? " (allowed)" : "");
        }
    }

    private final Baseline baseline;
    private final Baseline candidate;
    private final RegressionRule rule;
    private final Pairing pairing;
    private final List<Row> rows;
    private final List<Fall> falls;
    private final List<Reason> reasons;

    BaselineVerdict(RegressionSearch search) {
        this.baseline = search.baseline();
        this.candidate = search.candidate();
        this.rule = search.rule();
        this.pairing = search.pairing();
        this.rows = List.copyOf(search.rows());
        this.falls = List.copyOf(search.falls());
        this.reasons = List.copyOf(search.reasons());
    }

    /** Returns what can be said. */
    public Conclusion conclusion() {
        return reasons.get(0).conclusion();
    }

    /** Returns what a process ends with: 0 if passed, 1 if regressed, 2 if inconclusive. */
    public int exitCode() {
        return conclusion().exitCode();
    }

    /** Returns why, those for the conclusion first; at least one. */
    public List<Reason> reasons() {
        return reasons;
    }

    /** Returns what was found for each evaluator that both have. */
    public List<Row> rows() {
        return rows;
    }

    /**
     * Returns the samples that fell from pass to fail, or by as much of the scale as matters: the critical ones first, then
     * those that fail now, then by how far they fell.
     */
    public List<Fall> falls() {
        return falls;
    }

    /** Returns what is not the same in both. */
    public List<Difference> differences() {
        return List.copyOf(pairing.differences());
    }

    /** Returns the ids of samples that only the run has. */
    public List<String> newSamples() {
        return pairing.appeared();
    }

    /** Returns the ids of samples that only the baseline has. */
    public List<String> vanishedSamples() {
        return pairing.vanished();
    }

    /** Returns the ids of samples whose row is another one, so that they are not compared. */
    public List<String> changedSamples() {
        return pairing.changed();
    }

    /** Returns the baseline. */
    public Baseline baseline() {
        return baseline;
    }

    /** Returns the scores of the run. */
    public Baseline candidate() {
        return candidate;
    }

    /** Returns the rule. */
    public RegressionRule rule() {
        return rule;
    }

    /**
     * Returns the verdict for a pull request: Markdown of at most 60,000 characters whose first line is {@link #marker}.
     */
    public String toMarkdown() {
        return new VerdictMarkdown(this).text();
    }

    /**
     * Returns a comment that readers do not see, by which a job finds what it wrote before on the same experiment and
     * variant, and replaces it.
     */
    public String marker() {
        return VerdictMarkdown.marker(candidate);
    }

    /** Returns the verdict as JSON; {@code docs/test-in-ci.md} explains it. */
    public String toJson() {
        return VerdictJson.of(this);
    }

    /** Returns the verdict in words: conclusion, reasons, and a sentence on each figure. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        lines.add(Words.name(conclusion()).toUpperCase(Locale.ROOT) + ": '" + candidate.variant() + "' of '"
                + candidate.experiment() + "' against the baseline of " + baseline.finished());
        reasons.forEach(reason -> lines.add("  " + Words.name(reason.conclusion()) + ": " + reason.words()));
        for (Row row : rows) {
            row.sentences().forEach(sentence -> lines.add("  " + row.name() + ", " + sentence));
        }
        pairing.differences().forEach(difference -> lines.add("  " + difference));
        return String.join("\n", lines);
    }

    @Override
    public String toString() {
        return describe();
    }
}
