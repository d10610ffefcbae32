package io.genaiops.tracing.span;

import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import io.genaiops.tracing.content.CallerCapture;
import io.genaiops.tracing.content.ContentCapture;
import io.genaiops.tracing.semconv.Profile;
import io.genaiops.tracing.usage.CallCosts;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a host may choose of the spans and metrics.
 *
 * @param profile the state of the conventions
 * @param content which content is captured
 * @param caller what of the caller is captured
 * @param details whether each inference gets an event with its details
 * @param promptInstruments whether genaiops' own instruments of prompts are written
 * @param unnamedProvider the provider's name for models that name none
 * @param usage how a provider's token usage is read
 * @param costs what calls cost, or {@code null} where nothing is to be said of it
 * @param streamIdleLimit how long a stream may be silent before it counts as abandoned
 * @since 0.1
 */
public record SpanSettings(
        Profile profile,
        ContentCapture content,
        CallerCapture caller,
        boolean details,
        boolean promptInstruments,
        String unnamedProvider,
        Function<TokenUsage, Usage> usage,
        @Nullable CallCosts costs,
        Duration streamIdleLimit) {

    /** Requires all of them, a name that is not blank and a positive limit. */
    public SpanSettings {
        Objects.requireNonNull(profile, "profile");
        Objects.requireNonNull(content, "content");
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(usage, "usage");
        if (unnamedProvider.isBlank()) {
            throw new IllegalArgumentException("unnamedProvider must not be blank");
        }
        if (streamIdleLimit.isNegative() || streamIdleLimit.isZero()) {
            throw new IllegalArgumentException("streamIdleLimit must be positive; found: " + streamIdleLimit);
        }
    }
}
