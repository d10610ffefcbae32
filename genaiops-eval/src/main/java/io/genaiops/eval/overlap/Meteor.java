package io.genaiops.eval.overlap;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.eval.language.Languages;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * METEOR (Lavie and Agarwal 2007): words are aligned by form, then by English stem, then by the synonyms given; the
 * score is a recall-heavy mean of precision and recall less a penalty for the number of chunks that the alignment falls
 * into. The alignment is that of NLTK: from the last word back, each word takes the last free equal one. Even an equal
 * answer stays below 1, since it is one chunk: 1 - 0.5 / n^3 for n words. Of several references the best one counts.
 * Immutable and thread-safe; linear in the texts.
 *
 * @since 0.1
 */
public final class Meteor implements Evaluator {

    private static final int FREE = -1;

    private record Weights(double alpha, double beta, double gamma) {
        Weights {
            if (!(alpha >= 0 && alpha <= 1 && beta >= 0 && Double.isFinite(beta) && gamma >= 0 && gamma <= 1)) {
                throw new IllegalArgumentException("alpha and gamma must be 0 to 1, beta 0 or more; found: alpha "
                        + alpha + ", beta " + beta + ", gamma " + gamma);
            }
        }
    }

    private record Options(
            OverlapTokenizer tokenizer, boolean stemmed, Map<String, Set<String>> synonyms, Weights weights) {}

    private final Options options;

    private Meteor(Options options) {
        this.options = options;
    }

    static Meteor standard() {
        return new Meteor(new Options(OverlapTokenizer.V13A, true, Map.of(), new Weights(0.9, 3, 0.5)));
    }

    /** Returns a copy with this tokeniser; {@link OverlapTokenizer#V13A} if not set. Words are put in lower case. */
    public Meteor tokenizer(OverlapTokenizer tokenizer) {
        requireNonNull(tokenizer, "tokenizer");
        return new Meteor(new Options(tokenizer, options.stemmed, options.synonyms, options.weights));
    }

    /** Returns a copy that aligns no stems, for languages other than English. */
    public Meteor withoutStemming() {
        return new Meteor(new Options(options.tokenizer, false, options.synonyms, options.weights));
    }

    /** Returns a copy that also aligns a word of the answer with one of these synonyms of it; all in lower case. */
    public Meteor synonyms(Map<String, ? extends Collection<String>> synonyms) {
        Map<String, Set<String>> sorted = new TreeMap<>();
        synonyms.forEach((word, others) -> sorted.put(word, new TreeSet<>(others)));
        return new Meteor(new Options(options.tokenizer, options.stemmed, sorted, options.weights));
    }

    /**
     * Returns a copy with these parameters; 0.9, 3 and 0.5 if not set.
     *
     * @param alpha the weight of recall in the mean, 0 to 1
     * @param beta the exponent of the share of chunks among matches, 0 or more
     * @param gamma the highest penalty, 0 to 1
     */
    public Meteor weights(double alpha, double beta, double gamma) {
        return new Meteor(
                new Options(options.tokenizer, options.stemmed, options.synonyms, new Weights(alpha, beta, gamma)));
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("tokenizer", options.tokenizer.id()).put("stemmed", options.stemmed);
        configuration.put("alpha", options.weights.alpha).put("beta", options.weights.beta);
        configuration.put("gamma", options.weights.gamma);
        ObjectNode synonyms = configuration.putObject("synonyms");
        options.synonyms.forEach((word, others) -> {
            ArrayNode list = synonyms.putArray(word);
            others.forEach(list::add);
        });
        return EvaluatorId.of("meteor", "1.0.0", configuration);
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
        return options.stemmed ? Languages.ENGLISH : options.tokenizer.languages();
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Pairing.of(sample, options.tokenizer.script(), languages()).outcome(this::score);
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private List<String> tokens(String text) {
        List<String> tokens = options.tokenizer.tokenize(text);
        tokens.replaceAll(token -> token.toLowerCase(Locale.ROOT));
        return tokens;
    }

    private Outcome score(Pairing texts) {
        List<String> response = tokens(texts.response());
        double best = -1;
        String reason = "";
        for (String text : texts.references()) {
            List<String> reference = tokens(text);
            if (!reference.isEmpty()) {
                int[] alignment = align(response, reference);
                double score = score(alignment, reference.size());
                if (score > best) {
                    best = score;
                    reason = matches(alignment) + " words of " + response.size() + " and " + reference.size()
                            + " aligned in " + chunks(alignment) + " chunks";
                }
            }
        }
        return best < 0 ? Outcome.notApplicable(Pairing.NO_TOKEN) : Outcome.scored(best, scale(), direction(), reason);
    }

    private double score(int[] alignment, int referenceLength) {
        int matches = matches(alignment);
        if (matches == 0) {
            return 0;
        }
        double precision = (double) matches / alignment.length;
        double recall = (double) matches / referenceLength;
        Weights weights = options.weights;
        double mean = precision * recall / (weights.alpha * precision + (1 - weights.alpha) * recall);
        double penalty = weights.gamma * Math.pow((double) chunks(alignment) / matches, weights.beta);
        return Math.min(1, (1 - penalty) * mean);
    }

    /** Returns for each word of the response where its partner in the reference stands, or {@link #FREE}. */
    private int[] align(List<String> response, List<String> reference) {
        int[] alignment = new int[response.size()];
        Arrays.fill(alignment, FREE);
        boolean[] taken = new boolean[reference.size()];
        match(response::get, reference::get, alignment, taken, Set::of);
        if (options.stemmed) {
            IntFunction<String> stems = i -> PorterStemmer.stem(response.get(i));
            match(stems, j -> PorterStemmer.stem(reference.get(j)), alignment, taken, Set::of);
        }
        if (!options.synonyms.isEmpty()) {
            Function<String, Set<String>> synonyms = word -> options.synonyms.getOrDefault(word, Set.of());
            match(response::get, reference::get, alignment, taken, synonyms);
        }
        return alignment;
    }

    private static void match(
            IntFunction<String> response,
            IntFunction<String> reference,
            int[] alignment,
            boolean[] taken,
            Function<String, Set<String>> partners) {
        Map<String, Integer> lastFree = new HashMap<>();
        int[] freeBefore = new int[taken.length];
        for (int j = 0; j < taken.length; j++) {
            if (!taken[j]) {
                Integer before = lastFree.put(reference.apply(j), j);
                freeBefore[j] = before == null ? FREE : before;
            }
        }
        for (int i = alignment.length - 1; i >= 0; i--) {
            if (alignment[i] == FREE) {
                int place = FREE;
                String word = "";
                for (String partner : partners.apply(response.apply(i))) {
                    int candidate = lastFree.getOrDefault(partner, FREE);
                    if (candidate > place) {
                        place = candidate;
                        word = partner;
                    }
                }
                if (place != FREE) {
                    alignment[i] = place;
                    taken[place] = true;
                    lastFree.put(word, freeBefore[place]);
                }
            }
        }
    }

    private static int matches(int[] alignment) {
        return (int) Arrays.stream(alignment).filter(place -> place != FREE).count();
    }

    /** Counts the runs of words that stand side by side on both sides. */
    private static int chunks(int[] alignment) {
        int chunks = 0;
        for (int i = 0; i < alignment.length; i++) {
            boolean continues = i > 0 && alignment[i - 1] != FREE && alignment[i] == alignment[i - 1] + 1;
            chunks += alignment[i] == FREE || continues ? 0 : 1;
        }
        return chunks;
    }
}
