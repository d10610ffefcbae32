package io.genaiops.registry;

import io.genaiops.AssetNotFoundException;
import io.genaiops.RefusedException;
import io.genaiops.asset.Asset;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Selector;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.Transactions;
import io.genaiops.definition.ApplicationDefinition;
import io.genaiops.definition.DatasetDefinition;
import io.genaiops.definition.ModelDefinition;
import io.genaiops.definition.PolicyDefinition;
import io.genaiops.definition.SuiteDefinition;
import io.genaiops.definition.ToolDefinition;
import io.genaiops.delivery.Delivery;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.reference.References;
import io.genaiops.reference.ResolvedReference;
import io.genaiops.review.AssetDiff;
import io.genaiops.review.AssetLint;
import io.genaiops.review.Compatibility;
import io.genaiops.review.LintFinding;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Versioned assets by reference. Thread-safe.
 *
 * @since 0.1
 */
public final class AssetRegistry implements AutoCloseable {

    private final AssetStore store;
    private final Clock clock;
    private final References references;
    private final @Nullable String environment;
    private final Delivery delivery;

    AssetRegistry(AssetRegistryBuilder builder) {
        this.store = builder.store;
        this.clock = builder.clock;
        this.environment = builder.environment;
        this.references = References.of(builder.store, builder.production).in(builder.environment);
        this.delivery = builder.delivery();
    }

    /** Returns a read-only registry of the assets below a root on the class path, for example {@code genaiops}. */
    public static AssetRegistry classpath(String root) {
        return of(AssetStore.classpath(root));
    }

    /** Returns a registry of the assets below a directory. */
    public static AssetRegistry directory(Path root) {
        return of(AssetStore.directory(root));
    }

    /** Returns an empty registry in memory. */
    public static AssetRegistry memory() {
        return of(AssetStore.memory());
    }

    /** Returns a registry of the assets of a store. */
    public static AssetRegistry of(AssetStore store) {
        return builder(store).build();
    }

    /** Begins a registry with options. */
    public static AssetRegistryBuilder builder(AssetStore store) {
        return new AssetRegistryBuilder(store);
    }

    /**
     * Returns the prompt that a reference means: {@code name} (its label {@code production}), {@code name@label},
     * {@code name:1.4.2}, {@code name:^1.4} or {@code name#sha256:…}.
     *
     * @throws AssetNotFoundException if there is none; the message lists what was found
     * @throws io.genaiops.InvalidAssetException if the file is malformed or differs from what was published
     */
    public Prompt prompt(String reference) {
        return delivery.prompt(reference);
    }

    /** Returns the prompt that a reference means. */
    public Prompt prompt(AssetRef reference) {
        return delivery.prompt(reference);
    }

    /**
     * Returns the prompt that a reference means, or the caller's if the store fails and nothing is kept. What the store says
     * is not there, deleted or refused stays refused.
     *
     * @param fallback asked only when it is needed
     */
    public Prompt prompt(String reference, Supplier<Prompt> fallback) {
        return delivery.prompt(reference, fallback);
    }

    /** Returns the prompt that a reference means, or the caller's; see {@link #prompt(String, Supplier)}. */
    public Prompt prompt(AssetRef reference, Supplier<Prompt> fallback) {
        return delivery.prompt(reference, fallback);
    }

    /** Returns one consistent view for a request or an agent run; see {@link RegistrySnapshot}. */
    public RegistrySnapshot snapshot() {
        return RegistrySnapshot.builder(this).build();
    }

    /** Returns a snapshot in which the names of a release set mean its versions, to try it before it is released. */
    public RegistrySnapshot snapshot(ReleaseSet set) {
        return RegistrySnapshot.builder(this).set(set).build();
    }

    /** Returns what stands between this registry and its store: health, warm-up, invalidation by messages. */
    public Delivery delivery() {
        return delivery;
    }

    /** Returns the definition of a model that a reference means. Errors are those of {@link #prompt(String)}. */
    public ModelDefinition model(String reference) {
        return (ModelDefinition) asset(AssetKind.MODEL, reference);
    }

    /** Returns the definition of a tool that a reference means. Errors are those of {@link #prompt(String)}. */
    public ToolDefinition tool(String reference) {
        return (ToolDefinition) asset(AssetKind.TOOL, reference);
    }

    /** Returns the definition of an application that a reference means. Errors are those of {@link #prompt(String)}. */
    public ApplicationDefinition application(String reference) {
        return (ApplicationDefinition) asset(AssetKind.APPLICATION, reference);
    }

    /** Returns the definition of a data set that a reference means. Errors are those of {@link #prompt(String)}. */
    public DatasetDefinition dataset(String reference) {
        return (DatasetDefinition) asset(AssetKind.DATASET, reference);
    }

    /** Returns the definition of an evaluation suite that a reference means. Errors are those of {@link #prompt(String)}. */
    public SuiteDefinition suite(String reference) {
        return (SuiteDefinition) asset(AssetKind.SUITE, reference);
    }

    /** Returns the definition of a policy that a reference means. Errors are those of {@link #prompt(String)}. */
    public PolicyDefinition policy(String reference) {
        return (PolicyDefinition) asset(AssetKind.POLICY, reference);
    }

    private Asset asset(AssetKind kind, String text) {
        return delivery.deliver(new AssetReference(kind, AssetRef.parse(text))).asset();
    }

    /**
     * Returns what is probably wrong with a version, errors first. A prompt is judged with the partials that it is
     * delivered with.
     *
     * @throws AssetNotFoundException if there is no such version
     */
    public List<LintFinding> lint(AssetId id, Version version) {
        return lint(id, version, AssetLint.standard());
    }

    /** Returns what a linter finds in a version; the partials come from here. See {@link #lint(AssetId, Version)}. */
    public List<LintFinding> lint(AssetId id, Version version, AssetLint linter) {
        ResolvedReference target = references.resolve(id, AssetRef.of(id.name(), version));
        Asset asset = references.load(target).asset();
        return linter.toBuilder().partials(references.partials(target)).build().check(asset);
    }

    /**
     * Returns what is different between two versions.
     *
     * @throws AssetNotFoundException if there is no such version
     */
    public AssetDiff diff(AssetId id, Version before, Version after) {
        return AssetDiff.between(version(id, before), version(id, after));
    }

    /**
     * Returns what a new version of a prompt means for those who use the old one.
     *
     * @throws AssetNotFoundException if there is no such version
     */
    public Compatibility compatibility(String prompt, Version before, Version after) {
        AssetId id = AssetId.prompt(prompt);
        return Compatibility.between((Prompt) version(id, before), (Prompt) version(id, after));
    }

    /**
     * Returns a version as the store has it now, published or draft, past every cache. A prompt is without its partials.
     *
     * @throws AssetNotFoundException if there is no such version
     * @throws io.genaiops.InvalidAssetException if the file is malformed or differs from what was published
     */
    public Asset version(AssetId id, Version version) {
        return references
                .load(references.resolve(id, AssetRef.of(id.name(), version)))
                .asset();
    }

    /** Returns the ids of the assets of a kind, in order. */
    public SortedSet<AssetId> assets(AssetKind kind) {
        return store.assets(kind);
    }

    /** Returns the ids of the prompts, in order. */
    public SortedSet<AssetId> prompts() {
        return store.assets(AssetKind.PROMPT);
    }

    /**
     * Returns versions, drafts, labels and history of an asset, as one consistent view.
     *
     * @throws AssetNotFoundException if there is no such asset
     */
    public StoredAsset describe(AssetId id) {
        return references.stored(id);
    }

    /**
     * Publishes a draft that is in the store. Publishing the same content again changes nothing.
     *
     * @param by who publishes
     * @throws AssetNotFoundException if it, or something that it refers to, does not exist
     * @throws io.genaiops.InvalidAssetException if it refers to a draft, or its partials form a cycle, nest too deep, or
     *     use inputs that it does not declare
     * @throws io.genaiops.ConflictException if the version was published with other content
     */
    public PublishedVersion publish(AssetId id, Version version, String by) {
        AssetFile file = store.file(id, version)
                .orElseThrow(() -> new AssetNotFoundException(
                        id + " " + version + " has no file in this store; " + references.found(id)));
        return publish(file, by);
    }

    /**
     * Deletes a published version: it stays listed, is never delivered again, and its number is not given again.
     *
     * @param by who deletes it
     * @param why the reason, for the record
     * @throws RefusedException if a label is on it
     * @throws AssetNotFoundException if it was not published
     */
    public void delete(AssetId id, Version version, String by, String why) {
        written(Set.of(id), () -> store.delete(id, version, new Removal(clock.instant(), by, why)));
    }

    /** Publishes a version from the text of its file. */
    public PublishedVersion publish(AssetFile file, String by) {
        Objects.requireNonNull(by, "by");
        SortedMap<String, Digest> lock = references.lock(file.asset());
        references.requireIncludable(file.asset());
        Digest source = file.asset().sourceDigest();
        PublishedVersion entry = PublishedVersion.of(
                file.asset().version(), source, Digest.resolved(source, lock), lock, clock.instant(), by);
        written(Set.of(file.asset().id()), () -> store.publish(file, entry));
        return describe(file.asset().id())
                .published(entry.version())
                .orElseThrow(() -> new AssetNotFoundException(
                        file.asset().id() + " " + entry.version() + " was deleted right after it was published"));
    }

    /** Begins to move a label of several assets in one step, for example a prompt, its model and its tools. */
    public ReleaseRequest release(String label) {
        return new ReleaseRequest(this, here(Label.of(label)));
    }

    /** Returns a label of a prompt, to look at it or to move it. */
    public AssetLabel label(String prompt, String label) {
        return label(AssetId.prompt(prompt), Label.of(label));
    }

    /** Returns a label of an asset, to look at it or to move it. */
    public AssetLabel label(AssetId id, Label label) {
        return new AssetLabel(this, id, here(label), describe(id));
    }

    /**
     * Returns the label that is meant in the environment of this registry: {@code production} is {@code production/eu} in
     * {@code eu}.
     *
     * @throws RefusedException if it is of another environment
     */
    public Label here(Label label) {
        return references.here(label);
    }

    /**
     * Makes a move as it is written. Most callers use {@link #label(String, String)}; governance uses this with its
     * authority.
     *
     * @throws io.genaiops.ConflictException if the label is not where the move says that it comes from
     * @throws RefusedException if the label is frozen, or governed and the move has no authority
     */
    public void move(AssetId id, LabelMove move) {
        move(new TreeMap<>(Map.of(id, move)));
    }

    /**
     * Makes moves as they are written, all of them or none. Most callers use {@link #release}; see {@link #move(AssetId,
     * LabelMove)} for errors.
     */
    public void move(SortedMap<AssetId, LabelMove> moves) {
        move(moves, Runnable::run);
    }

    /**
     * Makes moves within a transaction of the caller, who writes more in it. The store is asked before what the moves may have
     * changed is delivered again when the transaction has ended, not when the moves are made.
     *
     * @param transaction is given what makes the moves, and runs it
     */
    public void move(SortedMap<AssetId, LabelMove> moves, Consumer<Runnable> transaction) {
        moves.values().forEach(this::requireHere);
        written(moves.keySet(), () -> transaction.accept(() -> store.move(moves)));
    }

    /** Returns the transactions that moves are written in, if the store is in a database. */
    public Optional<Transactions> transactions() {
        return store.transactions();
    }

    private void requireHere(LabelMove move) {
        Label here = here(move.label());
        if (!here.equals(move.label())) {
            throw new RefusedException("a move is made as it is written, and label '" + move.label()
                    + "' is of no environment; move '" + here + "'");
        }
    }

    /**
     * Lets a label of every asset move only with the authority of a gate, in this store, from now on: in the environment of
     * this registry, or in every environment if it has none and the label names none.
     */
    public void govern(Label label) {
        if (label.isComputed()) {
            throw new IllegalArgumentException("label '" + label + "' is computed and cannot be governed");
        }
        Label here = here(label);
        if (!store.governed().contains(here)) {
            store.govern(here);
        }
    }

    /** Returns the labels that move only with the authority of a gate. */
    public SortedSet<Label> governed() {
        return store.governed();
    }

    /** Returns whether the environment is production, where drafts and {@code latest} are refused. */
    public boolean isProduction() {
        return references.isProduction();
    }

    /** Returns the environment whose labels this registry reads and moves; empty if it takes labels as they are written. */
    public Optional<String> environment() {
        return Optional.ofNullable(environment);
    }

    Clock clock() {
        return clock;
    }

    /**
     * Returns what a reference means in the store now, past every cache.
     *
     * @throws AssetNotFoundException if it leads nowhere; the message lists what was found
     */
    public ResolvedReference resolve(AssetId id, AssetRef reference) {
        return references.resolve(id, reference);
    }

    /** Returns the resolved digest of what a reference means in the store now; see {@link #resolve(AssetId, AssetRef)}. */
    public Digest digest(AssetId id, AssetRef reference) {
        ResolvedReference target = references.resolve(id, reference);
        return references.resolvedDigest(target, references.load(target).asset());
    }

    /**
     * Returns the resolved digest of what a version refers to: where the reference follows a label, as the store has it now,
     * and else as it was fixed when the version was published.
     *
     * @throws AssetNotFoundException if it leads nowhere, or there is no such version
     */
    public Digest digest(AssetId id, Version version, AssetReference reference) {
        Digest locked = describe(id)
                .published(version)
                .map(entry -> entry.lock().get(reference.toString()))
                .orElse(null);
        return locked != null && !(reference.ref().selector() instanceof Selector.ByLabel)
                ? locked
                : digest(reference.id(), reference.ref());
    }

    /** Returns what a reference means in a view of its asset. */
    ResolvedReference resolve(StoredAsset asset, AssetRef reference) {
        return references.resolve(asset, reference);
    }

    /** Writes, and has the store asked before what it may have changed is delivered again, also if the write failed. */
    private void written(Set<AssetId> ids, Runnable write) {
        try {
            write.run();
        } finally {
            if (ids.stream().allMatch(id -> id.kind() == AssetKind.PROMPT)) {
                ids.forEach(delivery::invalidate);
            } else {
                delivery.invalidateAll();
            }
        }
    }

    /** Ends background work, then closes the store. */
    @Override
    public void close() {
        delivery.close();
        store.close();
    }
}
