package io.genaiops.benchmarks;

import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Sample;
import io.genaiops.eval.overlap.OverlapEvaluators;
import io.genaiops.eval.overlap.OverlapTokenizer;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Scores 1,000 pairs of 100 words each. The floors do the least that the measure needs, straightforwardly: words between
 * blanks, n-grams as strings in a hash map, one pass over each side; of the subsequence one table of whole numbers. They
 * tokenise nothing, count no length penalty and give no reason. A second floor of the measures over words first cuts the
 * tokens that the measure cuts, in lower case; no floor stems, as METEOR must for each word that has no equal.
 *
 * @since 0.1
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OverlapBenchmark {

    private static final int PAIRS = 1_000;
    private static final int WORDS = 100;

    /** The measure. */
    @Param({"bleu", "rouge_l", "chrf", "meteor"})
    public String measure = "";

    private List<Sample> samples = List.of();
    private Evaluator evaluator = OverlapEvaluators.bleu();

    /** Makes the pairs: about half of the words of the answer are those of the reference. */
    @Setup
    public void fill() {
        Random random = new Random(1);
        samples = IntStream.range(0, PAIRS)
                .mapToObj(i -> {
                    List<String> reference = IntStream.range(0, WORDS)
                            .mapToObj(w -> word(random))
                            .toList();
                    String answer = reference.stream()
                            .map(word -> random.nextBoolean() ? word : word(random))
                            .collect(Collectors.joining(" "));
                    return Sample.of("q" + i)
                            .expecting(String.join(" ", reference))
                            .answered(answer);
                })
                .toList();
        evaluator = switch (measure) {
            case "bleu" -> OverlapEvaluators.bleu();
            case "rouge_l" -> OverlapEvaluators.rougeL();
            case "chrf" -> OverlapEvaluators.chrf();
            default -> OverlapEvaluators.meteor();
        };
    }

    private static String word(Random random) {
        String stem = Integer.toString(Math.abs((int) (random.nextGaussian() * 400)) + 36 * 36, 36)
                .replaceAll("[0-9]", "e");
        return stem + List.of("", "", "ing", "s", "ed", ".").get(random.nextInt(6));
    }

    /** Scores with the evaluator. */
    @Benchmark
    public double evaluate() {
        double sum = 0;
        for (Sample sample : samples) {
            sum += evaluator.evaluate(sample).score().orElseThrow();
        }
        return sum;
    }

    /** Counts what the measure counts, and no more. */
    @Benchmark
    public double floorOfOnePass() {
        double sum = 0;
        for (Sample sample : samples) {
            String response = sample.response().orElseThrow();
            String reference = sample.references().get(0);
            sum += switch (measure) {
                case "bleu" -> matchesOfWords(response.split(" ", -1), reference.split(" ", -1), 4);
                case "rouge_l" -> subsequence(response.split(" ", -1), reference.split(" ", -1));
                case "chrf" -> matchesOfCharacters(response.replace(" ", ""), reference.replace(" ", ""));
                default -> matchesOfWords(response.split(" ", -1), reference.split(" ", -1), 1);
            };
        }
        return sum;
    }

    /** Counts what the measure counts, over the tokens that it counts; of characters the same as the other floor. */
    @Benchmark
    public double floorOfOnePassOverTokens() {
        double sum = 0;
        for (Sample sample : samples) {
            String response = sample.response().orElseThrow();
            String reference = sample.references().get(0);
            sum += switch (measure) {
                case "bleu" -> matchesOfWords(tokens(response), tokens(reference), 4);
                case "rouge_l" -> subsequence(tokens(response), tokens(reference));
                case "chrf" -> matchesOfCharacters(response.replace(" ", ""), reference.replace(" ", ""));
                default -> matchesOfWords(tokens(response), tokens(reference), 1);
            };
        }
        return sum;
    }

    private static String[] tokens(String text) {
        return OverlapTokenizer.V13A.tokenize(text.toLowerCase(Locale.ROOT)).toArray(new String[0]);
    }

    private static int matchesOfWords(String[] one, String[] other, int orders) {
        int matches = 0;
        for (int order = 1; order <= orders; order++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i + order <= other.length; i++) {
                counts.merge(gram(other, i, order), 1, Integer::sum);
            }
            for (int i = 0; i + order <= one.length; i++) {
                matches += take(counts, gram(one, i, order));
            }
        }
        return matches;
    }

    private static String gram(String[] words, int from, int order) {
        if (order == 1) {
            return words[from];
        }
        StringBuilder gram = new StringBuilder(words[from]);
        for (int i = from + 1; i < from + order; i++) {
            gram.append(' ').append(words[i]);
        }
        return gram.toString();
    }

    private static int matchesOfCharacters(String response, String reference) {
        int matches = 0;
        for (int order = 1; order <= 6; order++) {
            Map<String, Integer> counts = new HashMap<>();
            for (int i = 0; i + order <= reference.length(); i++) {
                counts.merge(reference.substring(i, i + order), 1, Integer::sum);
            }
            for (int i = 0; i + order <= response.length(); i++) {
                matches += take(counts, response.substring(i, i + order));
            }
        }
        return matches;
    }

    private static int take(Map<String, Integer> counts, String gram) {
        Integer left = counts.get(gram);
        if (left == null || left == 0) {
            return 0;
        }
        counts.put(gram, left - 1);
        return 1;
    }

    private static int subsequence(String[] one, String[] other) {
        int[][] table = new int[one.length + 1][other.length + 1];
        for (int i = 1; i <= one.length; i++) {
            for (int j = 1; j <= other.length; j++) {
                table[i][j] = one[i - 1].equals(other[j - 1])
                        ? table[i - 1][j - 1] + 1
                        : Math.max(table[i - 1][j], table[i][j - 1]);
            }
        }
        return table[one.length][other.length];
    }
}
