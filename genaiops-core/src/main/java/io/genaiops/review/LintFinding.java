package io.genaiops.review;

import java.util.Objects;

/**
 * One thing that the linter found in an asset. Messages never show a secret or a value, only what it looks like.
 *
 * @param severity whether it must be mended
 * @param rule which rule found it
 * @param line the line of the body, from 1; 0 if it is not in the body
 * @param message what was found and what to do
 * @since 0.1
 */
public record LintFinding(Severity severity, Rule rule, int line, String message) {

    /** Whether a finding must be mended. */
    public enum Severity {
        /** The asset must not be published so. */
        ERROR,
        /** It may be meant so. */
        WARNING
    }

    /** What the linter looks for. */
    public enum Rule {
        /** A tag names something that is neither an input nor a field of one. */
        UNDECLARED_VARIABLE,
        /** An input that no tag uses. */
        UNUSED_INPUT,
        /** A partial that is not found. */
        MISSING_PARTIAL,
        /** A partial that is listed and not included. */
        UNUSED_PARTIAL,
        /** Partials that include each other, or nest too deep. */
        PARTIAL_CYCLE,
        /** Text that looks like a key, token or password. */
        SECRET,
        /** An address of a service, or a field for one. */
        ENDPOINT,
        /** A text of somebody unknown that becomes part of a system message. */
        UNTRUSTED_IN_SYSTEM,
        /** A template that by itself is estimated to pass its own limit of tokens. */
        OVER_TOKEN_LIMIT,
        /** A long text that is always the same comes after inputs, so that no provider can cache it. */
        LATE_FIXED_TEXT
    }

    /** Requires severity, rule and message. */
    public LintFinding {
        Objects.requireNonNull(severity, "severity");
        Objects.requireNonNull(rule, "rule");
        Objects.requireNonNull(message, "message");
        if (line < 0) {
            throw new IllegalArgumentException("line must be at least 0; found: " + line);
        }
    }

    static LintFinding error(Rule rule, int line, String message) {
        return new LintFinding(Severity.ERROR, rule, line, message);
    }

    static LintFinding warning(Rule rule, int line, String message) {
        return new LintFinding(Severity.WARNING, rule, line, message);
    }

    /** Returns whether it must be mended. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Returns the finding in one line, for example {@code WARNING UNUSED_INPUT: input 'tone' is never used; …}. */
    @Override
    public String toString() {
        return severity + " " + rule + (line > 0 ? " line " + line : "") + ": " + message;
    }
}
