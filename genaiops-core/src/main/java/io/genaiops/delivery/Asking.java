package io.genaiops.delivery;

import io.genaiops.AssetNotFoundException;
import io.genaiops.InvalidAssetException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution.Source;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.delivery.Answer.Pointer;
import io.genaiops.delivery.Answer.Refusal;
import io.genaiops.delivery.Answer.Refusal.Kind;
import io.genaiops.format.AssetFile;
import io.genaiops.reference.References;
import io.genaiops.reference.ResolvedReference;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Asks the store what a reference means, and looks elsewhere if the store fails. Thread-safe. */
final class Asking {

    private final @Nullable References bundle;
    private final @Nullable LastKnownGood known;
    private final Contents contents;
    private final Events events;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final long timeToLive;
    private final long maxStale;
    private final long notFoundFor;
    private final long retryPause;

    Asking(DeliveryBuilder options, Events events) {
        this.bundle = options.bundle == null
                ? null
                : References.of(options.bundle, options.production).in(options.environment);
        this.known =
                options.lastKnownGood == null ? null : new LastKnownGood(options.lastKnownGood, options.maxReferences);
        this.contents = new Contents(options, known, events);
        this.events = events;
        this.nanoTime = options.nanoTime;
        this.clock = options.clock;
        this.timeToLive = options.timeToLive();
        this.maxStale = options.maxStale();
        this.notFoundFor = options.isCaching() ? options.notFoundFor : 0;
        this.retryPause = options.isCaching() ? options.retryPause : 0;
    }

    /** Returns what to keep from now on, given what was kept before. */
    Answer ask(AssetReference reference, @Nullable Answer before) {
        long askedAt = nanoTime.getAsLong();
        Contents.Question question = contents.question(reference);
        References references = question.references();
        StoredAsset view = null;
        try {
            view = references.stored(reference.id());
            ResolvedReference target = references.resolve(view, reference.ref());
            AssetFile file = references.load(target);
            Map<AssetReference, AssetFile> included = references.included(target, file.asset());
            Asset asset = References.linked(file.asset(), included);
            Digest digest = references.resolvedDigest(target, asset);
            if (question.source() != Source.FRESH) {
                return unfresh(target, asset, digest, question.source(), Duration.ZERO);
            }
            events.answered();
            if (known != null) {
                known.save(reference, target, file, included, clock.instant());
            }
            events.refreshed(reference, target.version());
            return fresh(reference, target, asset, digest, askedAt);
        } catch (AssetNotFoundException | RefusedException e) {
            return question.isKnown(e) ? instead(reference, view, before, e) : refused(reference, before, e);
        } catch (RuntimeException e) {
            if (!question.isKnown(e)) {
                report(reference, e);
            }
            return instead(reference, view, before, e);
        }
    }

    /** Returns what to keep while the store does not answer. */
    Answer unanswered(AssetReference reference, @Nullable Answer before, RuntimeException cause) {
        report(reference, cause);
        return instead(reference, null, before, cause);
    }

    /** Returns the reference with the label that is meant in this environment. */
    AssetReference here(AssetReference reference) {
        AssetRef here = contents.references().here(reference.ref());
        return here.equals(reference.ref()) ? reference : new AssetReference(reference.kind(), here);
    }

    /** Returns whether the label is of this environment, or does not name one. */
    boolean isHere(Label label) {
        return contents.references().isHere(label);
    }

    /** Returns the references that are kept on disk. */
    List<AssetReference> known() {
        return known == null ? List.of() : known.references();
    }

    private void report(AssetReference reference, RuntimeException cause) {
        if (cause instanceof InvalidAssetException) {
            events.damaged(reference, cause);
        } else {
            events.unreachable(reference, cause);
        }
    }

    /** The store has the last word: what it takes back is not delivered from anywhere. */
    private Refusal refused(AssetReference reference, @Nullable Answer before, RuntimeException why) {
        String message = String.valueOf(why.getMessage());
        events.answered();
        if (before instanceof Pointer) {
            events.revoked(reference, message);
        }
        if (known != null) {
            known.revoke(reference, message, clock.instant());
        }
        Kind kind = why instanceof RefusedException ? Kind.REFUSED : Kind.NOT_FOUND;
        return new Refusal(kind, message, why, nanoTime.getAsLong(), notFoundFor);
    }

    private Answer instead(
            AssetReference reference, @Nullable StoredAsset view, @Nullable Answer before, RuntimeException cause) {
        long now = nanoTime.getAsLong();
        if (before instanceof Pointer pointer
                && pointer.isUsable(now, maxStale)
                && !isRemoved(view, pointer.target())) {
            return pointer.askedAgainAt(now + retryPause);
        }
        if (before instanceof Refusal refusal && refusal.isFinal()) {
            return refusal.repeated(now, retryPause);
        }
        List<String> tried = new ArrayList<>();
        Answer found = lastKnownGood(reference, view, tried);
        if (found == null) {
            found = bundled(reference, view, tried);
        }
        return found == null ? nothing(reference, cause, tried) : found;
    }

    private @Nullable Answer lastKnownGood(AssetReference reference, @Nullable StoredAsset view, List<String> tried) {
        if (known == null) {
            return null;
        }
        LastKnownGood.Kept kept = known.find(reference).orElse(null);
        if (kept == null || isRemoved(view, kept.target())) {
            tried.add("the last known good in " + known + " (nothing there)");
            return null;
        }
        String revoked = kept.revoked();
        if (revoked != null) {
            String message = revoked + " (as the store said before it failed)";
            return new Refusal(
                    Kind.NOT_FOUND, message, new AssetNotFoundException(message), nanoTime.getAsLong(), retryPause);
        }
        Duration age = Duration.between(kept.at(), clock.instant());
        return unfresh(
                kept.target(),
                References.linked(kept.file().asset(), kept.included()),
                Objects.requireNonNull(kept.target().entry()).resolved(),
                Source.LAST_KNOWN_GOOD,
                age.isNegative() ? Duration.ZERO : age);
    }

    private @Nullable Answer bundled(AssetReference reference, @Nullable StoredAsset view, List<String> tried) {
        if (bundle == null) {
            return null;
        }
        try {
            ResolvedReference target = bundle.resolve(reference.id(), reference.ref());
            if (isRemoved(view, target)) {
                tried.add("the bundle (" + target.version() + ", which was deleted)");
                return null;
            }
            Asset bare = bundle.load(target).asset();
            Asset asset = References.linked(bare, bundle.included(target, bare));
            return unfresh(target, asset, bundle.resolvedDigest(target, bare), Source.BUNDLED, Duration.ZERO);
        } catch (RuntimeException e) {
            tried.add("the bundle (" + e.getMessage() + ")");
            return null;
        }
    }

    private Refusal nothing(AssetReference reference, RuntimeException cause, List<String> tried) {
        boolean lost = cause instanceof AssetNotFoundException;
        boolean damaged = lost || cause instanceof InvalidAssetException;
        String message = damaged
                ? cause.getMessage() + (tried.isEmpty() ? "" : "; tried instead: " + String.join(", ", tried))
                : reference + " cannot be delivered: the store failed (" + cause + ")"
                        + (tried.isEmpty() ? "" : "; tried instead: " + String.join(", ", tried))
                        + "; no fallback was given";
        Kind kind = lost ? Kind.LOST : damaged ? Kind.DAMAGED : Kind.UNREACHABLE;
        return new Refusal(kind, message, cause, nanoTime.getAsLong(), retryPause);
    }

    private static boolean isRemoved(@Nullable StoredAsset view, ResolvedReference target) {
        PublishedVersion entry = view == null ? null : view.published().get(target.version());
        return entry != null && entry.removed();
    }

    private Pointer fresh(
            AssetReference reference, ResolvedReference target, Asset asset, Digest digest, long askedAt) {
        long freshFor = jittered(reference, askedAt);
        return new Pointer(
                target, asset, digest, Source.FRESH, askedAt, Duration.ZERO, freshFor, askedAt + freshFor, false);
    }

    private Pointer unfresh(ResolvedReference target, Asset asset, Digest digest, Source source, Duration age) {
        long now = nanoTime.getAsLong();
        return new Pointer(target, asset, digest, source, now, age, -1, now + retryPause, false);
    }

    /** Spreads refreshes by up to a tenth, so that what was asked for together is not asked for together again. */
    private long jittered(AssetReference reference, long askedAt) {
        long mixed = (reference.toString().hashCode() ^ askedAt) * 0x9E3779B97F4A7C15L;
        double spread = (mixed >>> 11) * 0x1.0p-53 * 0.2 - 0.1;
        return timeToLive + (long) (timeToLive * spread);
    }
}
