package io.genaiops.asset;

import java.util.Comparator;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What an asset is called: its kind and its name. Names match {@code [a-z0-9][a-z0-9_.-]{0,62}}.
 *
 * @since 0.1
 */
public record AssetId(AssetKind kind, String name) implements Comparable<AssetId> {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");
    private static final Comparator<AssetId> ORDER =
            Comparator.comparing(AssetId::kind).thenComparing(AssetId::name);

    /** Validates the name. */
    public AssetId {
        Objects.requireNonNull(kind, "kind");
        checkName(kind.singular() + " name", name);
    }

    /** Returns the id of a prompt. */
    public static AssetId prompt(String name) {
        return new AssetId(AssetKind.PROMPT, name);
    }

    /** Returns whether a text may be the name of an asset. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static String checkName(String what, String name) {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    what + " must match " + NAME + " (lower case, at most 63 characters); found: '" + name + "'");
        }
        return name;
    }

    @Override
    public int compareTo(AssetId other) {
        return ORDER.compare(this, other);
    }

    /** Returns kind and name as messages show them, for example {@code prompt 'trail-guide'}. */
    @Override
    public String toString() {
        return kind + " '" + name + "'";
    }
}
