package io.genaiops.eval.assertion;

import io.genaiops.GenAiOpsException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.opentest4j.AssertionFailedError;

/**
 * Holds the files of a directory against what was published of them, and publishes drafts where that is asked for.
 *
 * @since 0.1
 */
public final class LockedAssets {

    private final Path root;
    private final AssetStore store;
    private final AssetRegistry registry;
    private final Set<String> problems = new LinkedHashSet<>();

    private LockedAssets(Path root, AssetStore store, AssetRegistry registry) {
        this.root = root;
        this.store = store;
        this.registry = registry;
    }

    /**
     * Fails if a file is not what was published, or was never published.
     *
     * @param root the directory of the sources, not of what a build copied
     * @param update whether drafts are published first
     * @param by who publishes them
     */
    public static void check(Path root, boolean update, String by) {
        try (AssetRegistry registry = AssetRegistry.directory(root)) {
            LockedAssets assets = new LockedAssets(root, AssetStore.directory(root), registry);
            if (update) {
                assets.publishDrafts(by);
            }
            assets.compare();
            assets.failIfNotLocked();
        }
    }

    private void compare() {
        boolean nothing = true;
        for (AssetKind kind : AssetKind.values()) {
            for (AssetId id : store.assets(kind)) {
                nothing = false;
                tried(() -> compare(registry.describe(id)));
            }
        }
        if (nothing) {
            problems.add("there is no asset at all; expected files such as prompts/<name>/<version>.prompt.md. Pass the"
                    + " directory that holds them: assertAssetsLocked(Path.of(…))");
        }
    }

    private void compare(StoredAsset asset) {
        asset.published().values().stream()
                .filter(entry -> !entry.removed())
                .forEach(entry -> tried(() -> load(asset.id(), entry.version())));
        for (Version draft : asset.drafts()) {
            problems.add(asset.id() + " " + draft + " is a draft: it is not in versions.yaml and may still change");
        }
        asset.labels().forEach((label, state) -> {
            if (asset.published(state.version()).isEmpty()) {
                problems.add("label '" + label + "' of " + asset.id() + " is on " + state.version()
                        + ", which is not published; labels go to published versions only");
            }
        });
    }

    /** Reads a published version as a host does, which refuses a file that is not what was published. */
    private void load(AssetId id, Version version) {
        if (id.kind() == AssetKind.PROMPT) {
            registry.prompt(AssetRef.of(id.name(), version));
        } else {
            registry.diff(id, version, version);
        }
    }

    /** Publishes again and again until nothing more can be: what a draft refers to must be published before it. */
    private void publishDrafts(String by) {
        List<Runnable> drafts = new ArrayList<>();
        for (AssetKind kind : AssetKind.values()) {
            for (AssetId id : store.assets(kind)) {
                tried(() -> registry.describe(id)
                        .drafts()
                        .forEach(version -> drafts.add(() -> registry.publish(id, version, by))));
            }
        }
        int before;
        do {
            before = drafts.size();
            problems.clear();
            drafts.removeIf(this::tried);
        } while (drafts.size() < before);
    }

    private boolean tried(Runnable step) {
        try {
            step.run();
            return true;
        } catch (GenAiOpsException | IllegalArgumentException e) {
            problems.add(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private void failIfNotLocked() {
        if (!problems.isEmpty()) {
            throw new AssertionFailedError("the assets below " + root + " are not locked\n  - "
                    + String.join("\n  - ", problems)
                    + "\nDrafts are locked by this test with -Dgenaiops.update=true: commit the versions.yaml that it"
                    + " writes. What was published it never changes.");
        }
    }
}
