package io.genaiops.eval.semantic;

import dev.langchain4j.model.embedding.EmbeddingModel;

/**
 * The catalogue of evaluators that compare texts by embeddings. Evaluators that are given the same
 * {@link EmbeddingCache} embed each text once:
 *
 * <pre>{@code
 * EmbeddingCache embeddings = SemanticEvaluators.cache("minilm", model);
 * EvaluatorChain chain = EvaluatorChain.of(
 *         SemanticEvaluators.similarity(embeddings).atLeast(0.7),
 *         SemanticEvaluators.relevance(embeddings).observed());
 * }</pre>
 *
 * Any other model gets a cache of its own in each evaluator. <b>Scales differ from model to model</b>: one gives two
 * unrelated sentences 0.05, another 0.75. Find a threshold for your model on your data, and find it again when the
 * model changes. The name of the model is part of the identity of the evaluator.
 *
 * <p>A text that is absent, blank or of more than 50,000 characters is not applicable. What fails in the model is an
 * error; a vector without a direction (zeros, NaN) gives no score. Models read the language that they were trained on
 * and give figures for any other: {@code inScripts} makes texts in other scripts not applicable.
 *
 * @since 0.1
 */
public final class SemanticEvaluators {

    private SemanticEvaluators() {}

    /** Returns a cache around the model for several evaluators, under the name that becomes part of their identity. */
    public static EmbeddingCache cache(String name, EmbeddingModel model) {
        return EmbeddingCache.of(name, model);
    }

    /**
     * Returns the cosine of the response with the nearest reference, -1 to 1. Blind to negation, to numbers and to who
     * did what to whom: "is safe" and "is not safe" are near.
     */
    public static EmbeddingSimilarity similarity(EmbeddingModel model) {
        return EmbeddingSimilarity.toReference(EmbeddingCache.around(model));
    }

    /**
     * Returns the cosine of the response with the question, -1 to 1. An answer that repeats the question scores best,
     * a short right one ("Yes.", "42") low: observe it, or compare variants.
     */
    public static EmbeddingSimilarity relevance(EmbeddingModel model) {
        return EmbeddingSimilarity.toQuestion(EmbeddingCache.around(model));
    }

    /**
     * Returns the F1 of words matched greedily between the response and the best reference, 0 to 1: the idea of
     * BERTScore over words that are embedded one by one.
     */
    public static TokenMatching tokenMatching(EmbeddingModel model) {
        return TokenMatching.of(EmbeddingCache.around(model));
    }
}
