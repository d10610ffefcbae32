package io.genaiops.impact;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Finds who refers to an asset by a label. Goes through every version of every asset. For one use. */
final class ConsumerSearch {

    private final AssetRegistry registry;
    private final Set<AssetId> moved;
    private final Label label;
    private final List<Consumer> found = new ArrayList<>();
    private final List<String> unread = new ArrayList<>();

    ConsumerSearch(AssetRegistry registry, Set<AssetId> moved, Label label) {
        this.registry = registry;
        this.moved = moved;
        this.label = label;
    }

    Impact look() {
        for (AssetKind kind : AssetKind.values()) {
            registry.assets(kind).forEach(this::look);
        }
        return new Impact(found, unread);
    }

    private void look(AssetId id) {
        try {
            StoredAsset stored = registry.describe(id);
            Set<Version> versions = new TreeSet<>(stored.drafts());
            stored.published().values().stream()
                    .filter(entry -> !entry.removed())
                    .forEach(entry -> versions.add(entry.version()));
            versions.forEach(version -> look(stored, version));
        } catch (InvalidAssetException e) {
            unread.add(id + ": " + e.getMessage());
        }
    }

    private void look(StoredAsset stored, Version version) {
        try {
            Asset asset = registry.version(stored.id(), version);
            asset.references().stream()
                    .filter(this::isByLabel)
                    .forEach(reference -> found.add(new Consumer(
                            stored.id(),
                            version,
                            labels(stored, version),
                            reference,
                            reference.kind() == AssetKind.MODEL
                                    || stored.drafts().contains(version))));
        } catch (InvalidAssetException e) {
            unread.add(stored.id() + " " + version + ": " + e.getMessage());
        }
    }

    private boolean isByLabel(AssetReference reference) {
        return moved.contains(reference.id())
                && reference.ref().selector() instanceof Selector.ByLabel leaf
                && (label.equals(leaf.label()) || label.withoutEnvironment().equals(leaf.label()));
    }

    private static Set<Label> labels(StoredAsset stored, Version version) {
        Set<Label> labels = new TreeSet<>();
        stored.labels().forEach((label, state) -> {
            if (state.version().equals(version)) {
                labels.add(label);
            }
        });
        return labels;
    }
}
