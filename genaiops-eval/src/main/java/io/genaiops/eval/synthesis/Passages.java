package io.genaiops.eval.synthesis;

import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Cuts documents into passages: between paragraphs if that leaves them long enough, else sentences, else words. */
final class Passages {

    private static final List<String> SENTENCE_ENDS = List.of(". ", ".\n", "! ", "!\n", "? ", "?\n", "。", "！", "？");
    private static final int SHARE_OF_PARAGRAPHS = 3;

    private final int longest;

    Passages(int longest) {
        this.longest = longest;
    }

    /**
     * Returns the passages of all documents of the context, with ids such as {@code handbook.md#2}; no blank one, and those
     * of one document once, however many samples have it.
     */
    List<Sample.Document> of(Dataset documents) {
        Map<String, String> known = new LinkedHashMap<>();
        for (Sample sample : documents) {
            for (Sample.Document document : sample.context()) {
                String other = known.putIfAbsent(document.id(), document.text());
                if (other != null && !other.equals(document.text())) {
                    add(known, sample.id() + "/" + document.id(), document.text());
                }
            }
        }
        List<Sample.Document> passages = new ArrayList<>();
        known.forEach((id, text) -> {
            int number = 1;
            for (String passage : cut(text)) {
                passages.add(new Sample.Document(id + "#" + number++, passage));
            }
        });
        return passages;
    }

    private static void add(Map<String, String> known, String id, String text) {
        String other = known.putIfAbsent(id, text);
        if (other != null && !other.equals(text)) {
            throw new IllegalArgumentException(
                    "documents must have ids of their own, since questions are called by them;"
                            + " found two texts as '" + id + "'");
        }
    }

    List<String> cut(String text) {
        List<String> passages = new ArrayList<>();
        int from = 0;
        while (from < text.length()) {
            int to = end(text, from);
            String passage = text.substring(from, to).strip();
            if (!passage.isEmpty()) {
                passages.add(passage);
            }
            from = to;
        }
        return passages;
    }

    private int end(String text, int from) {
        int limit = from + longest;
        if (limit >= text.length()) {
            return text.length();
        }
        int paragraph = Math.max(text.lastIndexOf("\n\n", limit), text.lastIndexOf("\n\r\n", limit));
        if (paragraph >= from + longest / SHARE_OF_PARAGRAPHS) {
            return paragraph;
        }
        int sentence = -1;
        for (String ending : SENTENCE_ENDS) {
            int start = text.lastIndexOf(ending, limit - 1);
            sentence = start < 0 ? sentence : Math.max(sentence, start + 1);
        }
        if (sentence > from) {
            return sentence;
        }
        int word = Math.max(text.lastIndexOf(' ', limit), text.lastIndexOf('\n', limit));
        if (word > from) {
            return word;
        }
        return Character.isLowSurrogate(text.charAt(limit)) ? limit - 1 : limit;
    }
}
