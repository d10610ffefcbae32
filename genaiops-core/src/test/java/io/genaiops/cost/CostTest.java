package io.genaiops.cost;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CostTest {

    private static final Currency EUR = Currency.getInstance("EUR");

    @Test
    void an_amount_is_exact_and_equal_however_it_is_written() {
        assertThat(usd("0.10").plus(usd("0.20"))).isEqualTo(usd("0.3")).hasSameHashCodeAs(usd("0.300"));
        assertThat(usd("1E+2")).isEqualTo(usd("100")).hasToString("100 USD");
        assertThat(usd("1")).isNotEqualTo(Cost.of(BigDecimal.ONE, EUR)).isNotEqualTo(Cost.unpriced("why"));
        assertThat(usd("0.00000001")).hasToString("0.00000001 USD");
    }

    @Test
    void unpriced_is_never_zero() {
        Cost unpriced = Cost.unpriced("no price");

        assertThat(unpriced.isPriced()).isFalse();
        assertThat(unpriced.amount()).isEmpty();
        assertThat(unpriced.currency()).isEmpty();
        assertThat(unpriced.reason()).contains("no price");
        assertThat(unpriced).isNotEqualTo(usd("0")).hasToString("unpriced: no price");
        assertThat(usd("1").plus(unpriced)).isEqualTo(unpriced);
        assertThat(unpriced.plus(usd("1"))).isEqualTo(unpriced);
        assertThat(usd("0").reason()).isEmpty();
    }

    @Test
    void currencies_are_not_mixed() {
        Cost euro = Cost.of(BigDecimal.ONE, EUR);

        assertThatThrownBy(() -> usd("1").plus(euro))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("costs are added within one currency: expected USD, found 1 EUR; CostTotal keeps several"
                        + " apart");
    }

    @Test
    void a_sum_keeps_what_was_assumed_once() {
        Cost one = Cost.of(BigDecimal.ONE, EUR, List.of("a", "b"));
        Cost other = Cost.of(BigDecimal.ONE, EUR, List.of("b", "c"));

        assertThat(one.plus(other).assumptions()).containsExactly("a", "b", "c");
        assertThat(one).isEqualTo(Cost.of(BigDecimal.ONE, EUR));
    }

    @Test
    void fold_answers_with_one_of_two_functions() {
        assertThat(usd("2").<String>fold((amount, unit) -> amount + "|" + unit, why -> why))
                .isEqualTo("2|USD");
        assertThat(Cost.unpriced("why").<String>fold((amount, unit) -> "priced", why -> why))
                .isEqualTo("why");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.01", "free", "", "NaN", "1e2000000000", "1e-2000000000"})
    void what_is_no_amount_is_refused(String text) {
        assertThatThrownBy(() -> usd(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("amount must")
                .hasMessageContaining("found: ");
    }
}
