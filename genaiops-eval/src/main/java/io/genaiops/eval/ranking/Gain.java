package io.genaiops.eval.ranking;

import java.util.Locale;

/**
 * What a document of a grade adds to the cumulated gain. Figures of the two are not comparable.
 *
 * @since 0.1
 */
public enum Gain {
    /** The grade itself (Järvelin and Kekäläinen 2002), as trec_eval and scikit-learn do it. */
    LINEAR {
        @Override
        double of(double grade) {
            return Math.max(grade, 0);
        }
    },
    /** 2 to the grade, less 1 (Burges et al. 2005): the highest grades count far more. Grades of up to 60. */
    EXPONENTIAL {
        @Override
        double of(double grade) {
            return grade <= 0 ? 0 : Math.pow(2, grade) - 1;
        }
    };

    /** The highest grade whose exponential gain is exact enough to be added up. */
    static final double HIGHEST_EXPONENT = 60;

    abstract double of(double grade);

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
