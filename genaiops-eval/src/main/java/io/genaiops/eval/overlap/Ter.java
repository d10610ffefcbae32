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
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Translation edit rate (Snover et al. 2006): the insertions, deletions, substitutions and shifts of blocks that turn
 * the answer into the nearest reference, over the mean length of the references. Lower is better; 0 is an equal answer,
 * and a long wrong one can exceed 1. Figures are those of sacreBLEU, divided by 100 unless {@link #percent} is asked
 * for. An empty answer scores 1. Immutable and thread-safe; texts of more than 4,000,000 pairs of an answer's and a
 * reference's word (2,000 words each) are not applicable.
 *
 * @since 0.1
 */
public final class Ter implements Evaluator {

    private static final long MOST_CELLS = 4_000_000;
    private static final Pattern PUNCTUATION = Pattern.compile("[.,?:;!\"()]");

    private record Options(boolean normalized, boolean punctuation, boolean cased, boolean percent) {}

    /** The edits and the mean length of the references. */
    record Statistics(long edits, double referenceLength) {

        Statistics plus(Statistics other) {
            return new Statistics(edits + other.edits, referenceLength + other.referenceLength);
        }

        static Statistics of(int[] response, List<int[]> references) {
            int fewest = Integer.MAX_VALUE;
            long length = 0;
            for (int[] reference : references) {
                fewest = Math.min(fewest, TerAlignment.edits(response, reference));
                length += reference.length;
            }
            return new Statistics(fewest, (double) length / references.size());
        }
    }

    private final Options options;

    private Ter(Options options) {
        this.options = options;
    }

    static Ter standard() {
        return new Ter(new Options(false, true, false, false));
    }

    /** Returns a copy that splits punctuation off words, as Tercom's normalisation does; not done if not set. */
    public Ter normalized() {
        return new Ter(new Options(true, options.punctuation, options.cased, options.percent));
    }

    /** Returns a copy that ignores the punctuation {@code . , ? : ; ! " ( )}. */
    public Ter withoutPunctuation() {
        return new Ter(new Options(options.normalized, false, options.cased, options.percent));
    }

    /** Returns a copy that tells upper from lower case; not done if not set. */
    public Ter caseSensitive() {
        return new Ter(new Options(options.normalized, options.punctuation, true, options.percent));
    }

    /** Returns a copy whose scores are times 100, as the literature prints them. */
    public Ter percent() {
        return new Ter(new Options(options.normalized, options.punctuation, options.cased, true));
    }

    /** Returns the edit rate of all answers of a run together: longer references count more. */
    public RunEvaluator corpus() {
        return new Pairing.Corpus<>(
                identity("corpus_ter"), scale(), direction(), this::count, Statistics::plus, this::outcome);
    }

    @Override
    public EvaluatorId id() {
        return identity("ter");
    }

    @Override
    public Scale scale() {
        return Scale.AMOUNT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Languages languages() {
        return Languages.SPACED;
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
        configuration.put("normalized", options.normalized).put("punctuation", options.punctuation);
        configuration.put("cased", options.cased).put("percent", options.percent);
        return EvaluatorId.of(name, "1.0.0", configuration);
    }

    private Pairing.Found<Statistics> count(Sample sample) {
        return Pairing.of(sample, Pairing.Script.SPACED, languages())
                .then(texts -> texts.cut(this::tokens))
                .then(tokens -> Pairing.checkCells(tokens, MOST_CELLS))
                .then(tokens -> Pairing.Found.of(Statistics.of(tokens.response, tokens.references)));
    }

    private List<String> tokens(String text) {
        String plain = options.cased ? text : text.toLowerCase(Locale.ROOT);
        if (options.normalized) {
            plain = normalize(plain);
        }
        if (!options.punctuation) {
            plain = PUNCTUATION.matcher(plain).replaceAll("");
        }
        return OverlapTokenizer.split(plain);
    }

    private static String normalize(String text) {
        String plain = text.stripTrailing()
                .replace("\n-", "")
                .replace('\n', ' ')
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        // sacreBLEU normalises references twice and so splits 's before a tab there only; one kind of blank avoids both
        String blanks = String.join(" ", OverlapTokenizer.split(plain));
        String spaced = OverlapTokenizer.spacePunctuation(" " + blanks + " ");
        return OverlapTokenizer.spacePoints(spaced.replace("'s ", " 's "));
    }

    private Outcome outcome(Statistics statistics) {
        double rate = statistics.edits / statistics.referenceLength;
        String reason = statistics.edits + " edits against " + Pairing.figure(statistics.referenceLength) + " words";
        return Outcome.scored(options.percent ? 100 * rate : rate, scale(), direction(), reason);
    }
}
