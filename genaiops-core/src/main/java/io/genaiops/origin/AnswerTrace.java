package io.genaiops.origin;

import io.genaiops.asset.Digest;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an answer.
 *
 * @param name the name of the prompt
 * @param version its version
 * @param digest its resolved digest then, or {@code null} if it was not recorded
 * @param model the host's name of the model that answered, or {@code null} if it was not recorded
 * @param served what the provider calls that model, or {@code null} if it was not recorded
 * @param at when the call began
 * @param sent what the model was sent, as far as it was captured
 * @param gaps what is missing of what was captured
 */
record AnswerTrace(
        String name,
        Version version,
        @Nullable Digest digest,
        @Nullable String model,
        @Nullable String served,
        Instant at,
        List<SentMessage> sent,
        List<String> gaps) {

    private static final List<String> NAME = List.of("gen_ai.prompt.name", "genaiops.prompt.name");
    private static final List<String> VERSION = List.of("gen_ai.prompt.version", "genaiops.prompt.version");
    private static final List<String> DIGEST = List.of("genaiops.prompt.digest");
    private static final List<String> MODEL = List.of("genaiops.model");
    private static final List<String> SERVED = List.of("gen_ai.request.model");

    AnswerTrace {
        Objects.requireNonNull(at, "at");
        sent = List.copyOf(sent);
        gaps = List.copyOf(gaps);
    }

    static AnswerTrace of(Answer answer) {
        return new AnswerTrace(
                answer.prompt().name(),
                answer.prompt().version(),
                answer.prompt().digest(),
                answer.modelName(),
                null,
                answer.startedAt(),
                SentMessage.of(answer.messages()),
                List.of());
    }

    static AnswerTrace of(Map<String, ?> attributes, Instant at) {
        CapturedContent captured = CapturedContent.of(attributes);
        return new AnswerTrace(
                value(attributes, NAME).orElseThrow(() -> missing(NAME, attributes)),
                Version.parse(value(attributes, VERSION).orElseThrow(() -> missing(VERSION, attributes))),
                value(attributes, DIGEST).map(Digest::parse).orElse(null),
                value(attributes, MODEL).orElse(null),
                value(attributes, SERVED).orElse(null),
                at,
                captured.messages(),
                captured.gaps());
    }

    private static Optional<String> value(Map<String, ?> attributes, List<String> keys) {
        return keys.stream()
                .filter(attributes::containsKey)
                .map(key -> String.valueOf(attributes.get(key)))
                .findFirst();
    }

    private static IllegalArgumentException missing(List<String> keys, Map<String, ?> attributes) {
        return new IllegalArgumentException("the attributes of a call from a prompt must have " + keys.get(0)
                + "; found: " + new TreeSet<>(attributes.keySet()) + ". Take the span of the call itself");
    }
}
