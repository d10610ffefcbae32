package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Versions of several assets that belong together, such as a prompt, its model and its tools.
 *
 * @param versions one version of each asset, at least one
 * @since 0.1
 */
public record ReleaseSet(SortedMap<AssetId, Version> versions) {

    /** Copies the versions. */
    public ReleaseSet {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a release set needs at least one asset; found none");
        }
        versions = Collections.unmodifiableSortedMap(new TreeMap<>(versions));
    }

    /** Returns the set of one asset; others are added with {@link #and}. */
    public static ReleaseSet of(AssetId id, String version) {
        return new ReleaseSet(new TreeMap<>(Map.of(id, Version.parse(version))));
    }

    /** Returns the set of one prompt; others are added with {@link #and}. */
    public static ReleaseSet ofPrompt(String name, String version) {
        return of(AssetId.prompt(name), version);
    }

    /**
     * Returns this set with one more asset.
     *
     * @throws IllegalArgumentException if the asset is in it already
     */
    public ReleaseSet and(AssetId id, String version) {
        SortedMap<AssetId, Version> more = new TreeMap<>(versions);
        Version before = more.put(id, Version.parse(version));
        if (before != null) {
            throw new IllegalArgumentException(
                    "a release set has one version of " + id + "; found " + before + " and " + version);
        }
        return new ReleaseSet(more);
    }

    /** Returns this set with one more model. */
    public ReleaseSet andModel(String name, String version) {
        return and(new AssetId(AssetKind.MODEL, name), version);
    }

    /** Returns this set with one more tool. */
    public ReleaseSet andTool(String name, String version) {
        return and(new AssetId(AssetKind.TOOL, name), version);
    }

    /**
     * Parses what {@link #toString} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static ReleaseSet parse(String text) {
        ReleaseSet set = null;
        for (String part : text.split(", ", -1)) {
            int space = part.indexOf(' ');
            int colon = part.lastIndexOf(':');
            if (space < 1 || colon < space) {
                throw new IllegalArgumentException(
                        "a release set is such as 'prompt trail-guide:2.0.0, model small:1.1.0'; found: '" + text
                                + "'");
            }
            AssetId id = new AssetId(AssetKind.parse(part.substring(0, space)), part.substring(space + 1, colon));
            String version = part.substring(colon + 1);
            set = set == null ? of(id, version) : set.and(id, version);
        }
        return Objects.requireNonNull(set, "set");
    }

    /** Returns the text that {@link #parse} reads, for example {@code prompt trail-guide:2.0.0, model small:1.1.0}. */
    @Override
    public String toString() {
        return versions.entrySet().stream()
                .map(each -> each.getKey().kind() + " " + each.getKey().name() + ":" + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
