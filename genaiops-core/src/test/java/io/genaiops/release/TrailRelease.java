package io.genaiops.release;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.AssetReference;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.evidence.Evidence;
import io.genaiops.evidence.Figure;
import io.genaiops.format.AssetFile;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.registry.ReleaseSet;
import io.genaiops.store.AssetStore;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** A prompt with a partial, a model, a data set, a policy and an application, and what was measured of it. */
public final class TrailRelease {

    public static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");
    public static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    public static final AssetId GUIDE = AssetId.prompt("trail-guide");
    public static final AssetId SMALL = new AssetId(AssetKind.MODEL, "small");
    public static final Digest ROWS = Digest.ofText("rows");
    public static final Digest EVALUATOR = Digest.ofText("token_f1");

    private TrailRelease() {}

    public static AssetRegistry registry() {
        return fill(AssetStore.memory());
    }

    public static AssetRegistry fill(AssetStore store) {
        AssetRegistry registry = AssetRegistry.builder(store).clock(CLOCK).build();
        publish(registry, AssetKind.PARTIAL, "---\nname: tone\nversion: 1.0.0\n---\nBe brief.");
        publish(registry, AssetKind.PARTIAL, "---\nname: tone\nversion: 1.1.0\n---\nBe kind.");
        label(registry, new AssetId(AssetKind.PARTIAL, "tone"), "production", "1.0.0");
        publish(registry, AssetKind.MODEL, model("1.0.0", "m-1"));
        publish(registry, AssetKind.MODEL, model("1.1.0", "m-2"));
        label(registry, SMALL, "production", "1.0.0");
        publish(
                registry,
                AssetKind.DATASET,
                "name: questions\nversion: 1.0.0\nfile: questions.jsonl\nformat: jsonl\nrows: 40\ndigest: " + ROWS
                        + "\nfields:\n  question: what is asked\n");
        prompt(registry, "1.0.0", "Where to hike in {{region}}?");
        prompt(registry, "1.1.0", "Where to hike in {{region}} today?");
        prompt(registry);
        publish(registry, AssetKind.APPLICATION, """
                name: hiking
                version: 1.0.0
                description: Hikes
                purpose: Suggest hikes
                intendedUsers: [hikers]
                owner: team trails
                riskClass: minimal
                targets:
                  quality:
                    token_f1: '>= 0.5'
                    toxicity: '<= 0.1'
                """);
        publish(
                registry,
                AssetKind.POLICY,
                "name: house-rules\nversion: 1.0.0\nrules:\n  - id: models\n    because: tried ones only\n    allow:\n      model: [small]\n");
        return registry;
    }

    public static String model(String version, String served) {
        return "name: small\nversion: " + version + "\nprovider: openai\nmodel: " + served + "\nregions: [eu]\n";
    }

    /** A version that asks for no fallback, so that calls need no resilience. */
    public static void prompt(AssetRegistry registry) {
        publish(registry, AssetKind.PROMPT, """
                ---
                name: trail-guide
                version: 3.0.0
                model: small
                inputs:
                  region: string
                ---
                {{> tone}}
                Where to hike in {{region}}?
                """);
    }

    public static void prompt(AssetRegistry registry, String version, String body) {
        publish(
                registry,
                AssetKind.PROMPT,
                "---\nname: trail-guide\nversion: " + version
                        + "\ndescription: Suggests a hike\nmodel: small\nfallback: [spare]\n"
                        + "inputs:\n  region: string\n---\n{{> tone}}\n" + body);
    }

    public static void publish(AssetRegistry registry, AssetKind kind, String text) {
        registry.publish(AssetFile.parse(kind, "test", text), "ada@example.org");
    }

    public static void label(AssetRegistry registry, AssetId id, String label, String version) {
        registry.label(id, Label.of(label)).moveTo(version, "ada@example.org", "test");
    }

    public static ReleaseSet set() {
        return ReleaseSet.ofPrompt("trail-guide", "1.0.0")
                .and(new AssetId(AssetKind.APPLICATION, "hiking"), "1.0.0")
                .and(new AssetId(AssetKind.POLICY, "house-rules"), "1.0.0")
                .and(new AssetId(AssetKind.DATASET, "questions"), "1.0.0");
    }

    public static AssetReference reference(AssetKind kind, String text) {
        return new AssetReference(kind, AssetRef.parse(text));
    }

    public static Digest digest(AssetRegistry registry, AssetId id, String version) {
        return registry.describe(id)
                .published(Version.parse(version))
                .orElseThrow()
                .resolved();
    }

    public static Evidence evidence(AssetRegistry registry) {
        return evidence(registry, "token_f1");
    }

    public static Evidence evidence(AssetRegistry registry, String evaluator) {
        Figure figure = new Figure(evaluator, EVALUATOR, Figure.Kind.MEAN, 0.62, 0.52, 0.72, 0.95, 40, 38);
        Digest model = digest(registry, SMALL, "1.0.0");
        Digest prompt = digest(registry, GUIDE, "1.0.0");
        return new Evidence(GUIDE, Version.of(1, 0, 0), prompt, ROWS, "small", model, List.of(figure), NOW);
    }
}
