package io.genaiops.eval.agreement;

/**
 * Says what the numbers of a rating mean, and so how far two of them lie apart in Krippendorff's alpha.
 *
 * @since 0.1
 */
public enum Scale {
    /** Names: equal or not. */
    NOMINAL,
    /** Ranks: by how many ratings lie between. */
    ORDINAL,
    /** Measures: by the squared difference. */
    INTERVAL
}
