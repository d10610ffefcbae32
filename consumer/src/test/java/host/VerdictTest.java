package host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.launcher.EngineFilter.includeEngines;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What the JUnit of the host, whichever it is, reports of an evaluation that fails. */
class VerdictTest {

    private static final String VERDICT = "FAILED pass rate 2/3 (0.21-0.94), required 0.90";
    private static final List<String> SAMPLES = List.of(
            "ABORTED edsger: Edsger, repetition 1 of 2",
            "ABORTED edsger: Edsger, repetition 2 of 2",
            "SUCCESSFUL ada: Ada, repetition 1 of 2",
            "SUCCESSFUL ada: Ada, repetition 2 of 2",
            "SUCCESSFUL grace: Grace, repetition 1 of 2",
            "SUCCESSFUL grace: Grace, repetition 2 of 2");

    @Test
    void the_verdict_comes_last_and_failed_samples_are_aborted() {
        List<String> ends = ends(DemandingEvaluation.class, Map.of());

        assertEquals(VERDICT, ends.get(6), ends::toString);
        assertEquals(SAMPLES, sorted(ends.subList(0, 6)));
        assertEquals(7, ends.size());
    }

    @Test
    void nothing_is_lost_in_parallel_whatever_runs_the_threads() {
        for (String service : List.of("FORK_JOIN_POOL", "WORKER_THREAD_POOL")) {
            for (String threads : List.of("1", "3")) {
                Map<String, String> parallel = Map.of(
                        "enabled", "true",
                        "mode.default", "concurrent",
                        "config.strategy", "fixed",
                        "config.fixed.parallelism", threads,
                        "config.executor-service", service);
                List<String> inTurn = ends(DemandingEvaluation.class, parallel);
                assertEquals(VERDICT, inTurn.get(6), inTurn::toString);

                List<String> atOnce = sorted(ends(DemandingEvaluation.AtOnce.class, parallel));
                assertTrue(atOnce.containsAll(SAMPLES), atOnce::toString);
                assertEquals(1, atOnce.stream().filter(end -> end.startsWith("FAILED")).count(), atOnce::toString);
                assertTrue(atOnce.stream().anyMatch(end -> end.startsWith(VERDICT)), atOnce::toString);
            }
        }
    }

    @Test
    void no_assertion_library_is_forced_on_the_host() {
        assertThrows(ClassNotFoundException.class, () -> Class.forName("org.assertj.core.api.Assertions"));
    }

    /** Returns status and name of each test, and the message of each method or class that did not end well. */
    private static List<String> ends(Class<?> type, Map<String, String> parallel) {
        List<String> ends = Collections.synchronizedList(new ArrayList<>());
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(type))
                .filters(includeEngines("junit-jupiter"));
        parallel.forEach((name, value) ->
                request.configurationParameter("junit.jupiter.execution.parallel." + name, value));
        LauncherFactory.create(LauncherConfig.builder()
                        .enableTestExecutionListenerAutoRegistration(false)
                        .build())
                .execute(request.build(), new TestExecutionListener() {
                    @Override
                    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                        boolean ended = result.getStatus() != TestExecutionResult.Status.SUCCESSFUL;
                        if (test.isTest()) {
                            ends.add(result.getStatus() + " " + test.getDisplayName());
                        } else if (ended) {
                            ends.add(result.getStatus() + " " + result.getThrowable().orElseThrow().getMessage());
                        }
                    }
                });
        return ends;
    }

    private static List<String> sorted(List<String> lines) {
        List<String> sorted = new ArrayList<>(lines);
        Collections.sort(sorted);
        return sorted;
    }
}
