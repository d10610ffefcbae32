package io.genaiops.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.budget.BudgetFigures;
import io.genaiops.cache.CacheFigures;
import io.genaiops.delivery.DeliveryHealth;
import io.genaiops.limit.CallsUnderWay;
import io.genaiops.resilience.ResilienceHealth;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallsHealthTest {

    private static final CallsUnderWay.Count OPEN = new CallsUnderWay.Count(7, 2, false);

    private static DeliveryHealth store(boolean reachable, @Nullable Instant lastSuccess) {
        return new DeliveryHealth(reachable, lastSuccess, 1, 2, 3, 4, 5, 6, 0);
    }

    private static RoutesHealth routes(long unsettled, ResilienceHealth.Breaker breaker) {
        boolean fails = unsettled > 0;
        return new RoutesHealth(
                Optional.of(new CacheFigures(
                        0, 5, 0, 5, 0, 0, 0, 0, 0, 4, fails, 0, OptionalLong.empty(), OptionalLong.empty())),
                Optional.empty(),
                Optional.of(new ResilienceHealth(
                        0, List.of(new ResilienceHealth.Model("small", breaker, 9, 1, 8, 0, Map.of(), 0)))),
                Optional.of(new BudgetFigures(1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, unsettled)));
    }

    @Test
    void all_is_well_where_nothing_is_in_the_way() {
        CallsHealth health =
                new CallsHealth(OPEN, routes(0, ResilienceHealth.Breaker.HALF_OPEN), store(true, Instant.EPOCH));

        assertThat(health.troubles()).isEmpty();
        assertThat(health.isHealthy()).isTrue();
        assertThat(health.routes().isHealthy()).isTrue();
    }

    @Test
    void each_trouble_is_a_sentence() {
        CallsHealth health = new CallsHealth(
                new CallsUnderWay.Count(7, 2, true),
                routes(3, ResilienceHealth.Breaker.OPEN),
                store(false, Instant.parse("2026-11-01T08:00:00Z")));

        assertThat(health.isHealthy()).isFalse();
        assertThat(health.troubles())
                .containsExactly(
                        "model 'small' is not asked: its breaker is open after 8 failures in 9 attempts",
                        "the database of the cache failed when it was asked last, 4 times so far: calls go to their models"
                                + " as if nothing were kept",
                        "3 settlements of the budget wait for its database",
                        "the calls are closed",
                        "the store of the assets is not reachable: assets are served from what is kept, last read at"
                                + " 2026-11-01T08:00:00Z");
    }

    @Test
    void a_store_that_never_answered_is_said_to_be_one() {
        CallsHealth health = new CallsHealth(OPEN, routes(0, ResilienceHealth.Breaker.OFF), store(false, null));

        assertThat(health.troubles()).singleElement().asString().endsWith("last read never");
    }
}
