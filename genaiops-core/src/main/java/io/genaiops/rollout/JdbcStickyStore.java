package io.genaiops.rollout;

import io.genaiops.asset.Digest;
import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.database.SqlWork;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Remembers arms in a table. Of two writers the second meets the row of the first and reads it. */
final class JdbcStickyStore implements StickyStore {

    static final Migrations MIGRATIONS = Migrations.of(
            "arms", "StickyStore.migrate(dataSource)", StickyStore.class, List.of("migrations/1-arms.sql"));

    private final Database database;

    JdbcStickyStore(DataSource source) {
        this.database = Database.of(source, MIGRATIONS);
    }

    @Override
    public Optional<String> find(String rollout, Digest key) {
        return database.read("find an arm of rollout '" + rollout + "'", arm(rollout, key));
    }

    @Override
    public String keep(String rollout, Digest key, String arm) {
        return database.write("keep an arm of rollout '" + rollout + "'", connection -> {
            Optional<String> before = arm(rollout, key).on(connection);
            if (before.isEmpty()) {
                insert(connection, rollout, key, arm);
            }
            return before.orElse(arm);
        });
    }

    private static SqlWork<Optional<String>> arm(String rollout, Digest key) {
        return connection -> {
            try (PreparedStatement query =
                    connection.prepareStatement("select arm from genaiops_arm where rollout = ? and key_hash = ?")) {
                query.setString(1, rollout);
                query.setString(2, key.value());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        };
    }

    private static void insert(Connection connection, String rollout, Digest key, String arm) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("insert into genaiops_arm (rollout, key_hash, arm) values (?, ?, ?)")) {
            statement.setString(1, rollout);
            statement.setString(2, key.value());
            statement.setString(3, arm);
            statement.executeUpdate();
        }
    }
}
