package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.catalog.LabelMove;
import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a release moved. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class Released {

    private final AssetRegistry registry;
    private final Label label;
    private final ReleaseSet set;
    private final SortedMap<AssetId, LabelMove> moves;

    Released(AssetRegistry registry, Label label, ReleaseSet set, SortedMap<AssetId, LabelMove> moves) {
        this.registry = registry;
        this.label = label;
        this.set = set;
        this.moves = Collections.unmodifiableSortedMap(new TreeMap<>(moves));
    }

    /** Returns the label, with the environment of the registry. */
    public Label label() {
        return label;
    }

    /** Returns what the label is on now. */
    public ReleaseSet set() {
        return set;
    }

    /** Returns what moved, from where to where. One that was frozen where it should go did not move. */
    public SortedMap<AssetId, LabelMove> moves() {
        return moves;
    }

    /**
     * Puts every label back where it was before, or takes it away where it was nowhere: all of them, or none.
     *
     * @throws io.genaiops.ConflictException if one was moved since
     * @throws io.genaiops.RefusedException if the label is governed or frozen by now
     */
    public SortedMap<AssetId, LabelMove> rollback(String by, String why) {
        Instant now = registry.clock().instant();
        SortedMap<AssetId, LabelMove> back = new TreeMap<>();
        moves.forEach((id, move) -> back.put(id, new LabelMove(label, move.to(), move.from(), now, by, why, null)));
        registry.move(back);
        return Collections.unmodifiableSortedMap(back);
    }

    @Override
    public String toString() {
        return label + " -> " + set;
    }
}
