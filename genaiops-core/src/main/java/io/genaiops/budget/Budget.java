package io.genaiops.budget;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import io.genaiops.GenAiOpsException;
import io.genaiops.model.Models;
import io.genaiops.quota.Claim;
import io.genaiops.quota.Grant;
import io.genaiops.quota.Outcome;
import io.genaiops.quota.Outcome.Shortage;
import io.genaiops.quota.Quota.Level;
import io.genaiops.quota.QuotaLedger;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls may spend. A call reserves its estimate before it is made: of every limit that applies to it, or of none, in one
 * step. It is admitted if what is spent and reserved and its estimate are within each of them. Then it settles what it
 * really used. A reservation counts for the window in which it was made, whenever it is settled. Thread-safe.
 *
 * <pre>{@code
 * Budget budget = Budget.builder()
 *         .limit(BudgetLimit.cost(Scope.TENANT, Window.MONTH, usd("500")))
 *         .limit(BudgetLimit.tokens(Scope.USER, Window.DAY, 200_000).degradingTo("small"))
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class Budget {

    private static final Logger LOG = LoggerFactory.getLogger(Budget.class);

    private final Clock clock;
    private final int mostKeys;
    private final boolean open;
    private final LimitRule[] callRules;
    private final LimitRule[] rules;
    private final QuotaLedger ledger;
    private final Books books;
    private final AtomicBoolean unreachable = new AtomicBoolean();

    Budget(BudgetBuilder builder) {
        this.clock = builder.clock;
        this.mostKeys = builder.mostKeys;
        this.open = builder.open;
        List<LimitRule> each = new ArrayList<>();
        List<LimitRule> windowed = new ArrayList<>();
        for (BudgetLimit limit : builder.limits) {
            List<LimitRule> kind = limit.window() == BudgetLimit.Window.CALL ? each : windowed;
            kind.add(new LimitRule(limit, kind.size(), builder.zone));
        }
        this.callRules = each.toArray(LimitRule[]::new);
        this.rules = windowed.toArray(LimitRule[]::new);
        this.ledger = builder.database == null
                ? QuotaLedger.memory(windowed.stream().map(LimitRule::quota).toList(), builder.lease, builder.mostKeys)
                : QuotaLedger.jdbc(builder.database, builder.lease);
        this.books = new Books(builder, ledger, callRules);
    }

    /** Begins a budget. */
    public static BudgetBuilder builder() {
        return new BudgetBuilder();
    }

    /**
     * Makes the tables that {@link BudgetBuilder#database} needs or brings them to this version; several processes may do so
     * at once. A host that migrates with a tool of its own runs the files in {@code io/genaiops/quota/migrations} instead.
     *
     * @throws GenAiOpsException if the database fails, is neither PostgreSQL nor H2, or was migrated by a newer genaiops
     */
    public static void migrate(DataSource dataSource) {
        QuotaLedger.migrate(dataSource);
    }

    /** Reserves what a call may use, or says why not. Never throws for the database. */
    public Admission reserve(BudgetRequest request) {
        return books.count(decide(request));
    }

    /**
     * Reserves what a call may use at most by a bound that is cheap to tell, and if that does not fit, by a count that is
     * dear to make.
     */
    public Admission reserve(BudgetRequest bounded, Supplier<BudgetRequest> counted) {
        Admission admission = decide(bounded);
        return books.count(admission.isAllowed() ? admission : decide(counted.get()));
    }

    /**
     * Returns a model whose calls reserve, and settle what their response says; a call that fails releases. One that is
     * refused, or sent to a cheaper model, throws a {@link io.genaiops.RefusedException}.
     *
     * @param name the host's name of the model
     */
    public ChatModel chatModel(String name, ChatModel model, CallPricing pricing) {
        return BudgetedCalls.chat(this, Models.of(name, model), name, any -> pricing);
    }

    /** Returns a model like the other method's that goes to the cheaper one of these models which a limit names. */
    public ChatModel chatModel(String name, Models models, Function<String, CallPricing> pricing) {
        return BudgetedCalls.chat(this, models, name, pricing);
    }

    /**
     * Returns a streaming model whose calls reserve, and settle as {@link Reservation#guard} says. One that is refused
     * throws a {@link io.genaiops.RefusedException} before anything is sent.
     *
     * @param name the host's name of the model
     */
    public StreamingChatModel streamingChatModel(String name, StreamingChatModel model, CallPricing pricing) {
        return BudgetedCalls.streaming(this, Models.of(name, model), name, any -> pricing);
    }

    /** Returns a model like the other method's that goes to the cheaper one of these models which a limit names. */
    public StreamingChatModel streamingChatModel(String name, Models models, Function<String, CallPricing> pricing) {
        return BudgetedCalls.streaming(this, models, name, pricing);
    }

    /**
     * Returns how the limits that apply to such a call stand, those of one call left out.
     *
     * @throws GenAiOpsException if the database fails
     */
    public List<BudgetStanding> standings(BudgetRequest request) {
        long now = clock.millis();
        List<BudgetStanding> standings = new ArrayList<>();
        for (LimitRule rule : rules) {
            String key = rule.key(request);
            if (key != null) {
                standings.add(rule.standing(key, ledger.level(rule.quota(), key, now)));
            }
        }
        return List.copyOf(standings);
    }

    /** Returns how the budget is doing in this process. Does not ask the database. */
    public BudgetFigures figures() {
        return books.figures();
    }

    private Admission decide(BudgetRequest request) {
        books.settleAgain();
        Admission ofCall = ofCall(request);
        if (ofCall instanceof Admission.Refused) {
            return ofCall;
        }
        LimitRule[] applying = new LimitRule[rules.length];
        Claim[] claims = new Claim[rules.length];
        int size = 0;
        long unknown = 0;
        for (LimitRule rule : rules) {
            String key = rule.key(request);
            if (key == null) {
                if (rule.lacksKey(request)) {
                    return Admission.Refused.noKey(rule.standing(""));
                }
                continue;
            }
            long units = rule.units(request.cost(), request.tokens());
            if (units == LimitRule.UNKNOWN) {
                if (!rule.limit().admitsUnknown()) {
                    return Admission.Refused.unknown(rule.standing(key), request);
                }
                unknown |= 1L << size;
                units = 0;
            }
            applying[size] = rule;
            claims[size++] = rule.claim(request, key, units);
        }
        if (ofCall != null) {
            return ofCall;
        }
        if (size < claims.length) {
            applying = Arrays.copyOf(applying, size);
            claims = Arrays.copyOf(claims, size);
        }
        return admit(request, applying, claims, unknown);
    }

    /** Checks the limits of one call, of which nothing is kept; returns nothing if it is within them. */
    private @Nullable Admission ofCall(BudgetRequest request) {
        Admission cheaper = null;
        for (LimitRule rule : callRules) {
            String key = rule.key(request);
            if (key == null) {
                if (rule.lacksKey(request)) {
                    return Admission.Refused.noKey(rule.standing(""));
                }
                continue;
            }
            long units = rule.units(request.cost(), request.tokens());
            if (units == LimitRule.UNKNOWN && !rule.limit().admitsUnknown()) {
                return Admission.Refused.unknown(rule.standing(key), request);
            }
            if (units > rule.claim(request, key, Math.max(0, units)).most()) {
                Admission.Refused full = Admission.Refused.full(rule.standing(key), rule.amount(units));
                String model = rule.cheaperThan(request);
                if (model == null) {
                    return full;
                }
                cheaper = cheaper == null ? new Admission.Degraded(model, full) : cheaper;
            }
        }
        return cheaper;
    }

    private Admission admit(BudgetRequest request, LimitRule[] applying, Claim[] claims, long unknown) {
        if (claims.length == 0) {
            return new Admission.Allowed(new Reservation(books, request, applying, claims, 0, null));
        }
        Outcome outcome;
        try {
            outcome = ledger.admit(claims, clock.millis());
            noteReachable();
        } catch (GenAiOpsException e) {
            return unreachable(e, request, applying, claims, unknown);
        }
        return admission(outcome, request, applying, claims, unknown);
    }

    private Admission admission(
            Outcome outcome, BudgetRequest request, LimitRule[] applying, Claim[] claims, long unknown) {
        if (outcome instanceof Shortage shortage) {
            return refused(request, applying, claims, shortage);
        }
        Grant grant = (Grant) outcome;
        Reservation reservation = new Reservation(books, request, applying, claims, unknown, grant);
        books.softRaised(reservation, grant, grant.softRaised());
        return new Admission.Allowed(reservation);
    }

    private void noteReachable() {
        if (unreachable.get()) {
            unreachable.set(false);
        }
    }

    private Admission unreachable(
            GenAiOpsException failure, BudgetRequest request, LimitRule[] applying, Claim[] claims, long unknown) {
        if (unreachable.compareAndSet(false, true)) {
            LOG.warn("the budget cannot be asked, calls are {} until it can", open ? "admitted" : "refused", failure);
        }
        if (!open) {
            return Admission.Refused.unreachable(failure);
        }
        books.admittedUnguarded();
        return new Admission.Allowed(new Reservation(books, request, applying, claims, unknown, null));
    }

    /** A limit that names no cheaper model decides before one that does. */
    private Admission refused(BudgetRequest request, LimitRule[] applying, Claim[] claims, Shortage shortage) {
        if (shortage.crowded() >= 0) {
            LimitRule rule = applying[shortage.crowded()];
            Claim claim = claims[shortage.crowded()];
            return Admission.Refused.crowded(rule.standing(claim.key()), rule.amount(claim.units()), mostKeys);
        }
        Admission.Degraded cheaper = null;
        for (int i = 0; i < claims.length; i++) {
            Level level = shortage.levels().get(i);
            if (level.used() + claims[i].units() > claims[i].most()) {
                Admission.Refused full = Admission.Refused.full(
                        applying[i].standing(claims[i].key(), level), applying[i].amount(claims[i].units()));
                String model = applying[i].cheaperThan(request);
                if (model == null) {
                    return full;
                }
                cheaper = cheaper == null ? new Admission.Degraded(model, full) : cheaper;
            }
        }
        if (cheaper == null) {
            throw new IllegalStateException("a shortage must be of a claim; found: " + shortage);
        }
        return cheaper;
    }
}
