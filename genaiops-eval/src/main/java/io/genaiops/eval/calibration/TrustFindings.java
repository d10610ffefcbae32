package io.genaiops.eval.calibration;

import io.genaiops.eval.agreement.JudgeAccuracy;
import io.genaiops.eval.calibration.TrustRule.Demands;
import io.genaiops.eval.calibration.TrustRule.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds a study against what is demanded. */
final class TrustFindings {

    private static final int MOST_ITEMS = 1_000_000;

    private final StudyResult study;
    private final Demands demands;
    private final List<Finding> findings = new ArrayList<>();

    private TrustFindings(StudyResult study, Demands demands) {
        this.study = study;
        this.demands = demands;
    }

    static List<Finding> of(StudyResult study, Demands demands) {
        TrustFindings all = new TrustFindings(study, demands);
        all.items();
        all.coverage();
        all.atLeast(Measure.KAPPA, demands.kappa(), "a better judge, rubric or threshold is needed, not more items");
        all.informedness();
        all.selfConsistency();
        if (study.judgesPairs()) {
            all.atLeast(
                    Measure.SWAP_CONSISTENCY,
                    demands.swapConsistency(),
                    "the judge follows the place of an answer; use a better one");
        }
        if (study.raters().size() > 1) {
            all.atLeast(
                    Measure.HUMAN_ALPHA,
                    demands.humanAlpha(),
                    "the people do not agree on what is asked: sharpen the criterion and label again");
        }
        return List.copyOf(all.findings);
    }

    private void items() {
        int passing =
                study.accuracy().map(a -> a.passedRightly() + a.failedWrongly()).orElse(0);
        int failing =
                study.accuracy().map(a -> a.failedRightly() + a.passedWrongly()).orElse(0);
        int least = demands.ofEach();
        add(
                passing >= least && failing >= least,
                "at least " + least + " truly passing and " + least + " truly failing items; found " + passing + " and "
                        + failing,
                "label " + Math.max(0, least - passing) + " more passing and " + Math.max(0, least - failing)
                        + " more failing items");
    }

    private void coverage() {
        double coverage = study.coverage();
        add(
                coverage >= demands.coverage(),
                "a score on at least " + percent(demands.coverage()) + " of the items; found " + percent(coverage),
                "see the outcomes that are no scores: " + study.outcomes());
    }

    private void atLeast(Measure measure, double least, String advice) {
        Figure figure = study.figure(measure);
        boolean met = figure.isDefined() && figure.value().orElseThrow() >= least;
        add(met, measure.words() + " of at least " + least + "; found " + figure, advice);
    }

    private void informedness() {
        Figure figure = study.figure(Measure.INFORMEDNESS);
        double bound = demands.leastInformedness();
        boolean met =
                figure.interval().filter(interval -> interval.low() > bound).isPresent();
        add(
                met,
                "lower end of " + Measure.INFORMEDNESS.words() + " above " + bound + "; found " + figure,
                advice(bound));
    }

    private String advice(double bound) {
        Optional<JudgeAccuracy> accuracy = study.accuracy();
        Figure figure = study.figure(Measure.INFORMEDNESS);
        if (accuracy.isEmpty() || !figure.isDefined()) {
            return "label passing and failing items";
        }
        if (figure.value().orElseThrow() <= bound) {
            return "more items will not help: a better judge, rubric or threshold is needed";
        }
        double sensitivity = accuracy.get().sensitivity().orElseThrow().rate();
        double specificity = accuracy.get().specificity().orElseThrow().rate();
        int enough = 1;
        while (enough < MOST_ITEMS && !shows(sensitivity, specificity, enough, bound)) {
            enough += Math.max(1, enough / 20);
        }
        return enough >= MOST_ITEMS
                ? "more items will hardly help: a better judge is needed"
                : "if the judge goes on like this, about " + enough + " passing and " + enough
                        + " failing items will show it";
    }

    private static boolean shows(double sensitivity, double specificity, int items, double bound) {
        int right = (int) Math.floor(sensitivity * items);
        int rightly = (int) Math.floor(specificity * items);
        JudgeAccuracy imagined = new JudgeAccuracy(right, items - right, rightly, items - rightly);
        return imagined.informednessInterval(StudyFigures.LEVEL)
                .filter(interval -> interval.low() > bound)
                .isPresent();
    }

    private void selfConsistency() {
        if (demands.selfConsistency() > 0) {
            boolean measured = study.figure(Measure.SELF_CONSISTENCY).isDefined();
            atLeast(
                    Measure.SELF_CONSISTENCY,
                    demands.selfConsistency(),
                    measured
                            ? "lower its temperature, or ask several times and take the majority"
                            : "ask more than once: repeated(2)");
        }
    }

    private void add(boolean met, String words, String advice) {
        findings.add(new Finding(met, words, met ? "" : advice));
    }

    private static String percent(double share) {
        return Math.floor(share * 1000) / 10 + " %";
    }
}
