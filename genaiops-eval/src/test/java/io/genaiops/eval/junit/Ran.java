package io.genaiops.eval.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectUniqueId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.EventType;

/** What JUnit's own engine reported of a class, for tests of tests. */
final class Ran {

    private static final String PARALLEL = "junit.jupiter.execution.parallel.";

    private final EngineExecutionResults results;

    private Ran(EngineExecutionResults results) {
        this.results = results;
    }

    /** One thing that ended: {@code status}, {@code name} and the message of what was thrown. */
    record End(TestExecutionResult.Status status, String name, String message, Optional<Throwable> thrown) {

        /** Returns status, name and the first line of the message. */
        String line() {
            String first = message.lines().findFirst().orElse("");
            return status + " " + name + (first.isEmpty() ? "" : " | " + first);
        }
    }

    static Ran tests(Class<?> type) {
        return new Ran(kit(selectClass(type)).execute());
    }

    /** Runs only the invocation with this number of a method. */
    static Ran invocation(Class<?> type, String method, int number) {
        return new Ran(kit(selectUniqueId("[engine:junit-jupiter]/[class:" + type.getName() + "]/[test-template:"
                        + method + "]/[test-template-invocation:#" + number + "]"))
                .execute());
    }

    /** Runs with so many threads and never one more, all tests side by side unless they say otherwise. */
    static Ran inParallel(int threads, Class<?> type) {
        return new Ran(parallel(threads, type)
                .configurationParameter(PARALLEL + "config.fixed.max-pool-size", Integer.toString(threads))
                .execute());
    }

    /** Runs with so many threads, and more where one has to wait for another. */
    static Ran inParallelAtOnce(int threads, Class<?> type) {
        return new Ran(parallel(threads, type).execute());
    }

    static EngineTestKit.Builder parallel(int threads, Class<?> type) {
        return kit(selectClass(type))
                .configurationParameter(PARALLEL + "enabled", "true")
                .configurationParameter(PARALLEL + "mode.default", "concurrent")
                .configurationParameter(PARALLEL + "config.strategy", "fixed")
                .configurationParameter(PARALLEL + "config.fixed.parallelism", Integer.toString(threads));
    }

    private static EngineTestKit.Builder kit(DiscoverySelector selector) {
        return EngineTestKit.engine("junit-jupiter").selectors(selector);
    }

    static Ran of(EngineExecutionResults results) {
        return new Ran(results);
    }

    /** Returns the tests that ended, in that order. */
    List<End> ends() {
        return results.testEvents().finished().stream().map(Ran::end).toList();
    }

    /** Returns the lines of the tests that ended, in that order. */
    List<String> lines() {
        return ends().stream().map(End::line).toList();
    }

    /** Returns the lines of the tests that ended, sorted. */
    List<String> sortedLines() {
        List<String> lines = new ArrayList<>(lines());
        Collections.sort(lines);
        return lines;
    }

    /** Returns the test that ended last. */
    End last() {
        List<End> ends = ends();
        return ends.get(ends.size() - 1);
    }

    /** Returns what ended badly and is no test: a method with invocations, or a class. */
    List<End> brokenContainers() {
        return results.containerEvents().finished().stream()
                .map(Ran::end)
                .filter(end -> end.status() != TestExecutionResult.Status.SUCCESSFUL)
                .toList();
    }

    /** Returns the messages of what ended badly and is no test. */
    List<String> brokenMessages() {
        return brokenContainers().stream().map(End::message).toList();
    }

    /** Returns the values of the report entries with the key. */
    List<String> published(String key) {
        return results.allEvents().stream()
                .filter(event -> event.getType() == EventType.REPORTING_ENTRY_PUBLISHED)
                .map(event -> event.getRequiredPayload(ReportEntry.class).getKeyValuePairs())
                .filter(pairs -> pairs.containsKey(key))
                .map(pairs -> pairs.get(key))
                .toList();
    }

    private static End end(Event event) {
        TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
        TestDescriptor test = event.getTestDescriptor();
        String message = result.getThrowable()
                .map(thrown -> Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()))
                .orElse("");
        return new End(result.getStatus(), test.getDisplayName(), message, result.getThrowable());
    }
}
