package io.genaiops.eval.fabrication;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out which runs of words occur in texts. For each different length of run the texts are read once with a rolling
 * hash (Karp and Rabin 1987); a hit is compared word by word, and looked for no more once it is found.
 */
final class Passages {

    private static final long FACTOR = 6364136223846793005L;

    private final Map<String, Integer> vocabulary = new HashMap<>();
    private final List<int[]> texts = new ArrayList<>();

    /** Adds a text; no run reaches from one into the next. */
    void add(String text) {
        texts.add(Words.numbered(text, vocabulary));
    }

    /** Returns those of the runs, each of at least one word, that occur in a text. */
    Set<List<String>> found(Set<List<String>> runs) {
        Map<Integer, Map<Long, List<List<String>>>> wanted = new LinkedHashMap<>();
        for (List<String> run : runs) {
            int[] numbers = numbers(run);
            if (Arrays.stream(numbers).noneMatch(number -> number == 0)) {
                wanted.computeIfAbsent(run.size(), size -> new HashMap<>())
                        .computeIfAbsent(hash(numbers, run.size()), hash -> new ArrayList<>())
                        .add(run);
            }
        }
        Set<List<String>> found = new HashSet<>();
        wanted.forEach((size, byHash) -> texts.forEach(text -> search(text, size, byHash, found)));
        return found;
    }

    private void search(int[] text, int size, Map<Long, List<List<String>>> wanted, Set<List<String>> found) {
        if (text.length < size || wanted.isEmpty()) {
            return;
        }
        long leaving = 1;
        for (int i = 1; i < size; i++) {
            leaving *= FACTOR;
        }
        long hash = hash(text, size);
        for (int from = 0; ; from++) {
            take(text, from, wanted, hash, found);
            if (from + size == text.length) {
                return;
            }
            hash = (hash - text[from] * leaving) * FACTOR + text[from + size];
        }
    }

    private void take(int[] text, int from, Map<Long, List<List<String>>> wanted, long hash, Set<List<String>> found) {
        List<List<String>> candidates = wanted.get(hash);
        if (candidates == null) {
            return;
        }
        candidates.removeIf(run -> {
            int[] numbers = numbers(run);
            boolean equal = Arrays.equals(numbers, 0, numbers.length, text, from, from + numbers.length);
            return equal && found.add(run);
        });
        if (candidates.isEmpty()) {
            wanted.remove(hash);
        }
    }

    private int[] numbers(List<String> run) {
        return run.stream().mapToInt(word -> vocabulary.getOrDefault(word, 0)).toArray();
    }

    private static long hash(int[] numbers, int size) {
        long hash = 0;
        for (int i = 0; i < size; i++) {
            hash = hash * FACTOR + numbers[i];
        }
        return hash;
    }
}
