package io.genaiops.gate;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * A time in which labels do not move: once, or again and again, by the clock on the wall of a zone. Its beginning belongs to
 * it, its end does not. Immutable and thread-safe.
 *
 * @since 0.1
 */
public final class FreezeWindow {

    /** Tells the end of the occurrence that a moment lies in. */
    @FunctionalInterface
    private interface Occurrences {
        Optional<ZonedDateTime> endAt(Instant moment);
    }

    private final String text;
    private final Occurrences occurrences;

    private FreezeWindow(String text, Occurrences occurrences) {
        this.text = text;
        this.occurrences = occurrences;
    }

    /**
     * Returns the time between two moments.
     *
     * @throws IllegalArgumentException if it does not end after it begins
     */
    public static FreezeWindow between(ZonedDateTime from, ZonedDateTime to) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("a freeze must end after it begins; found: " + from + " to " + to);
        }
        return new FreezeWindow("from " + from + " to " + to, moment -> {
            boolean within = !moment.isBefore(from.toInstant()) && moment.isBefore(to.toInstant());
            return within ? Optional.of(to) : Optional.empty();
        });
    }

    /**
     * Returns the same hours of every day; an end before the beginning is on the next day.
     *
     * @throws IllegalArgumentException if both are the same
     */
    public static FreezeWindow daily(LocalTime from, LocalTime to, ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        if (from.equals(to)) {
            throw new IllegalArgumentException("a freeze must end at another time than it begins; found: " + from);
        }
        int days = to.isAfter(from) ? 0 : 1;
        return new FreezeWindow("daily from " + from + " to " + to + " in " + zone, moment -> {
            LocalDate today = moment.atZone(zone).toLocalDate();
            return within(moment, today, from, days, to, zone)
                    .or(() -> within(moment, today.minusDays(1), from, days, to, zone));
        });
    }

    /**
     * Returns the same time of every week, for example from Friday 16:00 to Monday 08:00.
     *
     * @throws IllegalArgumentException if both are the same
     */
    public static FreezeWindow weekly(DayOfWeek first, LocalTime from, DayOfWeek last, LocalTime to, ZoneId zone) {
        Objects.requireNonNull(zone, "zone");
        if (first == last && from.equals(to)) {
            throw new IllegalArgumentException(
                    "a freeze must end at another time than it begins; found: " + first + " " + from);
        }
        int apart = Math.floorMod(last.getValue() - first.getValue(), 7);
        int days = apart == 0 && !to.isAfter(from) ? 7 : apart;
        String text = "weekly from " + name(first) + " " + from + " to " + name(last) + " " + to + " in " + zone;
        return new FreezeWindow(text, moment -> {
            LocalDate begun = moment.atZone(zone).toLocalDate().with(TemporalAdjusters.previousOrSame(first));
            return within(moment, begun, from, days, to, zone)
                    .or(() -> within(moment, begun.minusWeeks(1), from, days, to, zone));
        });
    }

    private static Optional<ZonedDateTime> within(
            Instant moment, LocalDate begins, LocalTime from, int days, LocalTime to, ZoneId zone) {
        Instant start = begins.atTime(from).atZone(zone).toInstant();
        ZonedDateTime end = begins.plusDays(days).atTime(to).atZone(zone);
        return !moment.isBefore(start) && moment.isBefore(end.toInstant()) ? Optional.of(end) : Optional.empty();
    }

    private static String name(DayOfWeek day) {
        return day.name().charAt(0) + day.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /** Returns when the freeze that this moment lies in ends; empty if it lies in none. */
    public Optional<ZonedDateTime> endAt(Instant moment) {
        return occurrences.endAt(moment);
    }

    /** Returns the verdict on a move at this moment. */
    Verdict decide(Instant moment) {
        return endAt(moment)
                .map(end -> Verdict.fail("labels are frozen " + text + "; it ends at " + end + ", in "
                        + Duration.between(moment, end) + ". What cannot wait goes through breakGlass(reason)"))
                .orElseGet(() -> Verdict.pass("the moment is outside of the freeze " + text));
    }

    /** Returns for example {@code weekly from Friday 16:00 to Monday 08:00 in Europe/Berlin}. */
    @Override
    public String toString() {
        return text;
    }
}
