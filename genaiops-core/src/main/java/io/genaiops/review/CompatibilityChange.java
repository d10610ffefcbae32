package io.genaiops.review;

import java.util.Objects;

/**
 * One change between two versions and what it means for those who use the prompt.
 *
 * @param level how far it reaches
 * @param field what changed, for example {@code inputs.tone} or {@code output.title}
 * @param message what happened to it
 * @since 0.1
 */
public record CompatibilityChange(Level level, String field, String message) {

    /** How far a change reaches, from nothing to most. */
    public enum Level {
        /** Nothing that changes behaviour is different. */
        NONE,
        /** Calls and answers keep their form; what the model is told may differ. */
        PATCH,
        /** Everything that worked still works, and something more does. */
        FEATURE,
        /** A call that worked may be refused, or an answer may no longer be understood. */
        BREAKING
    }

    /** Requires all three; no change reaches {@link Level#NONE nowhere}. */
    public CompatibilityChange {
        if (Objects.requireNonNull(level, "level") == Level.NONE) {
            throw new IllegalArgumentException("a change of '" + field + "' must reach further than NONE");
        }
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    /** Returns the change in one line, for example {@code BREAKING inputs.tone: is new and required}. */
    @Override
    public String toString() {
        return level + " " + field + ": " + message;
    }
}
