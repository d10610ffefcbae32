package io.genaiops.asset;

import java.util.Locale;

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

    private final String plural;

    AssetKind(String plural) {
        this.plural = plural;
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
