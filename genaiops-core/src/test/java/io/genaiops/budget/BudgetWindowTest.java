package io.genaiops.budget;

import static io.genaiops.budget.Calls.tokens;
import static org.assertj.core.api.Assertions.assertThat;

import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.quota.Quota.Span;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BudgetWindowTest {

    private static Span window(Window window, String zone, String now) {
        LimitRule rule = new LimitRule(BudgetLimit.tokens(Scope.APPLICATION, window, 1), 0, ZoneId.of(zone));
        return rule.quota().windows().apply(Instant.parse(now).toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource({
        "MINUTE, UTC, 2026-02-10T12:34:56.789Z, 2026-02-10T12:34:00Z, 2026-02-10T12:35:00Z",
        "MINUTE, UTC, 1969-12-31T23:59:59.999Z, 1969-12-31T23:59:00Z, 1970-01-01T00:00:00Z",
        "DAY, UTC, 2026-02-28T23:59:59.999Z, 2026-02-28T00:00:00Z, 2026-03-01T00:00:00Z",
        "DAY, UTC, 2026-03-01T00:00:00Z, 2026-03-01T00:00:00Z, 2026-03-02T00:00:00Z",
        "MONTH, UTC, 2024-02-29T23:59:59Z, 2024-02-01T00:00:00Z, 2024-03-01T00:00:00Z",
        "MONTH, UTC, 2026-12-31T23:59:59Z, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z",
        "MONTH, Asia/Tokyo, 2026-01-31T15:00:00Z, 2026-01-31T15:00:00Z, 2026-02-28T15:00:00Z",
    })
    void windows_are_those_of_the_calendar(Window window, String zone, String now, String start, String end) {
        assertThat(window(window, zone, now))
                .isEqualTo(new Span(
                        Instant.parse(start).toEpochMilli(), Instant.parse(end).toEpochMilli()));
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin, 2026-03-29T12:00:00Z, 23",
        "Europe/Berlin, 2026-10-25T12:00:00Z, 25",
        "America/Sao_Paulo, 2018-11-04T12:00:00Z, 23",
        "Australia/Lord_Howe, 2026-04-05T02:00:00Z, 24",
        "UTC, 2026-03-29T12:00:00Z, 24",
    })
    void a_day_on_which_clocks_change_is_as_long_as_it_is(String zone, String now, int hours) {
        Span day = window(Window.DAY, zone, now);
        assertThat(Duration.ofMillis(day.end() - day.start()).toHours()).isEqualTo(hours);
    }

    @ParameterizedTest
    @CsvSource({"Europe/Berlin", "America/St_Johns", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu"})
    void windows_follow_each_other_without_a_gap_over_twelve_years(String zone) {
        for (Window kind : new Window[] {Window.DAY, Window.MONTH}) {
            Span before = window(kind, zone, "2005-01-01T00:00:00Z");
            Instant last = Instant.parse("2017-01-01T00:00:00Z");
            while (before.end() < last.toEpochMilli()) {
                Span next =
                        window(kind, zone, Instant.ofEpochMilli(before.end()).toString());
                assertThat(next.start()).isEqualTo(before.end());
                assertThat(window(
                                kind, zone, Instant.ofEpochMilli(next.end() - 1).toString()))
                        .isEqualTo(next);
                before = next;
            }
        }
    }

    @Test
    void clocks_that_are_put_back_over_midnight_begin_one_day() {
        Span first = window(Window.DAY, "America/St_Johns", "2010-11-07T02:30:30Z");
        Span again = window(Window.DAY, "America/St_Johns", "2010-11-07T03:00:00Z");

        assertThat(again).isEqualTo(first);
        assertThat(Instant.ofEpochMilli(first.start())).isEqualTo("2010-11-07T02:30:00Z");
    }

    @Test
    void a_day_begins_at_midnight_in_the_zone_of_the_host() {
        TestClock clock = new TestClock("2026-02-10T22:59:59Z");
        Budget budget = Budget.builder()
                .clock(clock)
                .zone(ZoneId.of("Europe/Berlin"))
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, 10))
                .build();
        budget.reserve(tokens(10)).orThrow();
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(budget.reserve(tokens(10)).isAllowed()).isTrue();
    }

    @Test
    void a_month_begins_on_its_first_day() {
        TestClock clock = new TestClock("2026-02-28T23:59:59Z");
        Budget budget = Budget.builder()
                .clock(clock)
                .zone(ZoneOffset.UTC)
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.MONTH, 10))
                .build();
        budget.reserve(tokens(10)).orThrow();
        assertThat(budget.reserve(tokens(1)).isAllowed()).isFalse();
        clock.advance(Duration.ofSeconds(1));
        assertThat(budget.reserve(tokens(10)).isAllowed()).isTrue();
    }
}
