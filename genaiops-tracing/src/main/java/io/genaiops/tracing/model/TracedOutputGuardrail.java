package io.genaiops.tracing.model;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * An output guardrail whose every decision is one span. The conventions know no guardrails, so that name and attributes are
 * genaiops' own. An objection is an outcome and no error; an exception is one. As thread-safe as the guardrail.
 *
 * @since 0.1
 */
public final class TracedOutputGuardrail implements OutputGuardrail {

    private final OutputGuardrail delegate;
    private final Spans spans;

    private TracedOutputGuardrail(OutputGuardrail delegate, Spans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    /** Returns the guardrail, traced. One that is traced already stays as it is. */
    public static OutputGuardrail of(OutputGuardrail guardrail, Spans spans) {
        return guardrail instanceof TracedOutputGuardrail ? guardrail : new TracedOutputGuardrail(guardrail, spans);
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public OutputGuardrailResult validate(AiMessage message) {
        return traced(Context.current(), () -> delegate.validate(message));
    }

    @Override
    public OutputGuardrailResult validate(OutputGuardrailRequest request) {
        return traced(
                spans.parent(() -> request.requestParams().invocationContext()), () -> delegate.validate(request));
    }

    @Override
    public OutputGuardrailResult success() {
        return delegate.success();
    }

    @Override
    public OutputGuardrailResult successWith(String text) {
        return delegate.successWith(text);
    }

    @Override
    public OutputGuardrailResult successWith(String text, Object result) {
        return delegate.successWith(text, result);
    }

    @Override
    public OutputGuardrailResult successWith(AiMessage message) {
        return delegate.successWith(message);
    }

    @Override
    public OutputGuardrailResult successWith(AiMessage message, Object result) {
        return delegate.successWith(message, result);
    }

    @Override
    public OutputGuardrailResult failure(String message) {
        return delegate.failure(message);
    }

    @Override
    public OutputGuardrailResult failure(String message, Throwable cause) {
        return delegate.failure(message, cause);
    }

    @Override
    public OutputGuardrailResult fatal(String message) {
        return delegate.fatal(message);
    }

    @Override
    public OutputGuardrailResult fatal(String message, Throwable cause) {
        return delegate.fatal(message, cause);
    }

    @Override
    public OutputGuardrailResult retry(String message) {
        return delegate.retry(message);
    }

    @Override
    public OutputGuardrailResult retry(String message, Throwable cause) {
        return delegate.retry(message, cause);
    }

    @Override
    public OutputGuardrailResult reprompt(String message, String reprompt) {
        return delegate.reprompt(message, reprompt);
    }

    @Override
    public OutputGuardrailResult reprompt(String message, Throwable cause, String reprompt) {
        return delegate.reprompt(message, cause, reprompt);
    }

    @Override
    public OutputGuardrailResult failureWithMessageRemoval(String message) {
        return delegate.failureWithMessageRemoval(message);
    }

    @Override
    public OutputGuardrailResult failureWithMessageRemoval(String message, Throwable cause) {
        return delegate.failureWithMessageRemoval(message, cause);
    }

    @Override
    public OutputGuardrailResult fatalWithMessageRemoval(String message) {
        return delegate.fatalWithMessageRemoval(message);
    }

    @Override
    public OutputGuardrailResult fatalWithMessageRemoval(String message, Throwable cause) {
        return delegate.fatalWithMessageRemoval(message, cause);
    }

    private OutputGuardrailResult traced(Context parent, Supplier<OutputGuardrailResult> call) {
        if (!spans.enabled()) {
            return call.get();
        }
        return spans.start(parent, () -> Operation.guardrail(delegate.name(), "output"), Attributes::empty)
                .run(
                        call,
                        decided -> decided == null
                                ? Attributes.empty()
                                : Attributes.of(
                                        GenAiKeys.GUARDRAIL_OUTCOME,
                                        decided.result().name().toLowerCase(Locale.ROOT)),
                        decided -> Attributes.empty());
    }
}
