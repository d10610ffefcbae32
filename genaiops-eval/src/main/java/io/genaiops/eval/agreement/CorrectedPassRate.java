package io.genaiops.eval.agreement;

import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Proportion;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Holds the pass rate that a judge's verdicts imply once its errors are taken out.
 *
 * <p>The rate is (p + Sp - 1) / (Se + Sp - 1), cut at 0 and 1 (Rogan, Gladen 1978, American J. Epidemiology 107:71). The
 * interval carries the variance of the judged items and of both calibration samples (Lee et al. 2025, arXiv 2511.21140,
 * Algorithm 1). Both are refused if the judge's Se + Sp - 1 is below {@value #LEAST_INFORMEDNESS} or not shown to be above 0.
 *
 * @param judged the pass rate as judged
 * @param rate the corrected pass rate, or why there is none
 * @param interval the interval of the corrected pass rate; empty exactly if there is no rate
 * @since 0.1
 */
public record CorrectedPassRate(Proportion judged, Coefficient rate, Optional<Interval> interval) {

    /** The sensitivity + specificity - 1 below which no correction is made: errors grow by its inverse. */
    public static final double LEAST_INFORMEDNESS = 0.2;

    /**
     * Refuses a rate without interval and an interval without rate.
     *
     * @throws IllegalArgumentException if only one of rate and interval is there
     */
    public CorrectedPassRate {
        if (rate.isDefined() != interval.isPresent()) {
            throw new IllegalArgumentException("rate and interval go together; found " + rate + ", " + interval);
        }
    }

    static CorrectedPassRate of(JudgeAccuracy judge, Proportion judged, double level) {
        String refusal = refusal(judge, level);
        if (!refusal.isEmpty()) {
            return new CorrectedPassRate(judged, Coefficient.undefined(refusal), Optional.empty());
        }
        double specificity = judge.specificity().orElseThrow().rate();
        double informedness = judge.informedness().orElseThrow();
        double rate = cut((judged.rate() + specificity - 1) / informedness);
        Interval interval = interval(judge, judged, level).stretchedTo(rate);
        return new CorrectedPassRate(judged, Coefficient.of(rate), Optional.of(interval));
    }

    private static String refusal(JudgeAccuracy judge, double level) {
        Coefficient informedness = judge.informedness();
        if (!informedness.isDefined()) {
            return informedness.why();
        }
        double value = informedness.orElseThrow();
        if (value < LEAST_INFORMEDNESS) {
            return String.format(
                    Locale.ROOT,
                    "sensitivity + specificity - 1 is %.3f; at least %.1f is needed, so use a better judge",
                    value,
                    LEAST_INFORMEDNESS);
        }
        if (judge.informednessInterval(level).orElseThrow().low() <= 0) {
            return String.format(
                    Locale.ROOT,
                    "sensitivity + specificity - 1 is %.3f but not shown to be above 0; calibrate on more items",
                    value);
        }
        return "";
    }

    private static Interval interval(JudgeAccuracy judge, Proportion judged, double level) {
        double z = NormalDistribution.of(0, 1).inverseSurvivalProbability((1 - level) / 2);
        Smoothed p = new Smoothed(judged, z * z);
        Smoothed se = new Smoothed(judge.sensitivity().orElseThrow(), 2);
        Smoothed sp = new Smoothed(judge.specificity().orElseThrow(), 2);
        double informedness = se.rate + sp.rate - 1;
        double rate = (p.rate + sp.rate - 1) / informedness;
        double shift = 2 * z * z * (rate * se.variance - (1 - rate) * sp.variance);
        double variance = p.variance + (1 - rate) * (1 - rate) * sp.variance + rate * rate * se.variance;
        double half = z * Math.sqrt(variance) / informedness;
        return new Interval(cut(rate + shift - half), cut(rate + shift + half), level);
    }

    private static double cut(double rate) {
        return Math.max(0, Math.min(1, rate));
    }

    /** A rate after adding some trials, half of them successes, with the variance of its mean. */
    private static final class Smoothed {

        private final double rate;
        private final double variance;

        Smoothed(Proportion counts, double added) {
            double trials = counts.trials() + added;
            this.rate = (counts.successes() + added / 2) / trials;
            this.variance = rate * (1 - rate) / trials;
        }
    }
}
