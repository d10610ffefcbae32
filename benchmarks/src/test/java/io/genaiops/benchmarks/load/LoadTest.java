package io.genaiops.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void no_call_is_lost_and_no_estimate_passes_the_limit_in_rough_weather() throws InterruptedException {
        load(100, Duration.ofMinutes(5), 1_500, 2_000);
    }

    @Test
    @Tag("endurance")
    void five_hundred_callers_for_a_minute_lose_no_call_and_leave_no_thread_and_no_memory()
            throws InterruptedException {
        load(500, Duration.ofSeconds(5), Long.MAX_VALUE, 2_000);
        long threads = threads();
        long before = used();

        load(500, Duration.ofSeconds(60), Long.MAX_VALUE, 200_000);

        assertThat(threads()).isLessThanOrEqualTo(threads + 1);
        assertThat(used()).isLessThan(before + (32L << 20));
    }

    private static void load(int callers, Duration time, long mostCalls, long cappedTokens)
            throws InterruptedException {
        LoadReport report;
        try (ModelServer server = ModelServer.start(Weather.ROUGH, 7)) {
            report = new LoadRun(server, callers, time, mostCalls, cappedTokens).run();
        }
        System.out.println(report.describe());

        assertThat(report.answered()).isGreaterThan(callers);
        assertThat(report.answered() + report.refused() + report.failed()).isEqualTo(report.started());
        assertThat(report.underWay()).isZero();
        assertThat(report.reserved()).isZero();
        assertThat(report.budget().open()).isZero();
        assertThat(report.refused()).isPositive();
        // What was admitted never passed the limit: above it is only what answers used beyond their reservation.
        assertThat(report.excess()).isLessThanOrEqualTo(report.budget().overruns() * ModelServer.TALKATIVE_TOKENS);
        assertThat(report.failed()).isLessThan(report.started() / 10);
        assertThat(report.attempts()).isGreaterThan(report.answered() - report.cached());
    }

    /** Those of genaiops: the HTTP clients of LangChain4j keep their own for a minute. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("genaiops-"))
                .count();
    }

    private static long used() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
