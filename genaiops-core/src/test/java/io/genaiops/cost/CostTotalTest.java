package io.genaiops.cost;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CostTotalTest {

    private static final Cost EURO = Cost.of(BigDecimal.ONE, Currency.getInstance("EUR"));

    @Test
    void a_total_of_priced_calls_is_their_sum() {
        CostTotal total = CostTotal.NONE.plus(usd("0.1"), Usage.of(10, 5)).plus(usd("0.2"), Usage.of(20, 5));

        assertThat(total.cost()).isEqualTo(usd("0.3"));
        assertThat(total.callCoverage()).hasValue(1);
        assertThat(total.tokenCoverage()).hasValue(1);
        assertThat(total.unpricedReasons()).isEmpty();
        assertThat(total).hasToString("0.3 USD for 2 of 2 calls and 40 of 40 tokens");
    }

    @Test
    void an_unpriced_call_shows_in_the_coverage_and_not_as_zero() {
        CostTotal total = CostTotal.NONE
                .plus(usd("0.1"), Usage.of(10, 0))
                .plus(Cost.unpriced("no price"), Usage.of(20, 10))
                .plus(Cost.unpriced("no price"), Usage.UNKNOWN)
                .plus(Cost.unpriced("no output"), new Usage(60L, null, null, null, null));

        assertThat(total.cost().reason()).contains("3 of 4 calls are unpriced: {no price=2, no output=1}");
        assertThat(total.priced()).containsExactly(usd("0.1"));
        assertThat(total.calls()).isEqualTo(4);
        assertThat(total.pricedCalls()).isEqualTo(1);
        assertThat(total.callCoverage()).hasValue(0.25);
        assertThat(total.tokens()).isEqualTo(100);
        assertThat(total.pricedTokens()).isEqualTo(10);
        assertThat(total.tokenCoverage()).hasValue(0.1);
        assertThat(total.callsOfUnknownTokens()).isEqualTo(2);
        assertThat(total.unpricedReasons()).isEqualTo(Map.of("no price", 2L, "no output", 1L));
    }

    @Test
    void models_without_a_price_are_listed_with_their_calls() {
        CostTotal total = CostTotal.NONE
                .plus(Cost.unpriced("no price").ofModel("openai gpt-99"), Usage.of(1, 1))
                .plus(Cost.unpriced("another day").ofModel("openai gpt-99"), Usage.of(1, 1))
                .plus(Cost.unpriced("input was not reported"), Usage.UNKNOWN)
                .plus(usd("1").ofModel("openai gpt-4o"), Usage.of(1, 1));

        assertThat(total.unpricedModels()).isEqualTo(Map.of("openai gpt-99", 2L));
    }

    @Test
    void a_flood_of_names_without_a_price_is_bounded() {
        CostTotal total = CostTotal.NONE;
        for (int i = 0; i < 300; i++) {
            total = total.plus(Cost.unpriced("no price").ofModel("m" + i), Usage.of(1, 1));
        }

        assertThat(total.unpricedModels()).hasSize(201).containsEntry("other models", 100L);
    }

    @Test
    void a_total_of_nothing_is_unpriced_and_has_no_coverage() {
        assertThat(CostTotal.NONE.cost().reason()).contains("no calls were counted");
        assertThat(CostTotal.NONE.callCoverage()).isEmpty();
        assertThat(CostTotal.NONE.tokenCoverage()).isEmpty();
        assertThat(CostTotal.NONE).hasToString("no amount for 0 of 0 calls and 0 of 0 tokens");
    }

    @Test
    void currencies_stay_apart() {
        CostTotal total = CostTotal.NONE.plus(usd("2"), Usage.of(1, 1)).plus(EURO, Usage.of(1, 1));

        assertThat(total.priced()).containsExactly(EURO, usd("2"));
        assertThat(total.cost().reason()).contains("the calls are priced in 2 currencies: [1 EUR, 2 USD]");
        assertThat(total.callCoverage()).hasValue(1);
    }

    @Test
    void an_embedding_without_output_is_of_known_tokens() {
        CostTotal total = CostTotal.NONE.plus(usd("1"), new Usage(7L, null, null, null, null));

        assertThat(total.callsOfUnknownTokens()).isZero();
        assertThat(total.tokens()).isEqualTo(7);
    }

    @Test
    void totals_of_parts_are_the_total_of_the_whole_in_any_order() {
        Random random = new Random(11);
        for (int round = 0; round < 200; round++) {
            List<CostTotal> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                Cost cost = random.nextInt(3) == 0
                        ? Cost.unpriced("reason " + random.nextInt(3))
                        : usd(BigDecimal.valueOf(random.nextInt(1_000), 5).toString());
                calls.add(CostTotal.NONE.plus(cost, Usage.of(random.nextInt(99), random.nextInt(99))));
            }
            CostTotal forward = calls.stream().reduce(CostTotal.NONE, CostTotal::plus);
            Collections.shuffle(calls, random);
            CostTotal halves = calls.subList(0, 5).stream()
                    .reduce(CostTotal.NONE, CostTotal::plus)
                    .plus(calls.subList(5, 12).stream().reduce(CostTotal.NONE, CostTotal::plus));

            assertThat(halves).isEqualTo(forward).hasSameHashCodeAs(forward);
        }
    }

    @Test
    void reasons_are_bounded_and_none_is_lost() {
        CostTotal total = CostTotal.NONE;
        for (int i = 0; i < 1_000; i++) {
            total = total.plus(Cost.unpriced("model " + i), Usage.UNKNOWN);
        }

        assertThat(total.unpricedReasons()).hasSize(21).containsEntry("other reasons", 980L);
        assertThat(total.unpricedReasons().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1_000);
    }

    @Test
    void a_price_list_begins_a_total_and_says_how_it_understands_a_name() {
        assertThat(PriceList.total().calls()).isZero();
        assertThat(PriceList.understand("openai/gpt-4o-2024-08-06").family())
                .isEqualTo(ModelName.parse("gpt-4o").family());
    }
}
