package io.genaiops.eval.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.cost.Cost;
import io.genaiops.cost.CostTotal;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Evaluation;
import io.genaiops.eval.Sample;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

    private static final Evaluation EVALUATION = Evaluation.of(Sample.of("q"), List.of());

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final AtomicLong now = new AtomicLong();

    @Test
    void a_terminal_sees_one_line_that_is_overwritten() {
        ProgressLine line = ProgressLine.overwriting(out).nanoTime(now::get);
        line.accept(progress(1, 504, 0, 0, cost(1, 1)));
        after(37);
        line.accept(progress(126, 504, 0, 2, cost(124, 124)));
        after(1);
        line.accept(progress(504, 504, 0, 2, cost(502, 502)));
        String second = "126/504  25 %  3.4/s  2 errors  0.0124 USD  1 min 52 s left";
        String third = "504/504  100 %  13/s  2 errors  0.0502 USD";
        assertThat(text())
                .isEqualTo("\r1/504  0 %  0.0001 USD\r" + second + "\r" + third
                        + " ".repeat(second.length() - third.length()) + System.lineSeparator());
    }

    @Test
    void a_terminal_is_written_to_ten_times_a_second_at_most() {
        ProgressLine line = ProgressLine.overwriting(out).nanoTime(now::get);
        for (int done = 1; done <= 1000; done++) {
            line.accept(progress(done, 2000, 0, 0, CostTotal.NONE));
            now.addAndGet(1_000_000);
        }
        assertThat(text().chars().filter(c -> c == '\r').count()).isEqualTo(10);
    }

    @Test
    void a_log_sees_a_line_from_time_to_time_and_the_last_one() {
        ProgressLine line = ProgressLine.every(Duration.ofSeconds(10), out).nanoTime(now::get);
        for (int done = 1; done <= 25; done++) {
            line.accept(progress(done, 25, 0, 0, CostTotal.NONE));
            after(1);
        }
        assertThat(text().lines())
                .containsExactly(
                        "11/25  44 %  1.0/s  nothing asked  14 s left",
                        "21/25  84 %  1.0/s  nothing asked  4 s left", "25/25  100 %  1.0/s  nothing asked");
    }

    @Test
    void a_run_that_stops_early_shows_where() {
        ProgressLine log = ProgressLine.every(Duration.ofMinutes(1), out).nanoTime(now::get);
        log.accept(progress(1, 9, 0, 0, CostTotal.NONE));
        after(1);
        log.accept(progress(2, 9, 0, 1, CostTotal.NONE));
        log.close();
        log.close();
        assertThat(text()).isEqualTo("2/9  22 %  1.0/s  1 error  nothing asked  7 s left" + System.lineSeparator());
        bytes.reset();
        ProgressLine terminal = ProgressLine.overwriting(out).nanoTime(now::get);
        terminal.accept(progress(1, 9, 0, 0, CostTotal.NONE));
        terminal.close();
        terminal.close();
        assertThat(text()).isEqualTo("\r1/9  11 %  nothing asked" + System.lineSeparator());
    }

    @Test
    void replies_that_were_there_are_not_taken_for_speed() {
        ProgressLine line = ProgressLine.every(Duration.ZERO, out).nanoTime(now::get);
        line.accept(progress(1, 1000, 1, 0, CostTotal.NONE));
        after(1);
        line.accept(progress(900, 1000, 900, 0, CostTotal.NONE));
        after(9);
        line.accept(progress(905, 1000, 900, 0, cost(5, 5)));
        assertThat(text().lines())
                .containsExactly(
                        "1/1000  0 %  1 reused  nothing asked",
                        "900/1000  90 %  900 reused  nothing asked",
                        "905/1000  90 %  0.5/s  900 reused  0.0005 USD  3 min 10 s left");
    }

    @Test
    void unknown_costs_are_said_to_be_unknown() {
        ProgressLine line = ProgressLine.every(Duration.ZERO, out).nanoTime(now::get);
        line.accept(progress(1, 9, 0, 0, cost(0, 4)));
        line.accept(progress(2, 9, 0, 0, cost(3, 4)));
        line.accept(new Progress("v", 1, EVALUATION, 3, 9, 0, 0, cost(1, 1), cost(2, 2)));
        assertThat(text().lines())
                .containsExactly(
                        "1/9  11 %  cost unknown",
                        "2/9  22 %  0.0003 USD (3 of 4 priced)", "3/9  33 %  0.0001 USD  judges 0.0002 USD");
    }

    @Test
    void a_line_is_cut_where_it_would_wrap() {
        ProgressLine line = ProgressLine.overwriting(out).nanoTime(now::get);
        CostTotal many = CostTotal.NONE;
        for (String code : List.of("USD", "EUR", "CHF", "JPY", "GBP", "SEK", "NOK")) {
            many = many.plus(
                    Cost.of(new java.math.BigDecimal("1234.5"), java.util.Currency.getInstance(code)), Usage.of(1, 1));
        }
        line.accept(progress(1, 9, 0, 0, many));
        assertThat(text()).hasSize(80).endsWith("…");
    }

    @Test
    void time_left_is_said_in_the_units_that_matter() {
        assertThat(ProgressText.time(0.2)).isEqualTo("1 s");
        assertThat(ProgressText.time(61)).isEqualTo("1 min 1 s");
        assertThat(ProgressText.time(7322)).isEqualTo("2 h 2 min");
        assertThatThrownBy(() -> ProgressLine.every(Duration.ofSeconds(-1), out))
                .hasMessage("distance must not be negative; found: PT-1S");
    }

    private void after(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Progress progress(int done, int total, int reused, int errors, CostTotal cost) {
        return new Progress("v", 1, EVALUATION, done, total, reused, errors, cost, CostTotal.NONE);
    }

    private static CostTotal cost(int priced, int calls) {
        CostTotal total = CostTotal.NONE;
        for (int i = 0; i < calls; i++) {
            total = total.plus(i < priced ? Cost.usd("0.0001") : Cost.unpriced("no price"), Usage.of(1, 1));
        }
        return total;
    }
}
