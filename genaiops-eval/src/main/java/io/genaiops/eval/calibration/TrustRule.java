package io.genaiops.eval.calibration;

import static java.util.Objects.requireNonNull;

/**
 * What a judge has to show before it may gate, and before it may be watched.
 *
 * <p>A judge may gate if it meets every demand of {@code gate}, may be watched if it meets every demand of {@code watch},
 * and must not be used otherwise. What {@link #usual} asks for:
 *
 * <table>
 * <caption>the usual demands</caption>
 * <tr><th></th><th>gate</th><th>watch</th></tr>
 * <tr><td>truly passing and truly failing items, each at least</td><td>20</td><td>5</td></tr>
 * <tr><td>items on which the judge gave a score</td><td>95 %</td><td>80 %</td></tr>
 * <tr><td>Cohen's kappa on pass and fail at least</td><td>0.6</td><td>0.2</td></tr>
 * <tr><td>lower end of sensitivity + specificity - 1 above</td><td>0.4</td><td>0</td></tr>
 * <tr><td>self-consistency at least</td><td>0.9</td><td>0.6</td></tr>
 * <tr><td>swap-consistency, of judges of pairs, at least</td><td>0.8</td><td>0.5</td></tr>
 * <tr><td>Krippendorff's alpha among several people at least</td><td>0.667</td><td>0</td></tr>
 * </table>
 *
 * <p>A kappa of 0.6 begins "substantial" (Landis, Koch 1977, Biometrics 33:159), an alpha of 0.667 is the least on which
 * tentative conclusions may rest (Krippendorff 2004, section 11.4). The other numbers are our choice.
 *
 * @param gate what a judge has to show before it may gate
 * @param watch what it has to show before it may be watched
 * @since 0.1
 */
public record TrustRule(Demands gate, Demands watch) {

    /**
     * What is demanded at least.
     *
     * @param ofEach truly passing items, and as many truly failing ones; at least 1
     * @param coverage the share of items on which the judge gave a score, 0 to 1
     * @param kappa Cohen's kappa on pass and fail
     * @param leastInformedness what the lower end of the 95 % interval of sensitivity + specificity - 1 lies above
     * @param selfConsistency the share of agreeing answers to one item, 0 to 1; a study without repetitions fails it
     *     unless it is 0
     * @param swapConsistency the share of pairs on which both orders agree, 0 to 1; asked of judges of pairs alone
     * @param humanAlpha Krippendorff's alpha among the people; asked only if several rated
     */
    public record Demands(
            int ofEach,
            double coverage,
            double kappa,
            double leastInformedness,
            double selfConsistency,
            double swapConsistency,
            double humanAlpha) {

        /** Refuses demands out of range. */
        public Demands {
            if (ofEach < 1) {
                throw new IllegalArgumentException("ofEach must be at least 1; found: " + ofEach);
            }
            requireBetween("coverage", coverage, 0);
            requireBetween("kappa", kappa, -1);
            requireBetween("leastInformedness", leastInformedness, 0);
            requireBetween("selfConsistency", selfConsistency, 0);
            requireBetween("swapConsistency", swapConsistency, 0);
            requireBetween("humanAlpha", humanAlpha, -1);
        }

        private static void requireBetween(String name, double value, double low) {
            if (!(value >= low && value <= 1)) {
                throw new IllegalArgumentException(name + " must lie between " + low + " and 1; found: " + value);
            }
        }
    }

    /**
     * One demand of a rule held against a study.
     *
     * @param met whether the judge meets it
     * @param words what was demanded and what was found
     * @param advice what would help; empty if it is met
     */
    public record Finding(boolean met, String words, String advice) {

        /** Requires words, and advice exactly where the demand is not met. */
        public Finding {
            requireNonNull(words, "words");
            if (met != advice.isEmpty()) {
                throw new IllegalArgumentException(
                        "advice goes with a demand that is not met; found: '" + advice + "'");
            }
        }

        /** Returns words and advice. */
        @Override
        public String toString() {
            return (met ? "met: " : "not met: ") + words + (met ? "" : "; " + advice);
        }
    }

    /** Requires both. */
    public TrustRule {
        requireNonNull(gate, "gate");
        requireNonNull(watch, "watch");
    }

    /** Returns the usual rule. */
    public static TrustRule usual() {
        return new TrustRule(
                new Demands(20, 0.95, 0.6, 0.4, 0.9, 0.8, 0.667), new Demands(5, 0.8, 0.2, 0, 0.6, 0.5, 0));
    }
}
