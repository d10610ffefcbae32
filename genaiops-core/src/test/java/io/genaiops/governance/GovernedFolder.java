package io.genaiops.governance;

import static io.genaiops.governance.GovernedStore.CLOCK;
import static io.genaiops.governance.GovernedStore.QUALITY;
import static io.genaiops.governance.GovernedStore.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.approval.Actor;
import io.genaiops.audit.MoveEntry.Outcome;
import io.genaiops.audit.MoveRecord;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** Labels in a folder, which can be edited and replaced, and the record of their moves beside them. */
final class GovernedFolder {

    static final Actor ADA = Actor.asserted("ada");

    final Path folder;
    final MoveRecord record = MoveRecord.memory();
    AssetRegistry registry;

    GovernedFolder(Path folder) {
        this.folder = folder;
        this.registry = GovernedStore.fill(AssetStore.directory(folder));
    }

    Governance governance() {
        return governance(record);
    }

    Governance governance(MoveRecord kept) {
        return Governance.builder(registry)
                .gate("production", QUALITY)
                .record(kept)
                .clock(CLOCK)
                .build();
    }

    Promotion promote(Governance governance, String version) {
        return governance
                .promote("trail-guide:" + version)
                .to("production")
                .with(evidence(registry, version, 0.8))
                .because("better")
                .by(ADA)
                .submit();
    }

    String production() {
        return registry.label("trail-guide", "production")
                .version()
                .orElseThrow()
                .toString();
    }

    List<Outcome> outcomes() {
        return Agreement.outcomes(record.entries());
    }

    /** Returns the operation of the last intent. */
    String operation() {
        return Agreement.intents(record.entries()).stream()
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .operation();
    }

    void edit(String name, UnaryOperator<String> change) throws IOException {
        Path file = folder.resolve("prompts/trail-guide").resolve(name);
        String before = Files.readString(file);
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        Files.writeString(file, after);
    }
}
