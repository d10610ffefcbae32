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
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Token F1 (Rajpurkar et al. 2016, "SQuAD", section 6): the harmonic mean of precision and recall over the words of the
 * answer and of the best reference, in any order. Words are compared in lower case, without ASCII punctuation and the
 * English articles a, an, the. Immutable and thread-safe; linear in the texts.
 *
 * @since 0.1
 */
public final class TokenF1 implements Evaluator {

    private static final Pattern PUNCTUATION = Pattern.compile("\\p{Punct}");
    private static final Set<String> ARTICLES = Set.of("a", "an", "the");

    private final boolean articles;
    private final boolean punctuation;

    private TokenF1(boolean articles, boolean punctuation) {
        this.articles = articles;
        this.punctuation = punctuation;
    }

    static TokenF1 standard() {
        return new TokenF1(false, false);
    }

    /** Returns a copy for which articles are words like others. */
    public TokenF1 keepingArticles() {
        return new TokenF1(true, punctuation);
    }

    /** Returns a copy for which every punctuation character is a word of its own. */
    public TokenF1 keepingPunctuation() {
        return new TokenF1(articles, true);
    }

    @Override
    public EvaluatorId id() {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode();
        configuration.put("articles", articles).put("punctuation", punctuation);
        return EvaluatorId.of("token_f1", "1.0.0", configuration);
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
        return Languages.SPACED;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        return Pairing.of(sample, Pairing.Script.SPACED, languages())
                .then(texts -> texts.cut(this::tokens))
                .outcome(this::score);
    }

    @Override
    public String toString() {
        return id().toString();
    }

    private List<String> tokens(String text) {
        String plain = PUNCTUATION.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(punctuation ? " $0 " : "");
        return OverlapTokenizer.split(plain).stream()
                .filter(token -> articles || !ARTICLES.contains(token))
                .toList();
    }

    private Outcome score(Pairing.Tokens tokens) {
        NGrams words = NGrams.of(tokens.response, 1);
        Score best = Score.NOTHING;
        for (int[] reference : tokens.references) {
            int matches = words.matches(words.countsIn(reference))[0];
            best = best.orBetter(Score.of(matches, tokens.response.length, reference.length));
        }
        return Outcome.scored(best.f1(), scale(), direction(), best.toString());
    }

    /** Precision, recall and their harmonic mean, each 0 to 1. */
    record Score(double precision, double recall) {

        static final Score NOTHING = new Score(0, 0);

        static Score of(int matches, int inResponse, int inReference) {
            return matches == 0 ? NOTHING : new Score((double) matches / inResponse, (double) matches / inReference);
        }

        double f1() {
            return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        }

        Score orBetter(Score other) {
            return other.f1() > f1() ? other : this;
        }

        @Override
        public String toString() {
            return "precision " + Pairing.figure(precision) + ", recall " + Pairing.figure(recall);
        }
    }
}
