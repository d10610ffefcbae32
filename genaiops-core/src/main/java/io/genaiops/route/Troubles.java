package io.genaiops.route;

import io.genaiops.cache.CacheFigures;
import io.genaiops.resilience.ResilienceHealth;
import java.util.ArrayList;
import java.util.List;

/** Says in words what is wrong with the way to the models. */
final class Troubles {

    private Troubles() {}

    static List<String> of(RoutesHealth health) {
        List<String> troubles = new ArrayList<>();
        health.resilience()
                .ifPresent(resilience -> resilience.models().forEach(model -> {
                    if (model.breaker() == ResilienceHealth.Breaker.OPEN) {
                        troubles.add("model '" + model.name() + "' is not asked: its breaker is open after "
                                + model.failures() + " failures in " + model.attempts() + " attempts");
                    }
                }));
        health.cache()
                .filter(CacheFigures::storeFails)
                .ifPresent(cache -> troubles.add("the database of the cache failed when it was asked last, "
                        + cache.storeFailures() + " times so far: calls go to their models as if nothing were kept"));
        health.budget()
                .filter(budget -> budget.unsettled() > 0)
                .ifPresent(budget ->
                        troubles.add(budget.unsettled() + " settlements of the budget wait for its database"));
        return List.copyOf(troubles);
    }
}
