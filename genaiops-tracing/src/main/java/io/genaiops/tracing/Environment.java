package io.genaiops.tracing;

import io.genaiops.tracing.content.CaptureTarget;
import io.genaiops.tracing.content.ContentCapture;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an operator says by environment variables, in the words of other GenAI instrumentations. A value that is not one of
 * these words is named in the log and captures nothing.
 */
final class Environment {

    static final String CONTENT = "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT";
    static final String EVENTS = "OTEL_INSTRUMENTATION_GENAI_EMIT_EVENT";

    private static final Logger LOG = LoggerFactory.getLogger(Tracing.class);

    private final Function<String, @Nullable String> variables;

    Environment(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /** Returns which content is captured, if said. */
    Optional<ContentCapture> content() {
        return value(CONTENT).map(value -> switch (value) {
            case "NO_CONTENT", "FALSE" -> ContentCapture.off();
            case "SPAN_ONLY", "TRUE" -> ContentCapture.full().to(CaptureTarget.SPANS);
            case "EVENT_ONLY" -> ContentCapture.full().to(CaptureTarget.EVENTS);
            case "SPAN_AND_EVENT" -> ContentCapture.full().to(CaptureTarget.SPANS_AND_EVENTS);
            default -> {
                LOG.warn(
                        "{} must be NO_CONTENT, SPAN_ONLY, EVENT_ONLY or SPAN_AND_EVENT; found: {}; no content is captured",
                        CONTENT,
                        value);
                yield ContentCapture.off();
            }
        });
    }

    /** Returns whether inferences get events with their details, if said. */
    Optional<Boolean> events() {
        return value(EVENTS).flatMap(value -> switch (value) {
            case "TRUE" -> Optional.of(true);
            case "FALSE" -> Optional.of(false);
            default -> {
                LOG.warn("{} must be true or false; found: {}; it is ignored", EVENTS, value);
                yield Optional.empty();
            }
        });
    }

    private Optional<String> value(String name) {
        String value = variables.apply(name);
        return value == null || value.isBlank()
                ? Optional.empty()
                : Optional.of(value.strip().toUpperCase(Locale.ROOT));
    }
}
