package io.genaiops.store;

import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.yaml.YamlNode;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads and writes {@code .moves.yaml}: labels of several assets that have moved in one step, and whose own files may not
 * all say so yet. It is there from the moment at which the move has happened until the last of those files is written.
 *
 * <p>What it says of an asset counts where it knows more moves than the asset's own file. Histories only grow, so it does
 * no harm should it ever come back after it was deleted.
 */
record PendingMoves(SortedMap<AssetId, LabelsFile> labels) {

    static final String NAME = ".moves.yaml";
    static final PendingMoves NONE = new PendingMoves(Collections.emptySortedMap());

    private static final String FIRST_LINE =
            "# Labels that moved in one step, written by genaiops, which deletes this file when each asset has its own.\n";
    private static final String MOVED = "moved:\n";

    static PendingMoves of(Map<AssetId, StoredAsset> moved) {
        SortedMap<AssetId, LabelsFile> labels = new TreeMap<>();
        moved.forEach((id, asset) -> labels.put(id, LabelsFile.of(asset)));
        return new PendingMoves(labels);
    }

    /**
     * Parses the file.
     *
     * @throws InvalidAssetException with file, line and what to do if it is not what was written
     */
    static PendingMoves parse(String file, String text) {
        try {
            YamlNode root = YamlNode.parse(file, text);
            root.allowOnly(Set.of("digest", "moved"));
            YamlNode digest = root.require("digest");
            Digest found = Digest.ofText(text.substring(Math.max(0, text.indexOf(MOVED))));
            if (!digest.as(Digest::parse).equals(found)) {
                throw digest.error("expected " + digest.text() + " of the lines from '" + MOVED.strip() + "' on, found "
                        + found + "; the file was edited");
            }
            SortedMap<AssetId, LabelsFile> labels = new TreeMap<>();
            root.require("moved")
                    .entries()
                    .forEach((folder, node) -> labels.put(id(folder, node), LabelsFile.parse(node)));
            return new PendingMoves(labels);
        } catch (InvalidAssetException e) {
            throw new InvalidAssetException(
                    e.getMessage()
                            + ". A move of several labels is not finished: restore the file as it was written, or"
                            + " delete it and look in the labels.yaml of each asset whether its label has moved",
                    e);
        }
    }

    private static AssetId id(String folder, YamlNode node) {
        return AssetLayout.id(folder)
                .orElseThrow(() -> node.error("expected a folder such as prompts/trail-guide, found '" + folder + "'"));
    }

    String text() {
        StringBuilder moved = new StringBuilder(MOVED);
        labels.forEach((id, file) -> moved.append("  ")
                .append(AssetLayout.folder(id))
                .append(":\n")
                .append(file.text().indent(4)));
        return FIRST_LINE + "digest: '" + Digest.ofText(moved.toString()) + "'\n" + moved;
    }

    /** Returns where the labels of an asset are, given what its own file says. */
    LabelsFile newest(AssetId id, LabelsFile own) {
        LabelsFile here = labels.getOrDefault(id, own);
        return here.history().size() > own.history().size() ? here : own;
    }
}
