package io.genaiops.store;

import io.genaiops.database.TestDatabases;
import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The stores that can be written to. */
enum Kind {
    MEMORY,
    DIRECTORY,
    H2,
    POSTGRES;

    /** Opens a store of this process; of the same folder the same assets, but for the store in memory. */
    AssetStore open(Path folder) {
        return switch (this) {
            case MEMORY -> AssetStore.memory();
            case DIRECTORY -> at(address(folder));
            case H2 -> at(TestDatabases.memory(name(folder)));
            case POSTGRES -> at(address(folder));
        };
    }

    /** Returns where other processes find the store. */
    String address(Path folder) {
        return switch (this) {
            case MEMORY -> throw new IllegalArgumentException("memory is of one process");
            case DIRECTORY -> folder.resolve("new/root").toString();
            case H2 -> "jdbc:h2:file:" + folder.resolve("h2/assets").toAbsolutePath();
            case POSTGRES -> TestDatabases.postgres(name(folder));
        };
    }

    /** Opens the store of an address, and makes its tables where it has any. */
    static AssetStore at(String address) {
        if (!address.startsWith("jdbc:")) {
            return AssetStore.directory(Path.of(address));
        }
        DataSource source = TestDatabases.pooled(address);
        AssetStore.migrate(source);
        return AssetStore.jdbc(source);
    }

    /** Keeps a database of a file open until it is closed; it would be opened anew for each connection. */
    static AutoCloseable hold(String address) throws SQLException {
        return address.startsWith("jdbc:h2:") ? TestDatabases.at(address).getConnection() : () -> {};
    }

    private static String name(Path folder) {
        return folder.getFileName().toString();
    }
}
