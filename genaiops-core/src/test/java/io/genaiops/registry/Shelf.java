package io.genaiops.registry;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.format.AssetFile;
import io.genaiops.store.AssetStore;

/** A prompt, a model and a partial, each published as 1.0.0 and 2.0.0. */
final class Shelf {

    static final AssetId GUIDE = AssetId.prompt("guide");
    static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    static final AssetId TONE = new AssetId(AssetKind.PARTIAL, "tone");

    private Shelf() {}

    static AssetFile guide(String version) {
        return AssetFile.parse(
                AssetKind.PROMPT, "test", "---\nname: guide\nversion: " + version + "\n---\nHike " + version);
    }

    static AssetFile small(String version) {
        return AssetFile.parse(
                AssetKind.MODEL, "test", "name: small\nversion: " + version + "\nprovider: host\nmodel: m" + version);
    }

    static AssetFile tone(String version) {
        return AssetFile.parse(
                AssetKind.PARTIAL, "test", "---\nname: tone\nversion: " + version + "\n---\nkindly " + version);
    }

    static AssetStore filled(AssetStore store) {
        AssetRegistry registry = AssetRegistry.of(store);
        for (String version : new String[] {"1.0.0", "2.0.0"}) {
            registry.publish(guide(version), "author");
            registry.publish(small(version), "author");
            registry.publish(tone(version), "author");
        }
        return store;
    }

    /** Releases prompt and model in one step. */
    static Released release(AssetRegistry registry, String label, String version) {
        return registry.release(label)
                .prompt("guide", version)
                .model("small", version)
                .by("ada")
                .because("together")
                .submit();
    }
}
