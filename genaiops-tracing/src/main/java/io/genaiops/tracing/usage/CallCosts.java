package io.genaiops.tracing.usage;

import io.genaiops.cost.Cost;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Says what calls cost by a price list at the time of the call. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class CallCosts {

    private final PriceList prices;
    private final Clock clock;

    private CallCosts(PriceList prices, Clock clock) {
        this.prices = prices;
        this.clock = clock;
    }

    /** Returns the costs by these prices. */
    public static CallCosts of(PriceList prices, Clock clock) {
        return new CallCosts(Objects.requireNonNull(prices, "prices"), Objects.requireNonNull(clock, "clock"));
    }

    /**
     * Returns what a call cost; unpriced, with the reason, if that is not known. The model that answered is charged; where
     * the response names none, it is the one that was asked for.
     *
     * @param provider the provider as the conventions name it
     * @param requestModel the model asked for; may be empty
     */
    public Cost of(String provider, String requestModel, @Nullable String responseModel, Usage usage) {
        String model = responseModel == null || responseModel.isEmpty() ? requestModel : responseModel;
        Instant now = clock.instant();
        prices.reportAge(now);
        return prices.cost(provider, model, now, usage);
    }
}
