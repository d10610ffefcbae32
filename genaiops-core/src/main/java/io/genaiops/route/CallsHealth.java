package io.genaiops.route;

import io.genaiops.delivery.DeliveryHealth;
import io.genaiops.limit.CallsUnderWay;
import java.util.ArrayList;
import java.util.List;

/**
 * How calls are doing, for a health check of the host.
 *
 * @param calls the calls that have begun, and are under way
 * @param routes what stands between the calls and the models
 * @param delivery what stands between the calls and the assets
 * @since 0.1
 */
public record CallsHealth(CallsUnderWay.Count calls, RoutesHealth routes, DeliveryHealth delivery) {

    /** Returns what keeps calls from being answered as usual, one sentence each; nothing if all is well. */
    public List<String> troubles() {
        List<String> troubles = new ArrayList<>(routes.troubles());
        if (calls.isClosed()) {
            troubles.add("the calls are closed");
        }
        if (!delivery.storeReachable()) {
            troubles.add("the store of the assets is not reachable: assets are served from what is kept, last read "
                    + (delivery.lastSuccess() == null ? "never" : "at " + delivery.lastSuccess()));
        }
        return List.copyOf(troubles);
    }

    /** Returns whether nothing keeps calls from being answered as usual. */
    public boolean isHealthy() {
        return troubles().isEmpty();
    }
}
