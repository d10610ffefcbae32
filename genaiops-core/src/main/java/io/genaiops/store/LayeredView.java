package io.genaiops.store;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** One asset as several layers show it, put together from the uppermost to the lowest. For one thread. */
final class LayeredView {

    private final AssetId id;
    private final SortedMap<Version, PublishedVersion> published = new TreeMap<>();
    private final SortedMap<Version, AssetStore> firstLayers = new TreeMap<>();
    private final SortedSet<Version> drafts = new TreeSet<>();
    private final SortedMap<Label, LabelState> labels = new TreeMap<>();
    private final Set<Label> decided = new HashSet<>();
    private final List<LabelMove> history = new ArrayList<>();

    LayeredView(AssetId id) {
        this.id = id;
    }

    /** Returns whether a layer says where the label is, or that it was taken away. */
    static boolean knows(StoredAsset asset, Label label) {
        return asset.labels().containsKey(label)
                || asset.history().stream().anyMatch(move -> move.label().equals(label));
    }

    /** Adds what the next lower layer has. */
    void below(AssetStore layer, StoredAsset asset) {
        asset.published().values().forEach(entry -> add(layer, entry));
        for (Version draft : asset.drafts()) {
            if (firstLayers.containsKey(draft)) {
                requireSame(draft, layer, source(layer, draft));
            } else {
                firstLayers.put(draft, layer);
                drafts.add(draft);
            }
        }
        addLabels(asset);
    }

    private void add(AssetStore layer, PublishedVersion entry) {
        Version version = entry.version();
        PublishedVersion above = published.get(version);
        if (above == null) {
            if (drafts.remove(version)) {
                requireSame(version, layer, entry.source());
            }
            firstLayers.putIfAbsent(version, layer);
            published.put(version, entry);
        } else if (!above.resolved().equals(entry.resolved())) {
            throw differ(version, layer, above.resolved(), entry.resolved());
        } else if (entry.removed() && !above.removed()) {
            published.put(version, entry);
        }
    }

    private void addLabels(StoredAsset asset) {
        Set<Label> known = new HashSet<>(asset.labels().keySet());
        asset.history().forEach(move -> known.add(move.label()));
        known.removeAll(decided);
        asset.labels().forEach((label, state) -> {
            if (known.contains(label)) {
                labels.put(label, state);
            }
        });
        List<LabelMove> moves = asset.history().stream()
                .filter(move -> known.contains(move.label()))
                .toList();
        history.addAll(0, moves);
        decided.addAll(known);
    }

    private void requireSame(Version version, AssetStore layer, Digest source) {
        PublishedVersion entry = published.get(version);
        AssetStore above = Objects.requireNonNull(firstLayers.get(version));
        Digest expected = entry == null ? source(above, version) : entry.source();
        if (!expected.equals(source)) {
            throw differ(version, layer, expected, source);
        }
    }

    private Digest source(AssetStore layer, Version version) {
        return layer.file(id, version)
                .map(file -> file.asset().sourceDigest())
                .orElseThrow(() -> new InvalidAssetException(
                        id + " " + version + " went away in " + layer + " while it was read; look again"));
    }

    private InvalidAssetException differ(Version version, AssetStore layer, Digest above, Digest below) {
        return new InvalidAssetException(id + " " + version + " is in two layers with different content: "
                + firstLayers.get(version) + " has " + above + ", " + layer + " has " + below
                + "; keep one of them, or publish the upper one under another version, for example "
                + version.nextPatch());
    }

    /** Returns the asset, if any layer has a version of it. */
    Optional<StoredAsset> asset() {
        return published.isEmpty() && drafts.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredAsset(id, published, drafts, labels, history));
    }
}
