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
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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

    private Outcome score(Pairing texts) {
        Words words = new Words();
        Word[] response = words.read(options.tokenizer.tokenize(texts.response()));
        double best = -1;
        String reason = "";
        for (String text : texts.references()) {
            Word[] reference = words.read(options.tokenizer.tokenize(text));
            if (reference.length > 0) {
                int[] alignment = align(response, reference, words);
                double score = score(alignment, reference.length);
                if (score > best) {
                    best = score;
                    reason = matches(alignment) + " words of " + response.length + " and " + reference.length
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
    private int[] align(Word[] response, Word[] reference, Words words) {
        int[] alignment = new int[response.length];
        Arrays.fill(alignment, FREE);
        FreePlaces free = new FreePlaces(reference.length);
        free.index(reference);
        match(response, free, alignment);
        if (options.stemmed) {
            free.index(words.stems(reference, free::isFree));
            match(words.stems(response, i -> alignment[i] == FREE), free, alignment);
        }
        if (!options.synonyms.isEmpty()) {
            free.index(reference);
            matchSynonyms(response, free, alignment, words);
        }
        free.forget();
        return alignment;
    }

    private static void match(Word[] response, FreePlaces free, int[] alignment) {
        for (int i = alignment.length - 1; i >= 0; i--) {
            if (alignment[i] == FREE) {
                alignment[i] = free.take(response[i]);
            }
        }
    }

    private void matchSynonyms(Word[] response, FreePlaces free, int[] alignment, Words words) {
        for (int i = alignment.length - 1; i >= 0; i--) {
            if (alignment[i] == FREE) {
                alignment[i] = words.among(options.synonyms.getOrDefault(response[i].form, Set.of()))
                        .max(Comparator.comparingInt(synonym -> synonym.place))
                        .map(free::take)
                        .orElse(FREE);
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

    /** A word in lower case, one for all its places, and which of those in the reference it would take next. */
    private static final class Word {

        private final String form;
        private @Nullable Word stem;
        private int place = FREE;

        Word(String form) {
            this.form = form;
        }
    }

    /** The words of all texts, each once; their stems, made when first asked for, are words among them. */
    private static final class Words {

        private final Map<String, Word> byForm = new HashMap<>(256);

        Word[] read(List<String> tokens) {
            Word[] words = new Word[tokens.size()];
            for (int i = 0; i < words.length; i++) {
                words[i] = word(tokens.get(i).toLowerCase(Locale.ROOT));
            }
            return words;
        }

        /** Returns those of the words that any text has. */
        Stream<Word> among(Set<String> forms) {
            return forms.stream().filter(byForm::containsKey).map(this::word);
        }

        /** Returns the words with their stems in these places. */
        Word[] stems(Word[] words, IntPredicate places) {
            Word[] stems = words.clone();
            for (int i = 0; i < stems.length; i++) {
                if (places.test(i)) {
                    stems[i] = stem(words[i]);
                }
            }
            return stems;
        }

        private Word stem(Word word) {
            Word stem = word.stem;
            if (stem == null) {
                stem = word(PorterStemmer.stem(word.form));
                word.stem = stem;
            }
            return stem;
        }

        private Word word(String form) {
            return byForm.computeIfAbsent(form, Word::new);
        }
    }

    /** The places of the reference that no word has taken yet, of each word the last one first. */
    private static final class FreePlaces {

        private final boolean[] taken;
        private final int[] before;
        private Word[] indexed = {};

        FreePlaces(int length) {
            taken = new boolean[length];
            before = new int[length];
        }

        boolean isFree(int place) {
            return !taken[place];
        }

        /** Lets each word know its last free place instead of what was known before. */
        void index(Word[] reference) {
            forget();
            indexed = reference;
            for (int j = 0; j < reference.length; j++) {
                if (!taken[j]) {
                    before[j] = reference[j].place;
                    reference[j].place = j;
                }
            }
        }

        /** Lets no word know a place. */
        void forget() {
            for (Word word : indexed) {
                word.place = FREE;
            }
        }

        /** Takes the last free place of the word and returns it, or {@link #FREE}. */
        int take(Word word) {
            int place = word.place;
            if (place != FREE) {
                taken[place] = true;
                word.place = before[place];
            }
            return place;
        }
    }
}
