package io.genaiops.route;

import io.genaiops.budget.BudgetFigures;
import io.genaiops.cache.CacheFigures;
import io.genaiops.cache.semantic.SemanticFigures;
import io.genaiops.resilience.ResilienceHealth;
import java.util.List;
import java.util.Optional;

/**
 * How the way to the models is doing. Counts are since it was built, of this process.
 *
 * @param cache the response cache, if there is one, also that of a semantic cache
 * @param semanticCache what it answers by meaning, if it does
 * @param resilience retries, breakers and limits, if there are any
 * @param budget the budget, if there is one
 * @since 0.1
 */
public record RoutesHealth(
        Optional<CacheFigures> cache,
        Optional<SemanticFigures> semanticCache,
        Optional<ResilienceHealth> resilience,
        Optional<BudgetFigures> budget) {

    /** Returns what keeps calls from being answered as usual, one sentence each; nothing if all is well. */
    public List<String> troubles() {
        return Troubles.of(this);
    }

    /** Returns whether nothing keeps calls from being answered as usual. */
    public boolean isHealthy() {
        return troubles().isEmpty();
    }
}
