package io.genaiops.store;

import io.genaiops.AssetNotFoundException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.database.SqlText;
import io.genaiops.database.Transactions;
import io.genaiops.format.AssetFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Keeps assets in tables. A writer first holds the rows of its assets, in their order, so that writers of one asset come one
 * after another and never wait for each other in a circle. A reader waits for nobody: all it sees is of one statement.
 */
final class JdbcAssetStore implements AssetStore {

    static final Migrations MIGRATIONS = Migrations.of(
            "assets", "AssetStore.migrate(dataSource)", AssetStore.class, List.of("migrations/1-assets.sql"));

    private static final String HOLD = "update genaiops_asset set revision = revision + 1 where kind = ? and name = ?";

    private final Database database;

    JdbcAssetStore(DataSource source) {
        this.database = Database.of(source, MIGRATIONS);
    }

    @Override
    public SortedSet<AssetId> assets(AssetKind kind) {
        return database.read(
                "list the " + kind.plural(), connection -> ids(connection, "where kind = ?", kind.singular()));
    }

    @Override
    public Optional<StoredAsset> find(AssetId id) {
        return Optional.ofNullable(findAll(List.of(id)).get(id));
    }

    @Override
    public SortedMap<AssetId, StoredAsset> findAll(Collection<AssetId> ids) {
        List<AssetId> wanted = List.copyOf(ids);
        return database.read("read " + wanted, connection -> AssetRows.read(connection, wanted));
    }

    @Override
    public Optional<AssetFile> file(AssetId id, Version version) {
        Optional<String> body = database.read("read the file of " + id + " " + version, connection -> {
            try (PreparedStatement query = connection.prepareStatement(
                    "select body from genaiops_version where kind = ? and name = ? and version = ?")) {
                query.setString(1, id.kind().singular());
                query.setString(2, id.name());
                query.setString(3, version.toString());
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.ofNullable(SqlText.read(row.getString(1))) : Optional.empty();
                }
            }
        });
        return body.map(text -> AssetFile.parse(id, version, AssetLayout.file(id, version), text));
    }

    @Override
    public void publish(AssetFile file, PublishedVersion entry) {
        entry.requireOf(file.asset());
        AssetId id = file.asset().id();
        database.write("publish " + id + " " + entry.version(), connection -> {
            if (!hold(connection, id)) {
                create(connection, id);
            }
            return change(connection, file, Map.of(id, asset -> asset.with(entry)));
        });
    }

    @Override
    public void move(SortedMap<AssetId, LabelMove> moves) {
        database.write("move labels of " + moves.keySet(), connection -> {
            for (AssetId id : moves.keySet()) {
                holdExisting(connection, id);
            }
            // After the rows are held: to govern a label holds them all.
            SortedSet<Label> governed = governed(connection);
            Map<AssetId, UnaryOperator<StoredAsset>> changes = new TreeMap<>();
            moves.forEach((id, move) -> changes.put(id, asset -> asset.with(move, governed)));
            return change(connection, null, changes);
        });
    }

    @Override
    public void delete(AssetId id, Version version, Removal removal) {
        database.write("delete " + id + " " + version, connection -> {
            holdExisting(connection, id);
            return change(connection, null, Map.of(id, asset -> asset.without(version, removal)));
        });
    }

    @Override
    public void govern(Label label) {
        database.write("govern label '" + label + "'", connection -> {
            if (governed(connection).contains(label)) {
                return false;
            }
            // No move that was let through before is written after this.
            holdCreation(connection);
            for (AssetId id : ids(connection, "where kind <> ?", "")) {
                hold(connection, id);
            }
            return one(connection, "insert into genaiops_governed (label) values (?)", label.toString());
        });
    }

    @Override
    public SortedSet<Label> governed() {
        return database.read("read which labels are governed", JdbcAssetStore::governed);
    }

    @Override
    public Optional<Transactions> transactions() {
        return Optional.of(database.transactions());
    }

    @Override
    public String toString() {
        return "a store in a database";
    }

    private static int change(
            Connection connection, @Nullable AssetFile file, Map<AssetId, UnaryOperator<StoredAsset>> changes)
            throws SQLException {
        SortedMap<AssetId, StoredAsset> found = AssetRows.read(connection, changes.keySet());
        List<AssetRows.Change> written = new ArrayList<>();
        changes.forEach((id, change) -> {
            StoredAsset before = found.getOrDefault(
                    id, new StoredAsset(id, new TreeMap<>(), new TreeSet<>(), new TreeMap<>(), List.of()));
            written.add(new AssetRows.Change(before, change.apply(before)));
        });
        AssetRows.write(connection, written, file);
        return written.size();
    }

    private static void holdExisting(Connection connection, AssetId id) throws SQLException {
        if (!hold(connection, id)) {
            throw new AssetNotFoundException(id + " does not exist in this database");
        }
    }

    private static boolean hold(Connection connection, AssetId id) throws SQLException {
        return one(connection, HOLD, id.kind().singular(), id.name());
    }

    /** Makes the row of an asset unless somebody else just did; one such writer at a time. */
    private static void create(Connection connection, AssetId id) throws SQLException {
        holdCreation(connection);
        if (!hold(connection, id)) {
            one(
                    connection,
                    "insert into genaiops_asset (kind, name, revision) values (?, ?, 1)",
                    id.kind().singular(),
                    id.name());
        }
    }

    private static void holdCreation(Connection connection) throws SQLException {
        one(connection, "update genaiops_schema set version = version where part = ?", "assets");
    }

    private static boolean one(Connection connection, String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate() == 1;
        }
    }

    private static SortedSet<AssetId> ids(Connection connection, String where, String kind) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select kind, name from genaiops_asset " + where)) {
            query.setString(1, kind);
            SortedSet<AssetId> ids = new TreeSet<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    ids.add(AssetRows.id(rows.getString(1), rows.getString(2)));
                }
            }
            return ids;
        }
    }

    private static SortedSet<Label> governed(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select label from genaiops_governed");
                ResultSet rows = query.executeQuery()) {
            SortedSet<Label> labels = new TreeSet<>();
            while (rows.next()) {
                labels.add(Label.of(rows.getString(1)));
            }
            return labels;
        }
    }
}
