package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.store.AssetStore;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;

/** A store that never answers anything. */
final class BrokenStore implements AssetStore {

    private static IllegalStateException down() {
        return new IllegalStateException("connection refused");
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        throw down();
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        throw down();
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        throw down();
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        throw down();
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        throw down();
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        throw down();
    }

    @Override
    public void govern(Label label) {
        throw down();
    }

    @Override
    public SortedSet<Label> governed() {
        throw down();
    }
}
