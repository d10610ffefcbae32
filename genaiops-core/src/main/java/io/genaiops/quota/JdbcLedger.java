package io.genaiops.quota;

import io.genaiops.database.Database;
import io.genaiops.database.Migrations;
import io.genaiops.quota.Grant.Closing;
import io.genaiops.quota.Outcome.Shortage;
import io.genaiops.quota.Quota.Level;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts in a database, for several processes. An admission is one transaction that holds the rows of its quotas; whoever
 * holds several takes them in the order of their names, so that nobody waits in a circle. A lease ends by the clock of the
 * process that looks: one that goes ahead frees it as much too early.
 */
final class JdbcLedger implements QuotaLedger {

    static final Migrations MIGRATIONS = Migrations.of(
            "quotas", "Budget.migrate(dataSource)", QuotaLedger.class, List.of("migrations/1-quotas.sql"));

    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long HOUR = Duration.ofHours(1).toMillis();

    private final Database database;
    private final long lease;
    private final Map<String, Long> open = new ConcurrentHashMap<>();
    private final AtomicLong nextSweep = new AtomicLong(Long.MIN_VALUE);
    private final AtomicLong nextPurge = new AtomicLong(Long.MIN_VALUE);
    private final LongAdder expired = new LongAdder();

    JdbcLedger(DataSource source, long lease) {
        this.database = Database.of(source, MIGRATIONS);
        this.lease = lease;
    }

    @Override
    public Outcome admit(Claim[] claims, long now) {
        sweepWhenDue(now);
        Outcome outcome = tryAdmit(claims, now);
        return outcome instanceof Shortage && sweep(now) > 0 ? tryAdmit(claims, now) : outcome;
    }

    private Outcome tryAdmit(Claim[] claims, long now) {
        List<QuotaRows.Key> keys = keys(claims, now);
        String id = UUID.randomUUID().toString();
        Outcome outcome = database.write("reserve a share of a budget", connection -> {
            QuotaRows rows = new QuotaRows(connection);
            List<Optional<QuotaRows.Row>> found = hold(rows, keys);
            List<Level> levels = levels(keys, found);
            for (int i = 0; i < claims.length; i++) {
                if (levels.get(i).used() + claims[i].units() > claims[i].most()) {
                    return new Shortage(levels, -1);
                }
            }
            long softRaised = 0;
            for (int i : inOrder(keys)) {
                softRaised |= add(rows, keys.get(i), claims[i].units(), found.get(i)) ? 1L << i : 0;
            }
            new LeaseRows(connection).insert(id, keys, claims, now + lease);
            return new JdbcGrant(this, id, keys, claims, softRaised);
        });
        if (outcome instanceof Grant) {
            open.put(id, now + lease);
        }
        return outcome;
    }

    private static List<QuotaRows.Key> keys(Claim[] claims, long now) {
        List<QuotaRows.Key> keys = new ArrayList<>(claims.length);
        for (Claim claim : claims) {
            keys.add(QuotaRows.Key.of(claim.quota(), claim.key(), now));
        }
        return keys;
    }

    private static List<Optional<QuotaRows.Row>> hold(QuotaRows rows, List<QuotaRows.Key> keys) throws SQLException {
        List<Optional<QuotaRows.Row>> found = new ArrayList<>();
        keys.forEach(key -> found.add(Optional.empty()));
        for (int i : inOrder(keys)) {
            found.set(i, rows.hold(keys.get(i)));
        }
        return found;
    }

    private static List<Level> levels(List<QuotaRows.Key> keys, List<Optional<QuotaRows.Row>> found) {
        return IntStream.range(0, keys.size())
                .mapToObj(i -> found.get(i)
                        .map(QuotaRows.Row::level)
                        .orElseGet(() -> new Level(keys.get(i).window(), 0, 0)))
                .toList();
    }

    /** Adds to a row that is held, or makes it; returns whether it comes to its soft limit by that. */
    private static boolean add(QuotaRows rows, QuotaRows.Key key, long units, Optional<QuotaRows.Row> found)
            throws SQLException {
        if (found.isEmpty()) {
            boolean soft = units >= key.quota().softAt();
            rows.insert(key, units, 0, soft);
            return soft;
        }
        rows.add(key, units, 0);
        return !found.get().softRaised()
                && found.get().level().used() + units >= key.quota().softAt()
                && rows.reachesSoft(key);
    }

    /** Everybody who holds several rows takes them in this order. */
    private static List<Integer> inOrder(List<QuotaRows.Key> keys) {
        return IntStream.range(0, keys.size())
                .boxed()
                .sorted(Comparator.comparing(i -> keys.get(i).quota().name()))
                .toList();
    }

    Closing close(JdbcGrant grant, long @Nullable [] actual) {
        Closing closing = database.write("settle a share of a budget", connection -> {
            LeaseRows leases = new LeaseRows(connection);
            boolean held = leases.end(grant.id());
            if (!leases.delete(grant.id())) {
                return Closing.AGAIN;
            }
            QuotaRows rows = new QuotaRows(connection);
            long softRaised = 0;
            for (int i : inOrder(grant.keys())) {
                QuotaRows.Key key = grant.keys().get(i);
                long spent = actual == null ? 0 : Math.max(0, Math.min(Quota.MOST_UNITS, actual[i]));
                long change = spent - (held ? grant.claim(i).units() : 0);
                if (rows.add(key, change, spent) && change > 0) {
                    softRaised |= rows.reachesSoft(key) ? 1L << i : 0;
                }
            }
            return Closing.of(!held, softRaised);
        });
        open.remove(grant.id());
        return closing;
    }

    @Override
    public long charge(Claim[] claims, long now) {
        List<QuotaRows.Key> keys = keys(claims, now);
        return database.write("charge a budget", connection -> {
            QuotaRows rows = new QuotaRows(connection);
            long softRaised = 0;
            for (int i : inOrder(keys)) {
                if (!rows.add(keys.get(i), claims[i].units(), claims[i].units())) {
                    rows.insert(keys.get(i), claims[i].units(), claims[i].units(), false);
                }
                softRaised |= rows.reachesSoft(keys.get(i)) ? 1L << i : 0;
            }
            return softRaised;
        });
    }

    @Override
    public Level level(Quota quota, String key, long now) {
        sweep(now);
        return level(QuotaRows.Key.of(quota, key, now));
    }

    Level level(QuotaRows.Key key) {
        return database.read(
                "read a budget",
                connection -> new QuotaRows(connection)
                        .find(key)
                        .map(QuotaRows.Row::level)
                        .orElseGet(() -> new Level(key.window(), 0, 0)));
    }

    @Override
    public long sweep(long now) {
        long freed = 0;
        for (String id : database.read("find leases that ended", connection -> new LeaseRows(connection).ended(now))) {
            freed += database.write("end a lease", connection -> end(new LeaseRows(connection), id)) ? 1 : 0;
            open.remove(id);
        }
        expired.add(freed);
        return freed;
    }

    private static boolean end(LeaseRows leases, String id) throws SQLException {
        boolean ends = leases.end(id);
        if (ends) {
            leases.giveBack(id);
        }
        return ends;
    }

    private void sweepWhenDue(long now) {
        if (isDue(nextSweep, now, Math.max(1, lease / 16))) {
            sweep(now);
        }
        if (isDue(nextPurge, now, HOUR)) {
            database.write("delete what ended a day ago", connection -> {
                new LeaseRows(connection).purge(now - DAY - lease);
                return now;
            });
        }
    }

    private static boolean isDue(AtomicLong next, long now, long pause) {
        long due = next.get();
        return now >= due && next.compareAndSet(due, now + pause);
    }

    @Override
    public long expired() {
        return expired.sum();
    }

    @Override
    public long keys(long now) {
        return 0;
    }

    @Override
    public long open(long now) {
        open.values().removeIf(expires -> expires <= now);
        return open.size();
    }
}
