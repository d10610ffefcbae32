package io.genaiops.pseudonym;

import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.database.SqlText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Keeps the table in a database. */
final class JdbcPseudonyms implements Pseudonyms {

    static final Migrations MIGRATIONS = Migrations.of(
            "pseudonyms", "Pseudonyms.migrate(dataSource)", Pseudonyms.class, List.of("migrations/1-pseudonyms.sql"));

    private final Database database;

    JdbcPseudonyms(DataSource source) {
        this.database = Database.of(source, MIGRATIONS);
    }

    @Override
    public Pseudonym of(String id) {
        MemoryPseudonyms.requireId(id);
        return find(id).orElseGet(() -> database.write("keep a pseudonym", connection -> {
            String known = one(connection, "select pseudonym from genaiops_pseudonym where id = ?", id);
            if (known != null) {
                return Pseudonym.parse(known);
            }
            Pseudonym drawn = Pseudonym.random();
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into genaiops_pseudonym (pseudonym, id) values (?, ?)")) {
                insert.setString(1, drawn.value());
                insert.setString(2, SqlText.written(id));
                insert.executeUpdate();
            }
            return drawn;
        }));
    }

    @Override
    public Optional<Pseudonym> find(String id) {
        MemoryPseudonyms.requireId(id);
        return database.read(
                "look for a pseudonym",
                connection -> Optional.ofNullable(
                                one(connection, "select pseudonym from genaiops_pseudonym where id = ?", id))
                        .map(Pseudonym::parse));
    }

    @Override
    public Optional<String> reveal(Pseudonym pseudonym) {
        return database.read(
                "look for who is behind a pseudonym",
                connection -> Optional.ofNullable(
                        one(connection, "select id from genaiops_pseudonym where pseudonym = ?", pseudonym.value())));
    }

    @Override
    public Optional<Pseudonym> erase(String id) {
        MemoryPseudonyms.requireId(id);
        return database.write("erase who is behind a pseudonym", connection -> {
            String known = one(connection, "select pseudonym from genaiops_pseudonym where id = ?", id);
            try (PreparedStatement delete =
                    connection.prepareStatement("delete from genaiops_pseudonym where id = ?")) {
                delete.setString(1, SqlText.written(id));
                delete.executeUpdate();
            }
            return Optional.ofNullable(known).map(Pseudonym::parse);
        });
    }

    @Override
    public String toString() {
        return "pseudonyms in a database";
    }

    private static @Nullable String one(Connection connection, String sql, String value) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            query.setString(1, SqlText.written(value));
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? SqlText.read(row.getString(1)) : null;
            }
        }
    }
}
