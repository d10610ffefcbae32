package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;

/** Keeps assets in memory; every change replaces one immutable view of all of them. */
final class MemoryAssetStore implements AssetStore {

    private record Entry(StoredAsset asset, SortedMap<Version, AssetFile> files) {

        Entry with(UnaryOperator<StoredAsset> change) {
            return new Entry(change.apply(asset), files);
        }
    }

    private volatile SortedMap<AssetId, Entry> entries = new TreeMap<>();
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
    public SortedMap<AssetId, StoredAsset> findAll(Collection<AssetId> ids) {
        SortedMap<AssetId, Entry> now = entries;
        SortedMap<AssetId, StoredAsset> found = new TreeMap<>();
        for (AssetId id : ids) {
            Entry entry = now.get(id);
            if (entry != null) {
                found.put(id, entry.asset());
            }
        }
        return found;
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        return Optional.ofNullable(entries.get(id)).map(entry -> entry.files().get(version));
    }

    @Override
    public synchronized void publish(AssetFile file, PublishedVersion published) {
        published.requireOf(file.asset());
        AssetId id = file.asset().id();
        Entry before = entries.getOrDefault(id, empty(id));
        StoredAsset after = before.asset().with(published);
        if (!before.asset().published().containsKey(published.version())) {
            SortedMap<Version, AssetFile> files = new TreeMap<>(before.files());
            files.put(published.version(), file);
            replace(new TreeMap<>(Map.of(id, new Entry(after, files))));
        }
    }

    @Override
    public synchronized void move(SortedMap<AssetId, LabelMove> moves) {
        SortedMap<AssetId, Entry> moved = new TreeMap<>();
        moves.forEach((id, move) -> moved.put(id, existing(id).with(asset -> asset.with(move, governed))));
        replace(moved);
    }

    @Override
    public synchronized void delete(AssetId id, Version version, Removal removal) {
        replace(new TreeMap<>(Map.of(id, existing(id).with(asset -> asset.without(version, removal)))));
    }

    @Override
    public void govern(Label label) {
        governed.add(label);
    }

    @Override
    public SortedSet<Label> governed() {
        return new TreeSet<>(governed);
    }

    @Override
    public String toString() {
        return "a store in memory";
    }

    private Entry existing(AssetId id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new AssetNotFoundException(id + " does not exist in this store in memory");
        }
        return entry;
    }

    private void replace(SortedMap<AssetId, Entry> changed) {
        SortedMap<AssetId, Entry> all = new TreeMap<>(entries);
        all.putAll(changed);
        entries = all;
    }

    private static Entry empty(AssetId id) {
        return new Entry(
                new StoredAsset(id, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), List.of()), new TreeMap<>());
    }
}
