package io.genaiops.eval.fabrication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The share of the different quoted passages in the response that are in no document of the context nor in the
 * question, 0 to 1, lower is better. Quoted is what stands between "…", “…”, „…“, «…», »…« or 「…」 within a paragraph,
 * of three words and more: shorter quotes are mostly names and irony. Words are compared without case and punctuation,
 * in any language; what "..." or "[...]" leaves out may be anything, but each part has to be there. Not seen are quotes
 * in single quotation marks, by indentation or translated ones. Made by {@link FabricationEvaluators}. Immutable and
 * thread-safe.
 *
 * @since 0.1
 */
public final class QuoteFabrication implements Evaluator {

    private final int leastWords;

    private QuoteFabrication(int leastWords) {
        this.leastWords = leastWords;
    }

    static QuoteFabrication standard() {
        return new QuoteFabrication(3);
    }

    /** Returns a copy that checks quotes of so many words and more, 1 to 100; 3 if not set. */
    public QuoteFabrication leastWords(int words) {
        if (words < 1 || words > 100) {
            throw new IllegalArgumentException("words must be 1 to 100; found: " + words);
        }
        return new QuoteFabrication(words);
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of(
                "invented_quotes",
                "1.0.0",
                JsonNodeFactory.instance.objectNode().put("leastWords", leastWords));
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
        Map<List<List<String>>, String> quotes = new LinkedHashMap<>();
        for (String quote : Quotes.in(response)) {
            List<List<String>> parts = Quotes.parts(quote);
            if (parts.stream().mapToInt(List::size).sum() >= leastWords) {
                quotes.putIfAbsent(parts, quote);
            }
        }
        Set<List<String>> wanted = new HashSet<>();
        quotes.keySet().forEach(wanted::addAll);
        Passages passages = new Passages();
        passages.add(evidence.question());
        evidence.documents().forEach(document -> passages.add(document.text()));
        Set<List<String>> found = passages.found(wanted);
        List<String> invented = quotes.entrySet().stream()
                .filter(quote -> !found.containsAll(quote.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        return Evidence.share("quotes", quotes.size(), invented, "are not in the context");
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
