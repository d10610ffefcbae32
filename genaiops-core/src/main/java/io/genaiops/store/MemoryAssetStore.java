package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;

/** Keeps assets in memory; every change replaces one immutable view. */
final class MemoryAssetStore implements AssetStore {

    private record Entry(StoredAsset asset, SortedMap<Version, AssetFile> files) {}

    private final ConcurrentMap<AssetId, Entry> entries = new ConcurrentHashMap<>();
    private final SortedSet<Label> governed = new ConcurrentSkipListSet<>();

    @Override
    public Duration timeToLive() {
        return Duration.ZERO;
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        SortedSet<AssetId> ids = new TreeSet<>();
        for (AssetId id : entries.keySet()) {
            if (id.kind() == kind) {
                ids.add(id);
            }
        }
        return ids;
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::asset);
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.files().get(version));
    }

    @Override
    public void publish(AssetFile file, PublishedVersion published) {
        published.requireOf(file.asset());
        AssetId id = file.asset().id();
        entries.compute(id, (key, before) -> {
            Entry entry = before == null ? empty(id) : before;
            StoredAsset after = entry.asset().with(published);
            if (entry.asset().published().containsKey(published.version())) {
                return entry;
            }
            SortedMap<Version, AssetFile> files = new TreeMap<>(entry.files());
            files.put(published.version(), file);
            return new Entry(after, files);
        });
    }

    @Override
    public void move(AssetId id, LabelMove move) {
        change(id, asset -> asset.with(move, governed.contains(move.label())));
    }

    @Override
    public void freeze(AssetId id, Label label, Version on) {
        change(id, asset -> asset.frozen(label, on));
    }

    @Override
    public void delete(AssetId id, Version version) {
        change(id, asset -> asset.without(version));
    }

    @Override
    public void govern(Label label) {
        governed.add(label);
    }

    @Override
    public SortedSet<Label> governed() {
        return new TreeSet<>(governed);
    }

    private void change(AssetId id, UnaryOperator<StoredAsset> change) {
        entries.compute(id, (key, before) -> {
            if (before == null) {
                throw new AssetNotFoundException(id + " does not exist in this store in memory");
            }
            return new Entry(change.apply(before.asset()), before.files());
        });
    }

    private static Entry empty(AssetId id) {
        return new Entry(
                new StoredAsset(id, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), List.of()), new TreeMap<>());
    }
}
