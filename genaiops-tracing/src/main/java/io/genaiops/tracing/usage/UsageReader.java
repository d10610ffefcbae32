package io.genaiops.tracing.usage;

import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.cost.Usage;
import org.jspecify.annotations.Nullable;

/** Reads the token usage of one provider. */
@FunctionalInterface
interface UsageReader {

    /** Returns the usage, or {@code null} if it is that of another provider. */
    @Nullable
    Usage read(TokenUsage tokens);
}
