package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.ConflictException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Keeps assets as files. Readers never lock: every file they read was put in place by an atomic rename. Writers hold a
 * lock file against other processes.
 */
final class DirectoryAssetStore implements AssetStore {

    private final Path root;
    private final DirectoryLock lock;

    DirectoryAssetStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.lock = new DirectoryLock(this.root);
    }

    @Override
    public Duration timeToLive() {
        return Duration.ZERO;
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        SortedSet<AssetId> ids = new TreeSet<>();
        for (Path folder : list(root.resolve(kind.plural()))) {
            String name = folder.getFileName().toString();
            if (Files.isDirectory(folder) && AssetId.isName(name)) {
                ids.add(new AssetId(kind, name));
            }
        }
        return ids;
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        Optional<StoredAsset> seen = read(id);
        // A label that moved away and whose version was deleted between the two reads; it settles at the next look.
        while (seen.filter(DirectoryAssetStore::hasLabelOnDeleted).isPresent()) {
            Optional<StoredAsset> again = read(id);
            if (again.equals(seen)) {
                return seen;
            }
            seen = again;
        }
        return seen;
    }

    private static boolean hasLabelOnDeleted(StoredAsset asset) {
        return asset.labels().values().stream()
                .anyMatch(state -> asset.published(state.version()).isEmpty());
    }

    private Optional<StoredAsset> read(AssetId id) {
        Path folder = root.resolve(AssetLayout.folder(id));
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
        // Labels before versions: writers publish a version before a label goes there, and take labels off before they
        // delete, so that every version a label was seen on is in the versions read after it.
        LabelsFile labels = read(folder.resolve(LabelsFile.NAME))
                .map(text -> LabelsFile.parse(shown(folder.resolve(LabelsFile.NAME)), text))
                .orElseGet(() -> new LabelsFile(new TreeMap<>(), List.of()));
        SortedMap<Version, PublishedVersion> published = read(folder.resolve(VersionsFile.NAME))
                .map(text -> VersionsFile.parse(shown(folder.resolve(VersionsFile.NAME)), text))
                .orElseGet(TreeMap::new);
        SortedSet<Version> drafts = new TreeSet<>();
        for (Path file : list(folder)) {
            version(id.kind(), file)
                    .filter(version -> !published.containsKey(version))
                    .ifPresent(drafts::add);
        }
        return published.isEmpty() && drafts.isEmpty()
                ? Optional.empty()
                : Optional.of(new StoredAsset(id, published, drafts, labels.labels(), labels.history()));
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        Path file = root.resolve(AssetLayout.file(id, version));
        return read(file).map(text -> AssetFile.parse(id, version, shown(file), text));
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        entry.requireOf(file.asset());
        AssetId id = file.asset().id();
        lock.whileHeld(() -> {
            StoredAsset before = find(id).orElseGet(() -> nothing(id));
            StoredAsset after = before.with(entry);
            if (!before.published().containsKey(entry.version())) {
                keep(file);
                write(
                        id,
                        VersionsFile.NAME,
                        VersionsFile.write(after.published().values()));
            }
        });
    }

    /** Writes the file unless a draft of the same content is there; one of other content is somebody's work. */
    private void keep(AssetFile file) {
        AssetId id = file.asset().id();
        Version version = file.asset().version();
        AssetFile draft = file(id, version).orElse(null);
        if (draft == null) {
            write(id, AssetLayout.fileName(id, version), file.text());
        } else if (!draft.asset().sourceDigest().equals(file.asset().sourceDigest())) {
            throw new ConflictException(id + " " + version + " is there as a draft with source digest "
                    + draft.asset().sourceDigest() + " and cannot be replaced by "
                    + file.asset().sourceDigest() + "; publish the draft, or delete it first");
        }
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        lock.whileHeld(() -> {
            SortedSet<Label> governed = governed();
            SortedMap<AssetId, StoredAsset> moved = new TreeMap<>();
            moves.forEach((id, move) -> moved.put(id, existing(id).with(move, governed.contains(move.label()))));
            moved.forEach((id, asset) -> write(id, LabelsFile.NAME, LabelsFile.write(asset)));
        });
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        lock.whileHeld(() -> {
            StoredAsset after = existing(id).without(version, removal);
            write(id, VersionsFile.NAME, VersionsFile.write(after.published().values()));
        });
    }

    @Override
    public void govern(Label label) {
        lock.whileHeld(() -> {
            SortedSet<Label> labels = governed();
            if (labels.add(label)) {
                DurableFiles.write(root.resolve(AssetLayout.GOVERNED), GovernedFile.write(labels));
            }
        });
    }

    @Override
    public SortedSet<Label> governed() {
        Path file = root.resolve(AssetLayout.GOVERNED);
        return read(file).map(text -> GovernedFile.parse(shown(file), text)).orElseGet(TreeSet::new);
    }

    private StoredAsset existing(AssetId id) {
        return find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist below " + root));
    }

    private void write(AssetId id, String fileName, String text) {
        Path folder = root.resolve(AssetLayout.folder(id));
        requireInside(root.resolve(id.kind().plural()));
        requireInside(folder);
        DurableFiles.write(folder.resolve(fileName), text);
    }

    private void requireInside(Path path) {
        try {
            if (Files.exists(path) && !path.toRealPath().startsWith(root.toRealPath())) {
                throw new InvalidAssetException(
                        shown(path) + " is a link that leads out of " + root + "; put the file itself there");
            }
        } catch (IOException e) {
            throw new GenAiOpsException("cannot follow " + shown(path) + ": " + e, e);
        }
    }

    private Optional<String> read(Path file) {
        requireInside(file);
        try {
            return Optional.of(AssetFile.decode(shown(file), Files.readAllBytes(bounded(file))));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + shown(file) + ": " + e, e);
        }
    }

    private Path bounded(Path file) throws IOException {
        boolean grows = file.endsWith(LabelsFile.NAME) || file.endsWith(VersionsFile.NAME);
        if (!grows && Files.size(file) > AssetFile.MAX_BYTES) {
            throw new InvalidAssetException(
                    shown(file) + " has " + Files.size(file) + " bytes; expected at most " + AssetFile.MAX_BYTES);
        }
        return file;
    }

    private Optional<Version> version(AssetKind kind, Path file) {
        try {
            return AssetLayout.version(kind, file.getFileName().toString());
        } catch (IllegalArgumentException e) {
            throw new InvalidAssetException(
                    shown(file) + ": the name of the file must begin with a version: " + e.getMessage(), e);
        }
    }

    private String shown(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static StoredAsset nothing(AssetId id) {
        return new StoredAsset(id, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), List.of());
    }

    private List<Path> list(Path folder) {
        requireInside(folder);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            SortedSet<Path> sorted = new TreeSet<>();
            entries.forEach(sorted::add);
            return List.copyOf(sorted);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot list " + folder + ": " + e, e);
        }
    }
}
