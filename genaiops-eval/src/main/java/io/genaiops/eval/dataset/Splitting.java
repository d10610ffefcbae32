package io.genaiops.eval.dataset;

import io.genaiops.asset.Digest;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Draws a number for each id, and by it the part of each sample. Immutable. */
final class Splitting {

    private static final double ROUNDING = 1e-9;

    private final long seed;
    private final double[] ends;

    Splitting(long seed, double... shares) {
        this.seed = seed;
        this.ends = new double[shares.length];
        double sum = 0;
        boolean valid = shares.length >= 2;
        for (int i = 0; i < shares.length; i++) {
            valid &= shares[i] > 0;
            sum += shares[i];
            ends[i] = sum;
        }
        if (!valid || !(Math.abs(sum - 1) < ROUNDING)) {
            throw new IllegalArgumentException(
                    "shares must be at least two, each over 0, together 1; found: " + Arrays.toString(shares));
        }
        ends[shares.length - 1] = 1;
    }

    List<int[]> byId(Dataset dataset) {
        int[] part = new int[dataset.size()];
        int index = 0;
        for (Sample sample : dataset) {
            double draw = draw(sample.id());
            while (draw >= ends[part[index]]) {
                part[index]++;
            }
            index++;
        }
        return indexes(part);
    }

    List<int[]> byStratum(Dataset dataset, Function<? super Sample, String> stratum) {
        double[] draws = new double[dataset.size()];
        Map<String, List<Integer>> strata = new TreeMap<>();
        int index = 0;
        for (Sample sample : dataset) {
            draws[index] = draw(sample.id());
            strata.computeIfAbsent(stratum.apply(sample), name -> new ArrayList<>())
                    .add(index++);
        }
        int[] part = new int[draws.length];
        for (List<Integer> members : strata.values()) {
            members.sort(Comparator.comparingDouble(member -> draws[member]));
            for (int i = 0; i < members.size(); i++) {
                while (i >= Math.round(ends[part[members.get(i)]] * members.size())) {
                    part[members.get(i)]++;
                }
            }
        }
        return indexes(part);
    }

    private List<int[]> indexes(int[] part) {
        List<int[]> parts = new ArrayList<>();
        for (int p = 0; p < ends.length; p++) {
            int[] members = new int[part.length];
            int count = 0;
            for (int i = 0; i < part.length; i++) {
                if (part[i] == p) {
                    members[count++] = i;
                }
            }
            parts.add(Arrays.copyOf(members, count));
        }
        return parts;
    }

    /** Returns a number from 0 to below 1 that depends on seed and id alone. */
    private double draw(String id) {
        String digits = Digest.ofText(seed + "\n" + id).abbreviated();
        return Long.parseLong(digits, 16) / (double) (1L << 48);
    }
}
