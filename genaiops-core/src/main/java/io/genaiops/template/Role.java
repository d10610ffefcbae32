package io.genaiops.template;

import java.util.Locale;

/**
 * Names who speaks in a chat message.
 *
 * @since 0.1
 */
public enum Role {
    /** Instructions of the application. */
    SYSTEM,
    /** What the user says. */
    USER,
    /** What the model said. */
    ASSISTANT,
    /** What a tool returned. */
    TOOL;

    private final String marker = name().toLowerCase(Locale.ROOT) + ":";

    /** Returns the text that opens a message of this role when it stands alone on a line of a template: {@code user:}. */
    public String marker() {
        return marker;
    }
}
