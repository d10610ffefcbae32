package io.genaiops.registry;

import io.genaiops.AssetNotFoundException;
import io.genaiops.GenAiOpsException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Selector;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.delivery.Delivered;
import io.genaiops.prompt.Prompt;
import io.genaiops.reference.ResolvedReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One consistent view of a registry for a request or an agent run. Thread-safe.
 *
 * <ul>
 *   <li>All references by label or range mean what they meant at one moment, so that no two of them show a release in part,
 *       whatever is kept for each. That moment is the first use of such a reference, or up to the registry's time to live
 *       before it; what the registry itself wrote before is seen.
 *   <li>What was not there at that moment is not found, also if it is there by now. A version or digest that is named
 *       exactly is looked for at its first use, and stays as it was then; so does a draft, whose partials mean what they
 *       mean when it is used first.
 *   <li>A moment costs one listing of the store, shared by all snapshots within the time to live. Where that is zero, as it
 *       is for memory and directories unless the registry says otherwise, each snapshot lists the store.
 *   <li>If the store cannot be reached and no view of it is kept, each reference is delivered as the registry does, and
 *       stays as it was at its first use. What comes from disk or bundle then may be of different moments, and its
 *       {@link Resolution} says that it came from there.
 * </ul>
 *
 * @since 0.1
 */
public final class RegistrySnapshot {

    private final AssetRegistry registry;
    private final Map<AssetId, Delivered> chosen;
    private final Consumer<Delivered> onFirstUse;
    private final Set<AssetId> used = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<AssetReference, Delivered> pinned = new ConcurrentHashMap<>();
    private boolean opened;
    private @Nullable SortedMap<AssetId, StoredAsset> view;

    private RegistrySnapshot(Builder builder) {
        this.registry = builder.registry;
        this.chosen = Map.copyOf(builder.chosen);
        this.onFirstUse = builder.onFirstUse;
    }

    /** Begins a snapshot with options. */
    public static Builder builder(AssetRegistry registry) {
        return new Builder(registry);
    }

    /** Returns the prompt that a reference means here; see {@link AssetRegistry#prompt(String)}. */
    public Prompt prompt(String reference) {
        return prompt(AssetRef.parse(reference));
    }

    /** Returns the prompt that a reference means here; see {@link AssetRegistry#prompt(String)}. */
    public Prompt prompt(AssetRef reference) {
        return prompt(deliver(new AssetReference(AssetKind.PROMPT, reference)));
    }

    /** Returns the prompt that a reference means here, or the caller's; see {@link AssetRegistry#prompt(String, Supplier)}. */
    public Prompt prompt(String reference, Supplier<Prompt> fallback) {
        AssetReference key = here(new AssetReference(AssetKind.PROMPT, AssetRef.parse(reference)));
        Delivered before = known(key);
        if (before != null) {
            return prompt(before);
        }
        ResolvedReference target = isExact(key) ? null : target(key);
        AssetRef exact = target == null ? key.ref() : AssetRef.of(target.id().name(), target.version());
        Prompt prompt = registry.prompt(exact, fallback);
        Delivered delivered = new Delivered(prompt, prompt.resolution());
        return prompt(pin(key, target == null ? delivered : labelled(delivered, target.label())));
    }

    /** Returns the definition of a model that a reference means here. */
    public ModelDefinition model(String reference) {
        return (ModelDefinition) asset(AssetKind.MODEL, reference);
    }

    /** Returns the definition of a tool that a reference means here. */
    public ToolDefinition tool(String reference) {
        return (ToolDefinition) asset(AssetKind.TOOL, reference);
    }

    /** Returns the definition of an application that a reference means here. */
    public ApplicationDefinition application(String reference) {
        return (ApplicationDefinition) asset(AssetKind.APPLICATION, reference);
    }

    /** Returns the definition of a data set that a reference means here. */
    public DatasetDefinition dataset(String reference) {
        return (DatasetDefinition) asset(AssetKind.DATASET, reference);
    }

    /** Returns the definition of an evaluation suite that a reference means here. */
    public SuiteDefinition suite(String reference) {
        return (SuiteDefinition) asset(AssetKind.SUITE, reference);
    }

    /** Returns the definition of a policy that a reference means here. */
    public PolicyDefinition policy(String reference) {
        return (PolicyDefinition) asset(AssetKind.POLICY, reference);
    }

    private Asset asset(AssetKind kind, String reference) {
        return deliver(new AssetReference(kind, AssetRef.parse(reference))).asset();
    }

    /** Returns the asset of any kind that a reference means here, and how it came; see {@link AssetRegistry#prompt(String)}. */
    public Delivered deliver(AssetReference reference) {
        AssetReference key = here(reference);
        Delivered before = known(key);
        if (before != null) {
            return before;
        }
        ResolvedReference target = isExact(key) ? null : target(key);
        return pin(key, target == null ? registry.delivery().deliver(key) : delivered(key, target));
    }

    private AssetReference here(AssetReference reference) {
        return reference.ref().selector() instanceof Selector.ByLabel leaf
                ? new AssetReference(
                        reference.kind(), AssetRef.of(reference.ref().name(), registry.here(leaf.label())))
                : reference;
    }

    private static boolean isExact(AssetReference reference) {
        return reference.ref().selector() instanceof Selector.ByVersion
                || reference.ref().selector() instanceof Selector.ByDigest;
    }

    private @Nullable Delivered known(AssetReference key) {
        Delivered choice = isExact(key) ? null : chosen.get(key.id());
        if (choice == null) {
            return pinned.get(key);
        }
        if (used.add(key.id())) {
            onFirstUse.accept(choice);
        }
        return choice;
    }

    /** Of several threads that ask for one reference first, all get what the first one of them got. */
    private Delivered pin(AssetReference key, Delivered delivered) {
        Delivered before = pinned.putIfAbsent(key, delivered);
        return before == null ? delivered : before;
    }

    /** Returns what a reference means at the moment of this snapshot, or {@code null} if the store tells no moment. */
    private @Nullable ResolvedReference target(AssetReference key) {
        SortedMap<AssetId, StoredAsset> assets = view(key);
        if (assets == null) {
            return null;
        }
        StoredAsset asset = assets.get(key.id());
        if (asset == null) {
            // It is damaged, which the store says again, or came later than this snapshot.
            registry.describe(key.id());
            throw new AssetNotFoundException(
                    key.id() + " was not there when this snapshot was taken; take another one to see it");
        }
        return registry.resolve(asset, key.ref());
    }

    private synchronized @Nullable SortedMap<AssetId, StoredAsset> view(AssetReference first) {
        if (!opened) {
            view = open(first);
            opened = true;
        }
        return view;
    }

    private @Nullable SortedMap<AssetId, StoredAsset> open(AssetReference first) {
        try {
            return registry.delivery().view(assets -> isFound(assets.get(first.id()), first));
        } catch (GenAiOpsException e) {
            // The delivery of each reference meets the same failure, reports it, and knows what to give instead.
            return null;
        }
    }

    private boolean isFound(@Nullable StoredAsset asset, AssetReference reference) {
        try {
            return asset != null && registry.resolve(asset, reference.ref()).entry() != null;
        } catch (AssetNotFoundException e) {
            return false;
        }
    }

    private Delivered delivered(AssetReference key, ResolvedReference target) {
        Delivered now;
        try {
            now = registry.delivery().deliver(key);
        } catch (GenAiOpsException e) {
            return exactly(target, e);
        }
        // What is kept for the label may be older or newer than the moment of this snapshot.
        boolean same = target.entry() != null
                && now.asset().version().equals(target.version())
                && now.resolution().digest().equals(target.entry().resolved());
        return same ? now : exactly(target, null);
    }

    private Delivered exactly(ResolvedReference target, @Nullable GenAiOpsException now) {
        AssetRef version = AssetRef.of(target.id().name(), target.version());
        try {
            return labelled(
                    registry.delivery().deliver(new AssetReference(target.id().kind(), version)), target.label());
        } catch (GenAiOpsException e) {
            if (now != null) {
                e.addSuppressed(now);
            }
            throw e;
        }
    }

    private static Delivered labelled(Delivered delivered, @Nullable Label label) {
        Resolution from = delivered.resolution();
        return new Delivered(
                delivered.asset(), new Resolution(from.digest(), from.source(), from.age(), label, from.arm()));
    }

    private static Prompt prompt(Delivered delivered) {
        return ((Prompt) delivered.asset()).deliveredBy(delivered.resolution());
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final AssetRegistry registry;
        private final Map<AssetId, Delivered> chosen = new HashMap<>();
        private Consumer<Delivered> onFirstUse = delivered -> {};

        private Builder(AssetRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /**
         * Has every reference to these assets, by whatever label or range, mean these versions. References to an exact
         * version or digest keep their meaning.
         *
         * @throws GenAiOpsException if one of the versions cannot be delivered
         */
        public Builder set(ReleaseSet set) {
            set.versions()
                    .forEach((id, version) -> choose(registry.delivery()
                            .deliver(new AssetReference(id.kind(), AssetRef.of(id.name(), version)))));
            return this;
        }

        /**
         * Has every reference to the asset, by whatever label or range, mean what was delivered.
         *
         * @throws IllegalArgumentException if the asset was chosen before
         */
        public Builder choose(Delivered version) {
            AssetId id = version.asset().id();
            Delivered before = chosen.put(id, version);
            if (before != null) {
                throw new IllegalArgumentException("a snapshot has one version of " + id + "; found "
                        + before.asset().version() + " and " + version.asset().version());
            }
            return this;
        }

        /** Hears of each chosen asset when it is used first, on the thread of the caller. */
        public Builder onFirstUse(Consumer<Delivered> listener) {
            this.onFirstUse = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Builds the snapshot. */
        public RegistrySnapshot build() {
            return new RegistrySnapshot(this);
        }
    }
}
