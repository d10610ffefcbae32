package io.genaiops.eval.performance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.genaiops.cost.Cost;
import io.genaiops.eval.Check;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorId;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/**
 * Measures what an answer cost, in one currency. An unpriced answer is {@link Outcome.NotApplicable} with the reason, which
 * names the model, and never 0. Made by {@link PerformanceEvaluators#cost}. Immutable.
 *
 * @since 0.1
 */
public final class CostEvaluator implements Evaluator {

    private final Currency currency;

    CostEvaluator(Currency currency) {
        this.currency = currency;
    }

    /**
     * Returns a check that answers cheaper than the limit pass, for example {@code under(Cost.usd("0.01"))}. The limit's
     * currency is the one that is measured.
     *
     * @throws IllegalArgumentException if the limit is unpriced
     */
    public Check under(Cost limit) {
        return of(limit).below(amount(limit));
    }

    /**
     * Returns a check that answers pass which cost the limit or less.
     *
     * @throws IllegalArgumentException if the limit is unpriced
     */
    public Check atMost(Cost limit) {
        return of(limit).atMost(amount(limit));
    }

    private CostEvaluator of(Cost limit) {
        return new CostEvaluator(limit.currency().orElse(currency));
    }

    private static double amount(Cost limit) {
        return limit.amount()
                .map(BigDecimal::doubleValue)
                .orElseThrow(() -> new IllegalArgumentException(
                        "limit must be an amount such as Cost.usd(\"0.01\"); found: " + limit));
    }

    @Override
    public EvaluatorId id() {
        return EvaluatorId.of(
                "cost", "1.0.0", JsonNodeFactory.instance.objectNode().put("currency", currency.getCurrencyCode()));
    }

    @Override
    public Scale scale() {
        return Scale.AMOUNT;
    }

    @Override
    public Direction direction() {
        return Direction.LOWER_IS_BETTER;
    }

    @Override
    public Outcome evaluate(Sample sample) {
        Optional<Cost> cost = sample.cost();
        if (cost.isEmpty()) {
            return Outcome.notApplicable("the cost is not known");
        }
        if (!cost.get().isPriced()) {
            return Outcome.notApplicable(why(sample, cost.get()));
        }
        if (!cost.get().currency().equals(Optional.of(currency))) {
            return Outcome.notApplicable("the cost is " + cost.get() + " and none in " + currency);
        }
        return Outcome.scored(
                amount(cost.get()),
                scale(),
                direction(),
                String.join("; ", cost.get().assumptions()));
    }

    private static String why(Sample sample, Cost unpriced) {
        String model = unpriced.unpricedModel().or(sample::model).orElse("an unknown model");
        return "the cost of " + model + " is unpriced: " + unpriced.reason().orElse("");
    }

    @Override
    public String toString() {
        return id().toString();
    }
}
