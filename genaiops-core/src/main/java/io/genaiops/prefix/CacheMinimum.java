package io.genaiops.prefix;

import java.util.Objects;

/**
 * The fewest leading tokens of a request that the cache of a provider takes. Providers change it: a host gives another
 * number where it knows better. As read in November 2026 in OpenAI's cookbook, and for Anthropic in what documentations of
 * gateways repeat of its table: its own page was not at hand, so check it before you rely on the number.
 *
 * @param name whose it is
 * @param tokens the fewest tokens
 * @since 0.1
 */
public record CacheMinimum(String name, int tokens) {

    /** Requires a name and at least one token. */
    public CacheMinimum {
        Objects.requireNonNull(name, "name");
        if (name.isBlank() || tokens < 1) {
            throw new IllegalArgumentException(
                    "a minimum needs a name and at least 1 token; found: '" + name + "', " + tokens);
        }
    }

    /** Returns the minimum of OpenAI, whose cache takes 128 tokens at a time beyond it. */
    public static CacheMinimum openAi() {
        return new CacheMinimum("OpenAI", 1_024);
    }

    /** Returns the minimum of Claude Sonnet 3.7, 4 and 4.5 and Opus 4 and 4.1. */
    public static CacheMinimum claudeSonnet() {
        return new CacheMinimum("Claude Sonnet 4.5", 1_024);
    }

    /** Returns the minimum of Claude Sonnet 4.6 and Haiku 3 and 3.5. */
    public static CacheMinimum claudeSonnet46() {
        return new CacheMinimum("Claude Sonnet 4.6", 2_048);
    }

    /** Returns the minimum of Claude Opus 4.5 and 4.6 and Haiku 4.5. */
    public static CacheMinimum claudeOpus() {
        return new CacheMinimum("Claude Opus 4.5", 4_096);
    }

    @Override
    public String toString() {
        return name + " (" + tokens + " tokens)";
    }
}
