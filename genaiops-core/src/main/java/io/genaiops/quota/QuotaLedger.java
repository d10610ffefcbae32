package io.genaiops.quota;

import io.genaiops.GenAiOpsException;
import io.genaiops.quota.Quota.Level;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * Counts what is used of quotas. Thread-safe.
 *
 * @since 0.1
 */
public sealed interface QuotaLedger permits MemoryLedger, JdbcLedger {

    /**
     * Returns a ledger in memory.
     *
     * @param quotas the quotas, each at the place that its index says
     * @param lease how long a grant that nobody closes is held
     * @param mostKeys the keys that each quota may have in a window; a claim of one more is not granted
     */
    static QuotaLedger memory(List<Quota> quotas, Duration lease, int mostKeys) {
        return new MemoryLedger(quotas, lease.toMillis(), mostKeys);
    }

    /** Returns a ledger in the tables that {@link #migrate} made, for processes that share them. */
    static QuotaLedger jdbc(DataSource dataSource, Duration lease) {
        return new JdbcLedger(dataSource, lease.toMillis());
    }

    /**
     * Makes the tables of {@link #jdbc} or brings them to this version; several processes may do so at once.
     *
     * @throws GenAiOpsException if the database fails, is another product, or was migrated by a newer genaiops
     */
    static void migrate(DataSource dataSource) {
        JdbcLedger.MIGRATIONS.apply(dataSource);
    }

    /**
     * Grants all claims or none, in one step. What expired leases hold does not count.
     *
     * @param claims at least one, at most 64, in the order of their quotas and at most one of each
     * @param now milliseconds since 1970
     * @throws GenAiOpsException if the database fails; nothing is granted then
     */
    Outcome admit(Claim[] claims, long now);

    /**
     * Charges units without a grant, for a call that nobody could ask for.
     *
     * @return a bit for each claim by which the quota came to its soft limit
     * @throws GenAiOpsException if the database fails
     */
    long charge(Claim[] claims, long now);

    /**
     * Returns how a quota stands for a key. While calls settle, what they spent may be counted before what they had reserved
     * is taken away.
     *
     * @throws GenAiOpsException if the database fails
     */
    Level level(Quota quota, String key, long now);

    /**
     * Frees what grants hold whose lease has ended.
     *
     * @return how many were freed
     * @throws GenAiOpsException if the database fails
     */
    long sweep(long now);

    /** Returns how many grants this ledger freed because their lease had ended. */
    long expired();

    /** Returns how many keys are held in memory. */
    long keys(long now);

    /** Returns how many grants of this ledger are neither closed nor expired. */
    long open(long now);
}
