package io.genaiops.budget;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link Budget}. Not thread-safe.
 *
 * @since 0.1
 */
public final class BudgetBuilder {

    private static final int MOST_LIMITS = 64;

    final List<BudgetLimit> limits = new ArrayList<>();
    Clock clock = Clock.systemUTC();
    ZoneId zone = ZoneOffset.UTC;
    Duration lease = Duration.ofMinutes(10);
    int mostKeys = 100_000;
    Consumer<BudgetEvent> listener = event -> {};
    boolean open;
    boolean stopsStreams;

    @Nullable
    DataSource database;

    BudgetBuilder() {}

    /**
     * Adds a limit. A call is charged to all that apply to it.
     *
     * @throws IllegalArgumentException if another limit has its name, or there are 64 already
     */
    public BudgetBuilder limit(BudgetLimit limit) {
        if (limits.stream().anyMatch(other -> other.name().equals(limit.name()))) {
            throw new IllegalArgumentException(
                    "limits have names of their own; found two called '" + limit.name() + "': name one with .named(…)");
        }
        if (limits.size() == MOST_LIMITS) {
            throw new IllegalArgumentException("a budget has at most " + MOST_LIMITS + " limits; found one more");
        }
        limits.add(limit);
        return this;
    }

    /** Sets the clock that windows and leases go by. */
    public BudgetBuilder clock(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        return this;
    }

    /** Sets the zone whose days and months count; UTC if not set. Processes that share a database need the same one. */
    public BudgetBuilder zone(ZoneId zone) {
        this.zone = Objects.requireNonNull(zone, "zone");
        return this;
    }

    /**
     * Sets how long a reservation is held that nobody closes; ten minutes if not set. It must be longer than a call may
     * take.
     *
     * @throws IllegalArgumentException if it is shorter than a millisecond or longer than 30 days
     */
    public BudgetBuilder lease(Duration lease) {
        if (lease.compareTo(Duration.ofMillis(1)) < 0 || lease.compareTo(Duration.ofDays(30)) > 0) {
            throw new IllegalArgumentException("lease must be a millisecond to 30 days; found: " + lease);
        }
        this.lease = lease;
        return this;
    }

    /**
     * Sets how many keys a limit may hold in memory in one window; 100,000 if not set. A call of one more is refused, since
     * to forget a key would give it a new share.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public BudgetBuilder mostKeys(int mostKeys) {
        if (mostKeys < 1) {
            throw new IllegalArgumentException("mostKeys must be at least 1; found: " + mostKeys);
        }
        this.mostKeys = mostKeys;
        return this;
    }

    /** Sets who hears of soft limits and overruns, on the thread of the call. What it throws is logged. */
    public BudgetBuilder listener(Consumer<BudgetEvent> listener) {
        this.listener = Objects.requireNonNull(listener, "listener");
        return this;
    }

    /** Keeps the budget in the tables that {@link Budget#migrate} made, for processes with the same limits. */
    public BudgetBuilder database(DataSource database) {
        this.database = Objects.requireNonNull(database, "database");
        return this;
    }

    /** Admits calls while the database cannot be reached, rather than refuse them. The figures count them. */
    public BudgetBuilder openWhenUnreachable() {
        this.open = true;
        return this;
    }

    /**
     * Cancels streams that have used up the output tokens that they reserved. Their tokens are bounded by their UTF-8 bytes,
     * about four for each token of English text, unless the pricing has an estimator.
     */
    public BudgetBuilder stoppingStreams() {
        this.stopsStreams = true;
        return this;
    }

    /**
     * Builds the budget.
     *
     * @throws IllegalArgumentException if it has no limit, or should stay open without a database that could be unreachable
     */
    public Budget build() {
        if (limits.isEmpty()) {
            throw new IllegalArgumentException("a budget needs a limit; found none: add one with limit(…)");
        }
        if (open && database == null) {
            throw new IllegalArgumentException(
                    "openWhenUnreachable() needs a database; found none: set one with database(…), or leave it out");
        }
        return new Budget(this);
    }
}
