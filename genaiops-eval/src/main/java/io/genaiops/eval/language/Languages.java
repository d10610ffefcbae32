package io.genaiops.eval.language;

import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The languages that an evaluator is made for. A language is the primary subtag of a BCP 47 tag ({@code de} of
 * {@code de-AT}), in lower case. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Languages {

    private static final Set<UnicodeScript> UNSPACED = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.BOPOMOFO,
            UnicodeScript.THAI,
            UnicodeScript.LAO,
            UnicodeScript.KHMER,
            UnicodeScript.MYANMAR,
            UnicodeScript.TIBETAN);

    // the block of Thai; no script before it is written without spaces
    private static final char FIRST_UNSPACED = 0x0E00;

    /** Every language. */
    public static final Languages ALL = new Languages(false, Set.of());

    /** Every language but those that write no spaces between words. */
    public static final Languages SPACED =
            allBut("bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh", "cmn", "wuu", "nan");

    /** English. */
    public static final Languages ENGLISH = of("en");

    private final boolean listed;
    private final Set<String> tags;

    private Languages(boolean listed, Set<String> tags) {
        this.listed = listed;
        this.tags = tags;
    }

    /**
     * Returns these languages.
     *
     * @throws IllegalArgumentException if there is none, or one is no BCP 47 tag
     */
    public static Languages of(String... tags) {
        if (tags.length == 0) {
            throw new IllegalArgumentException("at least one language is needed; found: none");
        }
        return new Languages(true, primary(tags));
    }

    /**
     * Returns every language but these.
     *
     * @throws IllegalArgumentException if one is no BCP 47 tag
     */
    public static Languages allBut(String... tags) {
        return new Languages(false, primary(tags));
    }

    /**
     * Returns the language of a BCP 47 tag, such as {@code de} for {@code de-AT}.
     *
     * @throws IllegalArgumentException if it is no such tag
     */
    public static String primary(String tag) {
        try {
            String language = new Locale.Builder().setLanguageTag(tag).build().getLanguage();
            if (!language.isEmpty()) {
                return language;
            }
        } catch (IllformedLocaleException e) {
            throw new IllegalArgumentException(expected(tag), e);
        }
        throw new IllegalArgumentException(expected(tag));
    }

    /** Tells whether at most a third of the text's letters are of a script that writes no spaces between words. */
    public static boolean writesSpaces(String text) {
        return isBelowUnspaced(text) || mostlyWritesSpaces(text);
    }

    private static boolean isBelowUnspaced(String text) {
        boolean below = true;
        for (int i = 0; i < text.length() && below; i++) {
            below = text.charAt(i) < FIRST_UNSPACED;
        }
        return below;
    }

    private static boolean mostlyWritesSpaces(String text) {
        int letters = 0;
        int outside = 0;
        for (int i = 0; i < text.length(); ) {
            int letter = text.codePointAt(i);
            i += Character.charCount(letter);
            if (Character.isLetter(letter)) {
                letters++;
                outside += letter >= FIRST_UNSPACED && UNSPACED.contains(UnicodeScript.of(letter)) ? 1 : 0;
            }
        }
        return 3L * outside <= letters;
    }

    /** Tells whether every language is among them. */
    public boolean isAll() {
        return !listed && tags.isEmpty();
    }

    /** Tells whether the language of the tag is among them. */
    public boolean includes(String tag) {
        return isAll() || listed == tags.contains(primary(tag));
    }

    /** Returns why a text in the language of the tag cannot be scored; empty if it can. */
    public Optional<String> refusal(String tag) {
        return includes(tag)
                ? Optional.empty()
                : Optional.of("language: made for " + this + "; the sample is in " + primary(tag));
    }

    private static Set<String> primary(String... tags) {
        Set<String> languages = new TreeSet<>();
        Arrays.stream(tags).map(Languages::primary).forEach(languages::add);
        return Collections.unmodifiableSet(languages);
    }

    private static String expected(String tag) {
        return "language must be a BCP 47 tag such as en or de-AT; found: '" + tag + "'";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Languages that && listed == that.listed && tags.equals(that.tags);
    }

    @Override
    public int hashCode() {
        return tags.hashCode() + (listed ? 1 : 0);
    }

    /** Returns them in words, such as {@code every language but ja, zh}. */
    @Override
    public String toString() {
        String list = String.join(", ", tags);
        if (listed) {
            return list;
        }
        return isAll() ? "every language" : "every language but " + list;
    }
}
