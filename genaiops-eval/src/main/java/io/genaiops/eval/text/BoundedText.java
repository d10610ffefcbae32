package io.genaiops.eval.text;

import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that counts how often it is read, so that a pattern which backtracks without end is stopped. */
final class BoundedText implements CharSequence {

    static final int LIMIT = 20_000_000;

    private final CharSequence text;
    private final int[] reads;

    private BoundedText(CharSequence text, int[] reads) {
        this.text = text;
        this.reads = reads;
    }

    static Outcome find(Pattern pattern, String text) {
        try {
            Matcher matcher = pattern.matcher(new BoundedText(text, new int[1]));
            return matcher.find()
                    ? TextEvaluators.score(1, "found at character " + matcher.start())
                    : TextEvaluators.score(0, "not found");
        } catch (TooManyReadsException e) {
            return Outcome.errored(e);
        } catch (StackOverflowError e) {
            return Outcome.errored(new GenAiOpsException("pattern '" + pattern + "' nests too deeply on a response of "
                    + text.length() + " characters; use possessive quantifiers or a simpler pattern"));
        }
    }

    @Override
    public char charAt(int index) {
        if (++reads[0] > LIMIT) {
            throw new TooManyReadsException(text.length());
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new BoundedText(text.subSequence(start, end), reads);
    }

    @Override
    public String toString() {
        return text.toString();
    }

    private static final class TooManyReadsException extends GenAiOpsException {

        private static final long serialVersionUID = 1L;

        TooManyReadsException(int length) {
            super("pattern read more than " + LIMIT + " characters of a response of " + length
                    + " characters: it backtracks catastrophically; use possessive quantifiers or a simpler pattern");
        }
    }
}
