package io.genaiops.eval.claim;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.WordSplitter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Compares n-grams of response and context. No n-gram reaches from one document into the next. */
final class ExtractiveGroundedness {

    private ExtractiveGroundedness() {}

    static Evaluator evaluator(int length) {
        return Evaluator.builder("extractive_groundedness")
                .configuration(JsonNodeFactory.instance.objectNode().put("length", length))
                .evaluating(sample -> evaluate(sample, length));
    }

    private static Outcome evaluate(Sample sample, int length) {
        if (sample.response().isEmpty()) {
            return Outcome.notApplicable("the sample has no response");
        }
        List<String> response = WordSplitter.words(sample.response().get());
        if (response.isEmpty()) {
            return Outcome.notApplicable("the response has no words");
        }
        if (Refusal.is(response)) {
            return Outcome.notApplicable("the response refuses or knows nothing, so that it claims nothing");
        }
        List<List<String>> documents = sample.context().stream()
                .map(document -> WordSplitter.words(document.text()))
                .filter(tokens -> !tokens.isEmpty())
                .toList();
        return documents.isEmpty()
                ? Outcome.notApplicable("the sample has no context")
                : score(response, documents, Math.min(length, response.size()));
    }

    private static Outcome score(List<String> response, List<List<String>> documents, int length) {
        Set<String> known = new HashSet<>();
        documents.forEach(document -> known.addAll(grams(document, length)));
        List<String> claimed = grams(response, length);
        List<String> missing =
                claimed.stream().filter(gram -> !known.contains(gram)).toList();
        double share = (double) (claimed.size() - missing.size()) / claimed.size();
        String reason = (claimed.size() - missing.size()) + " of " + claimed.size() + " n-grams are in the context"
                + (missing.isEmpty() ? "" : "; the first that is not: '" + missing.get(0) + "'");
        return Outcome.scored(share, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    private static List<String> grams(List<String> tokens, int length) {
        List<String> grams = new ArrayList<>();
        for (int i = 0; i + length <= tokens.size(); i++) {
            grams.add(String.join(" ", tokens.subList(i, i + length)));
        }
        return grams;
    }
}
