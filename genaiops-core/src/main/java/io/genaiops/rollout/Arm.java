package io.genaiops.rollout;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Selector;
import io.genaiops.registry.ReleaseSet;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One side of a rollout: a version of one prompt, or a set of versions that go together.
 *
 * @param name its name, as telemetry and evidence carry it
 * @param references the version of each asset that it delivers, by number or digest, because a label may move
 * @param weight its share of everyone, relative to the sum of all weights; zero keeps the ramp out of it
 * @since 0.1
 */
public record Arm(String name, SortedMap<AssetId, AssetRef> references, int weight) {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    /** Validates and copies. */
    public Arm {
        requireName("arm name", name);
        references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
        if (references.isEmpty()) {
            throw new IllegalArgumentException("arm '" + name + "' needs at least one version; found none");
        }
        for (Map.Entry<AssetId, AssetRef> each : references.entrySet()) {
            requireFixed(name, each.getValue());
            if (!each.getKey().name().equals(each.getValue().name())) {
                throw new IllegalArgumentException(
                        "arm '" + name + "' needs a version of " + each.getKey() + "; found: " + each.getValue());
            }
        }
        if (weight < 0) {
            throw new IllegalArgumentException("weight of arm '" + name + "' must be at least 0; found: " + weight);
        }
    }

    /** Returns an arm of a prompt such as {@code trail-guide:2.0.0}. */
    public static Arm of(String name, String reference, int weight) {
        AssetRef version = AssetRef.parse(reference);
        requireFixed(name, version);
        return new Arm(name, new TreeMap<>(Map.of(AssetId.prompt(version.name()), version)), weight);
    }

    /** Returns an arm of versions that go together. */
    public static Arm of(String name, ReleaseSet set, int weight) {
        SortedMap<AssetId, AssetRef> references = new TreeMap<>();
        set.versions().forEach((id, version) -> references.put(id, AssetRef.of(id.name(), version)));
        return new Arm(name, references, weight);
    }

    /** Returns whether it delivers one prompt and nothing else. */
    public boolean isOfOnePrompt() {
        return references.size() == 1 && references.firstKey().kind() == AssetKind.PROMPT;
    }

    private static void requireFixed(String name, AssetRef reference) {
        boolean fixed =
                reference.selector() instanceof Selector.ByVersion || reference.selector() instanceof Selector.ByDigest;
        if (!fixed) {
            throw new IllegalArgumentException("arm '" + name + "' needs one version, such as " + reference.name()
                    + ":1.4.2 or " + reference.name() + "#sha256:…; found: " + reference);
        }
    }

    static String requireName(String what, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    what + " must match " + NAME + " (lower case, at most 63 characters); found: '" + name + "'");
        }
        return name;
    }
}
