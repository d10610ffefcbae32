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
 * GLEU (Wu et al. 2016, "Google's Neural Machine Translation System", section 5.2): of the n-grams of all orders
 * together, the lower of precision and recall. With several references the best one counts, so that a further reference
 * never lowers the score. Immutable and thread-safe; linear in the texts.
 *
 * @since 0.1
 */
public final class Gleu implements Evaluator {

    private record Options(OverlapTokenizer tokenizer, int maxOrder, boolean lowercased) {}

    /** The n-grams that match, and those of the longer side. */
    record Statistics(long matches, long all) {

        Statistics plus(Statistics other) {
            return new Statistics(matches + other.matches, all + other.all);
        }

        double score() {
            return (double) matches / all;
        }

        static Statistics of(int[] response, List<int[]> references, int maxOrder) {
            NGrams grams = NGrams.of(response, maxOrder);
            Statistics best = against(grams, references.get(0), maxOrder);
            for (int[] reference : references.subList(1, references.size())) {
                Statistics next = against(grams, reference, maxOrder);
                best = next.score() > best.score() ? next : best;
            }
            return best;
        }

        private static Statistics against(NGrams grams, int[] reference, int maxOrder) {
            long inReference = 0;
            for (int order = 1; order <= maxOrder; order++) {
                inReference += NGrams.total(reference.length, order);
            }
            long inResponse = Arrays.stream(grams.totals()).asLongStream().sum();
            long matches = Arrays.stream(grams.matches(grams.countsIn(reference)))
                    .asLongStream()
                    .sum();
            return new Statistics(matches, Math.max(inResponse, inReference));
        }
    }

    private final Options options;

    private Gleu(Options options) {
        this.options = options;
    }

    static Gleu standard() {
        return new Gleu(new Options(OverlapTokenizer.V13A, 4, false));
    }

    /** Returns a copy with this tokeniser; {@link OverlapTokenizer#V13A} if not set. */
    public Gleu tokenizer(OverlapTokenizer tokenizer) {
        requireNonNull(tokenizer, "tokenizer");
        return new Gleu(new Options(tokenizer, options.maxOrder, options.lowercased));
    }

    /** Returns a copy that counts n-grams of up to this many tokens, 1 to 9; 4 if not set. */
    public Gleu maxOrder(int maxOrder) {
        Bleu.checkOrder(maxOrder);
        return new Gleu(new Options(options.tokenizer, maxOrder, options.lowercased));
    }

    /** Returns a copy that ignores upper and lower case. */
    public Gleu lowercased() {
        return new Gleu(new Options(options.tokenizer, options.maxOrder, true));
    }

    /** Returns GLEU of all answers of a run together: longer ones count more. */
    public RunEvaluator corpus() {
        return new Pairing.Corpus<>(
                identity("corpus_gleu"), scale(), direction(), this::count, Statistics::plus, this::outcome);
    }

    @Override
    public EvaluatorId id() {
        return identity("gleu");
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
        return options.tokenizer.languages();
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return count(sample).outcome(this::outcome);
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private EvaluatorId identity(String name) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("tokenizer", options.tokenizer.id()).put("maxOrder", options.maxOrder);
        return EvaluatorId.of(name, "1.0.0", configuration.put("lowercased", options.lowercased));
    }

    private Pairing.Found<Statistics> count(Sample sample) {
        return Pairing.of(sample, options.tokenizer.script(), languages())
                .then(texts -> texts.cut(this::tokens))
                .then(tokens -> Pairing.Found.of(Statistics.of(tokens.response, tokens.references, options.maxOrder)));
    }

    private List<String> tokens(String text) {
        return options.tokenizer.tokenize(options.lowercased ? text.toLowerCase(Locale.ROOT) : text);
    }

    private Outcome outcome(Statistics statistics) {
        return Outcome.scored(
                statistics.score(),
                scale(),
                direction(),
                statistics.matches + " of " + statistics.all + " n-grams of the longer side match");
    }
}
