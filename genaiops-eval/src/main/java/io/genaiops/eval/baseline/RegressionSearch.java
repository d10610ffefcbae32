package io.genaiops.eval.baseline;

import io.genaiops.eval.baseline.BaselineVerdict.Conclusion;
import io.genaiops.eval.baseline.BaselineVerdict.Difference;
import io.genaiops.eval.baseline.BaselineVerdict.Fall;
import io.genaiops.eval.baseline.BaselineVerdict.Measure;
import io.genaiops.eval.baseline.BaselineVerdict.Reason;
import io.genaiops.eval.baseline.BaselineVerdict.Row;
import io.genaiops.eval.baseline.BaselineVerdict.Standing;
import io.genaiops.eval.baseline.PairedTests.Tested;
import io.genaiops.eval.statistics.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Looks for what is worse in a run than in its baseline, and for what keeps one from telling. What was found counts, even
 * where something else is not known; what cannot be compared was not found. Used once.
 */
final class RegressionSearch {

    private final Baseline baseline;
    private final Baseline candidate;
    private final RegressionRule rule;
    private final Pairing pairing;
    private final boolean comparable;
    private final List<Row> rows = new ArrayList<>();
    private final List<Fall> falls = new ArrayList<>();
    private final List<Reason> reasons = new ArrayList<>();

    RegressionSearch(Baseline baseline, Baseline candidate, RegressionRule rule) {
        this.baseline = baseline;
        this.candidate = candidate;
        this.rule = rule.requireMeaning();
        this.pairing = new Pairing(baseline, candidate, rule);
        this.comparable =
                pairing.differences().stream().noneMatch(difference -> difference.standing() == Standing.REFUSED);
    }

    BaselineVerdict verdict() {
        differences();
        PairedTests tests =
                new PairedTests(pairing, rule.relevant(), candidate.facts().seed());
        List<Tested> tested = tests.run();
        if (tested.isEmpty()) {
            unknown("no evaluator is in both, so nothing was compared");
        }
        tested.forEach(each -> rows.add(row(each)));
        CriticalGuard guard = new CriticalGuard(pairing, rule);
        falls.addAll(guard.falls(tested));
        guard.gaps(tested).forEach(this::unknown);
        criticalFalls();
        conclude();
        return new BaselineVerdict(this);
    }

    private void differences() {
        for (Difference difference : pairing.differences()) {
            if (difference.standing() == Standing.REFUSED) {
                unknown(difference.what() + " is another one: " + difference.before() + " in the baseline, "
                        + difference.now() + " now");
            }
        }
        if (!comparable) {
            samples("new", pairing.appeared());
            samples("vanished", pairing.vanished());
            samples("changed", pairing.changed());
        }
    }

    private void samples(String what, List<String> ids) {
        if (!ids.isEmpty()) {
            unknown(what + ": " + Words.samples(ids.size()) + ", " + Words.ids(ids));
        }
    }

    private Row row(Tested tested) {
        double before = baseline.coverage(tested.match().before(), rule.excused());
        double now = candidate.coverage(tested.match().now(), rule.excused());
        List<String> gaps = gaps(tested, before, now);
        String name = "evaluator '" + pairing.name(tested.match()) + "'";
        gaps.forEach(gap -> unknown(name + " " + gap));
        Conclusion conclusion = !gaps.isEmpty() || !comparable ? Conclusion.INCONCLUSIVE : conclusion(name, tested);
        return new Row(
                pairing.name(tested.match()),
                pairing.now(tested.match()).id(),
                conclusion,
                tested.paired(),
                before,
                now,
                tested.passes(),
                tested.scores());
    }

    /** Returns what keeps one from a conclusion about an evaluator. */
    private List<String> gaps(Tested tested, double before, double now) {
        List<String> gaps = new ArrayList<>();
        coverage("in the baseline", before, gaps);
        coverage("now", now, gaps);
        if (gaps.isEmpty() && tested.measures().isEmpty()) {
            gaps.add("has no sample with a score in both");
        }
        if (gaps.isEmpty()) {
            sharpness(tested, gaps);
        }
        return gaps;
    }

    private void coverage(String when, double coverage, List<String> gaps) {
        if (coverage == 0) {
            gaps.add("gave no score at all " + when);
        } else if (coverage < rule.coverage()) {
            gaps.add("has a coverage of " + Words.percent(coverage) + " " + when + "; at least "
                    + Words.percent(rule.coverage()) + " are required");
        }
    }

    private void sharpness(Tested tested, List<String> gaps) {
        if (tested.measures().stream()
                .allMatch(measure -> measure.verdict().detectable().isEmpty())) {
            gaps.add(
                    "has so few samples, " + tested.paired() + " in both, that no regression could have been detected");
        }
        tested.passes().ifPresent(measure -> sharpness("pass rate", measure, rule.detecting(), gaps));
        tested.scores().ifPresent(measure -> sharpness("mean score", measure, rule.detecting() * tested.span(), gaps));
    }

    private static void sharpness(String what, Measure measure, double required, List<String> gaps) {
        Verdict verdict = measure.verdict();
        if (verdict.detectable().orElse(Double.MAX_VALUE) > required && required < Double.MAX_VALUE) {
            gaps.add("cannot show a regression of " + Words.number(required) + " of its " + what + " with "
                    + Words.samples(verdict.items()) + ", only one of " + Words.number(verdict.detectable()));
        }
    }

    private Conclusion conclusion(String name, Tested tested) {
        boolean regressed = false;
        regressed |= tested.passes()
                .map(measure -> regressed(name, "pass rate", measure))
                .orElse(false);
        regressed |= tested.scores()
                .map(measure -> regressed(name, "mean score", measure))
                .orElse(false);
        return regressed ? Conclusion.REGRESSED : Conclusion.PASSED;
    }

    private boolean regressed(String name, String what, Measure measure) {
        boolean worse = measure.verdict().conclusion() == Verdict.Conclusion.WORSE;
        if (worse) {
            reasons.add(new Reason(Conclusion.REGRESSED, name + ": " + Words.sentence(what, measure)));
        }
        return worse;
    }

    private void criticalFalls() {
        List<Fall> critical = falls.stream().filter(Fall::critical).toList();
        if (comparable && critical.size() > rule.toleratedFalls()) {
            reasons.add(new Reason(
                    Conclusion.REGRESSED,
                    Words.count(critical.size(), "critical fall") + ", " + rule.toleratedFalls() + " tolerated: "
                            + Words.list(critical, fall -> "'" + fall.sample() + "' on '" + fall.evaluator() + "'")));
        }
    }

    private void conclude() {
        reasons.sort(Comparator.comparing(reason -> reason.conclusion() != Conclusion.REGRESSED));
        if (reasons.isEmpty()) {
            reasons.add(new Reason(Conclusion.PASSED, "no evaluator fell beyond chance on " + compared()));
        }
    }

    private String compared() {
        String samples = Words.samples(pairing.pairs().size());
        long critical = falls.stream().filter(Fall::critical).count();
        return rule.hasCritical()
                ? samples + ", with " + Words.count(critical, "critical fall") + ", " + rule.toleratedFalls()
                        + " tolerated"
                : samples;
    }

    private void unknown(String words) {
        reasons.add(new Reason(Conclusion.INCONCLUSIVE, words));
    }

    Baseline baseline() {
        return baseline;
    }

    Baseline candidate() {
        return candidate;
    }

    RegressionRule rule() {
        return rule;
    }

    Pairing pairing() {
        return pairing;
    }

    List<Row> rows() {
        return rows;
    }

    List<Fall> falls() {
        return falls;
    }

    List<Reason> reasons() {
        return reasons;
    }
}
