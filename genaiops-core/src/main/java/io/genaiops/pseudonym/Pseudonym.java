package io.genaiops.pseudonym;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A name that stands for a person and says nothing of them: {@code p-} and 32 hexadecimal digits drawn at random. It is not
 * computed from an id, so that nobody finds the id by trying.
 *
 * @since 0.1
 */
public record Pseudonym(String value) implements Comparable<Pseudonym> {

    private static final Pattern FORM = Pattern.compile("p-[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    /** Validates the form. */
    public Pseudonym {
        if (!FORM.matcher(value).matches()) {
            // Not quoted: what is no pseudonym may well be the id of a person.
            throw new IllegalArgumentException(
                    "a pseudonym must be 'p-' and 32 lower-case hexadecimal digits; found a text of " + value.length()
                            + " characters. Take the one that Pseudonyms.of(id) gives");
        }
    }

    /** Draws a new one. */
    public static Pseudonym random() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return new Pseudonym("p-" + HexFormat.of().formatHex(bytes));
    }

    /** Parses one. */
    public static Pseudonym parse(String text) {
        return new Pseudonym(text);
    }

    @Override
    public int compareTo(Pseudonym other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
