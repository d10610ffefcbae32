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
import java.util.Arrays;
import java.util.Locale;

/**
 * Compares an answer with the nearest reference character by character (code points), in any script: Levenshtein's
 * distance, the similarity derived from it, or Jaro-Winkler's similarity for short texts such as names. Immutable and
 * thread-safe; quadratic in the texts, which are not applicable beyond 100,000,000 pairs of characters (10,000 each).
 *
 * @since 0.1
 */
public final class EditDistance implements Evaluator {

    private static final double WINKLER_SCALING = 0.1;
    private static final int WINKLER_PREFIX = 4;
    private static final double WINKLER_THRESHOLD = 0.7;

    private enum Kind {
        LEVENSHTEIN("levenshtein"),
        SIMILARITY("edit_similarity"),
        JARO_WINKLER("jaro_winkler");

        private final String title;

        Kind(String title) {
            this.title = title;
        }

        private double measure(int[] response, int[] reference) {
            return switch (this) {
                case LEVENSHTEIN -> levenshtein(response, reference);
                case SIMILARITY -> similarity(response, reference);
                case JARO_WINKLER -> jaroWinkler(response, reference);
            };
        }
    }

    private final Kind kind;
    private final boolean lowercased;

    private EditDistance(Kind kind, boolean lowercased) {
        this.kind = kind;
        this.lowercased = lowercased;
    }

    static EditDistance ofLevenshtein() {
        return new EditDistance(Kind.LEVENSHTEIN, false);
    }

    static EditDistance ofSimilarity() {
        return new EditDistance(Kind.SIMILARITY, false);
    }

    static EditDistance ofJaroWinkler() {
        return new EditDistance(Kind.JARO_WINKLER, false);
    }

    /** Returns a copy that ignores upper and lower case. */
    public EditDistance lowercased() {
        return new EditDistance(kind, true);
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        return EvaluatorId.of(kind.title, "1.0.0", configuration.put("lowercased", lowercased));
    }

    @Override
    public Scale scale() {
        return kind == Kind.LEVENSHTEIN ? Scale.AMOUNT : Scale.UNIT;
    }

    @Override
    public Direction direction() {
        return kind == Kind.LEVENSHTEIN ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Pairing.of(sample, Pairing.Script.ANY, Languages.ALL)
                .then(texts -> texts.sequences(this::characters))
                .then(characters -> Pairing.checkCells(characters, Pairing.MOST_CELLS))
                .outcome(this::score);
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private int[] characters(String text) {
        return (lowercased ? text.toLowerCase(Locale.ROOT) : text).codePoints().toArray();
    }

    private Outcome score(Pairing.Tokens characters) {
        double sign = direction() == Direction.HIGHER_IS_BETTER ? 1 : -1;
        double best = Double.NEGATIVE_INFINITY;
        for (int[] reference : characters.references) {
            best = Math.max(best, sign * kind.measure(characters.response, reference));
        }
        return Outcome.scored(sign * best, scale(), direction(), "");
    }

    /** Returns the insertions, deletions and substitutions that turn one into the other, in the memory of two rows. */
    static int levenshtein(int[] some, int[] others) {
        int[] above = new int[others.length + 1];
        int[] row = new int[others.length + 1];
        Arrays.setAll(above, j -> j);
        for (int i = 1; i <= some.length; i++) {
            row[0] = i;
            for (int j = 1; j <= others.length; j++) {
                int substituted = above[j - 1] + (some[i - 1] == others[j - 1] ? 0 : 1);
                row[j] = Math.min(substituted, 1 + Math.min(above[j], row[j - 1]));
            }
            int[] finished = row;
            row = above;
            above = finished;
        }
        return above[others.length];
    }

    /** Returns 1 - distance / length of the longer one. */
    static double similarity(int[] some, int[] others) {
        int longer = Math.max(some.length, others.length);
        return longer == 0 ? 1 : 1 - (double) levenshtein(some, others) / longer;
    }

    /** Returns Jaro's similarity, lifted by the common prefix of up to four characters if it is over 0.7. */
    static double jaroWinkler(int[] some, int[] others) {
        double jaro = jaro(some, others);
        int mismatch = Arrays.mismatch(some, others);
        int prefix = mismatch < 0 ? some.length : mismatch;
        return jaro > WINKLER_THRESHOLD ? jaro + Math.min(WINKLER_PREFIX, prefix) * WINKLER_SCALING * (1 - jaro) : jaro;
    }

    /** Returns the mean of both sides' share of matches and of the share of matches in order (Jaro 1989). */
    static double jaro(int[] some, int[] others) {
        int window = Math.max(0, Math.max(some.length, others.length) / 2 - 1);
        boolean[] taken = new boolean[others.length];
        int[] matched = new int[some.length];
        int matches = 0;
        for (int i = 0; i < some.length; i++) {
            int to = Math.min(others.length, i + window + 1);
            for (int j = Math.max(0, i - window); j < to; j++) {
                if (!taken[j] && some[i] == others[j]) {
                    taken[j] = true;
                    matched[matches++] = some[i];
                    break;
                }
            }
        }
        if (matches == 0) {
            return 0;
        }
        double inOrder = matches - transpositions(matched, others, taken);
        return ((double) matches / some.length + (double) matches / others.length + inOrder / matches) / 3;
    }

    /** Returns half of the matches that stand at another place among the matches of the other side. */
    private static int transpositions(int[] matched, int[] others, boolean[] taken) {
        int misplaced = 0;
        int next = 0;
        for (int j = 0; j < others.length; j++) {
            if (taken[j] && others[j] != matched[next++]) {
                misplaced++;
            }
        }
        return misplaced / 2;
    }
}
