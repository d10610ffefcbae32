package io.genaiops.eval.overlap;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.RunEvaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * chrF and chrF++ (Popović 2015, 2017): the F measure of character n-grams, and of word n-grams for chrF++, averaged
 * over the orders. Works for any script; characters are code points. Figures are those of sacreBLEU, divided by 100
 * unless {@link #percent} is asked for: orders that one side is too short for are left out of the average, and the best
 * reference counts. An empty answer scores 0. Immutable and thread-safe; linear in the texts.
 *
 * @since 0.1
 */
public final class Chrf implements Evaluator {

    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final double EPSILON = 1e-16;

    private record Options(
            int charOrder,
            int wordOrder,
            double beta,
            boolean whitespace,
            boolean lowercased,
            boolean epsilon,
            boolean percent) {}

    private final Options options;

    private Chrf(Options options) {
        this.options = options;
    }

    static Chrf standard(int wordOrder) {
        return new Chrf(new Options(6, wordOrder, 2, false, false, false, false));
    }

    /** Returns a copy that counts character n-grams of up to this many characters, 1 to 10; 6 if not set. */
    public Chrf charOrder(int charOrder) {
        if (charOrder < 1 || charOrder > 10) {
            throw new IllegalArgumentException("charOrder must be 1 to 10; found: " + charOrder);
        }
        Options o = options;
        return new Chrf(new Options(charOrder, o.wordOrder, o.beta, o.whitespace, o.lowercased, o.epsilon, o.percent));
    }

    /** Returns a copy that counts word n-grams of up to this many words, 0 to 4; 0 for chrF, 2 for chrF++. */
    public Chrf wordOrder(int wordOrder) {
        if (wordOrder < 0 || wordOrder > 4) {
            throw new IllegalArgumentException("wordOrder must be 0 to 4; found: " + wordOrder);
        }
        Options o = options;
        return new Chrf(new Options(o.charOrder, wordOrder, o.beta, o.whitespace, o.lowercased, o.epsilon, o.percent));
    }

    /** Returns a copy in which recall counts this many times as much as precision; 2 if not set. */
    public Chrf beta(double beta) {
        if (!(beta > 0 && beta <= 100)) {
            throw new IllegalArgumentException("beta must be over 0 and up to 100; found: " + beta);
        }
        Options o = options;
        return new Chrf(new Options(o.charOrder, o.wordOrder, beta, o.whitespace, o.lowercased, o.epsilon, o.percent));
    }

    /** Returns a copy for which white space is characters like others; left out if not set. */
    public Chrf keepingWhitespace() {
        Options o = options;
        return new Chrf(new Options(o.charOrder, o.wordOrder, o.beta, true, o.lowercased, o.epsilon, o.percent));
    }

    /** Returns a copy that ignores upper and lower case. */
    public Chrf lowercased() {
        Options o = options;
        return new Chrf(new Options(o.charOrder, o.wordOrder, o.beta, o.whitespace, true, o.epsilon, o.percent));
    }

    /** Returns a copy in which orders that a side is too short for count as almost 0, as in chrF++.py and NLTK. */
    public Chrf epsilonSmoothed() {
        Options o = options;
        return new Chrf(new Options(o.charOrder, o.wordOrder, o.beta, o.whitespace, o.lowercased, true, o.percent));
    }

    /** Returns a copy whose scale is 0 to 100, as the literature prints it. */
    public Chrf percent() {
        Options o = options;
        return new Chrf(new Options(o.charOrder, o.wordOrder, o.beta, o.whitespace, o.lowercased, o.epsilon, true));
    }

    /** Returns chrF of all answers of a run together: the counts of each one's best reference are added up. */
    public RunEvaluator corpus() {
        return new Pairing.Corpus<>(
                identity("corpus_" + name()), scale(), direction(), this::count, Statistics::plus, this::outcome);
    }

    @Override
    public EvaluatorId id() {
        return identity(name());
    }

    @Override
    public Scale scale() {
        return options.percent ? Scale.PERCENT : Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return Direction.HIGHER_IS_BETTER;
    }

    @Override
    public Languages languages() {
        return options.wordOrder > 0 ? Languages.SPACED : Languages.ALL;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return count(sample).outcome(this::outcome);
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private String name() {
        return "chrf" + "+".repeat(options.wordOrder);
    }

    private EvaluatorId identity(String name) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("charOrder", options.charOrder).put("wordOrder", options.wordOrder);
        configuration.put("beta", options.beta).put("whitespace", options.whitespace);
        configuration.put("lowercased", options.lowercased).put("epsilon", options.epsilon);
        return EvaluatorId.of(name, "1.0.0", configuration.put("percent", options.percent));
    }

    private Pairing.Found<Statistics> count(Sample sample) {
        Pairing.Script script = options.wordOrder > 0 ? Pairing.Script.SPACED : Pairing.Script.ANY;
        return Pairing.of(sample, script, languages()).then(this::count);
    }

    private Pairing.Found<Statistics> count(Pairing texts) {
        Map<String, Integer> vocabulary = new HashMap<>();
        NGrams chars = NGrams.of(characters(texts.response()), options.charOrder);
        NGrams words = NGrams.of(words(texts.response(), vocabulary), options.wordOrder);
        List<Statistics> all = new ArrayList<>();
        for (String reference : texts.references()) {
            if (!OverlapTokenizer.split(reference).isEmpty()) {
                Statistics statistics = new Statistics(options.charOrder + options.wordOrder);
                statistics.add(0, chars, characters(reference));
                statistics.add(options.charOrder, words, words(reference, vocabulary));
                all.add(statistics);
            }
        }
        return all.stream()
                .reduce((best, next) -> score(next) > score(best) ? next : best)
                .map(Pairing.Found::of)
                .orElseGet(() -> Pairing.Found.none(Pairing.NO_TOKEN));
    }

    private Outcome outcome(Statistics statistics) {
        double score = score(statistics);
        return Outcome.scored(options.percent ? 100 * score : score, scale(), direction(), statistics.toString());
    }

    private double score(Statistics statistics) {
        double factor = options.beta * options.beta;
        return Math.min(1, options.epsilon ? statistics.meanOfF(factor) : statistics.fOfMeans(factor));
    }

    private int[] characters(String text) {
        return cased(text)
                .codePoints()
                .filter(c -> options.whitespace || !OverlapTokenizer.isSpace(c))
                .toArray();
    }

    /** Splits one punctuation character off each word: the last one, else the first one. */
    private int[] words(String text, Map<String, Integer> vocabulary) {
        List<String> words = new ArrayList<>();
        if (options.wordOrder > 0) {
            for (String word : OverlapTokenizer.split(cased(text))) {
                int first = word.offsetByCodePoints(0, 1);
                int last = word.length() - 1;
                if (first < word.length() && PUNCTUATION.indexOf(word.charAt(last)) >= 0) {
                    words.addAll(List.of(word.substring(0, last), word.substring(last)));
                } else if (first < word.length() && PUNCTUATION.indexOf(word.charAt(0)) >= 0) {
                    words.addAll(List.of(word.substring(0, 1), word.substring(1)));
                } else {
                    words.add(word);
                }
            }
        }
        return NGrams.number(words, vocabulary);
    }

    private String cased(String text) {
        return options.lowercased ? text.toLowerCase(Locale.ROOT) : text;
    }

    /** Counts for each order, characters before words. */
    private static final class Statistics {

        private final long[] inResponse;
        private final long[] inReference;
        private final long[] matches;

        Statistics(int orders) {
            inResponse = new long[orders];
            inReference = new long[orders];
            matches = new long[orders];
        }

        void add(int from, NGrams response, int[] reference) {
            int[] totals = response.totals();
            int[] matched = response.matches(response.countsIn(reference));
            for (int i = 0; i < totals.length; i++) {
                int total = NGrams.total(reference.length, i + 1);
                inResponse[from + i] = total > 0 ? totals[i] : 0;
                inReference[from + i] = total;
                matches[from + i] = matched[i];
            }
        }

        Statistics plus(Statistics other) {
            Statistics sum = new Statistics(matches.length);
            Arrays.setAll(sum.inResponse, i -> inResponse[i] + other.inResponse[i]);
            Arrays.setAll(sum.inReference, i -> inReference[i] + other.inReference[i]);
            Arrays.setAll(sum.matches, i -> matches[i] + other.matches[i]);
            return sum;
        }

        double precision(int i) {
            return inResponse[i] > 0 ? (double) matches[i] / inResponse[i] : EPSILON;
        }

        double recall(int i) {
            return inReference[i] > 0 ? (double) matches[i] / inReference[i] : EPSILON;
        }

        /** Averages precision and recall over the orders that both sides have, then takes F. */
        double fOfMeans(double factor) {
            double precision = 0;
            double recall = 0;
            int orders = 0;
            for (int i = 0; i < matches.length; i++) {
                if (inResponse[i] > 0 && inReference[i] > 0) {
                    precision += precision(i);
                    recall += recall(i);
                    orders++;
                }
            }
            return orders == 0 || precision + recall == 0 ? 0 : f(precision / orders, recall / orders, factor);
        }

        /** Takes F of every order, then averages. */
        double meanOfF(double factor) {
            double sum = 0;
            for (int i = 0; i < matches.length; i++) {
                sum += precision(i) + recall(i) > 0 ? f(precision(i), recall(i), factor) : EPSILON;
            }
            return sum / matches.length;
        }

        private static double f(double precision, double recall, double factor) {
            return (1 + factor) * precision * recall / (factor * precision + recall);
        }

        @Override
        public String toString() {
            return Arrays.stream(matches).sum() + " n-grams match of "
                    + Arrays.stream(inResponse).sum() + " in the answer and "
                    + Arrays.stream(inReference).sum() + " in the reference";
        }
    }
}
