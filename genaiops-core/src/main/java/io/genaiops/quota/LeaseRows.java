package io.genaiops.quota;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The leases in a database, on one connection. */
final class LeaseRows {

    private static final int MOST_AT_ONCE = 200;

    private final Connection connection;

    LeaseRows(Connection connection) {
        this.connection = connection;
    }

    void insert(String id, List<QuotaRows.Key> keys, Claim[] claims, long expires) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into genaiops_quota_lease (id, name,"
                + " key_hash, window_start, estimate, expires_at, ended) values (?, ?, ?, ?, ?, ?, false)")) {
            for (int i = 0; i < claims.length; i++) {
                statement.setString(1, id);
                QuotaRows.name(statement, 2, keys.get(i));
                statement.setBigDecimal(5, QuotaRows.decimal(claims[i].units(), keys.get(i)));
                statement.setLong(6, expires);
                statement.executeUpdate();
            }
        }
    }

    /** Ends a lease; returns whether it had not ended before. */
    boolean end(String id) throws SQLException {
        return update("update genaiops_quota_lease set ended = true where id = ? and ended = false", id);
    }

    /** Forgets a lease; returns whether it was there. */
    boolean delete(String id) throws SQLException {
        return update("delete from genaiops_quota_lease where id = ?", id);
    }

    List<String> ended(long now) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select distinct id from genaiops_quota_lease"
                + " where ended = false and expires_at <= ? fetch first " + MOST_AT_ONCE + " rows only")) {
            query.setLong(1, now);
            List<String> ids = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    ids.add(row.getString(1));
                }
            }
            return ids;
        }
    }

    /** Gives back what an ended lease held, in the order of the names, as everybody who holds several rows does. */
    void giveBack(String id) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(
                        "select name, key_hash, window_start, estimate from" + " genaiops_quota_lease where id = ?");
                PreparedStatement update = connection.prepareStatement("update genaiops_quota set used = used - ?"
                        + " where name = ? and key_hash = ? and window_start = ?")) {
            query.setString(1, id);
            List<Held> held = new ArrayList<>();
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) {
                    held.add(new Held(row.getString(1), row.getString(2), row.getLong(3), row.getBigDecimal(4)));
                }
            }
            held.sort((one, other) -> one.name().compareTo(other.name()));
            for (Held one : held) {
                update.setBigDecimal(1, one.estimate());
                update.setString(2, one.name());
                update.setString(3, one.keyHash());
                update.setLong(4, one.windowStart());
                update.executeUpdate();
            }
        }
    }

    private record Held(String name, String keyHash, long windowStart, BigDecimal estimate) {}

    /** Deletes what ended before a moment: leases, and windows. */
    void purge(long before) throws SQLException {
        for (String sql : List.of(
                "delete from genaiops_quota_lease where ended = true and expires_at < ?",
                "delete from genaiops_quota where window_end < ?")) {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setLong(1, before);
                statement.executeUpdate();
            }
        }
    }

    private boolean update(String sql, String id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, id);
            return statement.executeUpdate() > 0;
        }
    }
}
