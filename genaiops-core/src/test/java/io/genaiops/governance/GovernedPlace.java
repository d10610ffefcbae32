package io.genaiops.governance;

import io.genaiops.audit.MoveRecord;
import io.genaiops.database.TestDatabases;
import io.genaiops.gate.Verdict;
import io.genaiops.ledger.Ledger;
import io.genaiops.ledger.LedgerSettings;
import io.genaiops.pseudonym.Pseudonyms;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.store.AssetStore;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import javax.sql.DataSource;

/**
 * Labels and the ledger beside them: in folders, or all in one database through one data source.
 *
 * @param store where the labels are
 * @param ledger the ledger beside them
 * @param persons who is behind its pseudonyms
 */
record GovernedPlace(AssetStore store, Ledger ledger, Pseudonyms persons) implements AutoCloseable {

    /** Where labels can be that several processes share. */
    enum Kind {
        DIRECTORY,
        H2,
        POSTGRES;

        boolean isDatabase() {
            return this != DIRECTORY;
        }

        /** Returns where processes find it, several at once if need be. */
        String address(Path folder, boolean shared) {
            return switch (this) {
                case DIRECTORY -> folder.resolve("place").toString();
                case H2 ->
                    "jdbc:h2:file:" + folder.resolve("h2/assets").toAbsolutePath()
                            + (shared ? ";AUTO_SERVER=TRUE" : "");
                case POSTGRES -> TestDatabases.postgres("governed_" + folder.getFileName());
            };
        }

        /** Returns a database of this process alone. */
        DataSource source(Path folder) {
            String name = name().toLowerCase(Locale.ROOT) + "_governed_" + folder.getFileName();
            return TestDatabases.pooled(this == H2 ? TestDatabases.memory(name) : TestDatabases.postgres(name));
        }
    }

    static GovernedPlace at(String address) {
        if (!address.startsWith("jdbc:")) {
            Path folder = Path.of(address);
            return new GovernedPlace(
                    AssetStore.directory(folder.resolve("assets")),
                    Ledger.directory(folder.resolve("ledger")),
                    Pseudonyms.file(folder.resolve("persons")));
        }
        DataSource source = TestDatabases.pooled(address);
        migrate(source);
        return in(source);
    }

    static void migrate(DataSource source) {
        AssetStore.migrate(source);
        Ledger.migrate(source);
        Pseudonyms.migrate(source);
    }

    static GovernedPlace in(DataSource source) {
        return new GovernedPlace(
                AssetStore.jdbc(source),
                Ledger.jdbc(source, LedgerSettings.builder().build()),
                Pseudonyms.jdbc(source));
    }

    /** Keeps a database of a file open until it is closed; it would be opened anew for each connection. */
    static AutoCloseable hold(String address) throws SQLException {
        return address.startsWith("jdbc:h2:") ? TestDatabases.at(address).getConnection() : () -> {};
    }

    MoveRecord record() {
        return MoveRecord.ledger(ledger, persons);
    }

    /** Builds a governance of {@code production} that lets everything pass, which also recovers. */
    Governance governance(AssetRegistry registry) {
        return governance(registry, "production");
    }

    Governance governance(AssetRegistry registry, String... labels) {
        GovernanceBuilder builder = Governance.builder(registry).record(record());
        for (String label : labels) {
            builder.gate(label, candidate -> Verdict.pass("looked at"));
        }
        return builder.build();
    }

    @Override
    public void close() {
        ledger.close();
        store.close();
    }
}
