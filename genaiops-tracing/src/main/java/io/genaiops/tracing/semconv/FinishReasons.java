package io.genaiops.tracing.semconv;

import dev.langchain4j.model.output.FinishReason;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code gen_ai.response.finish_reasons}, prebuilt.
 *
 * @since 0.1
 */
public final class FinishReasons {

    /** What is written where a reason was expected and none came. */
    public static final List<String> NONE_CAME = List.of("error");

    private static final Map<FinishReason, List<String>> VALUES = new EnumMap<>(Map.of(
            FinishReason.STOP, List.of("stop"),
            FinishReason.LENGTH, List.of("length"),
            FinishReason.TOOL_EXECUTION, List.of("tool_call"),
            FinishReason.CONTENT_FILTER, List.of("content_filter"),
            FinishReason.OTHER, List.of("other")));

    private FinishReasons() {}

    /** Returns the reasons of an answer with one choice; {@code null} if the provider named none. */
    public static @Nullable List<String> of(@Nullable FinishReason reason) {
        return reason == null ? null : VALUES.get(reason);
    }
}
