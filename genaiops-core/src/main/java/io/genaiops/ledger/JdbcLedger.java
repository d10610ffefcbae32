package io.genaiops.ledger;

import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.database.Transactions;
import io.genaiops.disk.GroupCommit;
import io.genaiops.ledger.EntryLine.Head;
import io.genaiops.ledger.EntryLine.Text;
import io.genaiops.pseudonym.Pseudonym;
import io.genaiops.signature.Checkpoint;
import io.genaiops.signature.SigningKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a database, whose entries can be written in a transaction of the caller: then what was done and the entry that
 * says so are both there or neither. Who appends holds one row until the transaction ends, so that appends come one after
 * another; threads that append in no transaction of their own share one. Thread-safe.
 *
 * @since 0.1
 */
public final class JdbcLedger implements Ledger {

    static final Migrations MIGRATIONS =
            Migrations.of("ledger", "Ledger.migrate(dataSource)", Ledger.class, List.of("migrations/1-ledger.sql"));

    private static final String TABLE = "genaiops_ledger_entry";
    private static final int PAGE = 500;
    private static final int LARGEST_GROUP = 256;

    /**
     * One line of the table.
     *
     * @param sequence what the table says that its number is
     */
    private record Row(long sequence, String text) {

        byte[] line() {
            return text.getBytes(StandardCharsets.UTF_8);
        }
    }

    private final Database database;
    private final LedgerSettings settings;
    private final GroupCommit<Text, LedgerEntry> commit = new GroupCommit<>(LARGEST_GROUP, this::write);
    private volatile Optional<SigningKey> key;

    JdbcLedger(DataSource source, LedgerSettings settings) {
        this.database = Database.of(source, MIGRATIONS);
        this.settings = Objects.requireNonNull(settings, "settings");
        this.key = settings.key();
    }

    @Override
    public LedgerEntry append(LedgerDraft draft) {
        Text text = LedgerLines.checked(settings, draft);
        return database.transactions().isOpen() ? write(() -> List.of(text)).get(0) : commit.write(text);
    }

    /** In a transaction that this thread has open nobody else's entry is written, nor this one in that of another thread. */
    private List<LedgerEntry> write(Supplier<List<Text>> texts) {
        return database.write("write to the ledger", connection -> {
            LedgerLines lines = lines(connection);
            return write(connection, lines, texts.get());
        });
    }

    /**
     * Writes an entry in the transaction of the connection: it is there when that is committed, and not if it is rolled back.
     * Other appends wait until then, so append last. The caller commits, and forces where the database needs it.
     *
     * @throws SQLException if the database fails; the transaction is then to be rolled back, and may be tried again as a whole
     * @throws IllegalStateException if the connection commits after each statement
     */
    public LedgerEntry append(Connection connection, LedgerDraft draft) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the connection must have a transaction; found: it commits after each statement."
                            + " Call setAutoCommit(false), or append(draft)");
        }
        Text text = LedgerLines.checked(settings, draft);
        return write(connection, lines(connection), List.of(text)).get(0);
    }

    private static List<LedgerEntry> write(Connection connection, LedgerLines lines, List<Text> texts)
            throws SQLException {
        List<LedgerEntry> entries =
                texts.stream().map(text -> lines.add(text).entry()).toList();
        lines.addCheckpointIfDue();
        write(connection, lines);
        return entries;
    }

    /** Holds the row, and returns what follows. */
    private LedgerLines lines(Connection connection) throws SQLException {
        String mine = key.map(SigningKey::id).orElse("");
        try (Statement statement = connection.createStatement()) {
            if (statement.executeUpdate("update genaiops_ledger set sequence = sequence where place = 1") == 0) {
                LedgerLines lines = new LedgerLines(settings, key, Head.ofNew());
                lines.begin(mine);
                run(
                        connection,
                        "insert into genaiops_ledger (place, ledger, key_id, sequence, hash) values (1, ?, '', 0, '')",
                        lines.head().ledger());
                return lines;
            }
        }
        LedgerLines lines = new LedgerLines(settings, key, head(connection).orElseThrow());
        if (lines.head().key().isEmpty() && key.isPresent()) {
            lines.announce(key.get());
            lines.begin(mine);
        }
        return lines;
    }

    private static Optional<Head> head(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "select ledger, key_id, sequence, hash from genaiops_ledger where place = 1")) {
            return row.next()
                    ? Optional.of(new Head(row.getString(1), row.getString(2), row.getLong(3), row.getString(4)))
                    : Optional.empty();
        }
    }

    private static void write(Connection connection, LedgerLines lines) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert into genaiops_ledger_entry (sequence, line) values (?, ?)")) {
            for (EntryLine line : lines.lines()) {
                insert.setLong(1, line.sequence());
                insert.setString(2, line.entry().line());
                insert.addBatch();
            }
            insert.executeBatch();
        }
        Head head = lines.head();
        run(
                connection,
                "update genaiops_ledger set key_id = ?, sequence = ?, hash = ? where place = 1",
                head.key(),
                head.sequence(),
                head.hash());
    }

    private static int run(Connection connection, String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public Checkpoint checkpoint() {
        return database.write("sign the ledger", connection -> {
            LedgerLines lines = lines(connection);
            Checkpoint checkpoint = lines.head().key().isEmpty() ? lines.sign(lines.head()) : lines.addCheckpoint();
            write(connection, lines);
            return checkpoint;
        });
    }

    @Override
    public void rotate(SigningKey next) {
        if (database.transactions().isOpen()) {
            throw new IllegalStateException(
                    "a key is changed by itself, since the new one signs from then on; found: this"
                            + " thread has a transaction open. Call rotate outside of it");
        }
        database.write("change the key of the ledger", connection -> {
            LedgerLines lines = lines(connection);
            if (!lines.head().key().equals(next.id())) {
                lines.announce(next);
                lines.begin(next.id());
            }
            write(connection, lines);
            return lines.head();
        });
        key = Optional.of(next);
    }

    @Override
    public LedgerEntry drop(long through, Pseudonym by, String why) {
        LineChain chain = LedgerLines.chain(settings, through);
        Verification verification = verify(chain);
        return database.write("drop entries of the ledger", connection -> {
            LedgerLines lines = lines(connection);
            Head dropped = LedgerLines.requireDroppable(verification, lines.head(), through, chain.watchedHash());
            LedgerEntry entry = lines.addRetention(verification.first(), lines.sign(dropped), by, why);
            write(connection, lines);
            run(connection, "delete from genaiops_ledger_entry where sequence <= ?", through);
            return entry;
        });
    }

    @Override
    public Verification verify(String... anchors) {
        return verify(LedgerLines.chain(settings, 0, anchors));
    }

    private Verification verify(LineChain chain) {
        Optional<Head> head = database.read("read where the ledger ends", JdbcLedger::head);
        Rows rows = new Rows(1);
        long number = 0;
        for (Row row = rows.next(); row != null && !chain.isBroken(); row = rows.next()) {
            number++;
            byte[] line = row.line();
            boolean whole = chain.accept(TABLE, number, line, 0, line.length);
            if (whole && row.sequence() != chain.expected() - 1) {
                chain.broken(
                        TABLE,
                        number,
                        "its number in the table is " + row.sequence() + ", and in its line it is "
                                + (chain.expected() - 1));
            }
        }
        long last = Math.max(0, chain.expected() - 1);
        if (!chain.isBroken() && head.isPresent() && last < head.get().sequence()) {
            chain.broken(
                    TABLE,
                    0,
                    "the table ends with entry " + last + ", and genaiops_ledger says that it ends with "
                            + head.get().sequence() + ": the end was deleted");
        }
        if (!chain.isBroken() && head.isEmpty() && last > 0) {
            chain.broken("genaiops_ledger", 0, "the row that says where the ledger ends is missing");
        }
        return chain.end(TABLE);
    }

    @Override
    public Stream<LedgerEntry> entries(LedgerQuery query) {
        return LedgerLines.stream(new Rows(query.first()).entries(), query);
    }

    @Override
    public long export(OutputStream target) {
        Rows rows = new Rows(1);
        long count = 0;
        try {
            for (Row row = rows.next(); row != null; row = rows.next()) {
                target.write(row.line());
                target.write('\n');
                count++;
            }
        } catch (IOException e) {
            throw LedgerLines.failed("export the ledger", e);
        }
        return count;
    }

    @Override
    public Optional<Transactions> transactions() {
        return Optional.of(database.transactions());
    }

    /** Nothing is held: the host closes the data source. */
    @Override
    public void close() {}

    @Override
    public String toString() {
        return "ledger in a database";
    }

    /** Goes through the table a page at a time, and holds no connection in between. */
    private final class Rows {

        private final Queue<Row> page = new ArrayDeque<>();
        private long from;
        private boolean atEnd;

        Rows(long from) {
            this.from = from;
        }

        @Nullable
        Row next() {
            if (page.isEmpty() && !atEnd) {
                List<Row> read = database.read("read the ledger", this::page);
                atEnd = read.size() < PAGE;
                page.addAll(read);
                from = read.isEmpty() ? from : read.get(read.size() - 1).sequence() + 1;
            }
            return page.poll();
        }

        private List<Row> page(Connection connection) throws SQLException {
            try (PreparedStatement query =
                    connection.prepareStatement("select sequence, line from genaiops_ledger_entry"
                            + " where sequence >= ? order by sequence fetch first " + PAGE + " rows only")) {
                query.setLong(1, from);
                try (ResultSet rows = query.executeQuery()) {
                    List<Row> read = new ArrayList<>();
                    while (rows.next()) {
                        read.add(new Row(rows.getLong(1), rows.getString(2)));
                    }
                    return read;
                }
            }
        }

        LedgerLines.Source entries() {
            return new LedgerLines.Source() {

                @Override
                public @Nullable LedgerEntry next() {
                    Row row = Rows.this.next();
                    return row == null ? null : LedgerLines.entry(TABLE, row.sequence(), row.line());
                }

                @Override
                public void close() {
                    page.clear();
                    atEnd = true;
                }
            };
        }
    }
}
