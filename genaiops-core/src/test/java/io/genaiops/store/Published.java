package io.genaiops.store;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.format.AssetFile;
import io.genaiops.governance.Granted;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes what the tests of this room publish and move. */
final class Published {

    static final AssetId ID = AssetId.prompt("trail-guide");
    static final AssetId OTHER = AssetId.prompt("packing-list");
    static final Label PRODUCTION = Label.PRODUCTION;
    static final Instant AT = Instant.parse("2026-01-31T09:00:00Z");

    static final Removal REMOVAL = new Removal(AT, "bob", "wrong");

    private Published() {}

    static Version version(String text) {
        return Version.parse(text);
    }

    static String text(String version, String body) {
        return text(ID, version, body);
    }

    static String text(AssetId id, String version, String body) {
        return "---\nname: " + id.name() + "\nversion: " + version + "\n---\n" + body;
    }

    static AssetFile file(String version, String body) {
        return file(ID, version, body);
    }

    static AssetFile file(AssetId id, String version, String body) {
        return AssetFile.parse(id, version(version), version + ".prompt.md", text(id, version, body));
    }

    static PublishedVersion entry(AssetFile file) {
        Digest source = file.asset().sourceDigest();
        Digest resolved = Digest.resolved(source, new TreeMap<>());
        return PublishedVersion.of(file.asset().version(), source, resolved, Map.of(), AT, "ada");
    }

    static void publish(AssetStore store, String version, String body) {
        publish(store, ID, version, body);
    }

    static void publish(AssetStore store, AssetId id, String version, String body) {
        AssetFile file = file(id, version, body);
        store.publish(file, entry(file));
    }

    /** Moves production of both assets. */
    static SortedMap<AssetId, LabelMove> both(@Nullable String from, @Nullable String to) {
        return new TreeMap<>(Map.of(ID, move(from, to), OTHER, move(from, to)));
    }

    static LabelMove move(@Nullable String from, @Nullable String to) {
        return move(from, to, null);
    }

    static LabelMove move(@Nullable String from, @Nullable String to, @Nullable String authority) {
        return new LabelMove(
                PRODUCTION,
                from == null ? null : version(from),
                to == null ? null : version(to),
                AT,
                "ada",
                "because",
                authority == null ? null : Granted.authority(authority));
    }
}
