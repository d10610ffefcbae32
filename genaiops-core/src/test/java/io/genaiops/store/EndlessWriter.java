package io.genaiops.store;

import static io.genaiops.store.Published.ID;
import static io.genaiops.store.Published.PRODUCTION;
import static io.genaiops.store.Published.move;
import static io.genaiops.store.Published.publish;

import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.StoredAsset;
import java.nio.file.Path;

/** Publishes and moves until it is killed; says so after each write has returned. The main class of a second process. */
final class EndlessWriter {

    private EndlessWriter() {}

    public static void main(String[] arguments) {
        AssetStore store = AssetStore.directory(Path.of(arguments[0]));
        while (true) {
            StoredAsset asset = store.find(ID).orElse(null);
            int next = asset == null ? 0 : asset.published().size();
            String version = "1." + next + ".0";
            publish(store, version, body(version));
            System.out.println("published " + version);
            Version from = asset == null
                    ? null
                    : asset.label(PRODUCTION).map(LabelState::version).orElse(null);
            store.move(ID, move(from == null ? null : from.toString(), version));
            System.out.println("moved " + version);
        }
    }

    static String body(String version) {
        return ("body of " + version + "\n").repeat(2_000);
    }
}
