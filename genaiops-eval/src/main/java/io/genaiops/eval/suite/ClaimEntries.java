package io.genaiops.eval.suite;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.claim.AnswerCheck;
import io.genaiops.eval.claim.ClaimCheck;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.retrieval.RetrievalEvaluators;
import java.util.function.Function;

/** The evaluators of grounds, context and claims. */
final class ClaimEntries {

    /** Which score of a check of claims against the context. */
    private enum OfContext {
        GROUNDEDNESS,
        FABRICATION,
        CONTRADICTION
    }

    /** Which score of a check of claims against the references. */
    private enum OfReference {
        CORRECTNESS,
        PRECISION,
        RECALL
    }

    private ClaimEntries() {}

    static void addTo(Catalog catalog) {
        catalog.add("retrieval.extractive_groundedness", ClaimEntries::extractive)
                .add("retrieval.groundedness", in -> RetrievalEvaluators.groundedness(in.judge()))
                .add("retrieval.sentences", in -> context(in, RetrievalEvaluators::sentences))
                .add("retrieval.faithfulness", in -> RetrievalEvaluators.faithfulness(in.judge()))
                .add("retrieval.claims", in -> context(in, RetrievalEvaluators::claims))
                .add("retrieval.fabrication", in -> RetrievalEvaluators.fabrication(in.judge()))
                .add("retrieval.contradiction", in -> RetrievalEvaluators.contradiction(in.judge()))
                .add(
                        "retrieval.answer_correctness",
                        in -> reference(in, RetrievalEvaluators::answers).correctness())
                .add("retrieval.answer_recall", in -> RetrievalEvaluators.answerRecall(in.judge()))
                .add("retrieval.answers", in -> score(in, reference(in, RetrievalEvaluators::answers)))
                .add(
                        "retrieval.answer_relevancy",
                        in -> RetrievalEvaluators.answerRelevancy(in.judge(), in.embeddings()))
                .add("retrieval.context_precision", in -> RetrievalEvaluators.contextPrecision(in.judge()))
                .add("retrieval.context_relevance", in -> RetrievalEvaluators.contextRelevance(in.judge()))
                .add("retrieval.context_recall", in -> RetrievalEvaluators.contextRecall(in.judge()))
                .add("retrieval.noise_sensitivity", in -> RetrievalEvaluators.noiseSensitivity(in.judge()));
        catalog.add("claims.by_sentence", in -> context(in, claims(in, Claims::bySentence)))
                .add("claims.by_judged_sentence", in -> context(in, claims(in, Claims::byJudgedSentence)))
                .add("claims.by_claim", in -> context(in, claims(in, Claims::byClaim)))
                .add("claims.against_reference", in -> score(in, reference(in, claims(in, Claims::againstReference))))
                .add(
                        "claims.context_recall",
                        in -> claims(in, Claims::contextRecall).apply(in.judge()))
                .add(
                        "claims.noise_sensitivity",
                        in -> claims(in, Claims::noiseSensitivity).apply(in.judge()))
                .add(
                        "claims.extractive",
                        in -> Claims.extractive(in.parameters().integer("length")));
    }

    private static Evaluator extractive(Ingredients in) {
        return in.parameters().has("length")
                ? RetrievalEvaluators.extractiveGroundedness(in.parameters().integer("length"))
                : RetrievalEvaluators.extractiveGroundedness();
    }

    private static <T> Function<Judge, T> claims(Ingredients in, Function<Claims, T> method) {
        boolean perCall = in.parameters().has("perCall");
        boolean atMost = in.parameters().has("atMost");
        int each = perCall ? in.parameters().integer("perCall") : 0;
        int most = atMost ? in.parameters().integer("atMost") : 0;
        return judge -> {
            Claims usual = Claims.of(judge);
            Claims some = perCall ? usual.perCall(each) : usual;
            return method.apply(atMost ? some.atMost(most) : some);
        };
    }

    private static Evaluator context(Ingredients in, Function<Judge, ClaimCheck> method) {
        Judge judge = in.judge();
        OfContext score = in.score(OfContext.GROUNDEDNESS);
        ClaimCheck check = in.shared(() -> method.apply(judge));
        return switch (score) {
            case GROUNDEDNESS -> check.groundedness();
            case FABRICATION -> check.fabrication();
            case CONTRADICTION -> check.contradiction();
        };
    }

    private static AnswerCheck reference(Ingredients in, Function<Judge, AnswerCheck> method) {
        Judge judge = in.judge();
        if (!in.parameters().has("similarity")) {
            return in.shared(() -> method.apply(judge));
        }
        double share = in.parameters().number("similarity");
        return in.shared(() -> method.apply(judge).weightedWith(in.embeddings(), share));
    }

    private static Evaluator score(Ingredients in, AnswerCheck check) {
        return switch (in.score(OfReference.CORRECTNESS)) {
            case CORRECTNESS -> check.correctness();
            case PRECISION -> check.precision();
            case RECALL -> check.recall();
        };
    }
}
