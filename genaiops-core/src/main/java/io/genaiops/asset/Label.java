package io.genaiops.asset;

/**
 * A movable name for one version, for example {@code production}. Labels match {@code [a-z0-9][a-z0-9_.-]{0,62}}.
 * {@code latest} is computed from the published versions and cannot be set.
 *
 * @since 0.1
 */
public record Label(String name) implements Comparable<Label> {

    /** The label that a reference without a label or version means. */
    public static final Label PRODUCTION = new Label("production");

    /** The computed label of the highest published version. */
    public static final Label LATEST = new Label("latest");

    /** Validates the name. */
    public Label {
        AssetId.checkName("label", name);
    }

    /** Returns the label of that name. */
    public static Label of(String name) {
        return new Label(name);
    }

    /** Returns whether this is {@link #LATEST}, which no one can move. */
    public boolean isComputed() {
        return equals(LATEST);
    }

    @Override
    public int compareTo(Label other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
