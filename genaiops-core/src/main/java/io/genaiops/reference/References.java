package io.genaiops.reference;

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
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Partial;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows references to versions in a store, at every call, and checks that what it gives is what was published.
 * Thread-safe.
 *
 * @since 0.1
 */
public final class References {

    private final AssetStore store;
    private final boolean production;
    private final @Nullable String environment;
    private final Function<ResolvedReference, Optional<AssetFile>> files;

    private References(
            AssetStore store,
            boolean production,
            @Nullable String environment,
            Function<ResolvedReference, Optional<AssetFile>> files) {
        this.store = store;
        this.production = production;
        this.environment = environment;
        this.files = files;
    }

    /**
     * Returns the references into a store.
     *
     * @param production whether drafts and {@code latest} are refused
     */
    public static References of(AssetStore store, boolean production) {
        return new References(store, production, null, target -> store.file(target.id(), target.version()));
    }

    /** Returns the same references by the labels of an environment, or by all labels as they are written. */
    public References in(@Nullable String environment) {
        return new References(store, production, environment, files);
    }

    /** Returns the same references with files from somewhere else, for example from a cache. They are checked as well. */
    public References withFiles(Function<ResolvedReference, Optional<AssetFile>> files) {
        return new References(store, production, environment, files);
    }

    /**
     * Returns the label that is meant here: {@code production} is {@code production/eu} in the environment {@code eu}.
     *
     * @throws RefusedException if it is of another environment
     */
    public Label here(Label label) {
        if (environment == null) {
            return label;
        }
        if (!isHere(label)) {
            throw new RefusedException(
                    "label '" + label + "' is of another environment, and this registry reads and moves"
                            + " the labels of '" + environment + "'; use a registry of that environment, or of none");
        }
        return label.in(environment);
    }

    /** Returns whether the label is of this environment, or does not name one. */
    public boolean isHere(Label label) {
        return environment == null
                || label.environment().isEmpty()
                || label.environment().filter(environment::equals).isPresent();
    }

    /** Returns the reference with the label that is meant here; see {@link #here(Label)}. */
    public AssetRef here(AssetRef reference) {
        return environment != null && reference.selector() instanceof Selector.ByLabel leaf
                ? AssetRef.of(reference.name(), here(leaf.label()))
                : reference;
    }

    /** Returns whether drafts and {@code latest} are refused. */
    public boolean isProduction() {
        return production;
    }

    /**
     * Returns what the store knows of an asset.
     *
     * @throws AssetNotFoundException if there is no such asset
     */
    public StoredAsset stored(AssetId id) {
        return store.find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist; " + found(id)));
    }

    /** Says what there is instead of an asset. */
    public String found(AssetId id) {
        return store.find(id)
                .map(StoredAsset::summary)
                .orElseGet(() -> "found " + id.kind().plural() + " "
                        + store.assets(id.kind()).stream().map(AssetId::name).toList());
    }

    /**
     * Returns what a reference means now.
     *
     * @throws AssetNotFoundException if there is no such asset, version or label
     * @throws RefusedException if it is refused where the environment is production
     */
    public ResolvedReference resolve(AssetId id, AssetRef reference) {
        return resolve(stored(id), reference);
    }

    /** Returns what a reference means in a view of the asset; see {@link #resolve(AssetId, AssetRef)}. */
    public ResolvedReference resolve(StoredAsset asset, AssetRef reference) {
        return reference
                .selector()
                .fold(
                        leaf -> byLabel(asset, here(leaf.label())),
                        leaf -> byVersion(asset, leaf.version()),
                        leaf -> byRange(asset, leaf.range()),
                        leaf -> byDigest(asset, leaf.digest()));
    }

    /**
     * Returns the file of a version.
     *
     * @throws AssetNotFoundException if it is missing
     * @throws InvalidAssetException if it is not what was published
     */
    public AssetFile load(ResolvedReference target) {
        AssetFile file = files.apply(target)
                .orElseThrow(() -> new AssetNotFoundException(
                        target.id() + " " + target.version() + " is published, but its file is missing; restore it"));
        PublishedVersion entry = target.entry();
        Digest found = file.asset().sourceDigest();
        if (entry != null && !entry.source().equals(found)) {
            throw edited(target, entry, found);
        }
        return file;
    }

    /** Returns what to say of a file that is not what was published: both digests, and the two ways out. */
    public static InvalidAssetException edited(ResolvedReference target, PublishedVersion entry, Digest found) {
        return new InvalidAssetException(target + " was published with source digest "
                + entry.source() + ", but its file now has " + found + "; restore the file, or publish the new"
                + " content under another version, for example "
                + target.version().nextPatch());
    }

    /** Follows a reference of an asset: to what its lock names if it was published, else to what it means now. */
    ResolvedReference target(ResolvedReference from, AssetReference reference) {
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

    /** Returns whether a tool or model that an asset names is an asset too; otherwise it is the host's own. */
    boolean isDefined(ResolvedReference from, AssetReference reference) {
        PublishedVersion entry = from.entry();
        return entry == null
                ? store.find(reference.id()).isPresent()
                : entry.lock().containsKey(reference.toString());
    }

    /**
     * Returns the files of the partials that a version includes, directly or through others, and of the definitions of its
     * tools, by reference as written.
     *
     * @throws AssetNotFoundException if one is missing
     * @throws InvalidAssetException if one reference means two versions in different places
     */
    public Map<AssetReference, AssetFile> included(ResolvedReference target, Asset asset) {
        return IncludedAssets.of(this, target, asset);
    }

    /** Returns a prompt with the partials that it includes and the definitions of its tools; every other asset as it is. */
    public static Asset linked(Asset asset, Map<AssetReference, AssetFile> included) {
        return asset instanceof Prompt prompt
                ? prompt.withPartials(lookup(included)).withTools(tools(included))
                : asset;
    }

    private static Map<AssetRef, ToolDefinition> tools(Map<AssetReference, AssetFile> included) {
        Map<AssetRef, ToolDefinition> tools = new HashMap<>();
        included.forEach((reference, file) -> {
            if (file.asset() instanceof ToolDefinition tool) {
                tools.put(reference.ref(), tool);
            }
        });
        return tools;
    }

    /** Returns the partials among files. */
    public static Function<AssetRef, Optional<Partial>> lookup(Map<AssetReference, AssetFile> included) {
        return reference -> Optional.ofNullable(included.get(new AssetReference(AssetKind.PARTIAL, reference)))
                .map(file -> (Partial) file.asset());
    }

    /**
     * Refuses a prompt or partial that is about to be published and could not be rendered.
     *
     * @throws AssetNotFoundException if it includes what is not there
     * @throws InvalidAssetException if partials form a cycle, nest too deep, or use inputs that it does not declare
     */
    public void requireIncludable(Asset asset) {
        ResolvedReference now = new ResolvedReference(asset.id(), asset.version(), null, null);
        if (asset instanceof Prompt prompt) {
            linked(prompt, included(now, prompt));
        } else if (asset instanceof Partial partial) {
            partial.resolvedDigest(lookup(included(now, partial)));
        }
    }

    /** Returns the partials of a version; those that are missing are left out. */
    public Function<AssetRef, Optional<Partial>> partials(ResolvedReference target) {
        return lookup(IncludedAssets.found(this, target, load(target).asset()));
    }

    /** Returns the digest of a version and of everything that it refers to: as published, or of a draft as of now. */
    public Digest resolvedDigest(ResolvedReference target, Asset asset) {
        PublishedVersion entry = target.entry();
        return entry != null ? entry.resolved() : resolvedDigest(asset, Set.of());
    }

    private Digest resolvedDigest(Asset asset, Set<AssetId> above) {
        return Digest.resolved(asset.sourceDigest(), lock(asset, above, true));
    }

    /**
     * Resolves every reference of an asset that is being published, which may refer to published versions only. A model or
     * a tool that no asset defines is the host's own and is not locked.
     *
     * @throws AssetNotFoundException if a reference leads nowhere
     * @throws InvalidAssetException if one leads to a draft, or back to the asset
     */
    public SortedMap<String, Digest> lock(Asset asset) {
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
            boolean mayBeTheHosts = id.kind() == AssetKind.MODEL || id.kind() == AssetKind.TOOL;
            if (!mayBeTheHosts || store.find(id).isPresent()) {
                ResolvedReference target = resolve(id, reference.ref());
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

    private ResolvedReference byLabel(StoredAsset asset, Label label) {
        if (label.isComputed()) {
            if (production) {
                throw new RefusedException("'" + label + "' of " + asset.id()
                        + " is refused where the environment is production; name a label or a version");
            }
            return asset.latest()
                    .map(entry -> new ResolvedReference(asset.id(), entry.version(), entry, label))
                    .orElseThrow(() -> missing(asset, "no published version"));
        }
        Version version = asset.label(label)
                .orElseThrow(() -> missing(asset, "no label '" + label + "'"))
                .version();
        PublishedVersion entry = asset.published(version)
                .orElseThrow(() ->
                        missing(asset, "label '" + label + "' on " + version + ", which is not a published version"));
        return new ResolvedReference(asset.id(), version, entry, label);
    }

    private ResolvedReference byVersion(StoredAsset asset, Version version) {
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
        return new ResolvedReference(asset.id(), version, entry.orElse(null), null);
    }

    private ResolvedReference byRange(StoredAsset asset, String range) {
        PublishedVersion entry = asset.published().values().stream()
                .filter(each -> !each.removed() && each.version().satisfies(range))
                .reduce((lower, higher) -> higher)
                .orElseThrow(() -> missing(asset, "no published version in the range " + range));
        return new ResolvedReference(asset.id(), entry.version(), entry, null);
    }

    private ResolvedReference byDigest(StoredAsset asset, Digest digest) {
        PublishedVersion entry = asset.published().values().stream()
                .filter(each -> !each.removed() && each.resolved().equals(digest))
                .findFirst()
                .orElseThrow(() -> missing(asset, "no published version with the resolved digest " + digest));
        return new ResolvedReference(asset.id(), entry.version(), entry, null);
    }

    private static AssetNotFoundException missing(StoredAsset asset, String what) {
        return new AssetNotFoundException(asset.id() + " has " + what + "; found " + asset.summary()
                + ". Name one of them, or publish and label what is missing");
    }
}
