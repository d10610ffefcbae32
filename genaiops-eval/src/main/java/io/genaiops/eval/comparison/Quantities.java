package io.genaiops.eval.comparison;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What the answers of one variant took, by item and repetition. Thread-safe once it is filled.
 *
 * @since 0.1
 */
public final class Quantities {

    private static final double NANOS = 1e9;

    private final QuantityColumn latency;
    private final QuantityColumn timeToFirstToken;
    private final QuantityColumn inputTokens;
    private final QuantityColumn outputTokens;
    private final QuantityColumn cost;
    private final Set<Currency> currencies;

    private Quantities(Function<Quantity, QuantityColumn> columns, Set<Currency> currencies) {
        this.latency = columns.apply(Quantity.LATENCY);
        this.timeToFirstToken = columns.apply(Quantity.TIME_TO_FIRST_TOKEN);
        this.inputTokens = columns.apply(Quantity.INPUT_TOKENS);
        this.outputTokens = columns.apply(Quantity.OUTPUT_TOKENS);
        this.cost = columns.apply(Quantity.COST);
        this.currencies = currencies;
    }

    /** Returns columns in which nothing is known yet. */
    public static Quantities of(int items, int repetitions) {
        return new Quantities(quantity -> QuantityColumn.of(quantity, items, repetitions), new LinkedHashSet<>());
    }

    /** Returns a view of some items, in the given order; it shares the numbers. -1 stands for an item that is not here. */
    public Quantities only(int... items) {
        return new Quantities(quantity -> known(quantity).only(items), currencies);
    }

    /** Takes down what is known of an answer; of a sample without a response nothing is. */
    public void set(int item, int repetition, Sample answered) {
        answered.latency().ifPresent(time -> latency.set(item, repetition, seconds(time)));
        answered.timeToFirstToken().ifPresent(time -> timeToFirstToken.set(item, repetition, seconds(time)));
        answered.usage().inputTokens().ifPresent(count -> inputTokens.set(item, repetition, (double) count));
        answered.usage().outputTokens().ifPresent(count -> outputTokens.set(item, repetition, (double) count));
        answered.cost().ifPresent(price -> cost(item, repetition, price));
    }

    private void cost(int item, int repetition, Cost price) {
        price.currency().ifPresent(currencies::add);
        price.amount().ifPresent(amount -> cost.set(item, repetition, amount.doubleValue()));
    }

    private static double seconds(Duration time) {
        return time.getSeconds() + time.getNano() / NANOS;
    }

    /**
     * Returns the column of a quantity.
     *
     * @throws IllegalStateException if costs are asked for that are in several currencies, which cannot be compared
     */
    public QuantityColumn column(Quantity quantity) {
        if (quantity == Quantity.COST && currencies.size() > 1) {
            throw new IllegalStateException("costs are compared in one currency; found: " + currencies);
        }
        return known(quantity);
    }

    private QuantityColumn known(Quantity quantity) {
        return switch (quantity) {
            case LATENCY -> latency;
            case TIME_TO_FIRST_TOKEN -> timeToFirstToken;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case COST -> cost;
        };
    }

    /** Returns the currencies that costs are in. */
    public Set<Currency> currencies() {
        return Collections.unmodifiableSet(currencies);
    }

    /** Returns a line in words for each quantity, unknown ones included; costs in several currencies are not added. */
    public String describe() {
        List<String> lines = new ArrayList<>();
        for (Quantity quantity : Quantity.values()) {
            lines.add(
                    quantity == Quantity.COST && currencies.size() > 1
                            ? "cost: in several currencies, " + currencies
                            : known(quantity).describe(unit(quantity)));
        }
        return String.join("\n", lines);
    }

    private String unit(Quantity quantity) {
        return quantity == Quantity.COST
                ? currency().map(Currency::getCurrencyCode).orElse("")
                : quantity.unit();
    }

    /** Returns the one currency of all costs; empty if there are none, or several. */
    public Optional<Currency> currency() {
        return currencies.size() == 1 ? currencies.stream().findFirst() : Optional.empty();
    }

    @Override
    public String toString() {
        return "Quantities[" + latency.items() + " items x " + latency.repetitions() + "]";
    }
}
