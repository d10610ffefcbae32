package io.genaiops.budget;

import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import io.genaiops.quota.Claim;
import io.genaiops.quota.Quota;
import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.Quota.Span;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A limit in whole units, as the ledger counts it. Money is counted to the 12th decimal, of large limits to fewer. */
final class LimitRule {

    /** What a call uses cannot be told. */
    static final long UNKNOWN = -1;

    private static final long MINUTE = 60_000;
    private static final int MOST_DECIMALS = 12;
    private static final int MOST_DIGITS = 17;

    private final BudgetLimit limit;
    private final Quota quota;
    private final @Nullable Currency currency;
    private final boolean countsTokens;
    private final @Nullable String cheaper;
    private final long most;
    private final long degradeAt;

    LimitRule(BudgetLimit limit, int index, ZoneId zone) {
        this.limit = limit;
        this.currency = limit.currency().orElse(null);
        this.countsTokens = limit.unit().equals("tokens");
        this.cheaper = limit.cheaperModel().orElse(null);
        int scale = currency == null ? 0 : decimals(limit.most());
        this.most = floor(limit.most(), scale);
        this.degradeAt = share(limit.degradesAt().orElse(1), scale);
        this.quota = new Quota(
                index,
                limit.name(),
                Math.max(1, share(limit.softShare(), scale)),
                scale,
                now -> window(limit, zone, now));
    }

    private static int decimals(BigDecimal most) {
        int digits = most.precision() - most.scale();
        return Math.max(0, Math.min(MOST_DECIMALS, MOST_DIGITS - Math.max(1, digits)));
    }

    private long share(double share, int scale) {
        return floor(limit.most().multiply(BigDecimal.valueOf(share)), scale);
    }

    private static long floor(BigDecimal amount, int scale) {
        return amount.setScale(scale, RoundingMode.FLOOR)
                .scaleByPowerOfTen(scale)
                .longValueExact();
    }

    private static Span window(BudgetLimit limit, ZoneId zone, long now) {
        if (limit.window() == Window.MINUTE) {
            long start = Math.floorDiv(now, MINUTE) * MINUTE;
            return new Span(start, start + MINUTE);
        }
        boolean day = limit.window() == Window.DAY;
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(now), zone);
        LocalDate first = day ? date : date.withDayOfMonth(1);
        LocalDate next = day ? first.plusDays(1) : first.plusMonths(1);
        if (start(next, zone) <= now) {
            // Clocks that are put back over midnight see the end of a day twice: the second time it is the next day's.
            first = next;
            next = day ? first.plusDays(1) : first.plusMonths(1);
        }
        return new Span(start(first, zone), start(next, zone));
    }

    private static long start(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toInstant().toEpochMilli();
    }

    BudgetLimit limit() {
        return limit;
    }

    Quota quota() {
        return quota;
    }

    boolean isPerCall() {
        return limit.window() == Window.CALL;
    }

    long most() {
        return most;
    }

    /** Returns what a call uses of this limit: its estimate, or what it really used. */
    long units(Cost cost, Usage tokens) {
        if (currency != null) {
            return money(cost, currency);
        }
        if (!countsTokens) {
            return 1;
        }
        OptionalLong total = tokens.totalTokens();
        return total.isPresent() && total.getAsLong() >= 0 ? Math.min(Quota.MOST_UNITS, total.getAsLong()) : UNKNOWN;
    }

    private long money(Cost cost, Currency wanted) {
        BigDecimal amount = cost.amount().orElse(null);
        if (amount == null || !wanted.equals(cost.currency().orElse(null))) {
            return UNKNOWN;
        }
        BigDecimal units = amount.setScale(quota.scale(), RoundingMode.CEILING).scaleByPowerOfTen(quota.scale());
        return units.precision() > MOST_DIGITS ? Quota.MOST_UNITS : units.longValue();
    }

    BigDecimal amount(long units) {
        return BigDecimal.valueOf(units, quota.scale());
    }

    /** Returns whose share a call takes, unless the limit does not apply to it. */
    @Nullable
    String key(BudgetRequest request) {
        String key = scopeKey(request);
        return key != null && limit.appliesTo(key) ? key : null;
    }

    /** Returns whether a call is refused for having no key. */
    boolean lacksKey(BudgetRequest request) {
        return limit.requiresKey() && scopeKey(request) == null;
    }

    private @Nullable String scopeKey(BudgetRequest request) {
        Scope scope = limit.scope();
        return switch (scope) {
            case APPLICATION -> "";
            case TENANT -> request.context().tenant();
            case USER -> request.context().user();
            case PROMPT -> {
                PromptIdentity prompt = request.context().prompt();
                yield prompt == null ? null : prompt.name();
            }
            case MODEL -> request.model();
        };
    }

    /** Returns the model to send a call to that does not fit, unless it was there. */
    @Nullable
    String cheaperThan(BudgetRequest request) {
        return cheaper == null
                        || cheaper.equals(request.model())
                        || request.tried().contains(cheaper)
                ? null
                : cheaper;
    }

    Claim claim(BudgetRequest request, String key, long units) {
        return new Claim(quota, key, units, cheaperThan(request) == null ? most : degradeAt);
    }

    BudgetStanding standing(String key, Level level) {
        return new BudgetStanding(
                limit,
                key,
                amount(level.spent()),
                amount(level.reserved()),
                Instant.ofEpochMilli(level.window().end()));
    }

    /** Returns the standing of a limit of one call, of which nothing is kept. */
    BudgetStanding standing(String key) {
        return new BudgetStanding(limit, key, amount(0), amount(0), null);
    }
}
