package io.genaiops.eval.overlap;

import static java.util.Objects.requireNonNull;

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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * BLEU (Papineni et al. 2002): the geometric mean of the clipped n-gram precisions against all references, times a
 * penalty for answers shorter than the closest reference. Figures are those of sacreBLEU, divided by 100 unless
 * {@link #percent} is asked for; a single answer is scored by effective order (orders longer than it are left out), a
 * {@link #corpus} is not. An empty answer scores 0. Immutable and thread-safe; linear in the texts.
 *
 * @since 0.1
 */
public final class Bleu implements Evaluator {

    /**
     * What replaces a precision of 0, which alone would make the whole score 0 (Chen and Cherry 2014).
     *
     * @param method the name of the method
     * @param value its parameter; 0 where it has none
     * @since 0.1
     */
    public record Smoothing(Method method, double value) {

        /** The methods of smoothing. */
        public enum Method {
            /** Leaves a 0. */
            NONE,
            /** Takes 1/2 of a match for the first order without one, 1/4 for the second and so on. */
            EXPONENTIAL,
            /** Takes a small number of matches for every order without one. */
            FLOOR,
            /** Adds a number to matches and totals of all orders but the first. */
            ADD
        }

        /** Refuses a parameter that could lift a precision over 1. */
        public Smoothing {
            requireNonNull(method, "method");
            boolean valid = switch (method) {
                case NONE, EXPONENTIAL -> value == 0;
                case FLOOR -> value > 0 && value <= 1;
                case ADD -> value > 0 && Double.isFinite(value);
            };
            if (!valid) {
                throw new IllegalArgumentException("value of smoothing " + method
                        + " must be 0 for NONE and EXPONENTIAL, over 0 and up to 1 for FLOOR, over 0 for ADD; found: "
                        + value);
            }
        }

        /** Returns no smoothing. */
        public static Smoothing none() {
            return new Smoothing(Method.NONE, 0);
        }

        /** Returns exponential smoothing: the default. */
        public static Smoothing exponential() {
            return new Smoothing(Method.EXPONENTIAL, 0);
        }

        /** Returns a floor under the matches; 0.1 in the paper. */
        public static Smoothing floor(double matches) {
            return new Smoothing(Method.FLOOR, matches);
        }

        /** Returns add-k smoothing; 1 in the paper. */
        public static Smoothing add(double k) {
            return new Smoothing(Method.ADD, k);
        }
    }

    private record Options(
            OverlapTokenizer tokenizer, Smoothing smoothing, int maxOrder, boolean lowercased, boolean percent) {}

    private final Options options;

    private Bleu(Options options) {
        this.options = options;
    }

    static Bleu standard() {
        return new Bleu(new Options(OverlapTokenizer.V13A, Smoothing.exponential(), 4, false, false));
    }

    /** Returns a copy with this tokeniser; {@link OverlapTokenizer#V13A} if not set. */
    public Bleu tokenizer(OverlapTokenizer tokenizer) {
        requireNonNull(tokenizer, "tokenizer");
        return new Bleu(
                new Options(tokenizer, options.smoothing, options.maxOrder, options.lowercased, options.percent));
    }

    /** Returns a copy with this smoothing; exponential if not set. */
    public Bleu smoothing(Smoothing smoothing) {
        requireNonNull(smoothing, "smoothing");
        return new Bleu(
                new Options(options.tokenizer, smoothing, options.maxOrder, options.lowercased, options.percent));
    }

    /** Returns a copy that counts n-grams of up to this many tokens, 1 to 9; 4 if not set. */
    public Bleu maxOrder(int maxOrder) {
        checkOrder(maxOrder);
        return new Bleu(
                new Options(options.tokenizer, options.smoothing, maxOrder, options.lowercased, options.percent));
    }

    /** Returns a copy that ignores upper and lower case. */
    public Bleu lowercased() {
        return new Bleu(new Options(options.tokenizer, options.smoothing, options.maxOrder, true, options.percent));
    }

    /** Returns a copy whose scale is 0 to 100, as the literature prints it. */
    public Bleu percent() {
        return new Bleu(new Options(options.tokenizer, options.smoothing, options.maxOrder, options.lowercased, true));
    }

    /** Returns BLEU of all answers of a run together, which is not the mean of their scores. */
    public RunEvaluator corpus() {
        return new Pairing.Corpus<>(
                identity("corpus_bleu"),
                scale(),
                direction(),
                this::count,
                Statistics::plus,
                statistics -> outcome(statistics, false));
    }

    @Override
    public EvaluatorId id() {
        return identity("bleu");
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
        return options.tokenizer.languages();
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return count(sample).outcome(statistics -> outcome(statistics, true));
    }

    @Override
    public String toString() {
        return id().toString();
    }

    static void checkOrder(int maxOrder) {
        if (maxOrder < 1 || maxOrder > 9) {
            throw new IllegalArgumentException("maxOrder must be 1 to 9; found: " + maxOrder);
        }
    }

    private EvaluatorId identity(String name) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("tokenizer", options.tokenizer.id());
        configuration.put("smoothing", options.smoothing.method.name()).put("smoothingValue", options.smoothing.value);
        configuration.put("maxOrder", options.maxOrder).put("lowercased", options.lowercased);
        return EvaluatorId.of(name, "1.0.0", configuration.put("percent", options.percent));
    }

    private Pairing.Found<Statistics> count(Sample sample) {
        return Pairing.of(sample, options.tokenizer.script(), languages())
                .then(texts -> texts.cut(this::tokens))
                .then(tokens -> Pairing.Found.of(Statistics.of(tokens.response, tokens.references, options.maxOrder)));
    }

    private List<String> tokens(String text) {
        return options.tokenizer.tokenize(options.lowercased ? text.toLowerCase(Locale.ROOT) : text);
    }

    private Outcome outcome(Statistics statistics, boolean effectiveOrder) {
        double score = statistics.score(options.smoothing, effectiveOrder);
        return Outcome.scored(options.percent ? 100 * score : score, scale(), direction(), statistics.toString());
    }

    /** What BLEU counts; the sums over a corpus are counted alike. */
    static final class Statistics {

        private final long responseLength;
        private final long referenceLength;
        private final long[] matches;
        private final long[] totals;

        Statistics(long responseLength, long referenceLength, long[] matches, long[] totals) {
            this.responseLength = responseLength;
            this.referenceLength = referenceLength;
            this.matches = matches;
            this.totals = totals;
        }

        static Statistics of(int[] response, List<int[]> references, int maxOrder) {
            NGrams grams = NGrams.of(response, maxOrder);
            int[] limits = grams.countsIn(references.get(0));
            int closest = references.get(0).length;
            for (int[] reference : references.subList(1, references.size())) {
                int[] counts = grams.countsIn(reference);
                Arrays.setAll(limits, id -> Math.max(limits[id], counts[id]));
                closest = closer(reference.length, closest, response.length);
            }
            return new Statistics(response.length, closest, longs(grams.matches(limits)), longs(grams.totals()));
        }

        /** Returns the length that is nearer to the response's, of two equally near ones the shorter. */
        private static int closer(int length, int other, int response) {
            int difference = Math.abs(length - response) - Math.abs(other - response);
            return difference < 0 || (difference == 0 && length < other) ? length : other;
        }

        Statistics plus(Statistics other) {
            return new Statistics(
                    responseLength + other.responseLength,
                    referenceLength + other.referenceLength,
                    sum(matches, other.matches),
                    sum(totals, other.totals));
        }

        double precision(int order) {
            return totals[order - 1] == 0 ? 0 : (double) matches[order - 1] / totals[order - 1];
        }

        double brevityPenalty() {
            if (responseLength >= referenceLength) {
                return 1;
            }
            return responseLength == 0 ? 0 : Math.exp(1 - (double) referenceLength / responseLength);
        }

        /** Returns BLEU, 0 to 1. */
        double score(Smoothing smoothing, boolean effectiveOrder) {
            if (Arrays.stream(matches).allMatch(count -> count == 0)) {
                return 0;
            }
            double sumOfLogs = 0;
            double halves = 1;
            int order = 0;
            while (order < totals.length) {
                double added = smoothing.method == Smoothing.Method.ADD && order > 0 ? smoothing.value : 0;
                double total = totals[order] + added;
                if (total == 0) {
                    break;
                }
                double matched = matches[order] + added;
                if (matched == 0 && smoothing.method == Smoothing.Method.EXPONENTIAL) {
                    halves *= 2;
                    matched = 1 / halves;
                } else if (matched == 0) {
                    matched = smoothing.value;
                }
                sumOfLogs += Math.log(matched / total);
                order++;
            }
            if (order < totals.length && !effectiveOrder) {
                return 0;
            }
            return brevityPenalty() * Math.exp(sumOfLogs / order);
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder("precisions");
            for (int order = 1; order <= totals.length; order++) {
                text.append(order == 1 ? " " : " / ").append(Pairing.figure(precision(order)));
            }
            return text + ", brevity penalty " + Pairing.figure(brevityPenalty()) + " (" + responseLength
                    + " tokens against " + referenceLength + ")";
        }

        private static long[] longs(int[] counts) {
            return Arrays.stream(counts).asLongStream().toArray();
        }

        private static long[] sum(long[] some, long[] others) {
            long[] sum = some.clone();
            Arrays.setAll(sum, i -> sum[i] + others[i]);
            return sum;
        }
    }
}
