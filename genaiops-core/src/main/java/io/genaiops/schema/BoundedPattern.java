package io.genaiops.schema;

import com.networknt.schema.regex.RegularExpression;
import com.networknt.schema.regex.RegularExpressions;
import io.genaiops.GenAiOpsException;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** A pattern of a schema that counts how often it reads, so that one which backtracks without end is stopped. */
final class BoundedPattern implements RegularExpression {

    /** The most characters that the patterns of a schema read in one validation, each as often as it is read. */
    static final int LIMIT = 20_000_000;

    private static final ThreadLocal<Reads> READS = ThreadLocal.withInitial(Reads::new);

    private final Pattern pattern;

    BoundedPattern(String pattern) {
        this.pattern = Pattern.compile(RegularExpressions.replaceLongformCharacterProperties(
                RegularExpressions.replaceDollarAnchors(pattern)));
    }

    /**
     * Runs a validation and counts from zero what the patterns read in it.
     *
     * @throws GenAiOpsException if that is too much, so that nothing was found out
     */
    static <T> T counting(Supplier<T> validation) {
        READS.remove();
        try {
            return validation.get();
        } catch (StoppedError e) {
            throw new GenAiOpsException(e.why);
        } finally {
            READS.remove();
        }
    }

    @Override
    public boolean matches(String value) {
        try {
            return pattern.matcher(new CountedText(value, this, READS.get())).find();
        } catch (StackOverflowError e) {
            throw new StoppedError("pattern '" + pattern + "' of a JSON Schema nests too deeply on a text of "
                    + value.length() + " characters");
        }
    }

    private StoppedError tooManyReads() {
        return new StoppedError("the patterns of a JSON Schema read more than " + LIMIT
                + " characters of one value, the last one '" + pattern
                + "': one of them backtracks catastrophically");
    }

    /** Stops a validation. An error, since the validator logs exceptions, and texts of the value with them. */
    private static final class StoppedError extends Error {

        private static final long serialVersionUID = 1L;

        private final String why;

        StoppedError(String what) {
            super(what, null, false, false);
            this.why = what + "; use possessive quantifiers or a simpler pattern";
        }
    }

    private static final class Reads {
        private int count;
    }

    private record CountedText(CharSequence text, BoundedPattern by, Reads reads) implements CharSequence {

        @Override
        public char charAt(int index) {
            if (++reads.count > LIMIT) {
                throw by.tooManyReads();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new CountedText(text.subSequence(start, end), by, reads);
        }

        @Override
        public String toString() {
            return text.toString();
        }
    }
}
