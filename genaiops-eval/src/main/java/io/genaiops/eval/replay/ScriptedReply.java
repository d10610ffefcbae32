package io.genaiops.eval.replay;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.ChatResponseMetadata;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.eval.replay.StreamPlayer.Kind;
import io.genaiops.eval.replay.StreamPlayer.Part;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One reply of a {@link ScriptedChatModel}: a text, thinking, calls of tools, usage, a failure, and how long they take.
 * Usage is unknown unless it is given. Immutable.
 *
 * @since 0.1
 */
public final class ScriptedReply {

    private final AiMessage message;
    private final ChatResponseMetadata metadata;
    private final List<String> chunks;
    private final Pace pace;
    private final @Nullable RuntimeException failure;

    private ScriptedReply(
            AiMessage message,
            ChatResponseMetadata metadata,
            List<String> chunks,
            Pace pace,
            @Nullable RuntimeException failure) {
        this.message = message;
        this.metadata = metadata;
        this.chunks = List.copyOf(chunks);
        this.pace = pace;
        this.failure = failure;
    }

    /** How long the reply takes to begin, and from one chunk of a stream to the next. */
    private record Pace(Duration delay, Duration pause) {}

    /** Returns a reply with this text, which a stream delivers word by word. */
    public static ScriptedReply text(String text) {
        return of(AiMessage.from(Objects.requireNonNull(text, "text")), words(text));
    }

    /** Returns a reply whose stream delivers exactly these chunks; its text is all of them. */
    public static ScriptedReply chunks(String... chunks) {
        List<String> parts = List.of(chunks);
        return of(AiMessage.from(String.join("", parts)), parts);
    }

    /** Returns a reply that calls a tool, with its arguments as a JSON object; ids are {@code call-1} and so on. */
    public static ScriptedReply calling(String tool, String arguments) {
        return of(AiMessage.from(List.of(call(1, tool, arguments))), List.of());
    }

    /** Returns a reply that is this failure: thrown by a chat model, given to {@code onError} by a stream. */
    public static ScriptedReply failing(RuntimeException failure) {
        return of(AiMessage.from(""), List.of()).thenFailing(failure);
    }

    /** Returns this reply, which calls this tool as well. */
    public ScriptedReply andCalling(String tool, String arguments) {
        List<ToolExecutionRequest> calls = new ArrayList<>(message.toolExecutionRequests());
        calls.add(call(calls.size() + 1, tool, arguments));
        return with(message.toBuilder().toolExecutionRequests(calls).build());
    }

    /** Returns this reply with the thinking that comes before its text. */
    public ScriptedReply thinking(String thinking) {
        return with(message.toBuilder().thinking(thinking).build());
    }

    /** Returns this reply with what it used, in tokens. */
    public ScriptedReply usage(int inputTokens, int outputTokens) {
        return usage(new TokenUsage(inputTokens, outputTokens));
    }

    /** Returns this reply with what it used; it may be a provider's own type. */
    public ScriptedReply usage(TokenUsage usage) {
        return with(metadata.toBuilder().tokenUsage(usage).build());
    }

    /** Returns this reply with its finish reason; STOP unless it is given, TOOL_EXECUTION with calls of tools. */
    public ScriptedReply finishing(FinishReason reason) {
        return with(metadata.toBuilder().finishReason(reason).build());
    }

    /** Returns this reply with the id and the name of the model that a provider would give it. */
    public ScriptedReply from(String modelName, String id) {
        return with(metadata.toBuilder().modelName(modelName).id(id).build());
    }

    /** Returns this reply, which begins after this time. */
    public ScriptedReply after(Duration delay) {
        return paced(new Pace(notNegative(delay, "delay"), pace.pause()));
    }

    /** Returns this reply, whose stream pauses this long before each chunk but the first. */
    public ScriptedReply pausing(Duration pause) {
        return paced(new Pace(pace.delay(), notNegative(pause, "pause")));
    }

    /** Returns this reply, whose stream ends with this failure after its chunks; a chat model throws it at once. */
    public ScriptedReply thenFailing(RuntimeException error) {
        return new ScriptedReply(message, metadata, chunks, pace, Objects.requireNonNull(error, "error"));
    }

    ChatResponse response() {
        ChatResponseMetadata known = metadata.finishReason() != null
                ? metadata
                : metadata.toBuilder()
                        .finishReason(
                                message.hasToolExecutionRequests() ? FinishReason.TOOL_EXECUTION : FinishReason.STOP)
                        .build();
        return ChatResponse.builder().aiMessage(message).metadata(known).build();
    }

    Duration delay() {
        return pace.delay();
    }

    Optional<RuntimeException> failure() {
        return Optional.ofNullable(failure);
    }

    /** The parts of a stream: thinking, text, then each call of a tool. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        if (message.thinking() != null) {
            parts.add(Part.text(Kind.THINKING, pauseAfter(parts), message.thinking()));
        }
        chunks.forEach(chunk -> parts.add(Part.text(Kind.TEXT, pauseAfter(parts), chunk)));
        int index = 0;
        for (ToolExecutionRequest call : message.toolExecutionRequests()) {
            for (Kind kind : List.of(Kind.PARTIAL_TOOL_CALL, Kind.TOOL_CALL)) {
                Duration after = kind == Kind.TOOL_CALL ? Duration.ZERO : pauseAfter(parts);
                parts.add(new Part(kind, after, call.arguments(), index, call.id(), call.name()));
            }
            index++;
        }
        return parts;
    }

    @Override
    public String toString() {
        return failure == null ? "reply " + message : "failure " + failure;
    }

    private Duration pauseAfter(List<Part> parts) {
        return parts.isEmpty() ? Duration.ZERO : pace.pause();
    }

    private static ScriptedReply of(AiMessage message, List<String> chunks) {
        Pace instant = new Pace(Duration.ZERO, Duration.ZERO);
        return new ScriptedReply(message, ChatResponseMetadata.builder().build(), chunks, instant, null);
    }

    private ScriptedReply with(AiMessage other) {
        return new ScriptedReply(other, metadata, chunks, pace, failure);
    }

    private ScriptedReply with(ChatResponseMetadata other) {
        return new ScriptedReply(message, other, chunks, pace, failure);
    }

    private ScriptedReply paced(Pace other) {
        return new ScriptedReply(message, metadata, chunks, other, failure);
    }

    private static ToolExecutionRequest call(int number, String tool, String arguments) {
        return ToolExecutionRequest.builder()
                .id("call-" + number)
                .name(Objects.requireNonNull(tool, "tool"))
                .arguments(Objects.requireNonNull(arguments, "arguments"))
                .build();
    }

    /** Each word with the white space behind it. */
    private static List<String> words(String text) {
        return Arrays.stream(text.split("(?<=\\s)(?=\\S)", -1))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static Duration notNegative(Duration duration, String name) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative; was " + duration);
        }
        return duration;
    }
}
