package io.genaiops.eval.fabrication;

import io.genaiops.eval.language.WordSplitter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Words in lower case without punctuation; of scripts written without spaces, each letter. */
final class Words {

    private Words() {}

    /** Returns the words as numbers, equal words alike; a word that is not known yet gets the next number. */
    static int[] numbered(String text, Map<String, Integer> vocabulary) {
        return WordSplitter.words(text).stream()
                .mapToInt(word -> vocabulary.computeIfAbsent(word, any -> vocabulary.size() + 1))
                .toArray();
    }

    /** Returns the number of times each n-gram of this length occurs; of a shorter text all of it. */
    static Map<String, Integer> grams(List<String> words, int length) {
        Map<String, Integer> grams = new HashMap<>();
        int size = Math.min(length, words.size());
        for (int i = 0; size > 0 && i + size <= words.size(); i++) {
            grams.merge(String.join(" ", words.subList(i, i + size)), 1, Integer::sum);
        }
        return grams;
    }
}
