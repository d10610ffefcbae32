package io.genaiops.reference;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.format.AssetFile;
import java.util.HashMap;
import java.util.Map;

/**
 * The partials that an asset includes, directly or through others. What was published comes with exactly the versions that
 * its lock names, wherever labels are by now; a draft comes with what its references mean today.
 */
final class LockedPartials {

    private record Found(ResolvedReference target, AssetFile file) {}

    private final References references;
    private final boolean lenient;
    private final Map<AssetRef, Found> found = new HashMap<>();

    private LockedPartials(References references, boolean lenient) {
        this.references = references;
        this.lenient = lenient;
    }

    /**
     * Finds them all.
     *
     * @throws AssetNotFoundException if one is missing; the message names it and what includes it
     * @throws InvalidAssetException if one reference means two versions in different places
     */
    static Map<AssetRef, AssetFile> of(References references, ResolvedReference target, Asset asset) {
        return new LockedPartials(references, false).all(target, asset);
    }

    /** Finds those that there are. */
    static Map<AssetRef, AssetFile> found(References references, ResolvedReference target, Asset asset) {
        return new LockedPartials(references, true).all(target, asset);
    }

    private Map<AssetRef, AssetFile> all(ResolvedReference target, Asset asset) {
        collect(target, asset);
        Map<AssetRef, AssetFile> files = new HashMap<>();
        found.forEach((reference, each) -> files.put(reference, each.file()));
        return files;
    }

    private void collect(ResolvedReference from, Asset asset) {
        for (AssetReference reference : asset.references()) {
            if (reference.kind() == AssetKind.PARTIAL) {
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
        Found before = found.get(reference.ref());
        if (before == null) {
            AssetFile file = references.load(target);
            found.put(reference.ref(), new Found(target, file));
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
