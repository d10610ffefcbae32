package io.genaiops.eval.overlap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * ROUGE (Lin 2004): how much of a reference an answer covers, by n-grams (ROUGE-N), by the longest common subsequence
 * (ROUGE-L) or by the union of the subsequences of each line (ROUGE-Lsum). The score is the F measure unless
 * {@link #precision} or {@link #recall} is asked for; of several references the one with the best F counts. Words are
 * runs of a-z and 0-9 in lower case, as in rouge_score and ROUGE-1.5.5; texts that are mostly written in other letters
 * are not applicable. Immutable and thread-safe; ROUGE-N is linear in the texts, ROUGE-L quadratic up to 100,000,000
 * pairs of words, ROUGE-Lsum up to 25,000,000.
 *
 * @since 0.1
 */
public final class Rouge implements Evaluator {

    private enum Units {
        NGRAMS,
        SUBSEQUENCE,
        SUBSEQUENCES_OF_LINES
    }

    private enum Measure {
        F,
        PRECISION,
        RECALL
    }

    private static final long MOST_CELLS_OF_LINES = 25_000_000;

    private final Units units;
    private final int order;
    private final boolean stemmed;
    private final Measure measure;

    private Rouge(Units units, int order, boolean stemmed, Measure measure) {
        this.units = units;
        this.order = order;
        this.stemmed = stemmed;
        this.measure = measure;
    }

    static Rouge ofOrder(int order) {
        if (order < 1 || order > 9) {
            throw new IllegalArgumentException("order of ROUGE-N must be 1 to 9; found: " + order);
        }
        return new Rouge(Units.NGRAMS, order, false, Measure.F);
    }

    static Rouge ofSubsequence() {
        return new Rouge(Units.SUBSEQUENCE, 1, false, Measure.F);
    }

    static Rouge ofLines() {
        return new Rouge(Units.SUBSEQUENCES_OF_LINES, 1, false, Measure.F);
    }

    /** Returns a copy that compares English stems of words longer than three letters (Porter). */
    public Rouge stemmed() {
        return new Rouge(units, order, true, measure);
    }

    /** Returns a copy whose score is the share of the answer that the reference has. */
    public Rouge precision() {
        return new Rouge(units, order, stemmed, Measure.PRECISION);
    }

    /** Returns a copy whose score is the share of the reference that the answer has. */
    public Rouge recall() {
        return new Rouge(units, order, stemmed, Measure.RECALL);
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("units", units.name()).put("order", order);
        configuration.put("stemmed", stemmed).put("measure", measure.name());
        return EvaluatorId.of(name(), "1.0.0", configuration);
    }

    @Override
    public Scale scale() {
        return Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }

    @Override
    public Languages languages() {
        return stemmed ? Languages.ENGLISH : Languages.SPACED;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        Pairing.Found<Pairing> texts = Pairing.of(sample, Pairing.Script.BASIC_LATIN, languages());
        Pairing.Found<Pairing.Tokens> tokens = texts.then(both -> both.cut(this::words));
        return switch (units) {
            case NGRAMS -> tokens.then(this::longEnough).outcome(this::scoreNGrams);
            case SUBSEQUENCE ->
                tokens.then(both -> Pairing.checkCells(both, Pairing.MOST_CELLS))
                        .outcome(this::scoreSubsequence);
            case SUBSEQUENCES_OF_LINES ->
                tokens.then(both -> Pairing.checkCells(both, MOST_CELLS_OF_LINES))
                        .then(small -> texts)
                        .outcome(this::scoreLines);
        };
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private String name() {
        String name = switch (units) {
            case NGRAMS -> "rouge_" + order;
            case SUBSEQUENCE -> "rouge_l";
            case SUBSEQUENCES_OF_LINES -> "rouge_lsum";
        };
        return measure == Measure.F ? name : name + "_" + measure.name().toLowerCase(Locale.ROOT);
    }

    private List<String> words(String text) {
        List<String> words = new ArrayList<>();
        String lower = text.toLowerCase(Locale.ROOT);
        int start = 0;
        for (int end = 0; end <= lower.length(); end++) {
            if (end == lower.length() || !isWordPart(lower.charAt(end))) {
                if (end > start) {
                    words.add(word(lower.substring(start, end)));
                }
                start = end + 1;
            }
        }
        return words;
    }

    private String word(String word) {
        return stemmed && word.length() > 3 ? PorterStemmer.stem(word) : word;
    }

    private static boolean isWordPart(char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    }

    /** Refuses references of which none has an n-gram: a score would be 0 even for an equal answer. */
    private Pairing.Found<Pairing.Tokens> longEnough(Pairing.Tokens tokens) {
        return tokens.references.stream().anyMatch(reference -> reference.length >= order)
                ? Pairing.Found.of(tokens)
                : Pairing.Found.none("no reference has " + order + " words, which " + name() + " needs");
    }

    private Outcome scoreNGrams(Pairing.Tokens tokens) {
        NGrams grams = NGrams.of(tokens.response, order);
        int inResponse = NGrams.total(tokens.response.length, order);
        TokenF1.Score best = TokenF1.Score.NOTHING;
        for (int[] reference : tokens.references) {
            int matches = grams.matches(grams.countsIn(reference))[order - 1];
            best = best.orBetter(TokenF1.Score.of(matches, inResponse, NGrams.total(reference.length, order)));
        }
        return outcome(best);
    }

    private Outcome scoreSubsequence(Pairing.Tokens tokens) {
        TokenF1.Score best = TokenF1.Score.NOTHING;
        for (int[] reference : tokens.references) {
            int common = longestCommonSubsequence(tokens.response, reference);
            best = best.orBetter(TokenF1.Score.of(common, tokens.response.length, reference.length));
        }
        return outcome(best);
    }

    private Outcome scoreLines(Pairing texts) {
        Map<String, Integer> vocabulary = new HashMap<>();
        List<int[]> response = lines(texts.response(), vocabulary);
        TokenF1.Score best = TokenF1.Score.NOTHING;
        for (String reference : texts.references()) {
            best = best.orBetter(summaryScore(response, lines(reference, vocabulary)));
        }
        return outcome(best);
    }

    private List<int[]> lines(String text, Map<String, Integer> vocabulary) {
        return Arrays.stream(text.split("\n", -1))
                .map(line -> NGrams.number(words(line), vocabulary))
                .filter(line -> line.length > 0)
                .toList();
    }

    private Outcome outcome(TokenF1.Score score) {
        double value = switch (measure) {
            case F -> score.f1();
            case PRECISION -> score.precision();
            case RECALL -> score.recall();
        };
        return Outcome.scored(value, scale(), direction(), score.toString());
    }

    /** Returns the length of the longest common subsequence, in the memory of two rows. */
    static int longestCommonSubsequence(int[] some, int[] others) {
        int[] above = new int[others.length + 1];
        int[] row = new int[others.length + 1];
        for (int token : some) {
            for (int j = 1; j <= others.length; j++) {
                row[j] = token == others[j - 1] ? above[j - 1] + 1 : Math.max(above[j], row[j - 1]);
            }
            int[] finished = row;
            row = above;
            above = finished;
        }
        return above[others.length];
    }

    /** Counts the words of the union subsequences, each at most as often as both sides have it (ROUGE-1.5.5). */
    static TokenF1.Score summaryScore(List<int[]> response, List<int[]> reference) {
        Map<Integer, Integer> leftInResponse = counts(response);
        Map<Integer, Integer> leftInReference = counts(reference);
        int hits = 0;
        for (int[] line : reference) {
            BitSet union = new BitSet(line.length);
            response.forEach(other -> markCommonSubsequence(line, other, union));
            for (int i = union.nextSetBit(0); i >= 0; i = union.nextSetBit(i + 1)) {
                if (leftInResponse.getOrDefault(line[i], 0) > 0 && leftInReference.getOrDefault(line[i], 0) > 0) {
                    hits++;
                    leftInResponse.merge(line[i], -1, Integer::sum);
                    leftInReference.merge(line[i], -1, Integer::sum);
                }
            }
        }
        return TokenF1.Score.of(hits, size(response), size(reference));
    }

    /** Marks where in the line a longest common subsequence with the other lies, in one bit a cell. */
    static void markCommonSubsequence(int[] line, int[] other, BitSet marks) {
        BitSet[] leftIsLonger = new BitSet[line.length + 1];
        int[] above = new int[other.length + 1];
        int[] row = new int[other.length + 1];
        for (int i = 1; i <= line.length; i++) {
            BitSet longer = new BitSet(other.length + 1);
            for (int j = 1; j <= other.length; j++) {
                row[j] = line[i - 1] == other[j - 1] ? above[j - 1] + 1 : Math.max(above[j], row[j - 1]);
                longer.set(j, row[j - 1] > above[j]);
            }
            leftIsLonger[i] = longer;
            int[] finished = row;
            row = above;
            above = finished;
        }
        int i = line.length;
        int j = other.length;
        while (i > 0 && j > 0) {
            if (line[i - 1] == other[j - 1]) {
                marks.set(--i);
                j--;
            } else if (leftIsLonger[i].get(j)) {
                j--;
            } else {
                i--;
            }
        }
    }

    private static Map<Integer, Integer> counts(List<int[]> lines) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int[] line : lines) {
            for (int token : line) {
                counts.merge(token, 1, Integer::sum);
            }
        }
        return counts;
    }

    private static int size(List<int[]> lines) {
        return lines.stream().mapToInt(line -> line.length).sum();
    }
}
