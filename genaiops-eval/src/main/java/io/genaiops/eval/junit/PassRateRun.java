package io.genaiops.eval.junit;

import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.junit.Scoreboard.Attempt;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.opentest4j.TestAbortedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The invocations of a test with a pass rate, of which JUnit asks for the next one when it has begun the last: first the
 * samples, then a line on those that are not run, then the verdict. Where samples may still be running when the verdict's
 * turn comes, nothing waits for them, since they might need this very thread; the method's own end brings the verdict.
 */
@SuppressWarnings(
        "deprecation") // JUnit before 5.13 closes nothing but CloseableResource; newer ones ask for AutoCloseable
final class PassRateRun
        implements Iterator<TestTemplateInvocationContext>, ExtensionContext.Store.CloseableResource, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PassRateRun.class);
    private static final String PARALLEL = "junit.jupiter.execution.parallel.enabled";
    private static final long SEED = 1;

    private final GenAiTest test;
    private final ExtensionContext method;
    private final List<Sample> samples;
    private final Scoreboard board;
    private final List<SampleInvocation> given = new ArrayList<>();
    private @Nullable TestTemplateInvocationContext next;
    private boolean notRunShown;
    private boolean verdictGiven;
    private volatile boolean verdictShown;

    PassRateRun(GenAiTest test, List<Sample> samples, ExtensionContext method) {
        this.test = test;
        this.method = method;
        this.samples = new ArrayList<>(samples);
        if (test.earlyStop()) {
            Collections.shuffle(this.samples, new Random(SEED));
        }
        this.board = new Scoreboard(this.samples, test.repetitions(), test.passRate());
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = upcoming();
        }
        return next != null;
    }

    @Override
    public TestTemplateInvocationContext next() {
        if (!hasNext() || next == null) {
            throw new NoSuchElementException();
        }
        TestTemplateInvocationContext now = next;
        next = null;
        return now;
    }

    private @Nullable TestTemplateInvocationContext upcoming() {
        int planned = samples.size() * test.repetitions();
        boolean settled = test.earlyStop() && board.isSettled();
        if (given.size() < planned && !settled) {
            SampleInvocation sample = new SampleInvocation(
                    attempt(given.size()),
                    board,
                    test.earlyStop() ? SampleInvocation.Counting.RATE_UNTIL_SETTLED : SampleInvocation.Counting.RATE);
            given.add(sample);
            return sample;
        }
        if (given.size() < planned && !notRunShown) {
            notRunShown = true;
            return notRun();
        }
        if (!verdictGiven && (!mayOverlap() || board.isQuiet())) {
            verdictGiven = true;
            return new LastInvocation(() -> board.verdict().headline(), attempt(0), board, this::show);
        }
        return null;
    }

    private Attempt attempt(int index) {
        int item = index / test.repetitions();
        return new Attempt(item, samples.get(item), index % test.repetitions() + 1, test.repetitions());
    }

    private LastInvocation notRun() {
        int left = samples.size() - given.size() / test.repetitions();
        String line = left + " of " + samples.size() + " samples not run: the answer is clear without them";
        return new LastInvocation(() -> line, attempt(0), board, context -> {
            throw new TestAbortedException(line);
        });
    }

    private void show(ExtensionContext context) {
        verdictShown = true;
        PassRateVerdict verdict = board.verdict();
        publish(verdict, context);
        verdict.end(whenInconclusive());
    }

    /** Brings the verdict if no invocation did; a method cannot be aborted when it ends, so here only a pass is no failure. */
    @Override
    public void close() {
        boolean all = given.stream().allMatch(SampleInvocation::isSelected);
        if (verdictShown || !all || given.isEmpty()) {
            return;
        }
        PassRateVerdict verdict = board.verdict();
        publish(verdict, method);
        verdict.end(Inconclusive.FAILS);
    }

    private void publish(PassRateVerdict verdict, ExtensionContext context) {
        LOG.info("{}: {}", method.getDisplayName(), verdict.message());
        context.publishReportEntry("verdict", verdict.message());
    }

    private Inconclusive whenInconclusive() {
        boolean fails = test.whenInconclusive() == Inconclusive.FAILS
                || GenAiOps.of(method).map(GenAiOps::whenInconclusive).orElse(Inconclusive.ABORTS)
                        == Inconclusive.FAILS;
        return fails ? Inconclusive.FAILS : Inconclusive.ABORTS;
    }

    private boolean mayOverlap() {
        return method.getExecutionMode() == ExecutionMode.CONCURRENT
                && method.getConfigurationParameter(PARALLEL)
                        .map(Boolean::parseBoolean)
                        .orElse(false);
    }
}
