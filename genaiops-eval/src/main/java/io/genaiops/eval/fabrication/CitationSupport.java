package io.genaiops.eval.fabrication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.WordSplitter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of the cited sentences that share too few n-grams with the documents they cite together, 0 to 1, lower is
 * better. A sentence counts as supported when at least half of its bigrams of words are in one of those documents; a
 * citation that names no document supports nothing, and a sentence that cites only such ones is left to
 * {@link FabricationEvaluators#citations}. Strong on answers that keep to the words of the documents, harsh on
 * paraphrase, blind to a "not". Sentences end at a full stop, question or exclamation mark or with the line; a citation
 * stands for its sentence only. In any language. Made by {@link FabricationEvaluators}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class CitationSupport implements Evaluator {

    private final int length;
    private final double share;

    private CitationSupport(int length, double share) {
        this.length = length;
        this.share = share;
    }

    static CitationSupport standard() {
        return new CitationSupport(2, 0.5);
    }

    /** Returns a copy that compares n-grams of so many words, 1 to 10; 2 if not set. */
    public CitationSupport length(int words) {
        if (words < 1 || words > 10) {
            throw new IllegalArgumentException("length of the n-grams must be 1 to 10 words; found: " + words);
        }
        return new CitationSupport(words, share);
    }

    /** Returns a copy to which a sentence is supported from this share of its n-grams on, over 0 to 1; 0.5 if not set. */
    public CitationSupport supportedFrom(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("share must be over 0 and up to 1; found: " + share);
        }
        return new CitationSupport(length, share);
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of(
                "unsupported_citations",
                "1.0.0",
                JsonNodeFactory.instance.objectNode().put("length", length).put("supportedFrom", share));
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Evidence.judge(sample, this::judge);
    }

    private Outcome judge(String response, Evidence evidence) {
        Citations citations = new Citations(evidence.documents());
        Map<String, Map<Integer, Set<String>>> grams = new HashMap<>();
        List<String> unsupported = new ArrayList<>();
        int checked = 0;
        for (Sentences.Sentence sentence : Sentences.in(response, citations.markers(response))) {
            List<String> words = WordSplitter.words(sentence.text());
            List<Sample.Document> cited = sentence.names().stream()
                    .distinct()
                    .flatMap(name -> citations.find(name).stream())
                    .distinct()
                    .toList();
            if (!words.isEmpty() && !cited.isEmpty()) {
                checked++;
                if (!isSupported(citations, words, cited, grams)) {
                    unsupported.add(sentence.text());
                }
            }
        }
        return Evidence.share("cited sentences", checked, unsupported, "are not supported by what they cite");
    }

    private boolean isSupported(
            Citations citations,
            List<String> words,
            List<Sample.Document> cited,
            Map<String, Map<Integer, Set<String>>> known) {
        int size = Math.min(length, words.size());
        Map<String, Integer> claimed = Words.grams(words, size);
        int all = claimed.values().stream().mapToInt(Integer::intValue).sum();
        int backed = 0;
        for (Map.Entry<String, Integer> gram : claimed.entrySet()) {
            boolean found = cited.stream()
                    .anyMatch(document ->
                            gramsOf(citations, document, size, known).contains(gram.getKey()));
            backed += found ? gram.getValue() : 0;
        }
        return backed >= share * all;
    }

    private static Set<String> gramsOf(
            Citations citations, Sample.Document document, int size, Map<String, Map<Integer, Set<String>>> known) {
        return known.computeIfAbsent(document.id(), id -> new HashMap<>())
                .computeIfAbsent(
                        size,
                        length -> Words.grams(WordSplitter.words(withoutMarkers(citations, document.text())), length)
                                .keySet());
    }

    /** The markers of a document's own sources stand between its words as little as those of the response. */
    private static String withoutMarkers(Citations citations, String text) {
        StringBuilder plain = new StringBuilder();
        int from = 0;
        for (Citations.Marker marker : citations.markers(text)) {
            plain.append(text, from, marker.from()).append(' ');
            from = marker.to();
        }
        return plain.append(text, from, text.length()).toString();
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
