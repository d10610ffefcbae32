package io.genaiops.eval.calibration;

/**
 * A figure of a study. The judge's word on an item is its first answer; the others show how constant it is.
 *
 * @since 0.1
 */
public enum Measure {
    /** The share of items on which judge and truth both say pass or both say fail; Wilson interval. */
    AGREEMENT("agreement on pass and fail"),
    /** Cohen's kappa on pass and fail. */
    KAPPA("Cohen's kappa on pass and fail"),
    /** Cohen's kappa on the grades, with squared distances. */
    WEIGHTED_KAPPA("Cohen's kappa on grades, quadratic weights"),
    /** Cohen's kappa on the grades, with distances. */
    LINEAR_KAPPA("Cohen's kappa on grades, linear weights"),
    /** Krippendorff's alpha of the people alone; bootstrap interval. */
    HUMAN_ALPHA("Krippendorff's alpha among the people"),
    /** Krippendorff's alpha with the judge as one more rater; bootstrap interval. */
    ALPHA("Krippendorff's alpha with the judge as one more rater"),
    /** The share of truly passing items that the judge passes; Wilson interval. */
    SENSITIVITY("sensitivity"),
    /** The share of truly failing items that the judge fails; Wilson interval. */
    SPECIFICITY("specificity"),
    /** Sensitivity + specificity - 1: 1 for a perfect judge, 0 for one that knows nothing; Newcombe interval. */
    INFORMEDNESS("sensitivity + specificity - 1"),
    /** Pearson's correlation of the scores. */
    PEARSON("Pearson's correlation"),
    /** Spearman's rank correlation of the scores. */
    SPEARMAN("Spearman's rank correlation"),
    /** Kendall's tau-b of the scores. */
    KENDALL("Kendall's tau-b"),
    /** Spearman's rank correlation within each system, averaged: pooling over systems flatters a judge; Bonett interval. */
    SPEARMAN_WITHIN("Spearman's rank correlation within systems"),
    /** How often two answers of the judge on one item agree on pass and fail; Student interval over items. */
    SELF_CONSISTENCY("self-consistency"),
    /** The share of pairs on which both orders of the answers gave one verdict; Wilson interval. */
    SWAP_CONSISTENCY("swap-consistency"),
    /** Of the pairs whose orders disagree on the winner, the share that went to the answer shown first; Wilson interval. */
    FIRST_PLACE("share of swapped verdicts that went to the first place");

    private final String words;

    Measure(String words) {
        this.words = words;
    }

    /** Returns what reports call it. */
    public String words() {
        return words;
    }
}
