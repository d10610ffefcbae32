package io.genaiops.quota;

import io.genaiops.quota.Quota.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A grant whose lease lies in a database, which decides who closes it. */
final class JdbcGrant implements Grant {

    private final JdbcLedger ledger;
    private final String id;
    private final List<QuotaRows.Key> keys;
    private final Claim[] claims;
    private final long softRaised;
    private volatile boolean closed;

    JdbcGrant(JdbcLedger ledger, String id, List<QuotaRows.Key> keys, Claim[] claims, long softRaised) {
        this.ledger = ledger;
        this.id = id;
        this.keys = List.copyOf(keys);
        this.claims = claims.clone();
        this.softRaised = softRaised;
    }

    @Override
    public long softRaised() {
        return softRaised;
    }

    @Override
    public Level level(int claim) {
        return ledger.level(keys.get(claim));
    }

    @Override
    public Closing settle(long[] actual) {
        return close(actual);
    }

    @Override
    public Closing release() {
        return close(null);
    }

    private Closing close(long @Nullable [] actual) {
        if (closed) {
            return Closing.AGAIN;
        }
        Closing closing = ledger.close(this, actual);
        closed = true;
        return closing;
    }

    String id() {
        return id;
    }

    List<QuotaRows.Key> keys() {
        return keys;
    }

    Claim claim(int place) {
        return claims[place];
    }
}
