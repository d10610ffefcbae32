package io.genaiops.eval.ranking;

import static java.util.Objects.requireNonNull;

import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.ranking.RankingEvaluator.Measure;
import java.util.function.ToDoubleFunction;

/**
 * The catalogue of evaluators of a ranking by ids. The ranking is {@code sample.context()}, the best document first;
 * the attribute {@code relevant} of the sample says which documents are relevant, as an array of ids or as an object of
 * grades by id:
 *
 * <pre>{@code
 * Sample found = sample.groundedIn(documents).with("relevant", json.readTree("{\"kb-7\": 3, \"kb-2\": 1}"));
 * EvaluatorChain chain = EvaluatorChain.of(
 *         RankingEvaluators.recall(10).atLeast(0.8),
 *         RankingEvaluators.ndcg(10).atLeast(0.6));
 * }</pre>
 *
 * All scores are 0 to 1 and deterministic, in any language, and agree with trec_eval where it has the measure. A
 * document without a judgement is not relevant, which is unfair to a retriever that finds what nobody judged. A
 * document that is found again, such as by several of its chunks, is ranked where it is found first and takes no
 * further rank. A sample without judgements, without a relevant document or without context is not applicable; a
 * malformed attribute is an error. No text is read: an id says nothing about what the model did with the document.
 *
 * @since 0.1
 */
public final class RankingEvaluators {

    private static final int ALL = Integer.MAX_VALUE;

    private RankingEvaluators() {}

    /**
     * Returns precision at k: the relevant documents among the first {@code k}, divided by {@code k} even if fewer were
     * retrieved. A question with fewer than {@code k} relevant documents cannot reach 1.
     */
    public static RankingEvaluator precision(int k) {
        return cut("precision", k, ranking -> (double) ranking.relevantWithin(k) / k);
    }

    /**
     * Returns recall at k: the share of all relevant documents that is among the first {@code k}. It cannot see what
     * nobody judged.
     */
    public static RankingEvaluator recall(int k) {
        return cut("recall", k, ranking -> (double) ranking.relevantWithin(k) / ranking.relevant());
    }

    /**
     * Returns whether a relevant document is among the first {@code k}: 1 or 0. Its mean is the hit rate. One document is
     * enough, also for a question that needs several.
     */
    public static RankingEvaluator hitRate(int k) {
        return cut("hit_rate", k, ranking -> ranking.firstRelevant(k) > 0 ? 1 : 0);
    }

    /** Returns 1 divided by the rank of the first relevant document, 0 if none was retrieved. Ignores all others. */
    public static RankingEvaluator reciprocalRank() {
        return RankingEvaluator.of(Measure.of("reciprocal_rank", ranking -> reciprocal(ranking, ALL)));
    }

    /** Returns the reciprocal rank, 0 if no relevant document is among the first {@code k}. */
    public static RankingEvaluator reciprocalRank(int k) {
        return cut("reciprocal_rank", k, ranking -> reciprocal(ranking, k));
    }

    /** Returns MRR, the mean reciprocal rank of a run; see {@link RankingEvaluator#mean} for what it leaves out. */
    public static RunEvaluator meanReciprocalRank() {
        return reciprocalRank().mean();
    }

    /**
     * Returns average precision: the mean precision at the rank of each relevant document, 0 for those not retrieved
     * (Manning et al. 2008, section 8.4). Grades are cut to relevant or not.
     */
    public static RankingEvaluator averagePrecision() {
        return RankingEvaluator.of(
                Measure.of("average_precision", ranking -> ranking.sumOfPrecisions(ALL) / ranking.relevant()));
    }

    /** Returns average precision over the first {@code k}, divided by all relevant documents, as {@code map_cut}. */
    public static RankingEvaluator averagePrecision(int k) {
        return cut("average_precision", k, ranking -> ranking.sumOfPrecisions(k) / ranking.relevant());
    }

    /** Returns MAP, the mean of the average precisions of a run; see {@link RankingEvaluator#mean}. */
    public static RunEvaluator meanAveragePrecision() {
        return averagePrecision().mean();
    }

    /**
     * Returns precision at R, where R is the number of relevant documents. With one it only says whether rank 1 is
     * right.
     */
    public static RankingEvaluator rPrecision() {
        return RankingEvaluator.of(Measure.of(
                "r_precision", ranking -> (double) ranking.relevantWithin(ranking.relevant()) / ranking.relevant()));
    }

    /** Returns NDCG at k with {@link Gain#LINEAR}; not comparable with that of another gain. */
    public static RankingEvaluator ndcg(int k) {
        return ndcg(k, Gain.LINEAR);
    }

    /**
     * Returns NDCG at k: the gains of the grades, each divided by log2(rank + 1), as a share of those of the best
     * ranking of all judged documents (Järvelin and Kekäläinen 2002). Negative grades gain nothing.
     */
    public static RankingEvaluator ndcg(int k, Gain gain) {
        requireNonNull(gain, "gain");
        Measure measure = Measure.of(at("ndcg", k), ranking -> ranking.normalizedGain(k, gain))
                .with("gain", gain.id());
        return RankingEvaluator.of(gain == Gain.EXPONENTIAL ? measure.upToGrade(Gain.HIGHEST_EXPONENT) : measure);
    }

    /**
     * Returns context precision by id: the mean of the precisions at the ranks of the relevant documents that were
     * retrieved, 0 if none was. Says whether they come before the noise; unlike average precision it does not see
     * those that are missing.
     */
    public static RankingEvaluator contextPrecision() {
        return RankingEvaluator.of(Measure.of("context_precision_by_id", RankingEvaluators::orderOfRetrieved));
    }

    /**
     * Returns context recall by id: the share of all relevant documents that was retrieved at any rank. Whether a chunk
     * holds the passage that matters, or the answer used it, it does not see.
     */
    public static RankingEvaluator contextRecall() {
        return RankingEvaluator.of(Measure.of(
                "context_recall_by_id", ranking -> (double) ranking.relevantWithin(ALL) / ranking.relevant()));
    }

    /**
     * Returns the noise: the share of the documents retrieved that is not relevant. Lower is better. It does not say
     * whether the answer was misled.
     */
    public static RankingEvaluator contextNoise() {
        return RankingEvaluator.of(
                Measure.of("context_noise_by_id", RankingEvaluators::noise).lowerIsBetter());
    }

    private static double reciprocal(Ranking ranking, int cut) {
        int rank = ranking.firstRelevant(cut);
        return rank == 0 ? 0 : 1.0 / rank;
    }

    private static double orderOfRetrieved(Ranking ranking) {
        int found = ranking.relevantWithin(ALL);
        return found == 0 ? 0 : ranking.sumOfPrecisions(ALL) / found;
    }

    private static double noise(Ranking ranking) {
        return (double) (ranking.retrieved() - ranking.relevantWithin(ALL)) / ranking.retrieved();
    }

    private static RankingEvaluator cut(String name, int k, ToDoubleFunction<Ranking> function) {
        return RankingEvaluator.of(Measure.of(at(name, k), function));
    }

    private static String at(String name, int k) {
        if (k < 1) {
            throw new IllegalArgumentException("k must be 1 or more documents; found: " + k);
        }
        return name + "@" + k;
    }
}
