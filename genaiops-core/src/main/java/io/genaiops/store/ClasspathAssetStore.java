package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads assets from the class path; nothing can be written there. */
final class ClasspathAssetStore implements AssetStore {

    private final String root;
    private final ClassLoader loader;
    private final SortedMap<AssetId, SortedSet<Version>> index;

    private ClasspathAssetStore(String root, ClassLoader loader, SortedMap<AssetId, SortedSet<Version>> index) {
        this.root = root;
        this.loader = loader;
        this.index = index;
    }

    static AssetStore of(String root, ClassLoader loader) {
        String clean = root.replaceAll("^/+|/+$", "");
        if (clean.isBlank()) {
            throw new IllegalArgumentException(
                    "root must name a folder of the class path, such as 'genaiops'; found: '" + root + "'");
        }
        return new ClasspathAssetStore(clean, loader, AssetIndex.read(clean, loader));
    }

    @Override
    public Duration timeToLive() {
        return ChronoUnit.FOREVER.getDuration();
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        SortedSet<AssetId> ids = new TreeSet<>(index.keySet());
        ids.removeIf(id -> id.kind() != kind);
        return ids;
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        SortedSet<Version> versions = index.get(id);
        if (versions == null) {
            return Optional.empty();
        }
        String folder = AssetLayout.folder(id) + "/";
        SortedMap<Version, PublishedVersion> published = read(folder + VersionsFile.NAME)
                .map(text -> VersionsFile.parse(shown(folder + VersionsFile.NAME), text))
                .orElseGet(TreeMap::new);
        LabelsFile labels = read(folder + LabelsFile.NAME)
                .map(text -> LabelsFile.parse(shown(folder + LabelsFile.NAME), text))
                .orElse(LabelsFile.EMPTY);
        SortedSet<Version> drafts = new TreeSet<>(versions);
        drafts.removeAll(published.keySet());
        LabelsFile now = pending().newest(id, labels);
        return Optional.of(new StoredAsset(id, published, drafts, now.labels(), now.history()));
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        String file = AssetLayout.file(id, version);
        try (InputStream stream = loader.getResourceAsStream(root + "/" + file)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(AssetFile.parse(id, version, shown(file), AssetFile.read(shown(file), stream)));
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + shown(file) + ": " + e, e);
        }
    }

    @Override
    public SortedSet<Label> governed() {
        return read(AssetLayout.GOVERNED)
                .map(text -> LabelsFile.parseGoverned(shown(AssetLayout.GOVERNED), text))
                .orElseGet(TreeSet::new);
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        throw readOnly("publish " + file.asset().id() + " " + entry.version());
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        throw readOnly("move labels of " + moves.keySet());
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        throw readOnly("delete " + id + " " + version);
    }

    @Override
    public void govern(Label label) {
        throw readOnly("govern label '" + label + "'");
    }

    @Override
    public String toString() {
        return "classpath:" + root;
    }

    /** A folder may have been packed while a move was not finished. */
    private PendingMoves pending() {
        return read(PendingMoves.NAME)
                .map(text -> PendingMoves.parse(shown(PendingMoves.NAME), text))
                .orElse(PendingMoves.NONE);
    }

    private Optional<String> read(String file) {
        try (InputStream stream = loader.getResourceAsStream(root + "/" + file)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(AssetFile.decode(shown(file), stream.readAllBytes()));
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + shown(file) + ": " + e, e);
        }
    }

    private String shown(String file) {
        return "classpath:" + root + "/" + file;
    }

    private RefusedException readOnly(String action) {
        return new RefusedException("cannot " + action + " in classpath:" + root
                + ": the class path is read only; use AssetStore.directory(…) on the source folder");
    }

    static AssetNotFoundException noRoot(String root) {
        return new AssetNotFoundException("the class path has no '" + root + "' with assets; expected for example "
                + root + "/prompts/<name>/1.0.0.prompt.md, or " + root + "/index.yaml");
    }
}
