package io.genaiops.prefix;

import dev.langchain4j.model.TokenCountEstimator;
import io.genaiops.prompt.Prompt;
import io.genaiops.template.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How much of a prompt leads every call unchanged, so that the cache of a provider can take it, and which inputs end it. Text
 * counts up to the first tag that brings a value, opens a section or inserts the history; text of partials counts, text in
 * sections does not. Tools and a response format, which some providers put first, are not in it. Immutable and thread-safe.
 *
 * <pre>{@code
 * PrefixReport report = PrefixReport.of(registry.prompt("trail-guide"));
 * report.tokens();                              // about how many tokens lead every call
 * report.toMove(CacheMinimum.openAi());         // the inputs that must come later to reach 1,024
 * }</pre>
 *
 * @since 0.1
 */
public final class PrefixReport {

    /** A rule of thumb for texts in Latin script; an estimator knows better. */
    private static final int BYTES_A_TOKEN = 4;

    private final String prompt;
    private final int characters;
    private final int tokens;
    private final int fixedTokens;
    private final List<PrefixStop> stops;

    private PrefixReport(String prompt, int characters, int tokens, int fixedTokens, List<PrefixStop> stops) {
        this.prompt = prompt;
        this.characters = characters;
        this.tokens = tokens;
        this.fixedTokens = fixedTokens;
        this.stops = List.copyOf(stops);
    }

    /** Returns the report on a prompt as it was delivered, four UTF-8 bytes a token. */
    public static PrefixReport of(Prompt prompt) {
        return of(prompt.identity().toString(), prompt.template(), PrefixReport::ruleOfThumb);
    }

    /** Returns the report on a prompt as it was delivered, with a count of tokens. */
    public static PrefixReport of(Prompt prompt, TokenCountEstimator estimator) {
        Objects.requireNonNull(estimator, "estimator");
        return of(prompt.identity().toString(), prompt.template(), estimator::estimateTokenCountInText);
    }

    /**
     * Returns the report on a template.
     *
     * @param prompt what the report calls it
     * @param estimator what counts tokens, or {@code null} for four UTF-8 bytes a token
     */
    public static PrefixReport of(String prompt, Template template, @Nullable TokenCountEstimator estimator) {
        return of(
                prompt, template, estimator == null ? PrefixReport::ruleOfThumb : estimator::estimateTokenCountInText);
    }

    private static int ruleOfThumb(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length / BYTES_A_TOKEN;
    }

    private static PrefixReport of(String prompt, Template template, ToIntFunction<String> count) {
        StringBuilder fixed = new StringBuilder();
        int characters = -1;
        List<PrefixStop> stops = new ArrayList<>();
        for (Template.Piece piece : template.pieces()) {
            String tag = piece.tag();
            if (tag == null && !piece.conditional()) {
                fixed.append(piece.text());
            } else if (tag != null && !piece.conditional()) {
                int before = tokens(fixed, count);
                characters = characters < 0 ? fixed.length() : characters;
                stops.add(new PrefixStop(
                        tag, piece.role().name().toLowerCase(Locale.ROOT), piece.partial(), piece.line(), before));
            }
        }
        int all = tokens(fixed, count);
        return stops.isEmpty()
                ? new PrefixReport(prompt, fixed.length(), all, all, stops)
                : new PrefixReport(prompt, characters, stops.get(0).tokensBefore(), all, stops);
    }

    /** An estimator need not take an empty text. */
    private static int tokens(StringBuilder text, ToIntFunction<String> count) {
        return text.isEmpty() ? 0 : count.applyAsInt(text.toString());
    }

    /** Returns how many characters lead every call, in UTF-16 units. */
    public int characters() {
        return characters;
    }

    /** Returns about how many tokens lead every call. */
    public int tokens() {
        return tokens;
    }

    /** Returns about how many tokens are in every call, wherever they stand: what would lead it if every input came last. */
    public int fixedTokens() {
        return fixedTokens;
    }

    /** Returns the tags in the order in which they stand; the first one ends the prefix. */
    public List<PrefixStop> stops() {
        return stops;
    }

    /** Returns the tag that ends the prefix; none if the prompt has no input. */
    public Optional<PrefixStop> endedBy() {
        return stops.stream().findFirst();
    }

    /** Returns whether what leads every call is long enough. */
    public boolean reaches(CacheMinimum minimum) {
        return tokens >= minimum.tokens();
    }

    /** Returns whether it would be long enough if every input came last. */
    public boolean couldReach(CacheMinimum minimum) {
        return fixedTokens >= minimum.tokens();
    }

    /**
     * Returns the first tags, as few as possible, that would have to come later for what leads every call to be long enough.
     * Empty if it is, and if it never can be.
     */
    public List<PrefixStop> toMove(CacheMinimum minimum) {
        if (reaches(minimum) || !couldReach(minimum)) {
            return List.of();
        }
        int count = 1;
        while (count < stops.size() && stops.get(count).tokensBefore() < minimum.tokens()) {
            count++;
        }
        return stops.subList(0, count);
    }

    /** Returns what the report says of a provider, in a sentence. */
    public String of(CacheMinimum minimum) {
        if (reaches(minimum)) {
            return "enough for " + minimum;
        }
        if (!couldReach(minimum)) {
            return "too little for " + minimum + ", wherever the inputs stand";
        }
        List<String> move = toMove(minimum).stream().map(PrefixStop::toString).toList();
        return "too little for " + minimum + "; it is enough if these come later: " + String.join(", ", move);
    }

    /** Returns the report in words, for OpenAI and the models of Anthropic. */
    @Override
    public String toString() {
        return prompt + ": about " + tokens + " of " + fixedTokens + " fixed tokens lead every call"
                + endedBy().map(stop -> ", up to " + stop).orElse("") + "; " + of(CacheMinimum.openAi()) + "; "
                + of(CacheMinimum.claudeSonnet46()) + "; " + of(CacheMinimum.claudeOpus());
    }
}
