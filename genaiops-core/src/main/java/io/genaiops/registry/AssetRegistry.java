package io.genaiops.registry;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.format.AssetFile;
import io.genaiops.prompt.Prompt;
import io.genaiops.store.AssetStore;
import io.genaiops.store.LabelMove;
import io.genaiops.store.PublishedVersion;
import io.genaiops.store.StoredAsset;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;

/**
 * Versioned assets by reference. Thread-safe.
 *
 * @since 0.1
 */
public final class AssetRegistry implements AutoCloseable {

    private final AssetStore store;
    private final Clock clock;
    private final References references;

    private AssetRegistry(Builder builder) {
        this.store = builder.store;
        this.clock = builder.clock;
        this.references = new References(builder.store, builder.production);
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
    public static Builder builder(AssetStore store) {
        return new Builder(store);
    }

    /**
     * Returns the prompt that a reference means: {@code name} (its label {@code production}), {@code name@label},
     * {@code name:1.4.2}, {@code name:^1.4} or {@code name#sha256:…}.
     *
     * @throws AssetNotFoundException if there is none; the message lists what was found
     * @throws io.genaiops.InvalidAssetException if the file is malformed or differs from what was published
     */
    public Prompt prompt(String reference) {
        return prompt(AssetRef.parse(reference));
    }

    /** Returns the prompt that a reference means. */
    public Prompt prompt(AssetRef reference) {
        References.Target target = references.resolve(new AssetId(AssetKind.PROMPT, reference.name()), reference);
        Prompt prompt = (Prompt) references.load(target).asset();
        Digest digest = references.resolvedDigest(target, prompt);
        return prompt.deliveredBy(Resolution.fresh(digest, target.label()));
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
     * @throws io.genaiops.RefusedException if a label is on it
     * @throws AssetNotFoundException if it was not published
     */
    public void delete(AssetId id, Version version) {
        store.delete(id, version);
    }

    /** Publishes a version from the text of its file. */
    public PublishedVersion publish(AssetFile file, String by) {
        Objects.requireNonNull(by, "by");
        SortedMap<String, Digest> lock = references.lock(file.asset());
        Digest source = file.asset().sourceDigest();
        PublishedVersion entry = PublishedVersion.of(
                file.asset().version(), source, Digest.resolved(source, lock), lock, clock.instant(), by);
        store.publish(file, entry);
        return describe(file.asset().id())
                .published(entry.version())
                .orElseThrow(() -> new AssetNotFoundException(
                        file.asset().id() + " " + entry.version() + " was deleted right after it was published"));
    }

    /** Returns a label of a prompt, to look at it or to move it. */
    public AssetLabel label(String prompt, String label) {
        return label(AssetId.prompt(prompt), Label.of(label));
    }

    /** Returns a label of an asset, to look at it or to move it. */
    public AssetLabel label(AssetId id, Label label) {
        return new AssetLabel(this, id, label, describe(id));
    }

    /**
     * Makes a move as it is written. Most callers use {@link #label(String, String)}; governance uses this with its
     * authority.
     *
     * @throws io.genaiops.ConflictException if the label is not where the move says that it comes from
     * @throws io.genaiops.RefusedException if the label is frozen, or governed and the move has no authority
     */
    public void move(AssetId id, LabelMove move) {
        store.move(id, move);
    }

    /** Lets a label of every asset move only with the authority of a gate, in this store, from now on. */
    public void govern(Label label) {
        if (label.isComputed()) {
            throw new IllegalArgumentException("label '" + label + "' is computed and cannot be governed");
        }
        if (!store.governed().contains(label)) {
            store.govern(label);
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

    Clock clock() {
        return clock;
    }

    void freeze(AssetId id, Label label, Version on) {
        store.freeze(id, label, on);
    }

    /** Closes the store. */
    @Override
    public void close() {
        store.close();
    }

    /** Sets what is not the rule. Not thread-safe. */
    public static final class Builder {

        private final AssetStore store;
        private Clock clock = Clock.systemUTC();
        private boolean production;

        private Builder(AssetStore store) {
            this.store = Objects.requireNonNull(store, "store");
        }

        /** Sets the clock that dates publications and moves. */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Marks the environment as production: drafts and {@code latest} are refused. */
        public Builder production() {
            this.production = true;
            return this;
        }

        /** Builds the registry. */
        public AssetRegistry build() {
            return new AssetRegistry(this);
        }
    }
}
