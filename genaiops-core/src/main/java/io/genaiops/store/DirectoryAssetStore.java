package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.format.YamlNode;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * Keeps assets as files. Readers never lock: every file they read was put in place by an atomic rename. Writers hold a
 * lock file against other processes.
 */
final class DirectoryAssetStore implements AssetStore {

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_.-]{0,62}");

    private final Path root;
    private final DirectoryLock lock;

    DirectoryAssetStore(Path root) {
        this.root = root.toAbsolutePath().normalize();
        this.lock = new DirectoryLock(this.root);
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        SortedSet<AssetId> ids = new TreeSet<>();
        for (Path folder : list(root.resolve(kind.plural()))) {
            String name = folder.getFileName().toString();
            if (Files.isDirectory(folder) && NAME.matcher(name).matches()) {
                ids.add(new AssetId(kind, name));
            }
        }
        return ids;
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        Path folder = root.resolve(AssetLayout.folder(id));
        if (!Files.isDirectory(folder)) {
            return Optional.empty();
        }
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
        AssetId id = file.asset().id();
        lock.whileHeld(() -> {
            StoredAsset before = find(id).orElseGet(() -> nothing(id));
            StoredAsset after = before.with(entry);
            if (!before.published().containsKey(entry.version())) {
                Path target = root.resolve(AssetLayout.file(id, entry.version()));
                if (!read(target).equals(Optional.of(file.text()))) {
                    DurableFiles.write(target, file.text());
                }
                Collection<PublishedVersion> versions = after.published().values();
                DurableFiles.write(target.resolveSibling(VersionsFile.NAME), VersionsFile.write(versions));
            }
        });
    }

    @Override
    public void move(AssetId id, LabelMove move) {
        change(id, asset -> asset.with(move, governed().contains(move.label())));
    }

    @Override
    public void freeze(AssetId id, Label label) {
        change(id, asset -> asset.frozen(label));
    }

    @Override
    public void govern(Label label) {
        lock.whileHeld(() -> {
            SortedSet<Label> labels = governed();
            if (labels.add(label)) {
                DurableFiles.write(
                        root.resolve(AssetLayout.GOVERNED),
                        "# Labels that move only with the authority of a gate, written by genaiops.\nlabels: " + labels
                                + "\n");
            }
        });
    }

    @Override
    public SortedSet<Label> governed() {
        Path file = root.resolve(AssetLayout.GOVERNED);
        SortedSet<Label> labels = new TreeSet<>();
        read(file)
                .ifPresent(text -> YamlNode.parse(shown(file), text)
                        .require("labels")
                        .items()
                        .forEach(item -> labels.add(item.as(Label::of))));
        return labels;
    }

    private void change(AssetId id, UnaryOperator<StoredAsset> change) {
        lock.whileHeld(() -> {
            StoredAsset before =
                    find(id).orElseThrow(() -> new AssetNotFoundException(id + " does not exist below " + root));
            DurableFiles.write(
                    root.resolve(AssetLayout.folder(id)).resolve(LabelsFile.NAME),
                    LabelsFile.write(change.apply(before)));
        });
    }

    private Optional<String> read(Path file) {
        try {
            if (Files.isRegularFile(file) && !file.toRealPath().startsWith(root.toRealPath())) {
                throw new InvalidAssetException(
                        shown(file) + " is a link that leads out of " + root + "; put the file itself there");
            }
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

    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
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
