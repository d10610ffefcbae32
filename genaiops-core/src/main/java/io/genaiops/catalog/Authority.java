package io.genaiops.catalog;

import java.lang.invoke.MethodHandles;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What let a governed label move. Governance alone grants one, for one step, and takes it back when the step is done: what
 * is read from a history or copied from a move gives no right to move anything. Two are equal if their texts are.
 *
 * @since 0.1
 */
public final class Authority {

    private static final String GOVERNANCE = "io.genaiops.governance.LabelMover";
    private static final Pattern ENTRY = Pattern.compile(" \\[entry ([0-9a-f]{32})]$");

    private final String text;
    private final AtomicBoolean granted;

    private Authority(String text, boolean granted) {
        this.text = Objects.requireNonNull(text, "text");
        this.granted = new AtomicBoolean(granted);
    }

    /** Returns an authority that once let a label move, for the history. It lets nothing move. */
    public static Authority recorded(String text) {
        return new Authority(text, false);
    }

    /**
     * Returns an authority that lets a governed label move until it is {@linkplain #withdraw withdrawn}.
     *
     * @param governance what governance alone can show
     * @throws IllegalArgumentException if somebody else shows it
     */
    public static Authority granted(MethodHandles.Lookup governance, String text) {
        Class<?> by = governance.lookupClass();
        if (!by.getName().equals(GOVERNANCE)
                || by.getClassLoader() != Authority.class.getClassLoader()
                || !governance.hasFullPrivilegeAccess()) {
            throw new IllegalArgumentException("authority is granted by Governance alone, which asks a gate; found: "
                    + by.getName() + ". Use Governance.promote(…)");
        }
        return new Authority(text, true);
    }

    /** Returns whether it lets a governed label move now. */
    public boolean isGranted() {
        return granted.get();
    }

    /** Takes the right away; the text stays. */
    public void withdraw() {
        granted.set(false);
    }

    /** Returns why the label was allowed to move. */
    public String text() {
        return text;
    }

    /** Returns the id of the entry in the record of moves, if the text names one. */
    public Optional<String> entry() {
        Matcher matcher = ENTRY.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authority that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
