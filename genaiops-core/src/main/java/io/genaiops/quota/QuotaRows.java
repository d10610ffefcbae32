package io.genaiops.quota;

import io.genaiops.asset.Digest;
import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** The row of one quota, key and window on one connection. */
final class QuotaRows {

    private static final BigDecimal FULL = BigDecimal.valueOf(2 * Quota.MOST_UNITS);
    private static final String ROW = " where name = ? and key_hash = ? and window_start = ?";

    private final Connection connection;

    QuotaRows(Connection connection) {
        this.connection = connection;
    }

    /** Which row a claim means. */
    record Key(Quota quota, String keyHash, Span window) {

        static Key of(Quota quota, String key, long now) {
            return new Key(quota, Digest.ofText(key).value(), quota.windows().apply(now));
        }
    }

    /** What a row says. */
    record Row(Level level, boolean softRaised) {}

    Optional<Row> find(Key key) throws SQLException {
        return find(key, "");
    }

    /** Finds a row and holds it until the transaction ends. */
    Optional<Row> hold(Key key) throws SQLException {
        return find(key, " for update");
    }

    private Optional<Row> find(Key key, String lock) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select used, spent, soft_raised from genaiops_quota" + ROW + lock)) {
            name(query, 1, key);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) {
                    return Optional.empty();
                }
                int scale = key.quota().scale();
                long used = units(row.getBigDecimal(1), scale);
                long spent = units(row.getBigDecimal(2), scale);
                return Optional.of(new Row(new Level(key.window(), used, spent), row.getBoolean(3)));
            }
        }
    }

    /** Makes a row. If another writer is first, the transaction begins anew. */
    void insert(Key key, long used, long spent, boolean softRaised) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("insert into genaiops_quota (name, key_hash,"
                + " window_start, window_end, used, spent, soft_raised) values (?, ?, ?, ?, ?, ?, ?)")) {
            name(statement, 1, key);
            statement.setLong(4, key.window().end());
            statement.setBigDecimal(5, decimal(used, key));
            statement.setBigDecimal(6, decimal(spent, key));
            statement.setBoolean(7, softRaised);
            statement.executeUpdate();
        }
    }

    /** Changes a row; returns whether it is there. */
    boolean add(Key key, long used, long spent) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update genaiops_quota set used = used + ?, spent = spent + ?" + ROW)) {
            statement.setBigDecimal(1, decimal(used, key));
            statement.setBigDecimal(2, decimal(spent, key));
            name(statement, 3, key);
            return statement.executeUpdate() > 0;
        }
    }

    /** Returns whether the use of a row is at the soft limit and was not seen there before. */
    boolean reachesSoft(Key key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "update genaiops_quota set soft_raised = true" + ROW + " and soft_raised = false and used >= ?")) {
            name(statement, 1, key);
            statement.setBigDecimal(4, decimal(key.quota().softAt(), key));
            return statement.executeUpdate() > 0;
        }
    }

    static void name(PreparedStatement statement, int from, Key key) throws SQLException {
        statement.setString(from, key.quota().name());
        statement.setString(from + 1, key.keyHash());
        statement.setLong(from + 2, key.window().start());
    }

    static BigDecimal decimal(long units, Key key) {
        return BigDecimal.valueOf(units, key.quota().scale());
    }

    private static long units(BigDecimal amount, int scale) {
        return amount.setScale(scale, RoundingMode.CEILING)
                .movePointRight(scale)
                .min(FULL)
                .longValue();
    }
}
