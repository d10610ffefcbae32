package io.genaiops.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "4,           4",
        "4.0,         4",
        "-0.50,       -0.5",
        "0.00,        0",
        "2s,          2 s",
        "2 s,         2 s",
        "500ms,       500 ms",
        "0.010 USD,   0.01 USD",
        "100,         100",
        "95%,         95 %"
    })
    void equal_numbers_are_equal_however_they_are_written(String text, String shown) {
        assertThat(Quantity.parse(text)).hasToString(shown).isEqualTo(Quantity.parse(shown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "2  s", " 2", "2 s ", "1e3", "2,5 s", "0x10", "NaN", "2 s/t", "+1", "1.", ".5", "2\ns"})
    void what_is_no_number_is_refused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a number, with a unit if it has one, such as 0.8, '2 s' or '0.01 USD'; found: '"
                        + text + "'");
    }

    @Test
    void a_plain_number_is_exact_or_refused() {
        assertThat(Quantity.of(0.1).value()).isEqualByComparingTo("0.1");
        assertThat(Quantity.of(1e300).json().doubleValue()).isEqualTo(1e300);
        assertThat(Quantity.of(-0.0)).isEqualTo(Quantity.of(0));
        assertThatThrownBy(() -> new Quantity(new BigDecimal("0.10000000000000000001"), ""))
                .hasMessage("a number must be exact as a double; found: 0.10000000000000000001");
        assertThat(new Quantity(new BigDecimal("0.10000000000000000001"), "USD"))
                .hasToString("0.10000000000000000001 USD");
        assertThatThrownBy(() -> Quantity.of(Double.NaN)).hasMessage("a number must be finite; found: NaN");
        assertThatThrownBy(() -> Quantity.of(Double.POSITIVE_INFINITY)).hasMessageContaining("must be finite");
        assertThatThrownBy(() -> new Quantity(new BigDecimal("1e999999999"), ""))
                .hasMessage("a number must have at most 40 digits; found more");
        assertThatThrownBy(() -> new Quantity(BigDecimal.ONE, "U$")).hasMessageStartingWith("unit must match");
    }

    @ParameterizedTest
    @CsvSource({"2 s, PT2S", "500 ms, PT0.5S", "1.5 min, PT1M30S", "0.000001 ms, PT0.000000001S", "0 s, PT0S"})
    void a_time_is_a_duration(String text, Duration expected) {
        assertThat(Quantity.parse(text).duration()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "2 h", "2 USD", "2 S"})
    void another_unit_is_no_time(String text) {
        assertThatThrownBy(() -> Quantity.parse(text).duration())
                .hasMessage("expected a time such as '2 s', '500 ms' or '1 min'; found: '" + text + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0000000001 s", "99999999999 s"})
    void a_time_beyond_nanoseconds_is_refused(String text) {
        assertThatThrownBy(() -> Quantity.parse(text).duration())
                .hasMessageStartingWith("a time must be a whole number of nanoseconds, at most 9223372036854775807");
    }
}
