package io.genaiops.cache.semantic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    /** Newcombe 1998, table I, method 3. */
    @ParameterizedTest
    @CsvSource({"81, 263, 0.2553, 0.3662", "15, 148, 0.0624, 0.1605", "0, 20, 0.0000, 0.1611", "1, 29, 0.0061, 0.1718"})
    void the_limits_are_those_of_the_paper(int successes, int trials, double lower, double upper) {
        assertThat(Wilson.lower(successes, trials)).isEqualTo(lower, within(0.00005));
        assertThat(Wilson.upper(successes, trials)).isEqualTo(upper, within(0.00005));
    }

    @Test
    void no_trial_shows_nothing() {
        assertThat(Wilson.upper(0, 0)).isEqualTo(1);
        assertThat(Wilson.lower(0, 0)).isZero();
    }

    @Test
    void so_many_hits_without_a_false_one_show_a_limit() {
        assertThat(Wilson.upper(0, 72)).isGreaterThan(0.05);
        assertThat(Wilson.upper(0, 73)).isLessThan(0.05);
        assertThat(Wilson.upper(0, 380)).isGreaterThan(0.01);
        assertThat(Wilson.upper(0, 381)).isLessThan(0.01);
    }
}
