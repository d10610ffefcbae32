package io.genaiops.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Partial;
import io.genaiops.reference.References;
import io.genaiops.reference.ResolvedReference;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last good answer for each reference, one JSON file each, for the time after a restart in which the store cannot be
 * reached. A file that cannot be read or whose digests are wrong counts as absent. Thread-safe.
 */
final class LastKnownGood {

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final String FORMAT = "genaiops-last-known-good/1";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration REWRITE_AFTER = Duration.ofMinutes(10);
    private static final Duration FORGET_AFTER = Duration.ofDays(30);
    /** The names that are given here, so that nothing else in the directory is ever deleted. */
    private static final Pattern NAME = Pattern.compile("[0-9a-f]{12}-[0-9a-f]{12}\\.json|\\.genaiops-\\d+\\.tmp");

    private static final AssetKind[] INCLUDED = {AssetKind.PARTIAL, AssetKind.TOOL};
    private static final long MAX_BYTES = 8L * AssetFile.MAX_BYTES;

    /** What was kept: an asset, or why it was revoked since. */
    record Kept(
            AssetReference reference,
            ResolvedReference target,
            AssetFile file,
            Map<AssetReference, AssetFile> included,
            Instant at,
            @Nullable String revoked) {

        List<AssetFile> files() {
            List<AssetFile> files = new ArrayList<>(included.values());
            files.add(file);
            return files;
        }
    }

    private record Saved(Digest digest, Instant at) {}

    private final Path directory;
    private final Map<AssetReference, Saved> saved = new ConcurrentHashMap<>();
    private final Set<Path> reported = ConcurrentHashMap.newKeySet();

    private final long mostFiles;
    private final AtomicLong writes = new AtomicLong();

    LastKnownGood(Path directory, long mostFiles) {
        this.directory = directory;
        this.mostFiles = mostFiles;
    }

    Optional<Kept> find(AssetReference reference) {
        return read(path(reference)).filter(kept -> kept.reference().equals(reference));
    }

    /** Returns a file with the content of a published version, whichever reference it was kept or included for. */
    Optional<AssetFile> content(AssetId id, PublishedVersion entry) {
        // Prompts are kept beside their own kind; a partial or a tool may be in the file of any prompt.
        String glob = id.kind() == AssetKind.PARTIAL || id.kind() == AssetKind.TOOL ? "*.json" : prefix(id) + "*.json";
        for (Path path : list(glob)) {
            Kept kept = read(path).orElse(null);
            if (kept != null) {
                for (AssetFile file : kept.files()) {
                    Asset asset = file.asset();
                    if (asset.id().equals(id)
                            && asset.version().equals(entry.version())
                            && asset.sourceDigest().equals(entry.source())) {
                        return Optional.of(file);
                    }
                }
            }
        }
        return Optional.empty();
    }

    List<AssetReference> references() {
        List<AssetReference> references = new ArrayList<>();
        for (Path path : list("*.json")) {
            read(path).filter(kept -> kept.revoked() == null).ifPresent(kept -> references.add(kept.reference()));
        }
        return references;
    }

    /** Keeps an answer. The same answer again is written only now and then, so that its age stays about right. */
    void save(
            AssetReference reference,
            ResolvedReference target,
            AssetFile file,
            Map<AssetReference, AssetFile> included,
            Instant now) {
        PublishedVersion entry = target.entry();
        Saved before = saved.get(reference);
        if (entry == null
                || (before != null
                        && before.digest().equals(entry.resolved())
                        && Duration.between(before.at(), now).compareTo(REWRITE_AFTER) < 0)) {
            return;
        }
        if (write(new Kept(reference, target, file, included, now, null), entry, now)) {
            saved.put(reference, new Saved(entry.resolved(), now));
            // Listing costs, so it is done for the first write and then for every eighth of what may be there.
            if (writes.getAndIncrement() % Math.max(1, mostFiles / 8) == 0) {
                prune(now);
            }
        }
    }

    /** Deletes what no answer wrote again for long, and the oldest of too many. */
    private void prune(Instant now) {
        try {
            Map<Path, Instant> written = written();
            List<Path> oldestFirst = new ArrayList<>(written.keySet());
            oldestFirst.sort(Comparator.comparing(written::get));
            long surplus = oldestFirst.size() - mostFiles;
            Set<Path> deleted = new HashSet<>();
            for (Path path : oldestFirst) {
                Instant at = Objects.requireNonNull(written.get(path));
                if (deleted.size() < surplus || at.isBefore(now.minus(FORGET_AFTER))) {
                    Files.deleteIfExists(path);
                    deleted.add(path);
                }
            }
            if (!deleted.isEmpty()) {
                saved.keySet().removeIf(reference -> deleted.contains(path(reference)));
            }
        } catch (IOException e) {
            report(directory, "cannot delete old last known good in " + directory + ": " + e);
        }
    }

    private Map<Path, Instant> written() throws IOException {
        Map<Path, Instant> written = new HashMap<>();
        for (Path path : list("*")) {
            if (NAME.matcher(path.getFileName().toString()).matches()) {
                try {
                    written.put(path, Files.getLastModifiedTime(path).toInstant());
                } catch (NoSuchFileException e) {
                    // Another process deleted it, or gave it its name, since it was listed.
                    written.remove(path);
                }
            }
        }
        return written;
    }

    /** Remembers that the store took back what is kept for a reference, also for the time after a restart. */
    void revoke(AssetReference reference, String why, Instant now) {
        saved.remove(reference);
        Optional<Kept> kept = Files.exists(path(reference)) ? find(reference) : Optional.empty();
        kept.filter(each -> each.revoked() == null).ifPresent(each -> {
            PublishedVersion entry = each.target().entry();
            if (entry != null) {
                write(new Kept(reference, each.target(), each.file(), each.included(), each.at(), why), entry, now);
            }
        });
    }

    private boolean write(Kept kept, PublishedVersion entry, Instant now) {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        json.put("kind", kept.reference().kind().singular());
        json.put("reference", kept.reference().ref().toString());
        json.put("version", entry.version().toString());
        json.put("source", entry.source().value());
        json.put("resolved", entry.resolved().value());
        ObjectNode lock = json.putObject("lock");
        entry.lock().forEach((reference, digest) -> lock.put(reference, digest.value()));
        json.put("publishedAt", entry.at().toString()).put("publishedBy", entry.by());
        json.put("at", kept.at().toString());
        if (kept.revoked() != null) {
            json.put("revoked", kept.revoked());
        }
        json.put("text", kept.file().text());
        for (AssetKind kind : INCLUDED) {
            ArrayNode files = json.putArray(kind.plural());
            kept.included().forEach((reference, file) -> {
                if (reference.kind() == kind) {
                    files.addObject()
                            .put("reference", reference.ref().toString())
                            .put("text", file.text());
                }
            });
        }
        Path target = path(kept.reference());
        try {
            Files.createDirectories(directory);
            Path temporary = Files.createTempFile(directory, ".genaiops-", ".tmp");
            try {
                // Not forced to disk: a file torn by a power cut fails its digest and counts as absent.
                Files.write(temporary, JSON.writeValueAsBytes(json));
                Files.setLastModifiedTime(temporary, FileTime.from(now));
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(temporary);
            }
            reported.remove(target);
            return true;
        } catch (IOException e) {
            report(
                    target,
                    "cannot write last known good " + target + "; after a restart without the store " + kept.reference()
                            + " may be missing: " + e);
            return false;
        }
    }

    private Optional<Kept> read(Path path) {
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new IOException("it has more than " + MAX_BYTES + " bytes");
            }
            return Optional.of(parse(path, Files.readAllBytes(path)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (JsonProcessingException e) {
            report(path, "ignoring damaged last known good " + path + ": " + e.getOriginalMessage());
            return Optional.empty();
        } catch (IOException | RuntimeException e) {
            report(path, "ignoring damaged last known good " + path + ": " + e);
            return Optional.empty();
        }
    }

    private static Kept parse(Path path, byte[] bytes) throws IOException {
        JsonNode json = JSON.readTree(bytes);
        Map<String, String> fields = new HashMap<>();
        json.properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        if (!FORMAT.equals(fields.get("format"))) {
            throw new IOException("expected format '" + FORMAT + "', found '" + fields.get("format") + "'");
        }
        AssetKind kind = AssetKind.parse(require(fields, "kind"));
        AssetReference reference = new AssetReference(kind, AssetRef.parse(require(fields, "reference")));
        Version version = Version.parse(require(fields, "version"));
        Map<String, Digest> lock = new TreeMap<>();
        json.path("lock")
                .properties()
                .forEach(field ->
                        lock.put(field.getKey(), Digest.parse(field.getValue().asText())));
        Digest source = Digest.parse(require(fields, "source"));
        Digest resolved = Digest.parse(require(fields, "resolved"));
        Instant published = Instant.parse(require(fields, "publishedAt"));
        PublishedVersion entry =
                PublishedVersion.of(version, source, resolved, lock, published, require(fields, "publishedBy"));
        AssetFile file = AssetFile.parse(reference.id(), version, path.toString(), require(fields, "text"));
        Map<AssetReference, AssetFile> included = new HashMap<>();
        for (AssetKind each : INCLUDED) {
            for (JsonNode kept : json.path(each.plural())) {
                AssetRef ref = AssetRef.parse(kept.path("reference").asText());
                String text = kept.path("text").asText();
                included.put(new AssetReference(each, ref), AssetFile.parse(each, path.toString(), text));
            }
        }
        if (!file.asset().sourceDigest().equals(source)
                || !Digest.resolved(source, entry.lock()).equals(resolved)
                || !isLocked(file.asset(), entry, included)) {
            throw new IOException("its digests do not fit its text");
        }
        Label label = reference.ref().selector() instanceof Selector.ByLabel leaf ? leaf.label() : null;
        ResolvedReference target = new ResolvedReference(reference.id(), version, entry, label);
        return new Kept(reference, target, file, included, Instant.parse(require(fields, "at")), fields.get("revoked"));
    }

    /** Returns whether what is included is what the lock names; resolved digests of partials cover what they include. */
    private static boolean isLocked(Asset asset, PublishedVersion entry, Map<AssetReference, AssetFile> included) {
        for (AssetReference each : asset.references()) {
            Digest locked = entry.lock().get(each.toString());
            boolean isIncluded = each.kind() == AssetKind.PARTIAL || (each.kind() == AssetKind.TOOL && locked != null);
            if (isIncluded) {
                AssetFile file = included.get(each);
                if (file == null) {
                    throw new IllegalArgumentException("it has no '" + each + "'");
                }
                if (!file.asset().id().equals(each.id())
                        || !resolved(file.asset(), included).equals(locked)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Digest resolved(Asset asset, Map<AssetReference, AssetFile> included) {
        return asset instanceof Partial partial
                ? partial.resolvedDigest(References.lookup(included))
                : Digest.resolved(asset.sourceDigest(), new TreeMap<>());
    }

    private static String require(Map<String, String> fields, String name) throws IOException {
        String value = fields.get(name);
        if (value == null) {
            throw new IOException("it has no '" + name + "'");
        }
        return value;
    }

    private List<Path> list(String glob) {
        List<Path> paths = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory, glob)) {
            entries.forEach(paths::add);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException | DirectoryIteratorException e) {
            report(directory, "cannot list last known good in " + directory + ": " + e);
        }
        paths.sort(null);
        return paths;
    }

    private Path path(AssetReference reference) {
        return directory.resolve(prefix(reference.id())
                + Digest.ofText(reference.ref().selector().toString()).abbreviated() + ".json");
    }

    /** Names are hashed, because a name that is fine for an asset may be reserved on a file system. */
    private static String prefix(AssetId id) {
        return Digest.ofText(id.toString()).abbreviated() + "-";
    }

    private void report(Path path, String message) {
        if (reported.add(path)) {
            LOG.warn(message);
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
