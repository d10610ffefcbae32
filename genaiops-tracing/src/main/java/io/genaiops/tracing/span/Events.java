package io.genaiops.tracing.span;

import io.genaiops.tracing.semconv.GenAiKeys;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.logs.LogRecordBuilder;
import io.opentelemetry.api.logs.Logger;
import io.opentelemetry.api.logs.LoggerBuilder;
import io.opentelemetry.api.logs.LoggerProvider;
import io.opentelemetry.api.logs.Severity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** Writes events in the form of the profile: as log records, or on the span. Without a logger there are no log records. */
final class Events {

    /** What an event was named by before log records had a name of their own. */
    private static final AttributeKey<String> EVENT_NAME = AttributeKey.stringKey("event.name");

    /** The logger of an API without an SDK, and of an SDK without a processor. */
    private static final Logger NOWHERE =
            LoggerProvider.noop().loggerBuilder("genaiops").build();

    private static final @Nullable MethodHandle SET_EVENT_NAME = setEventName();

    private final SpanSettings settings;
    private final Logger logger;
    private final boolean logs;

    Events(OpenTelemetry telemetry, String scope, SpanSettings settings) {
        LoggerBuilder builder = telemetry.getLogsBridge().loggerBuilder(scope);
        String schemaUrl = settings.profile().schemaUrl();
        this.settings = settings;
        this.logger = (schemaUrl == null ? builder : builder.setSchemaUrl(schemaUrl)).build();
        this.logs = logger != NOWHERE;
    }

    boolean logs() {
        return logs;
    }

    /** Returns whether the details of inferences are asked for and someone takes log records. */
    boolean details() {
        return logs && settings.details();
    }

    /** Writes the details of one inference: the attributes of its span, then content. */
    void details(Attributes attributes, Attributes content, Context context) {
        named(GenAiKeys.INFERENCE_DETAILS)
                .setSeverity(Severity.DEBUG)
                .setContext(context)
                .setAllAttributes(attributes)
                .setAllAttributes(content)
                .emit();
    }

    /**
     * Writes what was thrown: its class, and its message where the capture of exceptions is on. Operations of a client are
     * log records in states that say so; all others are events of their span.
     */
    void failed(Span span, Context context, Throwable error, boolean client) {
        Attributes type = Attributes.of(GenAiKeys.EXCEPTION_TYPE, ErrorTypes.nameOf(error));
        if (!client || !settings.profile().exceptionsAsLogs()) {
            Attributes message = settings.content().onSpans().exception(error);
            span.addEvent("exception", type.toBuilder().putAll(message).build());
        } else if (logs) {
            named(GenAiKeys.OPERATION_EXCEPTION)
                    .setSeverity(Severity.WARN)
                    .setContext(context)
                    .setAllAttributes(type)
                    .setAllAttributes(settings.content().onEvents().exception(error))
                    .emit();
        }
    }

    /** Writes one result of an evaluation. */
    void evaluated(Attributes result, Context context) {
        if (logs) {
            named(GenAiKeys.EVALUATION_RESULT)
                    .setContext(context)
                    .setAllAttributes(result)
                    .emit();
        }
    }

    private LogRecordBuilder named(String name) {
        LogRecordBuilder event = logger.logRecordBuilder();
        if (SET_EVENT_NAME == null) {
            return event.setAttribute(EVENT_NAME, name);
        }
        try {
            return (LogRecordBuilder) SET_EVENT_NAME.invoke(event, name);
        } catch (Throwable t) {
            throw new IllegalStateException("cannot name an event", t);
        }
    }

    /** Returns the setter of the name, which the API has since 1.50; Spring Boot 3.5 brings an older one. */
    private static @Nullable MethodHandle setEventName() {
        try {
            return MethodHandles.publicLookup()
                    .findVirtual(
                            LogRecordBuilder.class,
                            "setEventName",
                            MethodType.methodType(LogRecordBuilder.class, String.class));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            return null;
        }
    }
}
