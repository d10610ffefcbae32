package io.genaiops.cost;

import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The tokens that a call used, as the provider reported them. A count that was not reported is absent, never 0.
 *
 * @param input tokens of the input, cached ones included, or {@code null}
 * @param output tokens of the output, reasoning included, or {@code null}
 * @param cachedInput tokens of the input that were read from the provider's cache, or {@code null}
 * @param cacheWrite tokens of the input that were written to the provider's cache, or {@code null}
 * @param reasoning tokens of the output that were spent on reasoning, or {@code null}
 * @param audioInput tokens of the input that stand for audio, or {@code null}
 * @param imageInput tokens of the input that stand for images, or {@code null}
 * @param audioOutput tokens of the output that stand for audio, or {@code null}
 * @param imageOutput tokens of the output that stand for images, or {@code null}
 * @since 0.1
 */
public record Usage(
        @Nullable Long input,
        @Nullable Long output,
        @Nullable Long cachedInput,
        @Nullable Long cacheWrite,
        @Nullable Long reasoning,
        @Nullable Long audioInput,
        @Nullable Long imageInput,
        @Nullable Long audioOutput,
        @Nullable Long imageOutput) {

    /** Nothing was reported. */
    public static final Usage UNKNOWN = new Usage(null, null, null, null, null);

    /** Refuses negative counts. */
    public Usage {
        check("input", input);
        check("output", output);
        check("cachedInput", cachedInput);
        check("cacheWrite", cacheWrite);
        check("reasoning", reasoning);
        check("audioInput", audioInput);
        check("imageInput", imageInput);
        check("audioOutput", audioOutput);
        check("imageOutput", imageOutput);
    }

    /** Creates the usage of a call of text, or of one whose audio and images were not reported apart. */
    public Usage(
            @Nullable Long input,
            @Nullable Long output,
            @Nullable Long cachedInput,
            @Nullable Long cacheWrite,
            @Nullable Long reasoning) {
        this(input, output, cachedInput, cacheWrite, reasoning, null, null, null, null);
    }

    /** Returns the usage of a call of which only input and output are known. */
    public static Usage of(long input, long output) {
        return new Usage(input, output, null, null, null);
    }

    /**
     * Returns this usage with the count of one kind.
     *
     * @throws IllegalArgumentException if the count is negative
     */
    public Usage with(TokenKind kind, long count) {
        return new Usage(
                kind == TokenKind.INPUT ? Long.valueOf(count) : input,
                kind == TokenKind.OUTPUT ? Long.valueOf(count) : output,
                kind == TokenKind.CACHED_INPUT ? Long.valueOf(count) : cachedInput,
                kind == TokenKind.CACHE_WRITE ? Long.valueOf(count) : cacheWrite,
                kind == TokenKind.REASONING ? Long.valueOf(count) : reasoning,
                kind == TokenKind.AUDIO_INPUT ? Long.valueOf(count) : audioInput,
                kind == TokenKind.IMAGE_INPUT ? Long.valueOf(count) : imageInput,
                kind == TokenKind.AUDIO_OUTPUT ? Long.valueOf(count) : audioOutput,
                kind == TokenKind.IMAGE_OUTPUT ? Long.valueOf(count) : imageOutput);
    }

    /** Returns the tokens of one kind, if reported. */
    public OptionalLong tokens(TokenKind kind) {
        return optional(count(kind));
    }

    /** Returns the tokens of the input, cached ones included, if reported. */
    public OptionalLong inputTokens() {
        return optional(input);
    }

    /** Returns the tokens of the output, reasoning included, if reported. */
    public OptionalLong outputTokens() {
        return optional(output);
    }

    /** Returns input and output together, if both were reported. */
    public OptionalLong totalTokens() {
        return input == null || output == null ? OptionalLong.empty() : OptionalLong.of(input + output);
    }

    @Nullable
    Long count(TokenKind kind) {
        return switch (kind) {
            case INPUT -> input;
            case CACHED_INPUT -> cachedInput;
            case CACHE_WRITE -> cacheWrite;
            case AUDIO_INPUT -> audioInput;
            case IMAGE_INPUT -> imageInput;
            case OUTPUT -> output;
            case REASONING -> reasoning;
            case AUDIO_OUTPUT -> audioOutput;
            case IMAGE_OUTPUT -> imageOutput;
        };
    }

    private static OptionalLong optional(@Nullable Long count) {
        return count == null ? OptionalLong.empty() : OptionalLong.of(count);
    }

    private static void check(String name, @Nullable Long count) {
        if (count != null && count < 0) {
            throw new IllegalArgumentException(name + " must be at least 0 tokens; found: " + count);
        }
    }
}
