package io.genaiops.governance;

import io.genaiops.approval.Actor;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Version;
import io.genaiops.audit.MoveRecord;
import io.genaiops.database.TestDatabases;
import io.genaiops.gate.Verdict;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Promotes two assets together, rolls them back and promotes again until it is killed; says so after each move has returned.
 * The main class of a second process.
 */
final class EndlessPromoter {

    private static final Actor ROBOT = Actor.asserted("robot");

    private EndlessPromoter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        try (AutoCloseable held = hold(arguments[0]);
                Ledger ledger = ledger(arguments[0], folder)) {
            AssetRegistry registry = AssetRegistry.of(open(arguments[0]));
            Governance governance = governance(registry, record(ledger, folder));
            while (held != null) {
                System.out.println("moved " + move(registry, governance));
            }
        }
    }

    private static Version move(AssetRegistry registry, Governance governance) {
        Optional<Version> on = registry.label("trail-guide", "production").version();
        if (on.filter(Version.of(3, 0, 0)::equals).isPresent()) {
            governance
                    .rollback("trail-guide")
                    .and(AssetKind.MODEL, "small")
                    .of("production")
                    .by(ROBOT)
                    .because("back")
                    .submit();
        } else {
            boolean first = on.filter(Version.of(2, 0, 0)::equals).isEmpty();
            governance
                    .promote("trail-guide:" + (first ? "2.0.0" : "3.0.0"))
                    .and(AssetKind.MODEL, first ? "small:1.0.0" : "small:1.1.0")
                    .to("production")
                    .because("on")
                    .by(ROBOT)
                    .submit();
        }
        return registry.label("trail-guide", "production").version().orElseThrow();
    }

    static Governance governance(AssetRegistry registry, MoveRecord record) {
        return Governance.builder(registry)
                .gate("production", candidate -> Verdict.pass("looked at"))
                .record(record)
                .build();
    }

    /** Opens the ledger beside the store: in the same database, or in the folder. */
    static Ledger ledger(String address, Path folder) {
        if (!address.startsWith("jdbc:")) {
            return Ledger.directory(folder.resolve("ledger"));
        }
        DataSource source = TestDatabases.at(address);
        Ledger.migrate(source);
        return Ledger.jdbc(source, LedgerSettings.builder().build());
    }

    static MoveRecord record(Ledger ledger, Path folder) {
        return MoveRecord.ledger(ledger, Pseudonyms.file(folder.resolve("pseudonyms")));
    }

    static AssetStore open(String address) {
        if (!address.startsWith("jdbc:")) {
            return AssetStore.directory(Path.of(address));
        }
        DataSource source = TestDatabases.at(address);
        AssetStore.migrate(source);
        return AssetStore.jdbc(source);
    }

    /** Keeps a database of a file open until it is closed; it would be opened anew for each connection. */
    static AutoCloseable hold(String address) throws Exception {
        return address.startsWith("jdbc:") ? TestDatabases.at(address).getConnection() : () -> {};
    }
}
