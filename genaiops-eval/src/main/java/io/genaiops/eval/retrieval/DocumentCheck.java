package io.genaiops.eval.retrieval;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.claim.Verdicts;
import io.genaiops.eval.judge.Inquiry;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.rubric.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Lets a judge say of each document of the context, in its rank, what it is worth. */
final class DocumentCheck {

    private static final int PER_CALL = 5;
    private static final int MOST = 200;

    private final String name;
    private final Judge judge;
    private final Verdicts verdicts;
    private final boolean byReference;

    private DocumentCheck(String name, Judge judge, String prompt, boolean byReference) {
        this.name = name;
        this.judge = judge;
        this.verdicts = Verdicts.of(judge, Claims.shipped(prompt), PER_CALL);
        this.byReference = byReference;
    }

    static Evaluator precision(Judge judge) {
        return new DocumentCheck("context_precision", judge, "judge-document-use", true).evaluator();
    }

    static Evaluator relevance(Judge judge) {
        return new DocumentCheck("context_relevance", judge, "judge-document-relevance", false).evaluator();
    }

    private Evaluator evaluator() {
        ObjectNode identity = judge.identity().put("most", MOST);
        identity.set("verdicts", verdicts.identity());
        return Evaluator.builder(name)
                .effort(Evaluator.Effort.MODEL)
                .configuration(identity)
                .evaluating(this::evaluate);
    }

    private Outcome evaluate(Sample sample) {
        List<String> documents = sample.context().stream()
                .map(Sample.Document::text)
                .filter(text -> !text.isBlank())
                .toList();
        Optional<String> missing = missing(sample, documents);
        if (missing.isPresent()) {
            return Outcome.notApplicable(missing.get());
        }
        Inquiry inquiry = verdicts.inquiry(name, sample).showing("question", sample.input());
        Inquiry about = byReference
                ? inquiry.showing("reference", String.join("\n\nor equally right:\n\n", sample.references()))
                : inquiry;
        Verdicts.Result result = verdicts.ask(about, new Verdicts.Items("documents", "d", documents, true));
        return result.failed().orElseGet(() -> score(result.verdicts()));
    }

    private Optional<String> missing(Sample sample, List<String> documents) {
        if (documents.isEmpty()) {
            return Optional.of("the sample has no context");
        }
        if (sample.input().isBlank()) {
            return Optional.of("the sample has no question");
        }
        if (byReference && sample.references().stream().allMatch(String::isBlank)) {
            return Optional.of("the sample has no reference");
        }
        return documents.size() > MOST
                ? Optional.of("the sample has " + documents.size() + " documents; at most " + MOST + " are judged")
                : Optional.empty();
    }

    private Outcome score(List<Verdict> worth) {
        double value = byReference
                ? precision(worth)
                : worth.stream().mapToDouble(Verdict::value).average().orElseThrow();
        String reason = IntStream.range(0, worth.size())
                .limit(20)
                .mapToObj(i -> (i + 1) + " " + worth.get(i).word())
                .collect(Collectors.joining(", ", "documents by rank: ", worth.size() > 20 ? ", …" : ""));
        return Outcome.scored(value, Scale.UNIT, Direction.HIGHER_IS_BETTER, reason);
    }

    /** Returns the mean, over the ranks of the documents that serve, of the precision up to that rank; 0 if none serves. */
    static double precision(List<Verdict> worth) {
        double serving = 0;
        double sum = 0;
        for (int rank = 1; rank <= worth.size(); rank++) {
            if (worth.get(rank - 1).value() > 0) {
                serving++;
                sum += serving / rank;
            }
        }
        return serving == 0 ? 0 : sum / serving;
    }
}
