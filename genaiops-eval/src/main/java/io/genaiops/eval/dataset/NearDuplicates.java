package io.genaiops.eval.dataset;

import io.genaiops.eval.language.WordSplitter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the most similar of the texts that were added, by the shingles that two share. Two texts whose similarity is t
 * share one of the first shingles of each, in any one order of all shingles, when so many are looked at that fewer than the
 * part t is left; only those are indexed (prefix filtering, Bayardo, Ma and Srikant 2007, section 3). Not thread-safe.
 */
final class NearDuplicates {

    /** The most similar text and how similar it is; 0 and any place if there is none. */
    record Nearest(int place, double similarity) {}

    private static final int WORDS = 3;
    private static final double ROUNDING = 1e-9;

    private final double threshold;
    private final List<long[]> kept = new ArrayList<>();
    private final Map<Long, List<Integer>> index = new HashMap<>();

    private int[] lastAsked = new int[64];
    private int asked;

    NearDuplicates(double threshold) {
        if (!(threshold >= 0.5 && threshold <= 1)) {
            throw new IllegalArgumentException("similarity must be 0.5 to 1; found: " + threshold);
        }
        this.threshold = threshold;
    }

    /** Returns the number of texts that are kept. */
    int size() {
        return kept.size();
    }

    /** Returns the nearest text; keeps this one unless the nearest reaches the threshold. */
    Nearest add(String text) {
        long[] shingles = shingles(text);
        int prefix = shingles.length - (int) Math.ceil(threshold * shingles.length - ROUNDING) + 1;
        Nearest nearest = new Nearest(-1, 0);
        asked++;
        for (int i = 0; i < prefix; i++) {
            for (int place : index.getOrDefault(shingles[i], List.of())) {
                if (lastAsked[place] != asked) {
                    lastAsked[place] = asked;
                    double similarity = similarity(shingles, kept.get(place));
                    nearest = similarity > nearest.similarity ? new Nearest(place, similarity) : nearest;
                }
            }
        }
        if (nearest.similarity < threshold) {
            for (int i = 0; i < prefix; i++) {
                index.computeIfAbsent(shingles[i], shingle -> new ArrayList<>(1))
                        .add(kept.size());
            }
            kept.add(shingles);
            lastAsked = kept.size() <= lastAsked.length ? lastAsked : Arrays.copyOf(lastAsked, 2 * kept.size());
        }
        return nearest;
    }

    private static double similarity(long[] one, long[] other) {
        int i = 0;
        int j = 0;
        int common = 0;
        while (i < one.length && j < other.length) {
            if (one[i] == other[j]) {
                common++;
                i++;
                j++;
            } else if (one[i] < other[j]) {
                i++;
            } else {
                j++;
            }
        }
        return common / (double) (one.length + other.length - common);
    }

    /** Returns the hashes of the different shingles, sorted; always at least one. */
    static long[] shingles(String text) {
        List<String> words = WordSplitter.words(text);
        int length = Math.min(WORDS, Math.max(1, words.size()));
        long[] shingles = new long[Math.max(1, words.size() - length + 1)];
        for (int i = 0; i < shingles.length; i++) {
            shingles[i] = hash(words.isEmpty() ? List.of(text.strip()) : words.subList(i, i + length));
        }
        return Arrays.stream(shingles).sorted().distinct().toArray();
    }

    private static long hash(List<String> words) {
        long hash = words.size();
        for (String word : words) {
            for (int i = 0; i < word.length(); i++) {
                hash = UniqueIds.mixed(hash ^ word.charAt(i));
            }
            hash = UniqueIds.mixed(hash + word.length());
        }
        return hash;
    }
}
