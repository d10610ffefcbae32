package io.genaiops.cache;

import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.Digest;
import io.genaiops.cache.key.CacheKey;
import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.database.SqlText;
import io.genaiops.database.SqlWork;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps answers in a table. After a failure the database is let alone for {@value #QUIET_SECONDS} seconds, in which nothing
 * is there and nothing is kept, and one line says so. Expired rows, and the oldest beyond the limit, go {@value #BATCH} at a
 * time, at most once a minute or as long as there are more, with the answer that is being kept.
 */
final class JdbcShelf implements Shelf {

    static final Migrations MIGRATIONS = Migrations.of(
            "responses",
            "ResponseCache.migrate(dataSource)",
            ResponseCache.class,
            List.of("migrations/1-responses.sql"));

    static final int QUIET_SECONDS = 10;
    static final int BATCH = 200;

    private static final Logger LOG = LoggerFactory.getLogger(JdbcShelf.class);
    private static final long QUIET = TimeUnit.SECONDS.toNanos(QUIET_SECONDS);
    private static final long BETWEEN_SWEEPS = TimeUnit.MINUTES.toNanos(1);
    private static final String FIND =
            "select expires_at, body_hash, body from genaiops_response" + " where key_hash = ? and format = ?";
    private static final String UPDATE = "update genaiops_response set prompt = ?, kept_at = ?, expires_at = ?,"
            + " body_hash = ?, body = ? where key_hash = ? and format = ?";
    private static final String INSERT = "insert into genaiops_response"
            + " (prompt, kept_at, expires_at, body_hash, body, key_hash, format) values (?, ?, ?, ?, ?, ?, ?)";
    private static final String SWEEP = "delete from genaiops_response where key_hash in (select key_hash from"
            + " genaiops_response where expires_at <= ? order by expires_at, key_hash limit ?) and expires_at <= ?";
    private static final String OLDEST = "delete from genaiops_response where key_hash in (select key_hash from"
            + " genaiops_response order by expires_at, key_hash limit ?)";

    private final Database database;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final long timeToLive;
    private final int maxRows;
    private final int maxBytes;
    private final AtomicLong quietUntil;
    private final AtomicLong nextSweep;
    private final LongAdder evictions = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private volatile boolean isFailing;
    private final LongAdder unreadable = new LongAdder();
    private final AtomicLong nextComplaint;

    JdbcShelf(DataSource source, ResponseCacheBuilder options) {
        this.database = Database.of(source, MIGRATIONS);
        this.clock = options.clock;
        this.nanoTime = options.nanoTime;
        this.timeToLive = options.timeToLive.toMillis();
        this.maxRows = options.maxRows;
        this.maxBytes = options.maxAnswerBytes;
        long now = nanoTime.getAsLong();
        this.quietUntil = new AtomicLong(now);
        this.nextSweep = new AtomicLong(now);
        this.nextComplaint = new AtomicLong(now);
    }

    private record Row(long expiresAt, String hash, String body) {}

    @Override
    public Optional<ChatResponse> find(CacheKey key) {
        String hash = key.digest().value();
        return safely(
                        () -> database.read("look for a kept answer", connection -> row(connection, hash)),
                        Optional.<Row>empty())
                .filter(row -> row.expiresAt() > clock.millis())
                .flatMap(this::response);
    }

    private static Optional<Row> row(Connection connection, String hash) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(FIND)) {
            query.setString(1, hash);
            query.setInt(2, ResponseJson.FORMAT);
            try (ResultSet row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Row(
                                row.getLong(1), row.getString(2), String.valueOf(SqlText.read(row.getString(3)))))
                        : Optional.empty();
            }
        }
    }

    private Optional<ChatResponse> response(Row row) {
        try {
            if (!Digest.ofText(row.body()).value().equals(row.hash())) {
                throw new IllegalArgumentException("the row is not what was written");
            }
            return Optional.of(ResponseJson.read(row.body()));
        } catch (IllegalArgumentException e) {
            unreadable.increment();
            if (isDue(nextComplaint, QUIET)) {
                LOG.warn(
                        "a kept answer cannot be read, so its model is asked again: {} ({} so far)",
                        e.getMessage(),
                        unreadable.sum());
            }
            return Optional.empty();
        }
    }

    @Override
    public boolean keep(CacheKey key, ChatResponse response) {
        String body = ResponseJson.write(response).orElse(null);
        if (body == null || body.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            return false;
        }
        Boolean done = safely(() -> database.write("keep an answer", put(key, body)), false);
        if (done && isDue(nextSweep, BETWEEN_SWEEPS)) {
            sweep();
        }
        return done;
    }

    private SqlWork<Boolean> put(CacheKey key, String body) {
        String hash = key.digest().value();
        String check = Digest.ofText(body).value();
        long now = clock.millis();
        return connection -> {
            for (String sql : List.of(UPDATE, INSERT)) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    text(statement, 1, key.prompt().orElse(null));
                    statement.setLong(2, now);
                    statement.setLong(3, Math.addExact(now, timeToLive));
                    statement.setString(4, check);
                    text(statement, 5, SqlText.written(body));
                    statement.setString(6, hash);
                    statement.setInt(7, ResponseJson.FORMAT);
                    if (statement.executeUpdate() > 0) {
                        return true;
                    }
                }
            }
            return false;
        };
    }

    private static void text(PreparedStatement statement, int place, @Nullable String text) throws SQLException {
        if (text == null) {
            statement.setNull(place, Types.VARCHAR);
        } else {
            statement.setString(place, text);
        }
    }

    private void sweep() {
        long now = clock.millis();
        int expired = safely(
                () -> database.write(
                        "remove expired answers", connection -> delete(connection, SWEEP, now, BATCH, now)),
                0);
        int over = safely(
                () -> database.write("remove the oldest answers", connection -> {
                    long above = count(connection) - maxRows;
                    return above <= 0 ? 0 : delete(connection, OLDEST, Math.min(above, BATCH));
                }),
                0);
        evictions.add((long) expired + over);
        if (expired >= BATCH || over >= BATCH) {
            nextSweep.set(nanoTime.getAsLong());
        }
    }

    private static long count(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select count(*) from genaiops_response");
                ResultSet row = query.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }

    private static int delete(Connection connection, String sql, long... numbers) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < numbers.length; i++) {
                statement.setLong(i + 1, numbers[i]);
            }
            return statement.executeUpdate();
        }
    }

    @Override
    public void forget(CacheKey key) {
        String hash = key.digest().value();
        database.write("forget a kept answer", deletion("delete from genaiops_response where key_hash = ?", hash));
    }

    @Override
    public void forgetPrompt(String name) {
        database.write(
                "forget the answers to a prompt", deletion("delete from genaiops_response where prompt = ?", name));
    }

    @Override
    public void forgetAll() {
        database.write("forget all kept answers", connection -> delete(connection, "delete from genaiops_response"));
    }

    private static SqlWork<Integer> deletion(String sql, String text) {
        return connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.setString(1, text);
                return statement.executeUpdate();
            }
        };
    }

    /** Does it unless the database is let alone; what fails is as if the table were empty. */
    private <T> T safely(Supplier<T> work, T otherwise) {
        long now = nanoTime.getAsLong();
        if (now - quietUntil.get() < 0) {
            return otherwise;
        }
        try {
            T done = work.get();
            isFailing = false;
            return done;
        } catch (RuntimeException e) {
            failures.increment();
            isFailing = true;
            if (isDue(quietUntil, QUIET)) {
                LOG.warn(
                        "the cache of answers does as if it were empty for {} seconds: {}",
                        QUIET_SECONDS,
                        e.getMessage());
            }
            return otherwise;
        }
    }

    /** Tells one of the callers that the moment has come, and sets the next one. */
    private boolean isDue(AtomicLong next, long pause) {
        long now = nanoTime.getAsLong();
        long before = next.get();
        return now - before >= 0 && next.compareAndSet(before, now + pause);
    }

    @Override
    public long evictions() {
        return evictions.sum();
    }

    @Override
    public long failures() {
        return failures.sum();
    }

    @Override
    public boolean isFailing() {
        return isFailing;
    }

    @Override
    public long unreadable() {
        return unreadable.sum();
    }

    @Override
    public OptionalLong entries() {
        return OptionalLong.empty();
    }

    @Override
    public OptionalLong bytes() {
        return OptionalLong.empty();
    }

    @Override
    public String toString() {
        return "in a database";
    }
}
