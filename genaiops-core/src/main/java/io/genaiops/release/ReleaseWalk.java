package io.genaiops.release;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.reference.ResolvedReference;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows every reference of a release set to the versions that it leads to. */
final class ReleaseWalk {

    private final AssetRegistry registry;
    private final ReleaseSet set;
    private final SortedMap<String, ReleasedAsset> found = new TreeMap<>();
    private final Deque<ResolvedReference> open = new ArrayDeque<>();

    ReleaseWalk(AssetRegistry registry, ReleaseSet set) {
        this.registry = registry;
        this.set = set;
    }

    List<ReleasedAsset> assets() {
        set.versions().forEach((id, version) -> open.add(registry.resolve(id, AssetRef.of(id.name(), version))));
        while (!open.isEmpty()) {
            visit(open.remove());
        }
        return new ArrayList<>(found.values());
    }

    private void visit(ResolvedReference target) {
        String key = ReleasedAsset.key(target.id(), target.version());
        if (found.containsKey(key)) {
            return;
        }
        PublishedVersion entry = target.entry();
        if (entry == null) {
            throw new InvalidAssetException(
                    target + " is a draft, and a release has published versions only; publish it first");
        }
        Asset asset = registry.version(target.id(), target.version());
        SortedMap<String, ReleasedReference> references = new TreeMap<>();
        for (AssetReference reference : asset.references()) {
            references.put(reference.toString(), follow(entry, reference));
        }
        found.put(key, new ReleasedAsset(asset, entry, references));
    }

    private ReleasedReference follow(PublishedVersion from, AssetReference reference) {
        Digest locked = from.lock().get(reference.toString());
        AssetId id = reference.id();
        if (locked == null && isHosts(id)) {
            return new ReleasedReference(id, null, null, null);
        }
        ResolvedReference target = registry.resolve(id, wanted(reference, locked));
        PublishedVersion entry = target.entry();
        if (entry == null) {
            throw new InvalidAssetException(
                    target + " is a draft, and a release has published versions only; publish it first");
        }
        open.add(target);
        return new ReleasedReference(id, target.version(), entry.resolved(), locked);
    }

    /** A tool that was not locked stays the host's own; a model is one as long as no asset defines it. */
    private boolean isHosts(AssetId id) {
        return id.kind() == AssetKind.TOOL
                || (id.kind() == AssetKind.MODEL
                        && !registry.assets(AssetKind.MODEL).contains(id));
    }

    /** A published version keeps what its lock names, except that models follow their label, as calls do. */
    private AssetRef wanted(AssetReference reference, @Nullable Digest locked) {
        boolean follows = reference.kind() == AssetKind.MODEL && reference.ref().selector() instanceof Selector.ByLabel;
        Version inSet = set.versions().get(reference.id());
        if (follows && inSet != null) {
            return AssetRef.of(reference.id().name(), inSet);
        }
        return follows || locked == null
                ? reference.ref()
                : new AssetRef(reference.id().name(), new Selector.ByDigest(locked));
    }
}
