package io.genaiops.asset;

import java.util.Optional;
import java.util.Set;

/**
 * A movable name for one version, for example {@code production}, or {@code production/eu} in the environment {@code eu}.
 * Both parts match {@code [a-z0-9][a-z0-9_.-]{0,62}}. Environments share versions and no label. {@code latest} is computed
 * from the published versions, cannot be set, and is the same in every environment.
 *
 * @param name label and environment as they are written
 * @since 0.1
 */
public record Label(String name) implements Comparable<Label> {

    /** The label that a reference without a label or version means. */
    public static final Label PRODUCTION = new Label("production");

    /** The computed label of the highest published version. */
    public static final Label LATEST = new Label("latest");

    /** Validates the name. */
    public Label {
        int slash = name.indexOf('/');
        AssetId.checkName("label", slash < 0 ? name : name.substring(0, slash));
        if (slash >= 0) {
            AssetId.checkName("environment of a label", name.substring(slash + 1));
            if (name.startsWith("latest/")) {
                throw new IllegalArgumentException(
                        "label 'latest' is computed from the versions, which all environments"
                                + " share; write 'latest'; found: '" + name + "'");
            }
        }
    }

    /** Returns the label of that name, with or without an environment. */
    public static Label of(String name) {
        return new Label(name);
    }

    /**
     * Returns the label of this name in an environment. {@link #LATEST} is the same in all of them.
     *
     * @throws IllegalArgumentException if this label is of another environment
     */
    public Label in(String environment) {
        if (isComputed() || environment().filter(environment::equals).isPresent()) {
            return this;
        }
        if (environment().isPresent()) {
            throw new IllegalArgumentException(
                    "label '" + name + "' is of another environment than '" + environment + "'; name the label alone");
        }
        return new Label(name + "/" + environment);
    }

    /** Returns the environment, if the label is of one. */
    public Optional<String> environment() {
        int slash = name.indexOf('/');
        return slash < 0 ? Optional.empty() : Optional.of(name.substring(slash + 1));
    }

    /** Returns the label of this name without an environment. */
    public Label withoutEnvironment() {
        int slash = name.indexOf('/');
        return slash < 0 ? this : new Label(name.substring(0, slash));
    }

    /**
     * Returns whether the label moves only with the authority of a gate where these labels are governed: one without an
     * environment is governed in every environment.
     */
    public boolean isGovernedBy(Set<Label> governed) {
        return governed.contains(this) || governed.contains(withoutEnvironment());
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
