package io.genaiops.eval.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.junit.PassRateVerdict.Item;
import io.genaiops.eval.statistics.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;
import org.opentest4j.TestAbortedException;

class PassRateVerdictTest {

    private static Item item(int passed, int failed, int notJudged) {
        return new Item("q", passed, failed, notJudged, "bad", "down");
    }

    private static PassRateVerdict verdict(double required, Item... items) {
        return new PassRateVerdict(Arrays.asList(items), items.length, required);
    }

    @Test
    void the_observed_rate_is_compared_and_its_bound_is_met_exactly() {
        List<Item> nineOfTen = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            nineOfTen.add(i == 0 ? item(0, 1, 0) : item(1, 0, 0));
        }
        PassRateVerdict met = new PassRateVerdict(nineOfTen, 10, 0.9);
        assertThat(met.judgement()).isEqualTo(Judgement.PASSED);
        assertThat(new PassRateVerdict(nineOfTen, 10, 0.901).judgement()).isEqualTo(Judgement.FAILED);
        assertThat(met.interval()).isEqualTo(Statistics.passRate(9, 10).wilson(0.95));
    }

    @Test
    void thirds_add_up_to_the_whole_that_they_are() {
        assertThat(verdict(2.0 / 3, item(2, 1, 0), item(1, 2, 0), item(3, 0, 0)).judgement())
                .isEqualTo(Judgement.PASSED);
        assertThat(verdict(0.667, item(2, 1, 0)).headline()).isEqualTo("pass rate 0.67/1 (0.00-1.00), required 0.667");
    }

    @Test
    void a_sample_counts_once_whatever_the_number_of_its_judged_runs() {
        PassRateVerdict verdict = verdict(0.5, item(59, 0, 1), item(0, 1, 0), item(0, 1, 0));
        assertThat(verdict.passes()).isEqualTo(1);
        assertThat(verdict.judgement()).isEqualTo(Judgement.FAILED);
    }

    @Test
    void coverage_is_over_runs_and_95_percent_is_enough() {
        assertThat(verdict(0.5, item(19, 0, 1)).judgement()).isEqualTo(Judgement.PASSED);
        assertThat(verdict(0.5, item(18, 0, 1)).judgement()).isEqualTo(Judgement.INCONCLUSIVE);
        assertThat(verdict(0.5, item(1, 8, 1)).judgement()).isEqualTo(Judgement.FAILED);
    }

    @Test
    void nothing_judged_is_a_failure_with_no_figures() {
        assertThat(verdict(0.5).judgement()).isEqualTo(Judgement.FAILED);
        assertThatThrownBy(() -> verdict(0.5, item(0, 0, 2)).end(Inconclusive.ABORTS))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessage("""
                        pass rate unknown, no sample was judged, required 0.50, 2 of 2 runs not judged
                          not judged: q (2 of 2): down""");
    }

    @Test
    void it_ends_a_test_as_it_says() {
        assertThatCode(() -> verdict(0.5, item(1, 0, 0)).end(Inconclusive.FAILS))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> verdict(0.5, item(0, 1, 0)).end(Inconclusive.ABORTS))
                .isInstanceOf(AssertionFailedError.class);
        assertThatThrownBy(() -> verdict(0.5, item(1, 0, 1)).end(Inconclusive.ABORTS))
                .isInstanceOf(TestAbortedException.class);
        assertThatThrownBy(() -> verdict(0.5, item(1, 0, 1)).end(Inconclusive.FAILS))
                .isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void a_long_list_is_cut_and_says_so() {
        Item[] many = new Item[50];
        Arrays.fill(many, item(0, 1, 0));
        String message = verdict(0.5, many).message();
        assertThat(message.lines()).hasSize(22);
        assertThat(message).endsWith("\n  failed:     q: bad\n  failed:     and 30 more");
    }
}
