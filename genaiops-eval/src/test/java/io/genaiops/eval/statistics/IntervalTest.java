package io.genaiops.eval.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntervalTest {

    @Test
    void contains_its_ends() {
        Interval interval = new Interval(-1, 2, 0.95);

        assertThat(interval.contains(-1)).isTrue();
        assertThat(interval.contains(2)).isTrue();
        assertThat(interval.contains(2.0001)).isFalse();
        assertThat(interval.contains(Double.NaN)).isFalse();
        assertThat(interval.width()).isEqualTo(3);
    }

    @Test
    void stretches_no_further_than_asked() {
        assertThat(new Interval(1, 2, 0.9).stretchedTo(0)).isEqualTo(new Interval(0, 2, 0.9));
        assertThat(new Interval(-2, -1, 0.9).stretchedTo(0)).isEqualTo(new Interval(-2, 0, 0.9));
        assertThat(new Interval(-2, 1, 0.9).stretchedTo(0)).isEqualTo(new Interval(-2, 1, 0.9));
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 1, 0.95",
        "0, NaN, 0.95",
        "0, Infinity, 0.95",
        "-Infinity, 0, 0.95",
        "2, 1, 0.95",
        "0, 1, 0",
        "0, 1, 1",
        "0, 1, NaN"
    })
    void refuses_what_is_no_interval(double low, double high, double level) {
        assertThatThrownBy(() -> new Interval(low, high, level)).isInstanceOf(IllegalArgumentException.class);
    }
}
