package io.genaiops.budget;

import io.genaiops.cost.Cost;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a budget allows to each key of a scope in each window, for example {@code BudgetLimit.cost(Scope.TENANT,
 * Window.MONTH, usd("500")).degradingTo("small")}. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class BudgetLimit {

    private static final double SOFT_SHARE = 0.8;
    private static final BigDecimal MOST_AMOUNT = BigDecimal.valueOf(1_000_000_000_000_000L);
    private static final int MOST_NAME = 160;

    /** By what a limit counts apart. Where a call has no such key, a limit does not apply to it. */
    public enum Scope {
        /** All calls together. */
        APPLICATION,
        /** The host's id of the tenant. */
        TENANT,
        /** The host's id of the user; a host whose tenants number their users alike puts the tenant into it. */
        USER,
        /** The name of the prompt, all versions together. */
        PROMPT,
        /** The host's name of the model. */
        MODEL
    }

    /** How long a limit counts until it begins anew. Days and months are those of the calendar in the budget's zone. */
    public enum Window {
        /** Each call for itself. */
        CALL,
        /** A minute of the clock. */
        MINUTE,
        /** A day; one on which clocks are put forward or back has 23 or 25 hours. */
        DAY,
        /** A month. */
        MONTH
    }

    private final Terms terms;

    private BudgetLimit(Terms terms) {
        this.terms = terms;
    }

    /**
     * Returns a limit of money. Calls in another currency, or without a price, do not count as nothing: they are refused.
     *
     * @throws IllegalArgumentException if the amount is unpriced or 0 or over 10<sup>15</sup>
     */
    public static BudgetLimit cost(Scope scope, Window window, Cost most) {
        BigDecimal amount = most.amount()
                .orElseThrow(() -> new IllegalArgumentException("a limit needs an amount; found: " + most));
        return new BudgetLimit(
                new Terms(scope, window, amount, most.currency().orElseThrow().getCurrencyCode()));
    }

    /**
     * Returns a limit of tokens, input and output together.
     *
     * @throws IllegalArgumentException if there are fewer than 1 or over 10<sup>15</sup>
     */
    public static BudgetLimit tokens(Scope scope, Window window, long most) {
        return new BudgetLimit(new Terms(scope, window, BigDecimal.valueOf(most), "tokens"));
    }

    /**
     * Returns a limit of calls.
     *
     * @throws IllegalArgumentException if there are fewer than 1 or over 10<sup>15</sup>, or the window is one call
     */
    public static BudgetLimit calls(Scope scope, Window window, long most) {
        if (window == Window.CALL) {
            throw new IllegalArgumentException("a limit of calls needs a window of several; found: CALL");
        }
        return new BudgetLimit(new Terms(scope, window, BigDecimal.valueOf(most), "calls"));
    }

    /**
     * Returns this limit under a name of its own, which processes that share a database know it by. Without one it is
     * called by what it says, for example {@code tenant month USD}.
     *
     * @throws IllegalArgumentException if the name is blank or has over 160 characters
     */
    public BudgetLimit named(String name) {
        if (name.isBlank() || name.length() > MOST_NAME) {
            throw new IllegalArgumentException(
                    "a limit's name must have 1 to " + MOST_NAME + " characters; found: '" + name + "'");
        }
        return with(changed -> changed.name = name);
    }

    /**
     * Returns this limit for these keys alone, for example for one tenant.
     *
     * @throws IllegalArgumentException if no key is given, or the scope has none
     */
    public BudgetLimit onlyFor(String... keys) {
        Set<String> copy = keys("onlyFor", keys);
        return with(changed -> changed.only = copy);
    }

    /**
     * Returns this limit for all keys but these, for example those with limits of their own.
     *
     * @throws IllegalArgumentException if no key is given, or the scope has none
     */
    public BudgetLimit exceptFor(String... keys) {
        Set<String> copy = keys("exceptFor", keys);
        return with(changed -> changed.except = copy);
    }

    /**
     * Returns this limit so that it tells once for each key and window when this share of it is spent or reserved; 0.8 if
     * not set.
     *
     * @throws IllegalArgumentException if the share is not above 0 and at most 1
     */
    public BudgetLimit softAt(double share) {
        requireShare("softAt", share);
        return with(changed -> changed.softAt = share);
    }

    /** Returns this limit so that a call which does not fit is told to ask a cheaper model instead. */
    public BudgetLimit degradingTo(String model) {
        return degradingTo(model, 1);
    }

    /**
     * Returns this limit so that calls are told to ask a cheaper model once they would pass this share of it, which leaves
     * the rest to that model.
     *
     * @param model the host's name of the cheaper model
     * @throws IllegalArgumentException if the name is blank, or the share is not above 0 and at most 1
     */
    public BudgetLimit degradingTo(String model, double share) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("degradingTo needs the name of a model; found: '" + model + "'");
        }
        requireShare("degradingTo", share);
        return with(changed -> {
            changed.cheaper = model;
            changed.degradeAt = share;
        });
    }

    /**
     * Returns this limit so that it lets calls pass of which it cannot tell what they use, rather than refuse them. They
     * take nothing from it before they are settled, and the figures count them.
     */
    public BudgetLimit admittingUnknown() {
        return with(changed -> changed.admitsUnknown = true);
    }

    /** Returns this limit so that it refuses calls without a key of its scope, rather than let them pass uncounted. */
    public BudgetLimit requiringKey() {
        return with(changed -> changed.requiresKey = true);
    }

    /** Returns its name. */
    public String name() {
        return terms.name.isEmpty() ? label(terms.scope) + " " + label(terms.window) + " " + terms.unit : terms.name;
    }

    /** Returns by what it counts apart. */
    public Scope scope() {
        return terms.scope;
    }

    /** Returns how long it counts. */
    public Window window() {
        return terms.window;
    }

    /** Returns the most that may be used, in its {@link #unit()}. */
    public BigDecimal most() {
        return terms.most;
    }

    /** Returns a currency code, {@code tokens} or {@code calls}. */
    public String unit() {
        return terms.unit;
    }

    /** Returns the model to ask when a call does not fit, if there is one. */
    public Optional<String> cheaperModel() {
        return Optional.ofNullable(terms.cheaper);
    }

    /** Returns the share from which calls are told to ask the cheaper model, if there is one. */
    public OptionalDouble degradesAt() {
        return terms.cheaper == null ? OptionalDouble.empty() : OptionalDouble.of(terms.degradeAt);
    }

    /** Returns for example {@code tenant month USD: 500 USD}. */
    @Override
    public String toString() {
        return name() + ": " + terms.most.toPlainString() + " " + terms.unit;
    }

    double softShare() {
        return terms.softAt;
    }

    boolean admitsUnknown() {
        return terms.admitsUnknown;
    }

    boolean requiresKey() {
        return terms.requiresKey;
    }

    boolean appliesTo(String key) {
        return (terms.only.isEmpty() || terms.only.contains(key))
                && (terms.except.isEmpty() || !terms.except.contains(key));
    }

    /** Returns the currency, unless tokens or calls are counted. */
    Optional<Currency> currency() {
        return terms.unit.equals("tokens") || terms.unit.equals("calls")
                ? Optional.empty()
                : Optional.of(Currency.getInstance(terms.unit));
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private Set<String> keys(String name, String... keys) {
        if (keys.length == 0 || terms.scope == Scope.APPLICATION) {
            throw new IllegalArgumentException(
                    name + " needs keys of a scope that has some; found: " + keys.length + " of " + terms.scope);
        }
        return Set.copyOf(Set.of(keys));
    }

    private static void requireShare(String name, double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException(name + " must be above 0 and at most 1; found: " + share);
        }
    }

    private BudgetLimit with(Consumer<Terms> change) {
        Terms changed = new Terms(terms);
        change.accept(changed);
        return new BudgetLimit(changed);
    }

    /** Changed by nobody once a limit holds it. */
    private static final class Terms {

        final Scope scope;
        final Window window;
        final BigDecimal most;
        final String unit;
        String name = "";
        Set<String> only = Set.of();
        Set<String> except = Set.of();
        double softAt = SOFT_SHARE;
        double degradeAt = 1;

        @Nullable
        String cheaper;

        boolean admitsUnknown;
        boolean requiresKey;

        Terms(Scope scope, Window window, BigDecimal most, String unit) {
            if (most.signum() <= 0 || most.compareTo(MOST_AMOUNT) > 0) {
                throw new IllegalArgumentException("a limit must be above 0 and at most " + MOST_AMOUNT + " " + unit
                        + "; found: " + most.toPlainString());
            }
            this.scope = scope;
            this.window = window;
            this.most = most;
            this.unit = unit;
        }

        Terms(Terms other) {
            this(other.scope, other.window, other.most, other.unit);
            name = other.name;
            only = other.only;
            except = other.except;
            softAt = other.softAt;
            degradeAt = other.degradeAt;
            cheaper = other.cheaper;
            admitsUnknown = other.admitsUnknown;
            requiresKey = other.requiresKey;
        }
    }
}
