package io.genaiops.eval.ranking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.Arrays;
import java.util.List;

/** Short ways to a ranking and its score. */
final class Retrieved {

    private Retrieved() {}

    /** A sample that retrieved these ids, separated by blanks, with judgements as JSON. */
    static Sample sample(String ids, String judgements) {
        List<Sample.Document> documents = Arrays.stream(ids.split(" "))
                .filter(id -> !id.isEmpty())
                .map(id -> new Sample.Document(id, "text of " + id))
                .toList();
        try {
            return Sample.of("question")
                    .groundedIn(documents)
                    .with("relevant", new ObjectMapper().readTree(judgements));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(judgements, e);
        }
    }

    /** A sample whose documents have these grades by rank, one digit each, and no others were judged. */
    static Sample graded(String digits) {
        ObjectNode grades = JsonNodeFactory.instance.objectNode();
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < digits.length(); i++) {
            grades.put("d" + i, digits.charAt(i) - '0');
            ids.append('d').append(i).append(' ');
        }
        return sample(ids.toString(), grades.toString());
    }

    static double score(Evaluator evaluator, Sample sample) {
        Outcome outcome = evaluator.evaluate(sample);
        return outcome.score().orElseThrow(() -> new AssertionError(evaluator + " gave no score: " + outcome));
    }
}
