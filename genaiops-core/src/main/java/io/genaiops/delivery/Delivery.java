package io.genaiops.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Selector;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.delivery.Answer.Pointer;
import io.genaiops.delivery.Answer.Refusal;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Assets by reference, kept so that a call rarely waits for the store and never fails because of it while anything good
 * is left. Thread-safe.
 *
 * <ul>
 *   <li>An answer younger than the time to live is fresh. An older one, up to the greatest age, is delivered at once and
 *       refreshed in the background. Beyond that, and for the first time, the caller waits; callers of one reference wait
 *       for one question to the store.
 *   <li>If the store says that something is not there, deleted or refused, it is refused at once, whatever is kept.
 *   <li>If the store fails, or gives a file that is not what was published, the tries are: what is kept, the last known
 *       good on disk, the bundle, what the caller gives, an error that names them all.
 * </ul>
 *
 * Every answer carries its {@link Resolution}: from the bundle or the caller its age is zero, because nobody knows it.
 *
 * @since 0.1
 */
public final class Delivery implements AutoCloseable {

    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** A question that is this many times older than a caller's patience is given up, and the next caller asks anew. */
    private static final long GIVE_UP_AFTER = 12;

    private static final int WARM_UP_QUESTIONS = 8;

    private final AssetStore store;
    private final Asking asking;
    private final Events events;
    private final Workers workers;
    private final Views views;
    private final LongSupplier nanoTime;
    private final boolean caching;
    private final long maxStale;
    private final long patience;
    private final long retryPause;
    private final long giveUpAfter;

    /** By {@link AssetReference}, and for prompts by text and by {@link AssetRef} as callers give them. */
    private final Cache<Object, Slot> slots;

    Delivery(DeliveryBuilder options) {
        this.store = options.store;
        this.events = new Events(options.listeners, options.clock);
        this.asking = new Asking(options, events);
        this.workers = new Workers(options.executor);
        this.views = new Views(options, workers);
        this.nanoTime = options.nanoTime;
        this.caching = options.isCaching();
        this.maxStale = options.maxStale();
        this.patience = options.patience();
        this.retryPause = options.retryPause;
        this.giveUpAfter = patience == 0 ? Long.MAX_VALUE : patience * GIVE_UP_AFTER;
        this.slots = Caffeine.newBuilder()
                .maximumSize(options.maxReferences)
                .expireAfterWrite(Duration.ofNanos(options.maxStale()))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** Returns a delivery of the assets of a store, which it does not close. */
    public static Delivery of(AssetStore store) {
        return builder(store).build();
    }

    /** Begins a delivery with options. */
    public static DeliveryBuilder builder(AssetStore store) {
        return new DeliveryBuilder(store);
    }

    /**
     * Returns the prompt that a reference such as {@code trail-guide@production} means.
     *
     * @throws io.genaiops.AssetNotFoundException if the store says that there is none
     * @throws io.genaiops.RefusedException if the environment is production and it is a draft or {@code latest}
     * @throws io.genaiops.InvalidAssetException if the store has something else than was published, and nothing else helps
     * @throws GenAiOpsException if the store cannot be reached, and nothing else helps
     */
    public Prompt prompt(String reference) {
        return prompt(slotAs(reference), null);
    }

    /**
     * Returns the prompt that a reference means, or the caller's if the store fails and nothing is kept. The caller's is
     * not used for what the store says is not there, deleted or refused.
     *
     * @param fallback asked only when it is needed
     */
    public Prompt prompt(String reference, Supplier<Prompt> fallback) {
        return prompt(slotAs(reference), Objects.requireNonNull(fallback));
    }

    /** Returns the prompt that a reference means; see {@link #prompt(String)}. */
    public Prompt prompt(AssetRef reference) {
        return prompt(slotAs(reference), null);
    }

    /** Returns the prompt that a reference means, or the caller's; see {@link #prompt(String, Supplier)}. */
    public Prompt prompt(AssetRef reference, Supplier<Prompt> fallback) {
        return prompt(slotAs(reference), Objects.requireNonNull(fallback));
    }

    /** Returns the asset of any kind that a reference means; see {@link #prompt(String)} for what it throws. */
    public Delivered deliver(AssetReference reference) {
        long now = nanoTime.getAsLong();
        return delivered(answer(slot(reference), now), now);
    }

    private static Delivered delivered(Answer answer, long now) {
        if (answer instanceof Pointer pointer) {
            return new Delivered(pointer.asset(), pointer.resolution(now));
        }
        throw ((Refusal) answer).exception();
    }

    /**
     * Returns what the store knows of every asset as of one moment, so that no move of several labels is seen in part. It is
     * kept as long as an answer of the store is. An asset whose files are damaged is not in it.
     *
     * @param fits what the view should have; one that lacks it is asked for anew at most every few seconds
     * @throws GenAiOpsException if the store cannot be reached and no view is kept
     */
    public SortedMap<AssetId, StoredAsset> view(Predicate<SortedMap<AssetId, StoredAsset>> fits) {
        return views.get(fits);
    }

    /** Asks the store before any answer about this asset is delivered again, for example because a message said so. */
    public void invalidate(AssetId id) {
        views.invalidate();
        for (Map.Entry<Object, Slot> entry : slots.asMap().entrySet()) {
            if (entry.getValue().isOf(id)) {
                boolean canonical = entry.getKey() instanceof AssetReference;
                slots.asMap().computeIfPresent(entry.getKey(), (key, slot) -> {
                    Slot next = slot.replaced();
                    return canonical ? next : null;
                });
            }
        }
    }

    /** Asks the store before any answer is delivered again. */
    public void invalidateAll() {
        views.invalidate();
        slots.asMap().values().stream()
                .map(slot -> slot.reference().id())
                .distinct()
                .forEach(this::invalidate);
    }

    /**
     * Delivers each reference once, so that later calls find it. Questions to the store run beside each other on the
     * threads of this delivery, at most 8 at a time. What fails is a value.
     */
    public WarmUp warmUp(Collection<AssetReference> wanted) {
        Map<AssetReference, Resolution> ready = new LinkedHashMap<>();
        Map<AssetReference, String> failed = new LinkedHashMap<>();
        Iterator<AssetReference> rest = new LinkedHashSet<>(wanted).iterator();
        Deque<Question> begun = new ArrayDeque<>();
        while (rest.hasNext() || !begun.isEmpty()) {
            while (rest.hasNext() && begun.size() < WARM_UP_QUESTIONS) {
                begun.add(begin(slot(rest.next())));
            }
            Question question = begun.remove();
            AssetReference reference = question.slot().reference();
            try {
                ready.put(reference, end(question).resolution());
            } catch (GenAiOpsException e) {
                failed.put(reference, String.valueOf(e.getMessage()));
            }
        }
        return new WarmUp(ready, failed);
    }

    /** A slot, and what was asked for it ahead of the caller who needs it. */
    private record Question(Slot slot, Slot.@Nullable Flight flight) {}

    private Question begin(Slot slot) {
        if (!caching || slot.answer() != null) {
            return new Question(slot, null);
        }
        events.missed();
        Slot.Flight flight = slot.ask(nanoTime.getAsLong(), giveUpAfter, before -> asked(slot, before));
        workers.load(flight);
        return new Question(slot, flight);
    }

    private Delivered end(Question question) {
        long now = nanoTime.getAsLong();
        Slot slot = question.slot();
        Slot.Flight flight = question.flight();
        return delivered(flight == null ? answer(slot, now) : told(slot, awaited(slot, flight, now), now), now);
    }

    /**
     * Delivers what every label is on once, or everything that is kept on disk if the store cannot be listed.
     *
     * @throws GenAiOpsException if the store cannot be listed and nothing is kept on disk
     */
    public WarmUp warmUp() {
        return warmUp(labelled());
    }

    private List<AssetReference> labelled() {
        List<AssetReference> labelled = new ArrayList<>();
        try {
            for (AssetKind kind : AssetKind.values()) {
                for (AssetId id : store.assets(kind)) {
                    store.find(id)
                            .ifPresent(asset -> asset.labels().keySet().stream()
                                    .filter(asking::isHere)
                                    .forEach(label -> labelled.add(new AssetReference(
                                            kind, new AssetRef(id.name(), new Selector.ByLabel(label))))));
                }
            }
            return labelled;
        } catch (RuntimeException e) {
            List<AssetReference> known = asking.known();
            if (known.isEmpty()) {
                throw new GenAiOpsException("cannot list the store to warm up, and nothing is kept on disk: " + e, e);
            }
            return known;
        }
    }

    /** Returns counts and the state of the store. */
    public DeliveryHealth health() {
        return events.health(slots.estimatedSize(), workers.queued());
    }

    /** Closes, waiting at most 5 seconds; see {@link #close(Duration)}. */
    @Override
    public void close() {
        close(CLOSE_WITHIN);
    }

    /**
     * Ends background work and waits for what is under way, then interrupts it. What is kept is delivered on; what is not
     * is asked for on the thread of the caller.
     */
    public void close(Duration deadline) {
        workers.close(deadline);
    }

    private Prompt prompt(Slot slot, @Nullable Supplier<Prompt> fallback) {
        long now = nanoTime.getAsLong();
        Answer answer = answer(slot, now);
        if (answer instanceof Pointer pointer) {
            return ((Prompt) pointer.asset()).deliveredBy(pointer.resolution(now));
        }
        Refusal refusal = (Refusal) answer;
        if (fallback == null || refusal.isFinal()) {
            throw refusal.exception();
        }
        return fallback(slot.reference(), refusal, fallback);
    }

    private Prompt fallback(AssetReference reference, Refusal refusal, Supplier<Prompt> fallback) {
        Prompt given;
        try {
            given = Objects.requireNonNull(fallback.get(), () -> "the fallback for " + reference + " gave null");
        } catch (RuntimeException e) {
            e.addSuppressed(refusal.exception());
            throw e;
        }
        Label label = reference.ref().selector() instanceof Selector.ByLabel leaf ? leaf.label() : null;
        Digest digest = given.resolution().digest();
        Resolution resolution = new Resolution(digest, Resolution.Source.FALLBACK, Duration.ZERO, label, null);
        events.delivered(reference, resolution);
        return given.deliveredBy(resolution);
    }

    /** Returns the slot of a prompt as a caller asks for it: by text or by parsed reference. */
    private Slot slotAs(Object spelling) {
        Slot known = slots.getIfPresent(spelling);
        if (known != null && !known.isDropped()) {
            return known;
        }
        AssetRef reference = spelling instanceof AssetRef parsed ? parsed : AssetRef.parse((String) spelling);
        Slot slot = slot(new AssetReference(AssetKind.PROMPT, reference));
        if (caching) {
            slots.put(spelling, slot);
        }
        return slot;
    }

    private Slot slot(AssetReference written) {
        AssetReference reference = asking.here(written);
        if (!caching) {
            return new Slot(reference);
        }
        Slot slot = slots.get(reference, key -> new Slot((AssetReference) key));
        return slot.isDropped()
                ? slots.asMap()
                        .compute(
                                reference,
                                (key, current) ->
                                        current == null || current.isDropped() ? new Slot(reference) : current)
                : slot;
    }

    private Answer answer(Slot slot, long now) {
        Answer answer = slot.answer();
        if (answer instanceof Pointer pointer) {
            if (now - pointer.askedAt() <= pointer.freshFor()) {
                events.hit();
                return pointer;
            }
            if (!pointer.outdated() && pointer.isUsable(now, maxStale)) {
                if (now - pointer.askAgainAt() >= 0 && !slot.isAsking(now, giveUpAfter)) {
                    refresh(slot, pointer, now);
                }
                return told(slot, pointer, now);
            }
        } else if (answer instanceof Refusal refusal && refusal.holds(now)) {
            return refusal;
        }
        events.missed();
        return told(slot, caching ? load(slot, now) : asking.ask(slot.reference(), null), now);
    }

    private Answer told(Slot slot, Answer answer, long now) {
        if (answer instanceof Pointer pointer) {
            events.delivered(slot.reference(), pointer.resolution(now));
        }
        return answer;
    }

    private void refresh(Slot slot, Pointer pointer, long now) {
        Slot.Flight flight = slot.ask(now, giveUpAfter, before -> asked(slot, before));
        if (flight.isFirstStart() && !workers.refresh(() -> refreshed(slot, flight))) {
            slot.land(flight, pointer.askedAgainAt(now + retryPause));
        }
    }

    /** Asks for a slot that is still in use. Callers who wait for a flight run it themselves. */
    private void refreshed(Slot slot, Slot.Flight flight) {
        if (slot.isDropped()) {
            return;
        }
        Slot registered = slots.asMap().putIfAbsent(slot.reference(), slot);
        if (registered == null || registered == slot) {
            flight.run();
        } else {
            slot.drop();
        }
    }

    private Answer load(Slot slot, long now) {
        Slot.Flight flight = slot.ask(now, giveUpAfter, before -> asked(slot, before));
        if (patience > 0 && !flight.isRunning()) {
            workers.load(flight);
        }
        return awaited(slot, flight, now);
    }

    private Answer awaited(Slot slot, Slot.Flight flight, long now) {
        if (patience == 0) {
            flight.run();
        }
        try {
            return patience == 0
                    ? flight.get()
                    : flight.get(Math.max(0, patience - flight.age(now)), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | CancellationException e) {
            GenAiOpsException late = new GenAiOpsException("no answer within " + Duration.ofNanos(patience), e);
            Answer instead = asking.unanswered(slot.reference(), slot.answer(), late);
            slot.meanwhile(flight, instead);
            return instead;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GenAiOpsException("interrupted while waiting for the store to give " + slot.reference(), e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new GenAiOpsException("asking the store for " + slot.reference() + " failed: " + e.getCause(), e);
        }
    }

    private Answer asked(Slot slot, @Nullable Answer before) {
        Answer found = asking.ask(slot.reference(), before);
        if (found instanceof Pointer) {
            // Written again, so that its age in the cache is that of its answer.
            slots.asMap().replace(slot.reference(), slot, slot);
        }
        return found;
    }
}
