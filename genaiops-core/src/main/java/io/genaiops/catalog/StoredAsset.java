package io.genaiops.catalog;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
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
 * One consistent view of everything a store knows of an asset but the content of its versions. Immutable.
 *
 * @param id the asset
 * @param published its published versions, deleted ones included
 * @param drafts the versions whose file is there but was never published
 * @param labels where each label is
 * @param history every move of a label, oldest first
 * @since 0.1
 */
public record StoredAsset(
        AssetId id,
        SortedMap<Version, PublishedVersion> published,
        SortedSet<Version> drafts,
        SortedMap<Label, LabelState> labels,
        List<LabelMove> history) {

    /** Copies the collections. */
    public StoredAsset {
        published = Collections.unmodifiableSortedMap(new TreeMap<>(published));
        drafts = Collections.unmodifiableSortedSet(new TreeSet<>(drafts));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        history = List.copyOf(history);
    }

    /** Returns the published version, if there is one that was not deleted. */
    public Optional<PublishedVersion> published(Version version) {
        return Optional.ofNullable(published.get(version)).filter(entry -> !entry.removed());
    }

    /** Returns where the label is, if it is anywhere. */
    public Optional<LabelState> label(Label label) {
        return Optional.ofNullable(labels.get(label));
    }

    /** Returns the highest published version, pre-releases only if there is nothing else. */
    public Optional<PublishedVersion> latest() {
        Comparator<PublishedVersion> order = Comparator.comparing(
                        (PublishedVersion entry) -> !entry.version().isPreRelease())
                .thenComparing(PublishedVersion::version);
        return published.values().stream().filter(entry -> !entry.removed()).max(order);
    }

    /** Returns versions and labels in one line, for messages. */
    public String summary() {
        StringBuilder text = new StringBuilder("versions ").append(living());
        if (!drafts.isEmpty()) {
            text.append(", drafts ").append(drafts);
        }
        text.append(", labels ")
                .append(labels.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue().version())
                        .toList());
        return text.toString();
    }

    /** Returns this asset with one more published version, or itself if the same content was published before. */
    public StoredAsset with(PublishedVersion entry) {
        PublishedVersion before = published.get(entry.version());
        if (before == null) {
            SortedMap<Version, PublishedVersion> more = new TreeMap<>(published);
            more.put(entry.version(), entry);
            SortedSet<Version> fewer = new TreeSet<>(drafts);
            fewer.remove(entry.version());
            return new StoredAsset(id, more, fewer, labels, history);
        }
        if (before.removed()) {
            throw new ConflictException(id + " " + entry.version() + " was deleted, and its number is not given again;"
                    + " publish the content under another version");
        }
        if (!before.source().equals(entry.source())) {
            throw new ConflictException(id + " " + entry.version() + " is published with source digest "
                    + before.source() + " and cannot be replaced by " + entry.source()
                    + "; publish the content under another version, for example "
                    + entry.version().nextPatch());
        }
        return this;
    }

    /**
     * Returns this asset after the move, or itself if the move freezes a label that is frozen there.
     *
     * @param governed the labels that move only with the authority of a gate
     * @throws ConflictException if the label is not where the move says that it comes from
     * @throws RefusedException if it is frozen, or governed and the move has no authority of a gate
     * @throws AssetNotFoundException if the target is not a published version
     */
    public StoredAsset with(LabelMove move, Set<Label> governed) {
        LabelState state = labels.get(move.label());
        Version now = state == null ? null : state.version();
        if (!Objects.equals(now, move.from())) {
            throw new ConflictException("label '" + move.label() + "' of " + id + " is on "
                    + (now == null ? "no version" : now) + ", expected "
                    + (move.from() == null ? "no version" : move.from())
                    + "; somebody moved it meanwhile: look at it again and repeat the move");
        }
        if (state != null && state.frozen()) {
            if (move.freezes() && Objects.equals(now, move.to())) {
                return this;
            }
            throw new RefusedException(
                    "label '" + move.label() + "' of " + id + " is frozen on " + now + "; use another label");
        }
        if (move.label().isGovernedBy(governed) && !isGranted(move.authority())) {
            throw new RefusedException("label '" + move.label() + "' is governed: it moves only through"
                    + " Governance.promote(…), which asks its gate");
        }
        SortedMap<Label, LabelState> moved = new TreeMap<>(labels);
        if (move.to() == null) {
            moved.remove(move.label());
        } else if (published(move.to()).isPresent()) {
            moved.put(move.label(), new LabelState(move.to(), move.freezes()));
        } else {
            throw new AssetNotFoundException(
                    id + " " + move.to() + " is not published, so no label can go there; " + summary());
        }
        List<LabelMove> longer = new ArrayList<>(history);
        longer.add(move.recorded());
        return new StoredAsset(id, published, drafts, moved, longer);
    }

    private static boolean isGranted(@Nullable Authority authority) {
        return authority != null && authority.isGranted();
    }

    /** Returns this asset with the version deleted, or itself if it was deleted before. */
    public StoredAsset without(Version version, Removal removal) {
        PublishedVersion entry = published.get(version);
        if (entry == null) {
            throw new AssetNotFoundException(id + " " + version + " is not published; " + summary());
        }
        if (entry.removed()) {
            return this;
        }
        labels.forEach((label, state) -> {
            if (state.version().equals(version)) {
                throw new RefusedException(
                        id + " " + version + " holds the label '" + label + "'; move or remove the label first");
            }
        });
        SortedMap<Version, PublishedVersion> changed = new TreeMap<>(published);
        changed.put(version, entry.deleted(removal));
        return new StoredAsset(id, changed, drafts, labels, history);
    }

    private List<Version> living() {
        return published.values().stream()
                .filter(entry -> !entry.removed())
                .map(PublishedVersion::version)
                .toList();
    }
}
