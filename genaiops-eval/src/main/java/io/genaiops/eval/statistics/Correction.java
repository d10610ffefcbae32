package io.genaiops.eval.statistics;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Corrects p-values for the number of questions that were asked at once; applied by {@link Statistics#corrected}.
 *
 * @since 0.1
 */
public enum Correction {
    /**
     * Keeps the chance of any false alarm at the level; the one for a gate. Source: Holm 1979, Scand. J. Statistics 6:65.
     */
    HOLM {
        @Override
        double[] adjustSorted(double[] rising) {
            double largest = 0;
            for (int i = 0; i < rising.length; i++) {
                largest = Math.max(largest, Math.min(1, (rising.length - i) * rising[i]));
                rising[i] = largest;
            }
            return rising;
        }
    },
    /**
     * Keeps the expected share of false alarms among the alarms at the level; the one for exploration. Source: Benjamini,
     * Hochberg 1995, J. Royal Statistical Society B 57:289.
     */
    BENJAMINI_HOCHBERG {
        @Override
        double[] adjustSorted(double[] rising) {
            double smallest = 1;
            for (int i = rising.length - 1; i >= 0; i--) {
                smallest = Math.min(smallest, rising[i] * (rising.length / (i + 1.0)));
                rising[i] = smallest;
            }
            return rising;
        }
    };

    double[] adjust(double... pValues) {
        for (int i = 0; i < pValues.length; i++) {
            if (!(pValues[i] >= 0 && pValues[i] <= 1)) {
                throw new IllegalArgumentException("p-value " + i + " must lie between 0 and 1; found " + pValues[i]);
            }
        }
        Integer[] order = new Integer[pValues.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, Comparator.comparingDouble(i -> pValues[i]));
        double[] rising = Arrays.stream(order).mapToDouble(i -> pValues[i]).toArray();
        double[] corrected = adjustSorted(rising);
        double[] result = new double[pValues.length];
        for (int i = 0; i < result.length; i++) {
            result[order[i]] = corrected[i];
        }
        return result;
    }

    abstract double[] adjustSorted(double[] rising);
}
