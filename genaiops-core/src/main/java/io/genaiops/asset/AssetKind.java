package io.genaiops.asset;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The kinds of versioned assets. A file of a kind lives in a folder named for its plural.
 *
 * @since 0.1
 */
public enum AssetKind {
    /** A template that renders to chat messages. */
    PROMPT("prompts"),
    /** A piece of template that prompts share. */
    PARTIAL("partials"),
    /** A provider's model with its parameters. */
    MODEL("models"),
    /** A model with instructions and tools. */
    AGENT("agents"),
    /** A function that a model may call. */
    TOOL("tools"),
    /** A fixed sequence of calls. */
    CHAIN("chains"),
    /** An HTTP interface that tools use. */
    API("apis"),
    /** An index with its embedding model and chunking. */
    RETRIEVER("retrievers"),
    /** Rows to evaluate on. */
    DATASET("datasets"),
    /** Evaluators with their thresholds. */
    SUITE("suites"),
    /** What is allowed. */
    POLICY("policies"),
    /** The use case that the other assets serve. */
    APPLICATION("applications");

    private static final Map<String, AssetKind> BY_SINGULAR =
            Stream.of(values()).collect(Collectors.toUnmodifiableMap(AssetKind::singular, kind -> kind));

    private final String plural;

    AssetKind(String plural) {
        this.plural = plural;
    }

    /** Returns the kind of that {@linkplain #singular() singular name}; empty if there is none. */
    public static Optional<AssetKind> find(String singular) {
        return Optional.ofNullable(BY_SINGULAR.get(singular));
    }

    /**
     * Returns the kind of that {@linkplain #singular() singular name}.
     *
     * @throws IllegalArgumentException if there is none; the message lists them
     */
    public static AssetKind parse(String singular) {
        return find(singular)
                .orElseThrow(() -> new IllegalArgumentException(
                        "kind must be one of " + List.of(values()) + "; found: '" + singular + "'"));
    }

    /** Returns the name of the folder that holds assets of this kind, for example {@code prompts}. */
    public String plural() {
        return plural;
    }

    /** Returns the name that messages and file names use, for example {@code prompt}. */
    public String singular() {
        return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return singular();
    }
}
