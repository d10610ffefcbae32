package io.genaiops.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.store.AssetStore;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of published versions by digest. It never expires, because a digest never comes to mean something else;
 * the least used goes when there are too many characters. Thread-safe.
 */
final class Contents {

    /** A version is part of the key, because two versions may have one content and different metadata. */
    private record Key(AssetId id, Version version, Digest source) {}

    /**
     * The content of a version.
     *
     * @param file the content with the digest that was published, or {@code null} if nobody has it
     * @param source who had it
     * @param problem why the store did not give it, or {@code null} if it did
     * @param found the digest of what the store gave instead, if it gave something else
     */
    record Content(
            @Nullable AssetFile file,
            Source source,
            @Nullable RuntimeException problem,
            @Nullable Digest found) {}

    private final References references;
    private final Cache<Key, AssetFile> kept;
    private final @Nullable LastKnownGood known;
    private final @Nullable AssetStore bundle;

    Contents(DeliveryBuilder options, References references, @Nullable LastKnownGood known) {
        this.references = references;
        this.known = known;
        this.bundle = options.bundle;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(options.isCaching() ? options.maxCharacters : 0)
                .weigher((Key key, AssetFile file) -> file.text().length())
                .executor(Runnable::run)
                .build();
    }

    Content of(References.Target target, PublishedVersion entry) {
        Key key = new Key(target.id(), target.version(), entry.source());
        AssetFile before = kept.getIfPresent(key);
        if (before != null) {
            return new Content(before, Source.FRESH, null, null);
        }
        Optional<AssetFile> file;
        try {
            file = references.file(target);
        } catch (RuntimeException e) {
            return elsewhere(key, entry, e, null);
        }
        if (file.isEmpty()) {
            return elsewhere(key, entry, References.missingFile(target), null);
        }
        Digest found = file.get().asset().sourceDigest();
        if (!found.equals(entry.source())) {
            return elsewhere(key, entry, References.edited(target, entry, found), found);
        }
        kept.put(key, file.get());
        return new Content(file.get(), Source.FRESH, null, null);
    }

    private Content elsewhere(Key key, PublishedVersion entry, RuntimeException problem, @Nullable Digest found) {
        AssetFile file = known == null ? null : known.content(key.id(), entry).orElse(null);
        if (file != null) {
            return new Content(file, Source.LAST_KNOWN_GOOD, problem, found);
        }
        return new Content(bundled(key, problem), Source.BUNDLED, problem, found);
    }

    private @Nullable AssetFile bundled(Key key, RuntimeException problem) {
        if (bundle == null) {
            return null;
        }
        try {
            return bundle.file(key.id(), key.version())
                    .filter(file -> file.asset().sourceDigest().equals(key.source()))
                    .orElse(null);
        } catch (RuntimeException e) {
            problem.addSuppressed(e);
            return null;
        }
    }
}
