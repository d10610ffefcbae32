package io.genaiops.registry;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A label of an asset as it was when it was looked at. A move fails if somebody moved it since. Immutable.
 *
 * @since 0.1
 */
public final class AssetLabel {

    private final AssetRegistry registry;
    private final AssetId id;
    private final Label label;
    private final StoredAsset seen;

    AssetLabel(AssetRegistry registry, AssetId id, Label label, StoredAsset seen) {
        this.registry = registry;
        this.id = id;
        this.label = label;
        this.seen = seen;
    }

    /** Returns the label, with the environment of the registry. */
    public Label label() {
        return label;
    }

    /** Returns the version that the label is on, if it is on any. */
    public Optional<Version> version() {
        return seen.label(label).map(LabelState::version);
    }

    /** Returns every move of this label, oldest first. */
    public List<LabelMove> history() {
        return seen.history().stream()
                .filter(move -> move.label().equals(label))
                .toList();
    }

    /**
     * Moves the label to a published version.
     *
     * @param by who moves it
     * @param why the reason, for the history
     * @return the label after the move
     * @throws io.genaiops.ConflictException if somebody moved it since it was looked at
     * @throws io.genaiops.RefusedException if it is frozen or governed
     */
    public AssetLabel moveTo(String version, String by, String why) {
        return move(Version.parse(version), by, why);
    }

    /**
     * Takes the label off its version; references to it are not found from then on.
     *
     * @throws io.genaiops.AssetNotFoundException if it was on no version when it was looked at
     * @throws io.genaiops.ConflictException if somebody moved it since
     * @throws io.genaiops.RefusedException if it is frozen or governed
     */
    public AssetLabel remove(String by, String why) {
        return move(null, by, why);
    }

    /**
     * Keeps the label where it is for good.
     *
     * @param by who freezes it
     * @param why the reason, for the history
     * @return the label after it was frozen
     * @throws io.genaiops.ConflictException if somebody moved it since it was looked at
     * @throws io.genaiops.AssetNotFoundException if it is on no version
     * @throws io.genaiops.RefusedException if it is governed
     */
    public AssetLabel freeze(String by, String why) {
        Version on = version()
                .orElseThrow(() -> new AssetNotFoundException(
                        "label '" + label + "' of " + id + " is on no version; " + seen.summary()));
        Instant now = registry.clock().instant();
        registry.move(id, new LabelMove(label, on, on, now, by, why, null).freezing());
        return registry.label(id, label);
    }

    private AssetLabel move(@Nullable Version to, String by, String why) {
        Version from = version().orElse(null);
        if (from == null && to == null) {
            throw new AssetNotFoundException("label '" + label + "' of " + id + " is on no version; " + seen.summary());
        }
        registry.move(id, new LabelMove(label, from, to, registry.clock().instant(), by, why, null));
        return registry.label(id, label);
    }

    @Override
    public String toString() {
        return id + "@" + label + " -> " + version().map(Version::toString).orElse("(no version)");
    }
}
