package io.genaiops.cost;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of token that providers price on its own. Input and output are totals that hold the other kinds; a kind without
 * a price of its own is charged at the price of its {@link #fallback()}, and without one it is not charged but unpriced.
 *
 * @since 0.1
 */
public enum TokenKind {
    /** Every token that was sent. */
    INPUT(null),
    /** Tokens of the input that were read from the provider's cache. */
    CACHED_INPUT(INPUT),
    /** Tokens of the input that were written to the provider's cache. */
    CACHE_WRITE(INPUT),
    /** Tokens of the input that stand for audio. */
    AUDIO_INPUT(null),
    /** Tokens of the input that stand for images. */
    IMAGE_INPUT(INPUT),
    /** Every token that was received. */
    OUTPUT(null),
    /** Tokens of the output that were spent on reasoning. */
    REASONING(OUTPUT),
    /** Tokens of the output that stand for audio. */
    AUDIO_OUTPUT(null),
    /** Tokens of the output that stand for images. */
    IMAGE_OUTPUT(null);

    private final @Nullable TokenKind fallback;
    private final String words;
    private final String key;
    private final String atFallback;
    private final String unreported;

    TokenKind(@Nullable TokenKind fallback) {
        this.fallback = fallback;
        this.words = name().toLowerCase(Locale.ROOT).replace('_', ' ');
        int space = words.indexOf(' ');
        this.key = space < 0
                ? words
                : words.substring(0, space)
                        + Character.toUpperCase(words.charAt(space + 1))
                        + words.substring(space + 2);
        this.atFallback = fallback == null ? "" : words + " is charged at the price of " + fallback.words;
        this.unreported = words + " was not reported and counts as none";
    }

    /** Returns the kind whose price is charged where this one has none, if there is such a kind. */
    public Optional<TokenKind> fallback() {
        return Optional.ofNullable(fallback);
    }

    /** Returns the key in a price list file, such as {@code cachedInput}. */
    String key() {
        return key;
    }

    /** Returns the assumption that is made when the kind is charged at its fallback. */
    String atFallback() {
        return atFallback;
    }

    /** Returns the assumption that is made when the kind has a price and no count. */
    String unreported() {
        return unreported;
    }

    /** Returns the kind in words, such as {@code cached input}. */
    @Override
    public String toString() {
        return words;
    }
}
