package io.genaiops.eval.agreement;

/**
 * Weighs a disagreement between two levels in Cohen's kappa.
 *
 * @since 0.1
 */
public enum Weights {
    /** Every disagreement counts alike. */
    NONE {
        @Override
        double of(double distance) {
            return distance == 0 ? 0 : 1;
        }
    },
    /** A disagreement counts by its distance. */
    LINEAR {
        @Override
        double of(double distance) {
            return Math.abs(distance);
        }
    },
    /** A disagreement counts by its squared distance. */
    QUADRATIC {
        @Override
        double of(double distance) {
            return distance * distance;
        }
    };

    abstract double of(double distance);
}
