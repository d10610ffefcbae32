package io.genaiops.rollout;

import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Selector;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * One side of a rollout.
 *
 * @param name its name, as telemetry and evidence carry it
 * @param reference the version that it delivers, by number or digest, because a label may move
 * @param weight its share of everyone, relative to the sum of all weights; zero keeps the ramp out of it
 * @since 0.1
 */
public record Arm(String name, AssetRef reference, int weight) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    /** Validates all three. */
    public Arm {
        requireName("arm name", name);
        Objects.requireNonNull(reference, "reference");
        boolean fixed =
                reference.selector() instanceof Selector.ByVersion || reference.selector() instanceof Selector.ByDigest;
        if (!fixed) {
            throw new IllegalArgumentException("arm '" + name + "' needs one version, such as " + reference.name()
                    + ":1.4.2 or " + reference.name() + "#sha256:…; found: " + reference);
        }
        if (weight < 0) {
            throw new IllegalArgumentException("weight of arm '" + name + "' must be at least 0; found: " + weight);
        }
    }

    /** Returns an arm of a reference such as {@code trail-guide:2.0.0}. */
    public static Arm of(String name, String reference, int weight) {
        return new Arm(name, AssetRef.parse(reference), weight);
    }

    static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must match " + NAME + " (lower case, at most 63 characters); found: '" + name + "'");
        }
        return name;
    }
}
