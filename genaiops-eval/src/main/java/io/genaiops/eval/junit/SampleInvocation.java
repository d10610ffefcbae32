package io.genaiops.eval.junit;

import io.genaiops.eval.Judgement;
import io.genaiops.eval.Sample;
import io.genaiops.eval.assertion.Inconclusive;
import io.genaiops.eval.junit.Scoreboard.Attempt;
import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestWatcher;
import org.opentest4j.TestAbortedException;

/**
 * The invocation of a test on a sample. Where a pass rate counts, a failure is shown as an abort, since it is not the
 * verdict; what it was is told to the scoreboard.
 */
final class SampleInvocation
        implements TestTemplateInvocationContext,
                BeforeEachCallback,
                ParameterResolver,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler,
                TestWatcher {

    private final Attempt attempt;
    private final Scoreboard board;
    private final Counting counting;
    private boolean begun;
    private boolean givenUp;

    /** How failures count. */
    enum Counting {
        /** Each for itself. */
        EACH,
        /** As part of a rate. */
        RATE,
        /** As part of a rate, until the answer is clear. */
        RATE_UNTIL_SETTLED
    }

    /** A failure that is part of a rate. */
    private static final class Counted extends TestAbortedException {

        private static final long serialVersionUID = 1L;

        private final Judgement judgement;

        Counted(Judgement judgement, String message, Throwable cause) {
            super(message, cause);
            this.judgement = judgement;
        }
    }

    SampleInvocation(Attempt attempt, Scoreboard board, Counting counting) {
        this.attempt = attempt;
        this.board = board;
        this.counting = counting;
    }

    /** Tells whether JUnit made a test of this invocation, which it does not if others were selected. */
    boolean isSelected() {
        return begun;
    }

    @Override
    public String getDisplayName(int index) {
        if (!begun) {
            begun = true;
            board.begin(attempt);
        }
        return attempt.displayName();
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        if (counting == Counting.RATE_UNTIL_SETTLED && board.isSettled()) {
            givenUp = true;
            throw new TestAbortedException("not run: the answer is clear without it");
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return isGiven(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return value(parameter, attempt, board);
    }

    static boolean isGiven(ParameterContext parameter) {
        Class<?> type = parameter.getParameter().getType();
        return !(parameter.getDeclaringExecutable() instanceof Constructor)
                && (type == Sample.class || type == RepetitionInfo.class);
    }

    static Object value(ParameterContext parameter, Attempt attempt, Scoreboard board) {
        return parameter.getParameter().getType() == Sample.class
                ? attempt.sample()
                : new Repetition(attempt.repetition(), attempt.repetitions(), board.failures());
    }

    private record Repetition(int getCurrentRepetition, int getTotalRepetitions, int getFailureCount)
            implements RepetitionInfo {

        @Override
        public int getFailureThreshold() {
            return Integer.MAX_VALUE;
        }
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw counted(thrown);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw counted(thrown);
    }

    @Override
    public void handleAfterEachMethodExecutionException(ExtensionContext context, Throwable thrown) throws Throwable {
        throw counted(thrown);
    }

    private Throwable counted(Throwable thrown) {
        Judgement judgement = judgement(thrown);
        boolean stays = counting == Counting.EACH
                || thrown instanceof TestAbortedException
                || (thrown instanceof Error && !(thrown instanceof AssertionError));
        if (stays) {
            return thrown;
        }
        String what = judgement == Judgement.FAILED ? "failed: " : "not judged: ";
        return new Counted(judgement, what + reason(thrown), thrown);
    }

    private static Judgement judgement(Throwable thrown) {
        if (thrown instanceof Counted counted) {
            return counted.judgement;
        }
        return thrown instanceof AssertionError && !Inconclusive.isCauseOf(thrown)
                ? Judgement.FAILED
                : Judgement.INCONCLUSIVE;
    }

    private static String reason(Throwable thrown) {
        String message = Objects.requireNonNullElse(thrown.getMessage(), "");
        boolean speaks = thrown instanceof AssertionError || thrown instanceof TestAbortedException;
        if (speaks && !message.isBlank()) {
            return message.strip();
        }
        return message.isBlank()
                ? thrown.getClass().getName()
                : thrown.getClass().getName() + ": " + message;
    }

    @Override
    public void testSuccessful(ExtensionContext context) {
        board.record(attempt, Judgement.PASSED, "");
    }

    @Override
    public void testAborted(ExtensionContext context, @Nullable Throwable cause) {
        ended(cause);
    }

    @Override
    public void testFailed(ExtensionContext context, @Nullable Throwable cause) {
        ended(cause);
    }

    @Override
    public void testDisabled(ExtensionContext context, Optional<String> reason) {
        board.record(
                attempt,
                Judgement.INCONCLUSIVE,
                "disabled" + reason.map(why -> ": " + why).orElse(""));
    }

    private void ended(@Nullable Throwable cause) {
        if (givenUp) {
            board.giveUp(attempt);
        } else if (cause == null) {
            board.record(attempt, Judgement.INCONCLUSIVE, "the run was aborted");
        } else {
            Throwable original = cause instanceof Counted && cause.getCause() != null ? cause.getCause() : cause;
            board.record(attempt, judgement(cause), reason(original));
        }
    }
}
