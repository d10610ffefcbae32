package io.genaiops.eval.overlap;

import io.genaiops.eval.RunEvaluator;

/**
 * The catalogue of evaluators that compare an answer with reference answers by what they share. Each is set up by small
 * copies, and its settings are part of its identity:
 *
 * <pre>{@code
 * EvaluatorChain chain = EvaluatorChain.of(
 *         OverlapEvaluators.tokenF1().atLeast(0.6),
 *         OverlapEvaluators.rougeL().stemmed().atLeast(0.5),
 *         OverlapEvaluators.bleu().tokenizer(OverlapTokenizer.INTL).observed());
 * }</pre>
 *
 * A sample without a response or without a reference is not applicable, as are texts of more than 250,000 characters
 * and texts in a script whose words the evaluator does not find. An empty answer gets the worst score.
 *
 * @since 0.1
 */
public final class OverlapEvaluators {

    private OverlapEvaluators() {}

    /** Returns token F1: the words shared with the best reference, in any order. For short answers to questions. */
    public static TokenF1 tokenF1() {
        return TokenF1.standard();
    }

    /** Returns BLEU of a single answer: n-gram precision. {@link #corpusBleu} is the figure of the literature. */
    public static Bleu bleu() {
        return Bleu.standard();
    }

    /** Returns BLEU of all answers of a run; {@code bleu()} with options and {@code corpus()} sets it up. */
    public static RunEvaluator corpusBleu() {
        return bleu().corpus();
    }

    /** Returns GLEU: the lower of n-gram precision and recall, made for single sentences. */
    public static Gleu gleu() {
        return Gleu.standard();
    }

    /** Returns GLEU of all answers of a run; {@code gleu()} with options and {@code corpus()} sets it up. */
    public static RunEvaluator corpusGleu() {
        return gleu().corpus();
    }

    /** Returns ROUGE-N: the n-grams of {@code n} words, 1 to 9, shared with a reference. For summaries. */
    public static Rouge rouge(int n) {
        return Rouge.ofOrder(n);
    }

    /** Returns ROUGE-L: the longest common subsequence of words. */
    public static Rouge rougeL() {
        return Rouge.ofSubsequence();
    }

    /** Returns ROUGE-Lsum: the common subsequences of every line, for summaries of several lines. */
    public static Rouge rougeLsum() {
        return Rouge.ofLines();
    }

    /** Returns METEOR: words aligned by form, stem and synonyms, with weight on recall and order. */
    public static Meteor meteor() {
        return Meteor.standard();
    }

    /** Returns chrF: character n-grams. For any language. */
    public static Chrf chrf() {
        return Chrf.standard(0);
    }

    /** Returns chrF++: character n-grams and n-grams of up to two words. */
    public static Chrf chrfPlusPlus() {
        return Chrf.standard(2);
    }

    /** Returns chrF of all answers of a run; {@code chrf()} with options and {@code corpus()} sets it up. */
    public static RunEvaluator corpusChrf() {
        return chrf().corpus();
    }

    /** Returns the translation edit rate: word edits and shifts per word of the reference. Lower is better. */
    public static Ter ter() {
        return Ter.standard();
    }

    /** Returns the edit rate of all answers of a run; {@code ter()} with options and {@code corpus()} sets it up. */
    public static RunEvaluator corpusTer() {
        return ter().corpus();
    }

    /** Returns Levenshtein's distance to the nearest reference, in characters. Lower is better. */
    public static EditDistance levenshtein() {
        return EditDistance.ofLevenshtein();
    }

    /** Returns 1 less Levenshtein's distance per character of the longer text: 1 is equal, 0 has nothing in common. */
    public static EditDistance editSimilarity() {
        return EditDistance.ofSimilarity();
    }

    /** Returns the Jaro-Winkler similarity, made for names: what the beginnings share counts more. */
    public static EditDistance jaroWinkler() {
        return EditDistance.ofJaroWinkler();
    }
}
