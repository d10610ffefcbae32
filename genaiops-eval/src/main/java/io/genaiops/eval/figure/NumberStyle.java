package io.genaiops.eval.figure;

/**
 * How numbers are written. Apostrophes and narrow or no-break spaces group digits in both styles.
 *
 * @since 0.1
 */
public enum NumberStyle {
    /** 1,000.5 is a thousand and a half, as in English. */
    DECIMAL_POINT,
    /** 1.000,5 is a thousand and a half, as in German, Spanish or Italian. */
    DECIMAL_COMMA
}
