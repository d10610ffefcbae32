package io.genaiops.database;

import io.genaiops.GenAiOpsException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import javax.sql.DataSource;

/**
 * The SQL files that bring the tables of one part of genaiops to a version, one file a version. Each is plain SQL for
 * PostgreSQL and H2 alike that may run twice, and its last statement notes the version in {@code genaiops_schema}; so a host
 * may run them with a tool of its own instead. Immutable.
 *
 * @since 0.1
 */
public final class Migrations {

    /** Any number that nobody else takes; the digits are those of the letters "genaiops" on a telephone. */
    private static final long ADVISORY_LOCK = 43_624_677L;

    /** GENERAL_ERROR_1 of org.h2.api.ErrorCode: something inside H2 failed. */
    private static final int H2_GENERAL_ERROR = 50_000;

    private final String part;
    private final String howTo;
    private final Class<?> home;
    private final List<String> files;

    private Migrations(String part, String howTo, Class<?> home, List<String> files) {
        this.part = Objects.requireNonNull(part, "part");
        this.howTo = Objects.requireNonNull(howTo, "howTo");
        this.home = Objects.requireNonNull(home, "home");
        this.files = List.copyOf(files);
    }

    /**
     * Returns the migrations of a part.
     *
     * @param part the name of the part in {@code genaiops_schema}
     * @param howTo the call that runs them, for messages
     * @param home the class beside which the files are
     * @param files the files, first version first
     */
    public static Migrations of(String part, String howTo, Class<?> home, List<String> files) {
        return new Migrations(part, howTo, home, files);
    }

    /**
     * Runs the files whose version is not there yet. Several processes may do so at once.
     *
     * @throws GenAiOpsException if the database fails, is neither PostgreSQL nor H2, or has a newer version
     */
    public void apply(DataSource source) {
        Database.unchecked(source, this).write("migrate the tables for " + part, connection -> {
            if (!Attempts.isH2(connection)) {
                run(connection, "select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
            }
            try {
                migrate(connection);
            } catch (SQLException e) {
                throw isHalfway(connection, e) ? new SQLException(e.getMessage(), SqlFailure.TRY_AGAIN, e) : e;
            }
            return files.size();
        });
    }

    private void migrate(Connection connection) throws SQLException {
        for (int version = found(connection).orElse(0); version < files.size(); version++) {
            for (String statement : statements(files.get(version))) {
                run(connection, statement);
            }
        }
        require(connection);
    }

    /**
     * H2 commits each change of a table, so others who migrate are seen halfway: a table or column is not there, or H2 fails
     * on its own half-made entry.
     */
    private static boolean isHalfway(Connection connection, SQLException e) throws SQLException {
        return Attempts.isH2(connection)
                && (String.valueOf(e.getSQLState()).startsWith("42S") || e.getErrorCode() == H2_GENERAL_ERROR);
    }

    /** Requires that the tables are there in the version of these files, and that reads see committed rows alone. */
    void require(Connection connection) throws SQLException {
        if (connection.getTransactionIsolation() < Connection.TRANSACTION_READ_COMMITTED) {
            throw new GenAiOpsException(
                    "the connections of the data source must have the isolation level READ COMMITTED or"
                            + " a stricter one; found: " + connection.getTransactionIsolation());
        }
        int version = found(connection)
                .orElseThrow(() -> new GenAiOpsException("the database has no tables for " + part
                        + " where the data source looks for them; " + wayOut()));
        if (version < files.size()) {
            throw new GenAiOpsException("the tables for " + part + " have version " + version + ", expected "
                    + files.size() + "; " + wayOut());
        }
        if (version > files.size()) {
            throw new GenAiOpsException("the tables for " + part + " have version " + version + ", expected "
                    + files.size() + ": a newer genaiops migrated them; take that one here too");
        }
    }

    private String wayOut() {
        return "call " + howTo + ", or run " + String.join(", ", paths()) + " with a tool of yours";
    }

    private List<String> paths() {
        String folder = home.getPackageName().replace('.', '/');
        return files.stream().map(file -> folder + "/" + file).toList();
    }

    private OptionalInt found(Connection connection) throws SQLException {
        if (!exists(connection)) {
            return OptionalInt.empty();
        }
        try (PreparedStatement query =
                connection.prepareStatement("select version from genaiops_schema where part = ?")) {
            query.setString(1, part);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? OptionalInt.of(row.getInt(1)) : OptionalInt.empty();
            }
        }
    }

    /** Asks without failing: a statement that fails ends the transaction on PostgreSQL. */
    private static boolean exists(Connection connection) throws SQLException {
        String query = Attempts.isH2(connection)
                ? "select count(*) from information_schema.tables where table_schema = current_schema and"
                        + " lower(table_name) = 'genaiops_schema'"
                : "select count(*) from (select to_regclass('genaiops_schema') as found) as named where found is not null";
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() && row.getInt(1) > 0;
        }
    }

    /** Splits a file where a line ends with a semicolon; lines that begin with two dashes are comments. */
    private List<String> statements(String file) {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : text(file).lines().toList()) {
            if (!line.startsWith("--")) {
                statement.append(line).append('\n');
            }
            if (line.endsWith(";")) {
                statements.add(statement.toString());
                statement.setLength(0);
            }
        }
        return statements;
    }

    private String text(String file) {
        try (InputStream stream = home.getResourceAsStream(file)) {
            if (stream == null) {
                throw new GenAiOpsException("the class path lacks " + file + " beside " + home.getName()
                        + "; pack resources with the classes");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new GenAiOpsException("cannot read " + file + " beside " + home.getName() + ": " + e, e);
        }
    }

    private static void run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
