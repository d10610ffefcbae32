package io.genaiops.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.genaiops.asset.AssetId;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FreezeWindowTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final FreezeWindow WEEKEND =
            FreezeWindow.weekly(DayOfWeek.FRIDAY, LocalTime.of(16, 0), DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN);

    @ParameterizedTest
    @CsvSource({
        "2026-11-06T15:59:59+01:00, false",
        "2026-11-06T16:00:00+01:00, true",
        "2026-11-08T12:00:00+01:00, true",
        "2026-11-09T07:59:59+01:00, true",
        "2026-11-09T08:00:00+01:00, false",
        "2026-11-11T12:00:00+01:00, false",
        "2026-10-25T00:30:00+02:00, true"
    })
    void a_week_is_frozen_by_the_clock_on_the_wall_of_its_zone(ZonedDateTime moment, boolean frozen) {
        assertThat(WEEKEND.endAt(moment.toInstant()).isPresent()).isEqualTo(frozen);
    }

    @Test
    void a_weekend_in_which_the_clock_changes_ends_at_the_same_time_on_the_wall() {
        ZonedDateTime saturday = ZonedDateTime.of(2026, 10, 24, 12, 0, 0, 0, BERLIN);

        assertThat(WEEKEND.endAt(saturday.toInstant())).contains(ZonedDateTime.of(2026, 10, 26, 8, 0, 0, 0, BERLIN));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-06T21:59:00Z, false",
        "2026-11-06T22:00:00Z, true",
        "2026-11-07T05:59:00Z, true",
        "2026-11-07T06:00:00Z, false"
    })
    void a_day_may_be_frozen_past_midnight(Instant moment, boolean frozen) {
        FreezeWindow nightly = FreezeWindow.daily(LocalTime.of(22, 0), LocalTime.of(6, 0), ZoneId.of("UTC"));

        assertThat(nightly.endAt(moment).isPresent()).isEqualTo(frozen);
    }

    @Test
    void a_week_that_ends_on_its_own_day_is_long_or_short() {
        FreezeWindow shortly =
                FreezeWindow.weekly(DayOfWeek.MONDAY, LocalTime.of(8, 0), DayOfWeek.MONDAY, LocalTime.of(9, 0), BERLIN);
        FreezeWindow nearlyAlways =
                FreezeWindow.weekly(DayOfWeek.MONDAY, LocalTime.of(9, 0), DayOfWeek.MONDAY, LocalTime.of(8, 0), BERLIN);
        Instant monday = ZonedDateTime.of(2026, 11, 9, 8, 30, 0, 0, BERLIN).toInstant();
        Instant sunday = ZonedDateTime.of(2026, 11, 8, 8, 30, 0, 0, BERLIN).toInstant();

        assertThat(shortly.endAt(monday)).isPresent();
        assertThat(shortly.endAt(sunday)).isEmpty();
        assertThat(nearlyAlways.endAt(monday)).isEmpty();
        assertThat(nearlyAlways.endAt(sunday)).isPresent();
    }

    @Test
    void a_time_between_two_moments_freezes_once() {
        ZonedDateTime from = ZonedDateTime.of(2026, 12, 20, 0, 0, 0, 0, BERLIN);
        FreezeWindow holidays = FreezeWindow.between(from, from.plusDays(14));

        assertThat(holidays.endAt(from.toInstant())).contains(from.plusDays(14));
        assertThat(holidays.endAt(from.plusDays(14).toInstant())).isEmpty();
        assertThatThrownBy(() -> FreezeWindow.between(from, from)).hasMessageContaining("must end after it begins");
    }

    @Test
    void the_gate_says_when_a_freeze_ends_and_what_is_left() {
        Candidate candidate = Candidate.builder(AssetId.prompt("a"), Version.of(1, 0, 0), Digest.ofText("a"))
                .at(Instant.parse("2026-11-07T12:00:00Z"))
                .build();

        Verdict verdict = Gate.outside(WEEKEND).decide(candidate);

        assertThat(verdict).isInstanceOf(Verdict.Fail.class);
        assertThat(verdict.reasons())
                .containsExactly(
                        "labels are frozen weekly from Friday 16:00 to Monday 08:00 in Europe/Berlin; it ends at"
                                + " 2026-11-09T08:00+01:00[Europe/Berlin], in PT43H. What cannot wait goes through"
                                + " breakGlass(reason)");
    }
}
