package io.genaiops.tracing.model;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.InputGuardrailResult;
import io.genaiops.tracing.semconv.GenAiKeys;
import io.genaiops.tracing.span.Operation;
import io.genaiops.tracing.span.Spans;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * An input guardrail whose every decision is one span. The conventions know no guardrails, so that name and attributes are
 * genaiops' own. An objection is an outcome and no error; an exception is one. As thread-safe as the guardrail.
 *
 * @since 0.1
 */
public final class TracedInputGuardrail implements InputGuardrail {

    private final InputGuardrail delegate;
    private final Spans spans;

    private TracedInputGuardrail(InputGuardrail delegate, Spans spans) {
        this.delegate = delegate;
        this.spans = spans;
    }

    /** Returns the guardrail, traced. One that is traced already stays as it is. */
    public static InputGuardrail of(InputGuardrail guardrail, Spans spans) {
        return guardrail instanceof TracedInputGuardrail ? guardrail : new TracedInputGuardrail(guardrail, spans);
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public InputGuardrailResult validate(UserMessage message) {
        return traced(Context.current(), () -> delegate.validate(message));
    }

    @Override
    public InputGuardrailResult validate(InputGuardrailRequest request) {
        return traced(
                spans.parent(() -> request.requestParams().invocationContext()), () -> delegate.validate(request));
    }

    @Override
    public InputGuardrailResult success() {
        return delegate.success();
    }

    @Override
    public InputGuardrailResult successWith(String text) {
        return delegate.successWith(text);
    }

    @Override
    public InputGuardrailResult failure(String message) {
        return delegate.failure(message);
    }

    @Override
    public InputGuardrailResult failure(String message, Throwable cause) {
        return delegate.failure(message, cause);
    }

    @Override
    public InputGuardrailResult fatal(String message) {
        return delegate.fatal(message);
    }

    @Override
    public InputGuardrailResult fatal(String message, Throwable cause) {
        return delegate.fatal(message, cause);
    }

    private InputGuardrailResult traced(Context parent, Supplier<InputGuardrailResult> call) {
        if (!spans.enabled()) {
            return call.get();
        }
        return spans.start(parent, () -> Operation.guardrail(delegate.name(), "input"), Attributes::empty)
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
