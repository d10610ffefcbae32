package io.genaiops.eval.retrieval;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.claim.AnswerCheck;
import io.genaiops.eval.claim.ClaimCheck;
import io.genaiops.eval.claim.Claims;
import io.genaiops.eval.judge.Judge;

/**
 * The evaluators of answers that were grounded in documents, and of the documents. Those that take a judge work in every
 * language that it reads, and take prompts of the host instead of the shipped ones, see {@link Judge#withRubricsOf}. What the
 * sample lacks is {@link Outcome.NotApplicable}; if the judge leaves one claim or document without a verdict, the sample has no
 * score. None was calibrated on your data: compare a judge with people before a gate depends on it.
 *
 * @since 0.1
 */
public final class RetrievalEvaluators {

    private static final int USUAL_LENGTH = 3;

    private RetrievalEvaluators() {}

    /**
     * Returns the share of the response's trigrams that occur in a document of the context, 0 to 1. Free and strong on
     * extractive answers, weak on paraphrase: a cheap first stage. Without context, without response and for a refusal
     * it is {@link Outcome.NotApplicable}.
     */
    public static Evaluator extractiveGroundedness() {
        return extractiveGroundedness(USUAL_LENGTH);
    }

    /** Returns the share of the response's n-grams of this length, 1 to 10 words, that occur in the context. */
    public static Evaluator extractiveGroundedness(int length) {
        if (length < 1 || length > 10) {
            throw new IllegalArgumentException("length of the n-grams must be 1 to 10 words; found: " + length);
        }
        return Claims.extractive(length);
    }

    /**
     * Returns the share of the response's sentences that the context supports, 0 to 1; sentences that claim nothing are left
     * out. Reads response and context, and the question. A cascade: sentences that the context states almost word by word, in
     * English, German, French or Spanish (word by word in any language), pass without the judge; it is asked about the others,
     * ten in a call. After faithfulness in RAGAS (arXiv 2309.15217), by sentence. A sentence with one unsupported fact among
     * many counts as one; use {@link #faithfulness} where sentences are long.
     */
    public static Evaluator groundedness(Judge judge) {
        return sentences(judge).groundedness();
    }

    /**
     * Returns groundedness, fabrication and contradiction by sentence, which share one evaluation in a chain; see {@link
     * #groundedness}.
     */
    public static ClaimCheck sentences(Judge judge) {
        return Claims.of(judge).bySentence();
    }

    /**
     * Returns the share of the response's claims that the context supports, 0 to 1. Reads response and context, and the
     * question. The judge lists the claims in one call, then verifies ten in a call. RAGAS, arXiv 2309.15217, section 3. It
     * depends on what the judge takes for a claim: two runs rarely list the same ones.
     */
    public static Evaluator faithfulness(Judge judge) {
        return claims(judge).groundedness();
    }

    /** Returns faithfulness, fabrication and contradiction by claim, which share one evaluation in a chain. */
    public static ClaimCheck claims(Judge judge) {
        return Claims.of(judge).byClaim();
    }

    /**
     * Returns the share of the response's claims that the context contradicts or does not mention, 0 to 1, lower is better.
     * Reads response and context, and the question. The rest to 1 of {@link #faithfulness}. What is true and not in the context
     * counts as fabricated.
     */
    public static Evaluator fabrication(Judge judge) {
        return claims(judge).fabrication();
    }

    /**
     * Returns the share of the response's claims that the context contradicts, 0 to 1, lower is better. Reads response and
     * context, and the question. Documents that contradict each other make it arbitrary.
     */
    public static Evaluator contradiction(Judge judge) {
        return claims(judge).contradiction();
    }

    /**
     * Returns the F1 of the claims of response and reference, 0 to 1. Reads response, references and the question. Answer
     * correctness of RAGAS without its similarity; F1 of the claim precision and claim recall of RAGChecker (arXiv
     * 2408.08067). It punishes right claims that the reference does not have.
     */
    public static Evaluator answerCorrectness(Judge judge) {
        return answers(judge).correctness();
    }

    /**
     * Returns 0.75 times the F1 of the claims and 0.25 times the cosine of the embeddings of response and reference, 0 to 1:
     * answer correctness as RAGAS weights it. Embeddings hardly notice numbers and negations.
     */
    public static Evaluator answerCorrectness(Judge judge, EmbeddingModel embeddings) {
        return answers(judge).weightedWith(embeddings).correctness();
    }

    /**
     * Returns the share of the reference's claims that the response supports, 0 to 1. Reads response, references and the
     * question. Claim recall of RAGChecker, arXiv 2408.08067. A reference that says more than was asked makes it low.
     */
    public static Evaluator answerRecall(Judge judge) {
        return answers(judge).recall();
    }

    /** Returns correctness, precision and recall of the claims, which share one evaluation in a chain. */
    public static AnswerCheck answers(Judge judge) {
        return Claims.of(judge).againstReference();
    }

    /**
     * Returns how close the questions that the response answers come to the one that was asked, 0 to 1: the mean cosine of the
     * embeddings of three questions that the judge writes from the response; below 0 it is 0. Reads response and question. A
     * response that evades is {@link Outcome.NotApplicable}. RAGAS, arXiv 2309.15217, section 3. It says nothing about truth,
     * and its values depend on the embedding model: compare, do not read them alone.
     */
    public static Evaluator answerRelevancy(Judge judge, EmbeddingModel embeddings) {
        return AnswerRelevancy.evaluator(judge, embeddings);
    }

    /**
     * Returns the mean precision of the context over the ranks of the documents that serve the reference, 0 to 1 (average
     * precision); 0 if none serves. Reads question, reference and context in its order; the judge is asked about five documents
     * in a call. Context precision of RAGAS. One document that serves at rank 1 gives 1, however much is missing.
     */
    public static Evaluator contextPrecision(Judge judge) {
        return DocumentCheck.precision(judge);
    }

    /**
     * Returns the mean worth of the documents for the question, 0 to 1: 0 for a document of which a good answer would use
     * nothing, 0.5 for one that serves in part, 1 for one that serves. Reads question and context. After RAGAS (arXiv
     * 2309.15217), which counts sentences. It falls with every document retrieved beyond those needed.
     */
    public static Evaluator contextRelevance(Judge judge) {
        return DocumentCheck.relevance(judge);
    }

    /**
     * Returns the share of the reference's claims that the context supports, 0 to 1; of several references the best. Reads
     * reference and context, and the question. Context recall of RAGAS. It cannot see what the reference does not say.
     */
    public static Evaluator contextRecall(Judge judge) {
        return Claims.of(judge).contextRecall();
    }

    /**
     * Returns the share of the response's claims that no reference supports and the context does, 0 to 1, lower is better: how
     * far the answerer was misled by what was retrieved. Reads response, references and context, and the question. RAGChecker,
     * arXiv 2408.08067, relevant and irrelevant documents together. A right claim beyond the reference counts as misled.
     */
    public static Evaluator noiseSensitivity(Judge judge) {
        return Claims.of(judge).noiseSensitivity();
    }
}
