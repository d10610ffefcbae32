package io.genaiops.route;

import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import io.genaiops.model.CallTrail;
import io.genaiops.resilience.Fallback;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of which model.
 *
 * @param models the model, and those that are asked when it fails
 * @param request what goes to each of them
 * @param options what travels with it, the trail included
 * @param trail where it is noted how the answer was got
 * @param left the time that is left for it, or {@code null} without a limit of the caller
 * @param check throws if another model than the first may not be asked
 * @since 0.1
 */
public record RoutedRequest(
        Fallback models,
        ChatRequest request,
        ChatRequestOptions options,
        CallTrail trail,
        @Nullable Duration left,
        Consumer<String> check) {

    /** Requires all but the time. */
    public RoutedRequest {
        Objects.requireNonNull(models, "models");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(options, "options");
        Objects.requireNonNull(trail, "trail");
        Objects.requireNonNull(check, "check");
    }

    String model() {
        return models.first();
    }
}
