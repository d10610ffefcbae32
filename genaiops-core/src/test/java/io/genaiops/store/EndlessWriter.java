package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.OTHER;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.both;
import static io.genaiops.store.Published.entry;

import io.genaiops.asset.AssetId;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.format.AssetFile;
import java.util.List;

/**
 * Publishes versions of two assets and moves their labels together until it is killed; says so after each write has
 * returned. The main class of a second process.
 */
final class EndlessWriter {

    private EndlessWriter() {}

    public static void main(String[] arguments) throws Exception {
        try (AutoCloseable held = Kind.hold(arguments[0])) {
            AssetStore store = Kind.at(arguments[0]);
            while (held != null) {
                write(store);
            }
        }
    }

    private static void write(AssetStore store) {
        StoredAsset asset = store.find(ID).orElse(null);
        String version = "1." + (asset == null ? 0 : asset.published().size()) + ".0";
        for (AssetId id : List.of(OTHER, ID)) {
            AssetFile file = file(id, version);
            store.publish(file, entry(file));
            System.out.println("published " + id.name() + " " + version);
        }
        String from = asset == null
                ? null
                : asset.label(PRODUCTION)
                        .map(LabelState::version)
                        .map(Object::toString)
                        .orElse(null);
        store.move(both(from, version));
        System.out.println("moved " + version);
    }

    static AssetFile file(AssetId id, String version) {
        int lines = id.equals(ID) ? 2_000 : 20;
        return Published.file(id, version, ("body of " + version + "\n").repeat(lines));
    }
}
