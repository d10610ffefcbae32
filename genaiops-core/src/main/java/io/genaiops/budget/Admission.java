package io.genaiops.budget;

import io.genaiops.GenAiOpsException;
import io.genaiops.RefusedException;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a budget says to a call.
 *
 * @since 0.1
 */
public sealed interface Admission {

    /** Returns whether the call may be made. */
    default boolean isAllowed() {
        return this instanceof Allowed;
    }

    /**
     * Returns the reservation of a call that may be made.
     *
     * @throws RefusedException if it may not, with the limit, the figures and what to do
     */
    Reservation orThrow();

    /** Returns what the function of its kind gives. */
    <T> T fold(Function<Allowed, T> allowed, Function<Degraded, T> degraded, Function<Refused, T> refused);

    /**
     * The call may be made.
     *
     * @param reservation what it has to settle or release
     */
    record Allowed(Reservation reservation) implements Admission {

        /** Requires a reservation. */
        public Allowed {
            Objects.requireNonNull(reservation, "reservation");
        }

        @Override
        public Reservation orThrow() {
            return reservation;
        }

        @Override
        public <T> T fold(Function<Allowed, T> allowed, Function<Degraded, T> degraded, Function<Refused, T> refused) {
            return allowed.apply(this);
        }
    }

    /**
     * The call does not fit, but a limit names a cheaper model. Nothing is reserved: ask again for {@link
     * BudgetRequest#onModel that model}, with what the call costs there.
     *
     * @param model the host's name of the cheaper model
     * @param refusal what would be said without one
     */
    record Degraded(String model, Refused refusal) implements Admission {

        /** Requires both. */
        public Degraded {
            Objects.requireNonNull(model, "model");
            Objects.requireNonNull(refusal, "refusal");
        }

        @Override
        public Reservation orThrow() {
            throw new RefusedException(refusal.message() + " The limit names a cheaper model, '" + model + "'.");
        }

        @Override
        public <T> T fold(Function<Allowed, T> allowed, Function<Degraded, T> degraded, Function<Refused, T> refused) {
            return degraded.apply(this);
        }
    }

    /**
     * The call may not be made.
     *
     * @param reason why
     * @param standing the limit that refuses it, its key and its figures, or {@code null} if the database could not be
     *     asked
     * @param estimate what the call would have reserved, or {@code null} if it cannot be told
     * @param message all of this in words, and what to do
     */
    record Refused(
            Reason reason,
            @Nullable BudgetStanding standing,
            @Nullable BigDecimal estimate,
            String message) implements Admission {

        /** Requires a reason and words. */
        public Refused {
            Objects.requireNonNull(reason, "reason");
            Objects.requireNonNull(message, "message");
        }

        static Refused full(BudgetStanding standing, BigDecimal estimate) {
            BudgetLimit limit = standing.limit();
            String unit = " " + limit.unit();
            String end = standing.windowEnds() == null
                    ? ": shorten the call, ask a cheaper model, or raise the limit."
                    : "; spent are " + plain(standing.spent()) + unit + ", reserved by calls under way "
                            + plain(standing.reserved()) + unit + ". The window ends at " + standing.windowEnds()
                            + ": wait until then, shorten the call, ask a cheaper model, or raise the limit.";
            return new Refused(
                    Reason.LIMIT,
                    standing,
                    estimate,
                    "budget '" + limit.name() + "' allows " + standing.holder() + " " + plain(limit.most()) + unit
                            + " a " + BudgetLimit.label(limit.window()) + ", and this call may use up to "
                            + plain(estimate) + unit + end);
        }

        static Refused unknown(BudgetStanding standing, BudgetRequest request) {
            BudgetLimit limit = standing.limit();
            return new Refused(
                    Reason.UNKNOWN_ESTIMATE,
                    standing,
                    null,
                    "budget '" + limit.name() + "' counts " + limit.unit() + ", and how many a call of model '"
                            + request.model() + "' may use cannot be told: " + why(limit, request)
                            + ". Give what is missing, or let such calls pass with admittingUnknown().");
        }

        static Refused noKey(BudgetStanding standing) {
            String scope = BudgetLimit.label(standing.limit().scope());
            return new Refused(
                    Reason.NO_KEY,
                    standing,
                    null,
                    "budget '" + standing.limit().name() + "' requires a " + scope
                            + ", and the context of this call has none: say it with the call.");
        }

        static Refused crowded(BudgetStanding standing, BigDecimal estimate, int mostKeys) {
            return new Refused(
                    Reason.TOO_MANY_KEYS,
                    standing,
                    estimate,
                    "budget '" + standing.limit().name() + "' counts for " + mostKeys
                            + " keys in this window already, so that there is no room for " + standing.holder()
                            + ": raise mostKeys, or wait until the window ends.");
        }

        static Refused unreachable(GenAiOpsException failure) {
            return new Refused(
                    Reason.UNREACHABLE,
                    null,
                    null,
                    "the budget cannot be asked, and calls are refused then: " + failure.getMessage()
                            + ". A host that prefers calls without a budget builds it with openWhenUnreachable().");
        }

        private static String why(BudgetLimit limit, BudgetRequest request) {
            if (limit.currency().isEmpty()) {
                return "the tokens of its messages or of its answer have no bound";
            }
            return request.cost().fold((amount, currency) -> "its price is in " + currency, reason -> reason);
        }

        private static String plain(BigDecimal amount) {
            BigDecimal stripped = amount.stripTrailingZeros();
            return (stripped.scale() < 0 ? stripped.setScale(0) : stripped).toPlainString();
        }

        @Override
        public Reservation orThrow() {
            throw new RefusedException(message);
        }

        @Override
        public <T> T fold(Function<Allowed, T> allowed, Function<Degraded, T> degraded, Function<Refused, T> refused) {
            return refused.apply(this);
        }
    }

    /** Why a call may not be made. */
    enum Reason {
        /** What is spent and reserved and what it may use are more than the limit. */
        LIMIT,
        /** What it uses cannot be told. */
        UNKNOWN_ESTIMATE,
        /** It has no key of a scope that the host requires. */
        NO_KEY,
        /** As many keys are held in memory as may be. */
        TOO_MANY_KEYS,
        /** The database that holds the budget cannot be reached. */
        UNREACHABLE
    }
}
