package io.genaiops.benchmarks.load;

import io.genaiops.budget.BudgetFigures;
import io.genaiops.cost.CostTotal;
import java.util.Locale;
import java.util.Map;

/**
 * What a run found.
 *
 * @param seconds how long it took
 * @param started calls that began
 * @param answered calls that got an answer
 * @param cached answers of the cache
 * @param attempts attempts of the calls that got an answer
 * @param refused calls that the budget refused
 * @param failures calls that failed, by what they failed with
 * @param percentiles the time of answered calls
 * @param cost what the answers cost
 * @param limit the tokens that the capped tenant may use
 * @param spent those that it used
 * @param reserved those that are still reserved
 * @param budget the figures of the budget
 * @param underWay calls that have not ended
 * @param requests requests that the server saw
 */
record LoadReport(
        double seconds,
        long started,
        long answered,
        long cached,
        long attempts,
        long refused,
        Map<String, Long> failures,
        Percentiles percentiles,
        CostTotal cost,
        long limit,
        long spent,
        long reserved,
        BudgetFigures budget,
        long underWay,
        long requests) {

    /** Milliseconds of answered calls. */
    record Percentiles(double p50, double p90, double p99, double most) {

        static Percentiles of(long[] sortedNanos) {
            return new Percentiles(
                    at(sortedNanos, 0.5), at(sortedNanos, 0.9), at(sortedNanos, 0.99), at(sortedNanos, 1));
        }

        private static double at(long[] sorted, double share) {
            return sorted.length == 0 ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1] / 1e6;
        }
    }

    long failed() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns the tokens that the capped tenant used above its limit, because answers were longer than reserved. */
    long excess() {
        return Math.max(0, spent - limit);
    }

    /** Returns all of it in words. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "%d calls in %.1f s, %.0f a second: %d answered (%d of the cache), %d refused, %d failed %s%n"
                        + "latency p50 %.1f ms, p90 %.1f ms, p99 %.1f ms, longest %.0f ms%n"
                        + "%d attempts of answered calls, %d more than one each; %d requests at the server%n"
                        + "cost %s%n"
                        + "capped tenant: %d of %d tokens, %d above the limit by answers longer than reserved (%d such"
                        + " in all), %d still reserved%n"
                        + "%s%n"
                        + "%d calls have not ended",
                started,
                seconds,
                started / seconds,
                answered,
                cached,
                refused,
                failed(),
                failures,
                percentiles.p50(),
                percentiles.p90(),
                percentiles.p99(),
                percentiles.most(),
                attempts,
                attempts - (answered - cached),
                requests,
                cost,
                spent,
                limit,
                excess(),
                budget.overruns(),
                reserved,
                budget,
                underWay);
    }
}
