package io.genaiops.eval.text;

import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.util.List;
import java.util.Locale;

/**
 * Looks for phrases in the response. Made by {@link TextEvaluators}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class PhraseEvaluator implements Evaluator {

    enum Quantity {
        ALL,
        ANY,
        NONE
    }

    private final Quantity quantity;
    private final List<String> phrases;
    private final boolean ignoreCase;
    private final boolean wholeWords;
    private final EvaluatorId id;

    PhraseEvaluator(Quantity quantity, List<String> phrases) {
        this(quantity, phrases, false, false);
    }

    private PhraseEvaluator(Quantity quantity, List<String> phrases, boolean ignoreCase, boolean wholeWords) {
        this.quantity = quantity;
        this.phrases = phrases;
        this.ignoreCase = ignoreCase;
        this.wholeWords = wholeWords;
        this.id = EvaluatorId.of(
                "contains_" + quantity.name().toLowerCase(Locale.ROOT),
                "1.0.0",
                TextEvaluators.object()
                        .put("ignoreCase", ignoreCase)
                        .put("wholeWords", wholeWords)
                        .set("phrases", TextEvaluators.array(phrases)));
    }

    /** Returns a copy that makes no difference between upper and lower case. */
    public PhraseEvaluator ignoringCase() {
        return new PhraseEvaluator(quantity, phrases, true, wholeWords);
    }

    /** Returns a copy that finds a phrase only where no letter or digit touches it. */
    public PhraseEvaluator wholeWords() {
        return new PhraseEvaluator(quantity, phrases, ignoreCase, true);
    }

    @Override
    public EvaluatorId id() {
        return id;
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
    public Outcome evaluate(Sample sample) {
        return sample.response().map(this::judge).orElseGet(TextEvaluators::noResponse);
    }

    private Outcome judge(String response) {
        List<String> found =
                phrases.stream().filter(phrase -> occurs(phrase, response)).toList();
        List<String> missing =
                phrases.stream().filter(phrase -> !found.contains(phrase)).toList();
        return switch (quantity) {
            case ALL ->
                TextEvaluators.score(
                        (double) (phrases.size() - missing.size()) / phrases.size(),
                        missing.isEmpty() ? "contains all" : "missing: " + missing);
            case ANY -> TextEvaluators.yesNo(!found.isEmpty(), "contains: " + found, "contains none of " + phrases);
            case NONE -> TextEvaluators.yesNo(found.isEmpty(), "contains none", "contains: " + found);
        };
    }

    /** Looks for the phrase in one pass, whatever it repeats (Knuth, Morris and Pratt 1977). */
    private boolean occurs(String phrase, String text) {
        int[] borders = borders(phrase);
        int matched = 0;
        for (int i = 0; i < text.length(); i++) {
            while (matched > 0 && fold(text.charAt(i)) != fold(phrase.charAt(matched))) {
                matched = borders[matched - 1];
            }
            matched += fold(text.charAt(i)) == fold(phrase.charAt(matched)) ? 1 : 0;
            if (matched == phrase.length()) {
                if (!wholeWords || standsAlone(text, i + 1 - matched, i + 1)) {
                    return true;
                }
                matched = borders[matched - 1];
            }
        }
        return false;
    }

    /** Returns for each beginning of the phrase the length of its longest proper beginning that is also its end. */
    private int[] borders(String phrase) {
        int[] borders = new int[phrase.length()];
        int border = 0;
        for (int i = 1; i < borders.length; i++) {
            while (border > 0 && fold(phrase.charAt(i)) != fold(phrase.charAt(border))) {
                border = borders[border - 1];
            }
            border += fold(phrase.charAt(i)) == fold(phrase.charAt(border)) ? 1 : 0;
            borders[i] = border;
        }
        return borders;
    }

    private char fold(char letter) {
        return ignoreCase ? Character.toLowerCase(Character.toUpperCase(letter)) : letter;
    }

    private static boolean standsAlone(String text, int from, int to) {
        boolean openBefore = from == 0 || !Character.isLetterOrDigit(text.codePointBefore(from));
        boolean openAfter = to == text.length() || !Character.isLetterOrDigit(text.codePointAt(to));
        return openBefore && openAfter;
    }

    @Override
    public String toString() {
        return id.toString();
    }
}
