package io.genaiops.eval.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.genaiops.cost.Cost;
import io.genaiops.eval.Sample;
import io.genaiops.eval.statistics.Interval;
import io.genaiops.eval.statistics.Statistics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Currency;
import org.junit.jupiter.api.Test;

class QuantityColumnTest {

    @Test
    void figures_are_of_what_is_known_and_the_rest_is_counted() {
        QuantityColumn column = Columns.quantity(Quantity.LATENCY, 1, Double.NaN, 3, 2);

        assertThat(column.mean().orElseThrow().value()).isEqualTo(2);
        assertThat(column.unknown()).isEqualTo(1);
        assertThat(column.quantiles().orElseThrow().p50()).isEqualTo(2);
        assertThat(column.describe())
                .startsWith("latency in s: mean 2 (-0.48 to 4.48), p50 2, p95 2.9")
                .endsWith("; unknown of 1 of 4 answers");
        QuantityColumn none = Columns.quantity(Quantity.COST, Double.NaN, Double.NaN);
        assertThat(none.mean()).isEmpty();
        assertThat(none.quantiles()).isEmpty();
        assertThat(none.describe()).isEqualTo("cost: unknown of all 2 answers");
    }

    @Test
    void repeats_are_answers_of_one_item() {
        QuantityColumn column = QuantityColumn.of(Quantity.LATENCY, 20, 3);
        for (int item = 0; item < 20; item++) {
            for (int repetition = 1; repetition <= 3; repetition++) {
                column.set(item, repetition, item + 1);
            }
        }

        assertThat(column.values()).hasSize(60);
        assertThat(column.itemValues()).hasSize(20);
        assertThat(column.mean().orElseThrow().count()).isEqualTo(20);
        // the sixth and the fifteenth of twenty items, as without repeats
        assertThat(column.quantiles().orElseThrow().interval(0.5, 0.95)).contains(new Interval(6, 15, 0.95));
        assertThat(column.only(0, 19).values()).containsExactly(1, 1, 1, 20, 20, 20);
    }

    @Test
    void quantities_say_what_is_unknown_and_do_not_add_currencies() {
        Quantities quantities = Quantities.of(3, 1);
        Sample answered = Sample.of("q").answered("a").took(Duration.ofMillis(1500));
        quantities.set(0, 1, answered.costing(Cost.usd("0.01")));
        quantities.set(1, 1, answered.costing(Cost.unpriced("no price")));

        assertThat(quantities.column(Quantity.COST).values()).containsExactly(0.01);
        assertThat(quantities.describe().lines())
                .hasSize(5)
                .contains(
                        "input tokens: unknown of all 3 answers",
                        "cost in USD: mean 0.01, p50 0.01, p95 0.01, p99 0.01; unknown of 2 of 3 answers");
        assertThat(quantities.only(1).column(Quantity.COST).values()).isEmpty();
        assertThat(quantities.only(0, 1).column(Quantity.LATENCY).values()).containsExactly(1.5, 1.5);

        quantities.set(2, 1, answered.costing(Cost.of(BigDecimal.ONE, Currency.getInstance("EUR"))));
        assertThat(quantities.currencies()).hasSize(2);
        assertThat(quantities.describe()).contains("cost: in several currencies, [USD, EUR]");
    }

    @Test
    void figures_are_shown_with_their_intervals() {
        assertThat(Statistics.figure(4.123, java.util.Optional.of(new Interval(4, 4.25, 0.95))))
                .isEqualTo("4.12 (4 to 4.25)");
        assertThat(Statistics.number(0.0123)).isEqualTo("0.012");
        assertThat(Columns.quantity(Quantity.LATENCY, 0.1, 0.2)
                        .mean()
                        .orElseThrow()
                        .value())
                .isCloseTo(0.15, within(1e-12));
    }
}
