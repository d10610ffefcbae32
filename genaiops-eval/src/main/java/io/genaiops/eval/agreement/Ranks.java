package io.genaiops.eval.agreement;

import java.util.Arrays;
import java.util.Comparator;

/** Ranks values and counts the pairs that two rankings order differently. */
final class Ranks {

    private Ranks() {}

    /** Ranks from 1; equal values share the mean of their ranks. */
    static double[] midRanks(double[] values) {
        Integer[] order = order(values, values);
        double[] ranks = new double[values.length];
        for (int start = 0, end; start < order.length; start = end) {
            end = start + 1;
            while (end < order.length && values[order[end]] == values[order[start]]) {
                end++;
            }
            for (int i = start; i < end; i++) {
                ranks[order[i]] = (start + 1 + end) / 2.0;
            }
        }
        return ranks;
    }

    /**
     * Kendall's tau-b in n log n steps: sorted by x, the pairs ordered differently are the swaps that sort y.
     *
     * <p>Source: Knight 1966, JASA 61:436.
     */
    static double tauB(double[] x, double[] y) {
        Integer[] order = order(x, y);
        double[] sortedX = Arrays.stream(order).mapToDouble(i -> x[i]).toArray();
        double[] sortedY = Arrays.stream(order).mapToDouble(i -> y[i]).toArray();
        double pairs = x.length * (x.length - 1.0) / 2;
        double tiedX = tied(sortedX, sortedX);
        double tiedBoth = tied(sortedX, sortedY);
        double swaps = sortCountingSwaps(sortedY, new double[y.length], 0, y.length);
        double tiedY = tied(sortedY, sortedY);
        double agreeing = pairs - tiedX - tiedY + tiedBoth - 2 * swaps;
        return agreeing / (Math.sqrt(pairs - tiedX) * Math.sqrt(pairs - tiedY));
    }

    private static Integer[] order(double[] first, double[] second) {
        Integer[] order = new Integer[first.length];
        Arrays.setAll(order, i -> i);
        Arrays.sort(
                order,
                Comparator.<Integer>comparingDouble(i -> first[i] + 0.0).thenComparingDouble(i -> second[i] + 0.0));
        return order;
    }

    private static double tied(double[] sorted, double[] also) {
        double pairs = 0;
        int run = 0;
        for (int i = 1; i < sorted.length; i++) {
            run = sorted[i] == sorted[i - 1] && also[i] == also[i - 1] ? run + 1 : 0;
            pairs += run;
        }
        return pairs;
    }

    private static double sortCountingSwaps(double[] values, double[] spare, int from, int to) {
        if (to - from < 2) {
            return 0;
        }
        int middle = (from + to) >>> 1;
        double swaps = sortCountingSwaps(values, spare, from, middle) + sortCountingSwaps(values, spare, middle, to);
        int left = from;
        int right = middle;
        for (int i = from; i < to; i++) {
            if (right < to && (left == middle || values[right] < values[left])) {
                swaps += middle - left;
                spare[i] = values[right++];
            } else {
                spare[i] = values[left++];
            }
        }
        System.arraycopy(spare, from, values, from, to - from);
        return swaps;
    }
}
