package io.genaiops.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.asset.Version;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.format.AssetFile;
import io.genaiops.reference.References;
import io.genaiops.reference.ResolvedReference;
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

    private final AssetStore store;
    private final References references;
    private final Cache<Key, AssetFile> kept;
    private final @Nullable LastKnownGood known;
    private final @Nullable AssetStore bundle;
    private final Events events;

    Contents(DeliveryBuilder options, @Nullable LastKnownGood known, Events events) {
        this.store = options.store;
        this.references = References.of(options.store, options.production).in(options.environment);
        this.known = known;
        this.bundle = options.bundle;
        this.events = events;
        this.kept = Caffeine.newBuilder()
                .maximumWeight(options.isCaching() ? options.maxCharacters : 0)
                .weigher((Key key, AssetFile file) -> file.text().length())
                .executor(Runnable::run)
                .build();
    }

    References references() {
        return references;
    }

    Question question(AssetReference reference) {
        return new Question(reference);
    }

    /** The files of one question to the store, and what was wrong with them. For one thread. */
    final class Question {

        private final AssetReference reference;
        private @Nullable RuntimeException problem;
        private Source source = Source.FRESH;

        private Question(AssetReference reference) {
            this.reference = reference;
        }

        /** Returns references into the store whose files come from here. */
        References references() {
            return references.withFiles(this::file);
        }

        /** Returns where the files came from that the store should have given. */
        Source source() {
            return source;
        }

        /** Returns whether this is what was wrong with a file, and was told already. */
        boolean isKnown(RuntimeException cause) {
            return cause == problem;
        }

        private Optional<AssetFile> file(ResolvedReference target) {
            PublishedVersion entry = target.entry();
            if (entry == null) {
                return store.file(target.id(), target.version());
            }
            Key key = new Key(target.id(), target.version(), entry.source());
            AssetFile file = kept.getIfPresent(key);
            if (file == null) {
                file = fromStore(target, entry);
            }
            if (file != null) {
                kept.put(key, file);
                return Optional.of(file);
            }
            AssetFile elsewhere = elsewhere(target, entry);
            if (elsewhere == null && problem != null) {
                throw problem;
            }
            return Optional.ofNullable(elsewhere);
        }

        private @Nullable AssetFile fromStore(ResolvedReference target, PublishedVersion entry) {
            AssetFile file;
            try {
                file = store.file(target.id(), target.version()).orElse(null);
            } catch (RuntimeException e) {
                problem = e;
                if (e instanceof InvalidAssetException) {
                    events.damaged(reference, e);
                } else {
                    events.unreachable(reference, e);
                }
                return null;
            }
            if (file == null) {
                problem = new AssetNotFoundException(target + " is published, but its file is missing; restore it");
                events.damaged(reference, problem);
                return null;
            }
            Digest found = file.asset().sourceDigest();
            if (!found.equals(entry.source())) {
                problem = References.edited(target, entry, found);
                events.digestMismatch(reference, entry.source(), found);
                return null;
            }
            return file;
        }

        private @Nullable AssetFile elsewhere(ResolvedReference target, PublishedVersion entry) {
            AssetFile file =
                    known == null ? null : known.content(target.id(), entry).orElse(null);
            if (file != null) {
                source = Source.LAST_KNOWN_GOOD;
                return file;
            }
            file = bundled(target, entry);
            if (file != null) {
                source = Source.BUNDLED;
            }
            return file;
        }

        private @Nullable AssetFile bundled(ResolvedReference target, PublishedVersion entry) {
            if (bundle == null) {
                return null;
            }
            try {
                return bundle.file(target.id(), target.version())
                        .filter(file -> file.asset().sourceDigest().equals(entry.source()))
                        .orElse(null);
            } catch (RuntimeException e) {
                if (problem != null) {
                    problem.addSuppressed(e);
                }
                return null;
            }
        }
    }
}
