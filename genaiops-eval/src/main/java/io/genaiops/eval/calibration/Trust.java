package io.genaiops.eval.calibration;

/**
 * What a judge may be used for, by the {@link TrustRule} of its study.
 *
 * @since 0.1
 */
public enum Trust {
    /** Its verdicts may stop or release a version. */
    MAY_GATE("may gate"),
    /** Its figures may be watched for change; nothing may be decided by them alone. */
    MAY_WATCH("may watch but not gate"),
    /** Nothing shows that it tells good answers from bad ones. */
    MUST_NOT_BE_USED("must not be used");

    private final String words;

    Trust(String words) {
        this.words = words;
    }

    /** Returns what reports say. */
    public String words() {
        return words;
    }
}
