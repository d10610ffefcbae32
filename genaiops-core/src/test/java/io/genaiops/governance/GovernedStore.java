package io.genaiops.governance;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.database.TestDatabases;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.format.AssetFile;
import io.genaiops.gate.Gate;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/** A store with versions of a prompt and a model, and what tests of governance say about them. */
final class GovernedStore {

    /** The stores that can be written to. */
    enum Kind {
        MEMORY,
        DIRECTORY,
        H2,
        LAYERED;

        AssetStore open(Path folder) {
            return switch (this) {
                case MEMORY -> AssetStore.memory();
                case DIRECTORY -> AssetStore.directory(folder.resolve("assets"));
                case H2 -> {
                    var source = TestDatabases.at(TestDatabases.memory("governed" + UUID.randomUUID()));
                    AssetStore.migrate(source);
                    yield AssetStore.jdbc(source);
                }
                case LAYERED ->
                    AssetStore.layered(
                            AssetStore.directory(folder.resolve("top")), AssetStore.directory(folder.resolve("below")));
            };
        }
    }

    static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final AssetId GUIDE = AssetId.prompt("trail-guide");
    static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    static final Digest ROWS = Digest.ofText("rows");
    static final Gate QUALITY = Gate.mean("token_f1").atLeast(0.5);

    private GovernedStore() {}

    /** Publishes three versions of the prompt and two of the model, and puts production on the first ones. */
    static AssetRegistry fill(AssetStore store) {
        AssetRegistry registry = AssetRegistry.of(store);
        for (String version : List.of("1.0.0", "2.0.0", "3.0.0")) {
            publish(registry, version, "Hike " + version);
        }
        for (String version : List.of("1.0.0", "1.1.0")) {
            registry.publish(model(version), "author");
        }
        registry.label("trail-guide", "production").moveTo("1.0.0", "author", "first version");
        return registry;
    }

    static void publish(AssetRegistry registry, String version, String body) {
        String text = "---\nname: trail-guide\nversion: " + version + "\n---\n" + body;
        registry.publish(AssetFile.parse(AssetKind.PROMPT, "test", text), "author");
    }

    static AssetFile model(String version) {
        String text = "name: small\nversion: " + version + "\nprovider: openai\nmodel: m-" + version + "\n";
        return AssetFile.parse(AssetKind.MODEL, "test", text);
    }

    static Evidence evidence(AssetRegistry registry, String version, double mean) {
        Figure figure = new Figure("token_f1", ROWS, Figure.Kind.MEAN, mean, mean - 0.1, mean + 0.1, 0.95, 80, 80);
        return new Evidence(
                GUIDE, Version.parse(version), digest(registry, version), ROWS, "small", List.of(figure), NOW);
    }

    static Digest digest(AssetRegistry registry, String version) {
        return registry.describe(GUIDE)
                .published(Version.parse(version))
                .orElseThrow()
                .resolved();
    }
}
