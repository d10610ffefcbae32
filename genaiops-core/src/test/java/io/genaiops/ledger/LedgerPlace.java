package io.genaiops.ledger;

import io.genaiops.database.TestDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Where ledgers are kept. */
enum LedgerPlace {
    DIRECTORY,
    H2,
    POSTGRES;

    /** Returns where other processes find the ledger of a folder. */
    String address(Path folder) {
        String name = "ledger_" + folder.getFileName();
        return switch (this) {
            case DIRECTORY -> folder.resolve("new/ledger").toString();
            case H2 -> "jdbc:h2:file:" + folder.resolve("h2/ledger").toAbsolutePath();
            case POSTGRES -> TestDatabases.postgres(name);
        };
    }

    /** Opens the ledger of a folder in this process. */
    Ledger open(Path folder, LedgerSettings settings) {
        return at(this == H2 ? TestDatabases.memory("ledger_" + folder.getFileName()) : address(folder), settings);
    }

    /** Opens the ledger of an address, and makes its tables where it has any. */
    static Ledger at(String address, LedgerSettings settings) {
        if (!address.startsWith("jdbc:")) {
            return Ledger.directory(Path.of(address), settings);
        }
        DataSource source = source(address);
        Ledger.migrate(source);
        return Ledger.jdbc(source, settings);
    }

    static DataSource source(String address) {
        return TestDatabases.pooled(address);
    }

    /** Keeps a database of a file open until it is closed; it would be opened anew for each connection. */
    static AutoCloseable hold(String address) throws SQLException {
        return address.startsWith("jdbc:h2:") ? TestDatabases.at(address).getConnection() : () -> {};
    }
}
