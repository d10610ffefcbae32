package io.genaiops.registry;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Follows references to versions, and checks that what a store gives is what was published. */
final class References {

    /** What a reference means. {@code entry} is {@code null} for a draft. */
    record Target(
            AssetId id,
            Version version,
            @Nullable PublishedVersion entry,
            @Nullable Label label) {}

    private final AssetStore store;
    private final boolean production;

    References(AssetStore store, boolean production) {
        this.store = store;
        this.production = production;
    }

    boolean isProduction() {
        return production;
    }

    StoredAsset stored(AssetId id) {
        return store.find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist; " + found(id)));
    }

    /** Says what there is instead of an asset. */
    String found(AssetId id) {
        return store.find(id)
                .map(StoredAsset::summary)
                .orElseGet(() -> "found " + id.kind().plural() + " "
                        + store.assets(id.kind()).stream().map(AssetId::name).toList());
    }

    Target resolve(AssetId id, AssetRef reference) {
        StoredAsset asset = stored(id);
        return reference
                .selector()
                .fold(
                        leaf -> byLabel(asset, leaf.label()),
                        leaf -> byVersion(asset, leaf.version()),
                        leaf -> byRange(asset, leaf.range()),
                        leaf -> byDigest(asset, leaf.digest()));
    }

    AssetFile load(Target target) {
        AssetFile file = store.file(target.id(), target.version())
                .orElseThrow(() -> new AssetNotFoundException(
                        target.id() + " " + target.version() + " is published, but its file is missing; restore it"));
        PublishedVersion entry = target.entry();
        Digest found = file.asset().sourceDigest();
        if (entry != null && !entry.source().equals(found)) {
            throw new InvalidAssetException(target.id() + " " + target.version() + " was published with source digest "
                    + entry.source() + ", but its file now has " + found + "; restore the file, or publish the new"
                    + " content under another version, for example "
                    + target.version().nextPatch());
        }
        return file;
    }

    /** Follows a reference of an asset: to what its lock names if it was published, else to what it means now. */
    Target target(Target from, AssetReference reference) {
        PublishedVersion entry = from.entry();
        if (entry == null) {
            return resolve(reference.id(), reference.ref());
        }
        Digest locked = entry.lock().get(reference.toString());
        if (locked == null) {
            throw new InvalidAssetException(from.id() + " " + from.version() + " was published without a lock of '"
                    + reference + "'; publish its content under another version, for example "
                    + from.version().nextPatch());
        }
        return byDigest(stored(reference.id()), locked);
    }

    /** Refuses a prompt or partial that is about to be published and could not be rendered. */
    void requireIncludable(Asset asset) {
        Target now = new Target(asset.id(), asset.version(), null, null);
        if (asset instanceof Prompt prompt) {
            prompt.withPartials(LockedPartials.of(this, now, prompt));
        } else if (asset instanceof Partial partial) {
            partial.resolvedDigest(LockedPartials.of(this, now, partial));
        }
    }

    /** Returns the partials of a version; those that are missing are left out. */
    Function<AssetRef, Optional<Partial>> partials(Target target) {
        return LockedPartials.found(this, target, load(target).asset());
    }

    Digest resolvedDigest(Target target, Asset asset) {
        PublishedVersion entry = target.entry();
        return entry != null ? entry.resolved() : resolvedDigest(asset, Set.of());
    }

    private Digest resolvedDigest(Asset asset, Set<AssetId> above) {
        return Digest.resolved(asset.sourceDigest(), lock(asset, above, true));
    }

    /**
     * Resolves every reference of an asset that is being published, which may refer to published versions only. A model
     * that no asset defines is the host's own and is not locked.
     */
    SortedMap<String, Digest> lock(Asset asset) {
        return lock(asset, Set.of(), false);
    }

    private SortedMap<String, Digest> lock(Asset asset, Set<AssetId> above, boolean draftsToo) {
        Set<AssetId> path = new LinkedHashSet<>(above);
        if (!path.add(asset.id())) {
            throw new InvalidAssetException(
                    asset.id() + " " + asset.version() + ": expected references without a cycle, found " + path + " -> "
                            + asset.id() + "; remove one of them");
        }
        SortedMap<String, Digest> lock = new TreeMap<>();
        for (AssetReference reference : asset.references()) {
            AssetId id = reference.id();
            if (id.kind() != AssetKind.MODEL || store.find(id).isPresent()) {
                Target target = resolve(id, reference.ref());
                PublishedVersion entry = target.entry();
                if (entry == null && !draftsToo) {
                    throw new InvalidAssetException(asset.id() + " " + asset.version() + " refers to " + target.id()
                            + " " + target.version() + ", which is a draft and may still change; publish that first");
                }
                Asset referred = load(target).asset();
                lock.put(reference.toString(), entry != null ? entry.resolved() : resolvedDigest(referred, path));
            }
        }
        return lock;
    }

    private Target byLabel(StoredAsset asset, Label label) {
        if (label.isComputed()) {
            if (production) {
                throw new RefusedException("'" + label + "' of " + asset.id()
                        + " is refused where the environment is production; name a label or a version");
            }
            return asset.latest()
                    .map(entry -> new Target(asset.id(), entry.version(), entry, label))
                    .orElseThrow(() -> missing(asset, "no published version"));
        }
        Version version = asset.label(label)
                .orElseThrow(() -> missing(asset, "no label '" + label + "'"))
                .version();
        PublishedVersion entry = asset.published(version)
                .orElseThrow(() ->
                        missing(asset, "label '" + label + "' on " + version + ", which is not a published version"));
        return new Target(asset.id(), version, entry, label);
    }

    private Target byVersion(StoredAsset asset, Version version) {
        Optional<PublishedVersion> entry = asset.published(version);
        if (entry.isEmpty() && !asset.drafts().contains(version)) {
            throw missing(
                    asset,
                    asset.published().containsKey(version)
                            ? "version " + version + " deleted"
                            : "no version " + version);
        }
        if (entry.isEmpty() && production) {
            throw new RefusedException(asset.id() + " " + version
                    + " is a draft, which is refused where the environment is production; publish it first");
        }
        return new Target(asset.id(), version, entry.orElse(null), null);
    }

    private Target byRange(StoredAsset asset, String range) {
        PublishedVersion entry = asset.published().values().stream()
                .filter(each -> !each.removed() && each.version().satisfies(range))
                .reduce((lower, higher) -> higher)
                .orElseThrow(() -> missing(asset, "no published version in the range " + range));
        return new Target(asset.id(), entry.version(), entry, null);
    }

    private Target byDigest(StoredAsset asset, Digest digest) {
        PublishedVersion entry = asset.published().values().stream()
                .filter(each -> !each.removed() && each.resolved().equals(digest))
                .findFirst()
                .orElseThrow(() -> missing(asset, "no published version with the resolved digest " + digest));
        return new Target(asset.id(), entry.version(), entry, null);
    }

    private static AssetNotFoundException missing(StoredAsset asset, String what) {
        return new AssetNotFoundException(asset.id() + " has " + what + "; found " + asset.summary()
                + ". Name one of them, or publish and label what is missing");
    }
}
