package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A label of several assets that is about to move in one step, being put together. Each asset is looked at when it is named
 * here: the step fails, and moves nothing, if the label of one of them was moved since. Not thread-safe.
 *
 * @since 0.1
 */
public final class ReleaseRequest {

    private final AssetRegistry registry;
    private final Label label;
    private final SortedMap<AssetId, Version> wanted = new TreeMap<>();
    private final SortedMap<AssetId, Optional<LabelState>> seen = new TreeMap<>();
    private @Nullable String by;
    private @Nullable String why;

    ReleaseRequest(AssetRegistry registry, Label label) {
        this.registry = registry;
        this.label = label;
    }

    /** Has the label of a prompt move to a version. Errors are those of {@link #with(AssetId, Version)}. */
    public ReleaseRequest prompt(String name, String version) {
        return with(AssetId.prompt(name), Version.parse(version));
    }

    /** Has the label of a model move to a version. Errors are those of {@link #with(AssetId, Version)}. */
    public ReleaseRequest model(String name, String version) {
        return with(new AssetId(AssetKind.MODEL, name), Version.parse(version));
    }

    /** Has the label of a tool move to a version. Errors are those of {@link #with(AssetId, Version)}. */
    public ReleaseRequest tool(String name, String version) {
        return with(new AssetId(AssetKind.TOOL, name), Version.parse(version));
    }

    /** Has the label of every asset of a set move to its version. Errors are those of {@link #with(AssetId, Version)}. */
    public ReleaseRequest set(ReleaseSet set) {
        set.versions().forEach(this::with);
        return this;
    }

    /**
     * Has the label of an asset move to a version.
     *
     * @throws IllegalArgumentException if the asset was named before
     * @throws io.genaiops.AssetNotFoundException if there is no such asset
     */
    public ReleaseRequest with(AssetId id, Version version) {
        Version before = wanted.get(id);
        if (before != null) {
            throw new IllegalArgumentException(
                    "a release has one version of " + id + "; found " + before + " and " + version);
        }
        seen.put(id, registry.describe(id).label(label));
        wanted.put(id, version);
        return this;
    }

    /** Says who releases. */
    public ReleaseRequest by(String by) {
        this.by = by;
        return this;
    }

    /** Says why, for the history. */
    public ReleaseRequest because(String why) {
        this.why = why;
        return this;
    }

    /**
     * Moves the label of all of them, or of none.
     *
     * @throws IllegalStateException if no asset was named, or who or why is missing
     * @throws io.genaiops.ConflictException if the label of one was moved since it was named here
     * @throws io.genaiops.RefusedException if the label of one is frozen elsewhere, or the label is governed
     * @throws io.genaiops.AssetNotFoundException if one of the versions is not published
     */
    public Released submit() {
        if (wanted.isEmpty() || by == null || by.isBlank() || why == null || why.isBlank()) {
            throw new IllegalStateException("a release needs an asset, by(name) and because(reason); found assets "
                    + wanted.keySet() + ", by=" + by + ", reason=" + why);
        }
        Instant now = registry.clock().instant();
        SortedMap<AssetId, LabelMove> moves = new TreeMap<>();
        for (AssetId id : wanted.keySet()) {
            Version to = wanted.get(id);
            LabelState state = Objects.requireNonNull(seen.get(id)).orElse(null);
            // One that is frozen where it should go cannot have moved; all others must still be where they were seen.
            if (state == null || !state.frozen() || !state.version().equals(to)) {
                Version from = state == null ? null : state.version();
                moves.put(id, new LabelMove(label, from, to, now, by, why, null));
            }
        }
        registry.move(moves);
        return new Released(registry, label, new ReleaseSet(wanted), moves);
    }
}
