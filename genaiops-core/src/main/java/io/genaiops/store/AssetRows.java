package io.genaiops.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.genaiops.InvalidAssetException;
import io.genaiops.asset.AssetId;
import io.genaiops.asset.AssetKind;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Label;
import io.genaiops.asset.Version;
import io.genaiops.catalog.Authority;
import io.genaiops.catalog.LabelMove;
import io.genaiops.catalog.LabelState;
import io.genaiops.catalog.PublishedVersion;
import io.genaiops.catalog.Removal;
import io.genaiops.catalog.StoredAsset;
import io.genaiops.database.SqlText;
import io.genaiops.format.AssetFile;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads assets from their rows, and writes what a change makes different. */
final class AssetRows {

    /** An asset before and after. */
    record Change(StoredAsset before, StoredAsset after) {}

    /** What one asset's rows hold. */
    private record Parts(
            SortedMap<Version, PublishedVersion> published,
            SortedMap<Label, LabelState> labels,
            List<LabelMove> history) {

        Parts() {
            this(new TreeMap<>(), new TreeMap<>(), new ArrayList<>());
        }
    }

    private static final String OF_THESE = "where kind = any (?) and name = any (?)";

    /** One statement, because all that a statement sees is of one moment. */
    private static final String READ = """
            select 1, kind, name, 0, version, source, resolved, locked, published_at, published_by,
              removed_why, removed_at, removed_by, false
            from genaiops_version %1$s
            union all
            select 2, kind, name, 0, version, label, null, null, null, null, null, null, null, frozen
            from genaiops_label %1$s
            union all
            select 3, kind, name, place, moved_from, label, moved_to, authority, moved_at, moved_by, why, null, null, freezes
            from genaiops_move %1$s
            order by 1, 4
            """.formatted(OF_THESE);

    private static final ObjectMapper JSON = new ObjectMapper();

    private AssetRows() {}

    static AssetId id(String kind, String name) {
        AssetKind known = AssetKind.find(kind)
                .orElseThrow(() -> new InvalidAssetException("the database has an asset '" + name + "' of kind '" + kind
                        + "', which this version does not know; take a newer genaiops, or delete the row"));
        return new AssetId(known, name);
    }

    /** Reads all of several assets in one statement. */
    static SortedMap<AssetId, StoredAsset> read(Connection connection, Collection<AssetId> ids) throws SQLException {
        if (ids.isEmpty()) {
            return new TreeMap<>();
        }
        SortedMap<AssetId, Parts> parts = new TreeMap<>();
        Array kinds = connection.createArrayOf(
                "varchar",
                ids.stream().map(id -> id.kind().singular()).distinct().toArray());
        Array names = connection.createArrayOf(
                "varchar", ids.stream().map(AssetId::name).distinct().toArray());
        try (PreparedStatement query = connection.prepareStatement(READ)) {
            for (int i = 1; i < 7; i += 2) {
                query.setArray(i, kinds);
                query.setArray(i + 1, names);
            }
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    AssetId id = id(rows.getString(2), rows.getString(3));
                    add(id, rows, parts.computeIfAbsent(id, key -> new Parts()));
                }
            }
        } finally {
            kinds.free();
            names.free();
        }
        parts.keySet().retainAll(new TreeSet<>(ids));
        SortedMap<AssetId, StoredAsset> assets = new TreeMap<>();
        parts.forEach((id, part) ->
                assets.put(id, new StoredAsset(id, part.published(), new TreeSet<>(), part.labels(), part.history())));
        return assets;
    }

    private static void add(AssetId id, ResultSet row, Parts parts) throws SQLException {
        try {
            switch (row.getInt(1)) {
                case 1 -> {
                    PublishedVersion entry = published(row);
                    parts.published().put(entry.version(), entry);
                }
                case 2 ->
                    parts.labels()
                            .put(
                                    Label.of(row.getString(6)),
                                    new LabelState(Version.parse(row.getString(5)), row.getBoolean(14)));
                default -> parts.history().add(move(row));
            }
        } catch (IllegalArgumentException | DateTimeException | JsonProcessingException e) {
            throw new InvalidAssetException(
                    "the database has a row of " + id + " that was edited: " + e.getMessage() + "; restore it", e);
        }
    }

    private static PublishedVersion published(ResultSet row) throws SQLException, JsonProcessingException {
        SortedMap<String, Digest> lock = new TreeMap<>();
        for (var reference : JSON.readTree(row.getString(8)).properties()) {
            lock.put(reference.getKey(), Digest.parse(reference.getValue().asText()));
        }
        Digest source = Digest.parse(row.getString(6));
        Digest resolved = Digest.parse(row.getString(7));
        Digest expected = Digest.resolved(source, lock);
        if (!resolved.equals(expected)) {
            throw new IllegalArgumentException(
                    "expected the resolved digest " + expected + " of source and lock, found " + resolved);
        }
        String removed = row.getString(12);
        return new PublishedVersion(
                Version.parse(row.getString(5)),
                source,
                resolved,
                lock,
                Instant.parse(row.getString(9)),
                text(row, 10),
                removed == null ? null : new Removal(Instant.parse(removed), text(row, 13), text(row, 11)));
    }

    private static LabelMove move(ResultSet row) throws SQLException {
        return new LabelMove(
                Label.of(row.getString(6)),
                version(row.getString(5)),
                version(row.getString(7)),
                Instant.parse(row.getString(9)),
                text(row, 10),
                text(row, 11),
                authority(row),
                row.getBoolean(14));
    }

    private static @Nullable Authority authority(ResultSet row) throws SQLException {
        String text = SqlText.read(row.getString(8));
        return text == null ? null : Authority.recorded(text);
    }

    private static @Nullable Version version(@Nullable String text) {
        return text == null ? null : Version.parse(text);
    }

    private static String text(ResultSet row, int column) throws SQLException {
        String text = SqlText.read(row.getString(column));
        if (text == null) {
            throw new IllegalArgumentException("expected a text in column " + column + ", found null");
        }
        return text;
    }

    /** Writes what the changes make different. The rows of their assets are held. */
    static void write(Connection connection, List<Change> changes, @Nullable AssetFile file) throws SQLException {
        List<@Nullable Object[]> published = new ArrayList<>();
        List<@Nullable Object[]> removed = new ArrayList<>();
        List<@Nullable Object[]> left = new ArrayList<>();
        List<@Nullable Object[]> reached = new ArrayList<>();
        List<@Nullable Object[]> moved = new ArrayList<>();
        for (Change change : changes) {
            AssetId id = change.before().id();
            changed(change.before().published(), change.after().published()).forEach((version, entry) -> {
                if (change.before().published().containsKey(version)) {
                    removed.add(removal(id, entry));
                } else {
                    published.add(entry(id, entry, Objects.requireNonNull(file, "file")));
                }
            });
            changed(change.after().labels(), change.before().labels())
                    .forEach((label, state) -> left.add(row(id, label)));
            changed(change.before().labels(), change.after().labels())
                    .forEach((label, state) -> reached.add(row(id, label, state.version(), state.frozen())));
            List<LabelMove> history = change.after().history();
            for (int place = change.before().history().size(); place < history.size(); place++) {
                moved.add(move(id, place, history.get(place)));
            }
        }
        run(
                connection,
                "insert into genaiops_version (kind, name, version, source, resolved, locked, published_at,"
                        + " published_by, body) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                published);
        run(
                connection,
                "update genaiops_version set removed_at = ?, removed_by = ?, removed_why = ?"
                        + " where kind = ? and name = ? and version = ?",
                removed);
        run(connection, "delete from genaiops_label where kind = ? and name = ? and label = ?", left);
        run(
                connection,
                "insert into genaiops_label (kind, name, label, version, frozen) values (?, ?, ?, ?, ?)",
                reached);
        run(
                connection,
                "insert into genaiops_move (kind, name, place, label, moved_from, moved_to, moved_at, moved_by, why,"
                        + " authority, freezes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                moved);
    }

    /** Returns the entries of the later map that the earlier one has not. */
    private static <K, V> SortedMap<K, V> changed(SortedMap<K, V> earlier, SortedMap<K, V> later) {
        SortedMap<K, V> changed = new TreeMap<>(later);
        changed.entrySet().removeAll(earlier.entrySet());
        return changed;
    }

    private static @Nullable Object[] entry(AssetId id, PublishedVersion entry, AssetFile file) {
        ObjectNode lock = JsonNodeFactory.instance.objectNode();
        entry.lock().forEach((reference, digest) -> lock.put(reference, digest.value()));
        return row(id, entry.version(), entry.source(), entry.resolved(), lock, entry.at(), entry.by(), file.text());
    }

    private static @Nullable Object[] removal(AssetId id, PublishedVersion entry) {
        Removal removal = Objects.requireNonNull(entry.removal(), "removal");
        return new @Nullable Object[] {
            removal.at().toString(),
            SqlText.written(removal.by()),
            SqlText.written(removal.why()),
            id.kind().singular(),
            id.name(),
            entry.version().toString()
        };
    }

    private static @Nullable Object[] move(AssetId id, int place, LabelMove move) {
        return row(
                id,
                place,
                move.label(),
                move.from(),
                move.to(),
                move.at(),
                move.by(),
                move.why(),
                move.authority() == null ? null : move.authority().text(),
                move.freezes());
    }

    private static @Nullable Object[] row(AssetId id, @Nullable Object... values) {
        @Nullable Object[] row = new @Nullable Object[values.length + 2];
        row[0] = id.kind().singular();
        row[1] = id.name();
        for (int i = 0; i < values.length; i++) {
            Object value = values[i];
            row[i + 2] = value == null || value instanceof Boolean || value instanceof Integer
                    ? value
                    : SqlText.written(value.toString());
        }
        return row;
    }

    private static void run(Connection connection, String sql, List<@Nullable Object[]> rows) throws SQLException {
        for (@Nullable Object[] row : rows) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                for (int i = 0; i < row.length; i++) {
                    statement.setObject(i + 1, row[i]);
                }
                statement.executeUpdate();
            }
        }
    }
}
