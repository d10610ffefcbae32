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
import io.genaiops.disk.DirectoryLock;
import io.genaiops.disk.DurableFiles;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps assets as files. Readers never lock: every file they read was put in place by an atomic rename. Writers hold a
 * lock file against other processes.
 *
 * <p>Labels of several assets move by one file, {@code .moves.yaml}, which holds the new labels of all of them. Its rename
 * is the moment at which they have moved: from then on readers go by it, and the writer, or the next one if that one died,
 * writes the file of each asset and then deletes it. A crash before that moment leaves every label where it was.
 */
final class DirectoryAssetStore implements AssetStore {

    private static final Logger LOG = LoggerFactory.getLogger(AssetStore.class);

    private final Path root;
    private final DirectoryLock lock;
    private final DurableFiles files;

    DirectoryAssetStore(Path root) {
        this(root, DurableFiles.ON_DISK);
    }

    DirectoryAssetStore(Path root, DurableFiles files) {
        this.root = root.toAbsolutePath().normalize();
        this.lock = new DirectoryLock(this.root);
        this.files = files;
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
        // What is pending before the labels: it is deleted only after they are written.
        PendingMoves pending = pending();
        // Labels before versions: writers publish a version before a label goes there, and take labels off before they
        // delete, so that every version a label was seen on is in the versions read after it.
        LabelsFile labels = pending.newest(id, labels(id));
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

    private LabelsFile labels(AssetId id) {
        Path file = root.resolve(AssetLayout.folder(id)).resolve(LabelsFile.NAME);
        return read(file).map(text -> LabelsFile.parse(shown(file), text)).orElse(LabelsFile.EMPTY);
    }

    private PendingMoves pending() {
        return read(root.resolve(PendingMoves.NAME))
                .map(text -> PendingMoves.parse(PendingMoves.NAME, text))
                .orElse(PendingMoves.NONE);
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
        write(() -> {
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
        write(() -> {
            SortedSet<Label> governed = governed();
            SortedMap<AssetId, StoredAsset> moved = new TreeMap<>();
            moves.forEach((id, move) -> moved.put(id, existing(id).with(move, governed)));
            if (moved.size() > 1) {
                moveTogether(PendingMoves.of(moved));
            } else {
                moved.forEach((id, asset) ->
                        write(id, LabelsFile.NAME, LabelsFile.of(asset).text()));
            }
        });
    }

    private void moveTogether(PendingMoves moves) {
        files.write(root.resolve(PendingMoves.NAME), moves.text());
        try {
            finish(moves);
        } catch (GenAiOpsException e) {
            // They have moved, so the caller must not hear otherwise.
            LOG.warn(
                    "labels of {} have moved; the next write finishes {}: {}",
                    moves.labels().keySet(),
                    PendingMoves.NAME,
                    e.toString());
        }
    }

    /** Writes the labels of each asset that are in one file so far, and deletes that file. */
    private void finish(PendingMoves moves) {
        moves.labels().forEach((id, labels) -> {
            if (!moves.newest(id, labels(id)).equals(labels(id))) {
                write(id, LabelsFile.NAME, labels.text());
            }
        });
        if (!moves.labels().isEmpty()) {
            files.delete(root.resolve(PendingMoves.NAME));
        }
    }

    /** Makes a change while no other writer makes one, after what another one left unfinished. */
    private void write(Runnable change) {
        lock.whileHeld(() -> {
            finish(pending());
            change.run();
        });
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        write(() -> {
            StoredAsset after = existing(id).without(version, removal);
            write(id, VersionsFile.NAME, VersionsFile.write(after.published().values()));
        });
    }

    @Override
    public void govern(Label label) {
        write(() -> {
            SortedSet<Label> labels = governed();
            if (labels.add(label)) {
                files.write(root.resolve(AssetLayout.GOVERNED), LabelsFile.governedText(labels));
            }
        });
    }

    @Override
    public SortedSet<Label> governed() {
        Path file = root.resolve(AssetLayout.GOVERNED);
        return read(file)
                .map(text -> LabelsFile.parseGoverned(shown(file), text))
                .orElseGet(TreeSet::new);
    }

    @Override
    public String toString() {
        return "directory " + root;
    }

    private StoredAsset existing(AssetId id) {
        return find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist below " + root));
    }

    private void write(AssetId id, String fileName, String text) {
        Path folder = root.resolve(AssetLayout.folder(id));
        requireInside(root.resolve(id.kind().plural()));
        requireInside(folder);
        files.write(folder.resolve(fileName), text);
    }

    /** What is not there, or is deleted meanwhile as the intent of a move is when it was done, leads nowhere. */
    private void requireInside(Path path) {
        try {
            if (Files.exists(path) && !path.toRealPath().startsWith(root.toRealPath())) {
                throw new InvalidAssetException(
                        shown(path) + " is a link that leads out of " + root + "; put the file itself there");
            }
        } catch (NoSuchFileException e) {
            return;
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
        boolean grows =
                file.endsWith(LabelsFile.NAME) || file.endsWith(VersionsFile.NAME) || file.endsWith(PendingMoves.NAME);
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
