package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.Transactions;
import io.genaiops.format.AssetFile;
import java.time.Duration;
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
import org.jspecify.annotations.Nullable;

/**
 * Several stores seen as one. What the uppermost must know before a label of a lower layer can move there is written first:
 * the versions, and the label where it is. That changes nothing for a reader, so that a crash in between does no harm.
 */
final class LayeredAssetStore implements AssetStore {

    private final List<AssetStore> layers;
    private final AssetStore top;

    private LayeredAssetStore(List<AssetStore> layers) {
        this.layers = layers;
        this.top = layers.get(0);
    }

    static LayeredAssetStore of(AssetStore uppermost, AssetStore... below) {
        List<AssetStore> layers = new ArrayList<>(List.of(uppermost));
        layers.addAll(List.of(below));
        return new LayeredAssetStore(List.copyOf(layers));
    }

    @Override
    public Duration timeToLive() {
        return layers.stream()
                .map(AssetStore::timeToLive)
                .min(Duration::compareTo)
                .orElseThrow();
    }

    /** Returns those of the uppermost store, which alone is written to. */
    @Override
    public Optional<Transactions> transactions() {
        return top.transactions();
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        SortedSet<AssetId> ids = new TreeSet<>();
        layers.forEach(layer -> ids.addAll(layer.assets(kind)));
        return ids;
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        LayeredView view = new LayeredView(id);
        layers.forEach(layer -> layer.find(id).ifPresent(asset -> view.below(layer, asset)));
        return view.asset();
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        for (AssetStore layer : layers) {
            Optional<AssetFile> file = layer.file(id, version);
            if (file.isPresent()) {
                return file;
            }
        }
        return Optional.empty();
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        entry.requireOf(file.asset());
        AssetId id = file.asset().id();
        StoredAsset before = find(id).orElse(null);
        if (before == null) {
            top.publish(file, entry);
            return;
        }
        before.with(entry);
        if (before.drafts().contains(entry.version())) {
            requireDraftOf(file);
        }
        if (!before.published().containsKey(entry.version())) {
            top.publish(file, entry);
        }
    }

    private void requireDraftOf(AssetFile file) {
        AssetId id = file.asset().id();
        Version version = file.asset().version();
        for (AssetStore layer : layers) {
            layer.file(id, version).ifPresent(draft -> {
                if (!draft.asset().sourceDigest().equals(file.asset().sourceDigest())) {
                    throw new ConflictException(id + " " + version + " is there as a draft in " + layer
                            + " with source digest " + draft.asset().sourceDigest() + " and cannot be published as "
                            + file.asset().sourceDigest() + "; publish the draft, or take another version");
                }
            });
        }
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        SortedSet<Label> governed = governed();
        SortedMap<AssetId, LabelMove> changing = new TreeMap<>();
        SortedMap<AssetId, StoredAsset> seen = new TreeMap<>();
        moves.forEach((id, move) -> {
            StoredAsset asset = existing(id);
            if (!asset.with(move, governed).equals(asset)) {
                changing.put(id, move);
                seen.put(id, asset);
            }
        });
        changing.forEach((id, move) -> bringUp(seen.get(id), move));
        top.move(changing);
    }

    /** Has the uppermost layer know the versions of a move, and that the label is where the move comes from. */
    private void bringUp(@Nullable StoredAsset found, LabelMove move) {
        StoredAsset asset = Objects.requireNonNull(found);
        AssetId id = asset.id();
        Version from = move.from();
        if (move.to() != null) {
            bringUp(asset, move.to());
        }
        if (from != null && !isKnownAbove(id, move.label())) {
            bringUp(asset, from);
            try {
                String why = "where it is in a lower layer";
                top.move(id, new LabelMove(move.label(), null, from, move.at(), move.by(), why, move.authority()));
            } catch (ConflictException e) {
                // Another writer was first; whether the label is still there is decided by the move itself.
                if (!isKnownAbove(id, move.label())) {
                    throw e;
                }
            }
        }
    }

    private boolean isKnownAbove(AssetId id, Label label) {
        return top.find(id).filter(asset -> LayeredView.knows(asset, label)).isPresent();
    }

    private void bringUp(StoredAsset asset, Version version) {
        PublishedVersion entry = asset.published(version)
                .orElseThrow(() -> new AssetNotFoundException(
                        asset.id() + " " + version + " is not published in any layer; " + asset.summary()));
        if (top.find(asset.id())
                .filter(above -> above.published().containsKey(version))
                .isPresent()) {
            return;
        }
        AssetFile file = file(asset.id(), version)
                .orElseThrow(() -> new AssetNotFoundException(
                        asset.id() + " " + version + " is published, but its file is missing; restore it"));
        if (!file.asset().sourceDigest().equals(entry.source())) {
            throw new InvalidAssetException(asset.id() + " " + version + " was published with source digest "
                    + entry.source() + ", but its file now has " + file.asset().sourceDigest() + "; restore the file");
        }
        top.publish(file, entry);
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        StoredAsset before = existing(id);
        if (!before.without(version, removal).equals(before)) {
            bringUp(before, version);
            top.delete(id, version, removal);
        }
    }

    @Override
    public void govern(Label label) {
        top.govern(label);
    }

    @Override
    public SortedSet<Label> governed() {
        SortedSet<Label> labels = new TreeSet<>();
        layers.forEach(layer -> labels.addAll(layer.governed()));
        return labels;
    }

    @Override
    public void close() {
        RuntimeException first = null;
        for (AssetStore layer : layers) {
            try {
                layer.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public String toString() {
        return "layers " + layers;
    }

    private StoredAsset existing(AssetId id) {
        return find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist in " + this));
    }

    /** One asset as several layers show it, put together from the uppermost to the lowest. For one thread. */
    private static final class LayeredView {

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
}
