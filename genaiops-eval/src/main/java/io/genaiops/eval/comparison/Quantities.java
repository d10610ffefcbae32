package io.genaiops.eval.comparison;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Sample;
import java.time.Duration;
import java.util.Currency;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

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
    private final Set<Currency> currencies = new LinkedHashSet<>();

    private Quantities(int items, int repetitions) {
        this.latency = QuantityColumn.of(Quantity.LATENCY, items, repetitions);
        this.timeToFirstToken = QuantityColumn.of(Quantity.TIME_TO_FIRST_TOKEN, items, repetitions);
        this.inputTokens = QuantityColumn.of(Quantity.INPUT_TOKENS, items, repetitions);
        this.outputTokens = QuantityColumn.of(Quantity.OUTPUT_TOKENS, items, repetitions);
        this.cost = QuantityColumn.of(Quantity.COST, items, repetitions);
    }

    /** Returns columns in which nothing is known yet. */
    public static Quantities of(int items, int repetitions) {
        return new Quantities(items, repetitions);
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
        return switch (quantity) {
            case LATENCY -> latency;
            case TIME_TO_FIRST_TOKEN -> timeToFirstToken;
            case INPUT_TOKENS -> inputTokens;
            case OUTPUT_TOKENS -> outputTokens;
            case COST -> costs();
        };
    }

    private QuantityColumn costs() {
        if (currencies.size() > 1) {
            throw new IllegalStateException("costs are compared in one currency; found: " + currencies);
        }
        return cost;
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
