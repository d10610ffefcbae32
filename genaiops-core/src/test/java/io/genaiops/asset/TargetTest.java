package io.genaiops.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @ParameterizedTest
    @CsvSource({
        ">= 0.8,>= 0.8",
        "<= 0.020 USD,<= 0.02 USD",
        "<= 2 s,<= 2 s",
        ">= -1,>= -1",
        ">= 0.0,>= 0",
        "<= 100 s,<= 100 s"
    })
    void parse_reads_what_limit_writes(String text, String written) {
        Target target = Target.parse("measure", text);

        assertThat(target.limit()).isEqualTo(written);
        assertThat(Target.parse("measure", target.limit())).isEqualTo(target);
    }

    @Test
    void the_value_itself_is_good_enough_and_nothing_beyond_it() {
        Target least = Target.atLeast("groundedness", "0.8");
        Target most = Target.atMost("p95", "2 s");

        assertThat(least.isMetBy(0.8)).isTrue();
        assertThat(least.isMetBy(Math.nextDown(0.8))).isFalse();
        assertThat(most.isMetBy(2)).isTrue();
        assertThat(most.isMetBy(Math.nextUp(2.0))).isFalse();
        assertThat(least).hasToString("groundedness >= 0.8");
        assertThat(most).hasToString("p95 <= 2 s");
    }

    @Test
    void what_is_not_a_number_meets_nothing() {
        assertThat(Target.atLeast("m", "0").isMetBy(Double.NaN)).isFalse();
        assertThat(Target.atLeast("m", "0").isMetBy(Double.POSITIVE_INFINITY)).isFalse();
        assertThat(Target.atMost("m", "0").isMetBy(Double.NEGATIVE_INFINITY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0.8",
                "> 0.8",
                ">=0.8",
                ">= ",
                ">= high",
                ">= 0.8 US D",
                ">= 0,8",
                ">= 1e9",
                "<= 2  s",
                ">= NaN"
            })
    void other_texts_are_refused_with_what_is_expected(String text) {
        assertThatThrownBy(() -> Target.parse("relevance", text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("'relevance'", "'>= 0.8'", "found: '" + text + "'");
    }

    @Test
    void names_units_and_sizes_have_bounds() {
        assertThatThrownBy(() -> Target.atLeast("", "1")).hasMessageStartingWith("measure must match");
        assertThatThrownBy(() -> Target.atLeast("a".repeat(64), "1")).hasMessageStartingWith("measure must match");
        assertThatThrownBy(() -> Target.atLeast("a", "1 €")).hasMessageStartingWith("unit of 'a' must match");
        assertThatThrownBy(() -> new Target("a", Target.Bound.AT_MOST, new BigDecimal("1e99999"), ""))
                .hasMessage("value of 'a' must have at most 40 digits; found more");
    }
}
