package io.genaiops.reference;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetReference;
import io.genaiops.format.AssetFile;
import java.util.HashMap;
import java.util.Map;

/**
 * The partials that an asset includes, directly or through others, and the definitions of the tools that it names. What was
 * published comes with exactly the versions that its lock names, wherever labels are by now; a draft comes with what its
 * references mean today. A tool without a definition is the host's own.
 */
final class IncludedAssets {

    private record Found(ResolvedReference target, AssetFile file) {}

    private final References references;
    private final boolean lenient;
    private final Map<AssetReference, Found> found = new HashMap<>();

    private IncludedAssets(References references, boolean lenient) {
        this.references = references;
        this.lenient = lenient;
    }

    /**
     * Finds them all.
     *
     * @throws AssetNotFoundException if one is missing; the message names it and what includes it
     * @throws InvalidAssetException if one reference means two versions in different places
     */
    static Map<AssetReference, AssetFile> of(References references, ResolvedReference target, Asset asset) {
        return new IncludedAssets(references, false).all(target, asset);
    }

    /** Finds those that there are. */
    static Map<AssetReference, AssetFile> found(References references, ResolvedReference target, Asset asset) {
        return new IncludedAssets(references, true).all(target, asset);
    }

    private Map<AssetReference, AssetFile> all(ResolvedReference target, Asset asset) {
        collect(target, asset);
        Map<AssetReference, AssetFile> files = new HashMap<>();
        found.forEach((reference, each) -> files.put(reference, each.file()));
        return files;
    }

    private void collect(ResolvedReference from, Asset asset) {
        for (AssetReference reference : asset.references()) {
            if (reference.kind() == AssetKind.PARTIAL
                    || (reference.kind() == AssetKind.TOOL && references.isDefined(from, reference))) {
                try {
                    collect(from, asset, reference);
                } catch (AssetNotFoundException e) {
                    if (!lenient) {
                        throw e;
                    }
                }
            }
        }
    }

    private void collect(ResolvedReference from, Asset asset, AssetReference reference) {
        ResolvedReference target = target(from, asset, reference);
        Found before = found.get(reference);
        if (before == null) {
            AssetFile file = references.load(target);
            found.put(reference, new Found(target, file));
            collect(target, file.asset());
        } else if (!before.target().version().equals(target.version()) && !lenient) {
            throw new InvalidAssetException(asset + " includes '" + reference.ref() + "', which means " + target.id()
                    + " " + target.version() + " there and " + before.target().version()
                    + " in another place of the same prompt; name the version, or publish anew what includes the"
                    + " older one");
        }
    }

    private ResolvedReference target(ResolvedReference from, Asset asset, AssetReference reference) {
        try {
            return references.target(from, reference);
        } catch (AssetNotFoundException e) {
            throw new AssetNotFoundException(
                    asset + " includes '" + reference.ref() + "', which is not found: " + e.getMessage());
        }
    }
}
