package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to a judge: asked, if need be repaired once and asked anew once, and then given up.
 *
 * @param evaluator the name of the evaluator that asks
 * @param sample what is judged
 * @param messages the rubric, rendered with the delimited texts
 * @param key the key of the delimiters
 * @param form what the reply shall look like
 * @param format the same for a model that supports structured output
 */
record Inquiry(
        String evaluator, Sample sample, List<ChatMessage> messages, String key, String form, ResponseFormat format) {

    private static final int LONGEST_REPLY = 1_000_000;
    private static final int LONGEST_QUOTED = 20_000;

    /**
     * What was made of a reply.
     *
     * @param value what could be read, whole or in part
     * @param problem why that is not enough, or {@code null} if it is
     * @param response the response, {@code null} before there is one
     */
    record Reading<T>(
            T value, @Nullable String problem, @Nullable ChatResponse response) {

        static <T> Reading<T> of(T value, Optional<String> problem) {
            return new Reading<>(value, problem.orElse(null), null);
        }
    }

    /**
     * What came of the question.
     *
     * @param reading the last reading; {@code null} if there is none
     * @param failure the outcome instead of a usable reading, or {@code null}
     */
    record Result<T>(@Nullable Reading<T> reading, @Nullable Outcome failure) {

        /** Returns the failure, else what the function makes of the reading. */
        Outcome orElse(Function<Reading<T>, Outcome> usable) {
            return failure == null ? usable.apply(requireNonNull(reading)) : failure;
        }
    }

    /** Asks the judge up to three times. The reader is given each reply; readings may build on one another. */
    <T> Result<T> ask(Judge judge, Function<String, Reading<T>> reader) {
        List<ChatMessage> first = framed(judge);
        List<ChatMessage> request = first;
        Reading<T> reading = null;
        StringBuilder raw = new StringBuilder();
        boolean silent = true;
        for (int attempt = 1; attempt <= 3; attempt++) {
            ChatResponse response;
            try {
                response = judge.request(this, attempt, chat(judge, request));
            } catch (RuntimeException e) {
                return new Result<>(reading, Outcome.errored(e));
            }
            String reply = text(response);
            Reading<T> read = reply.length() > LONGEST_REPLY ? null : reader.apply(reply);
            if (read != null && read.problem() == null) {
                return new Result<>(new Reading<>(read.value(), null, response), null);
            }
            reading = read == null ? reading : read;
            silent &= reply.isBlank();
            raw.append(attempt == 1 ? "" : "\n--- attempt " + attempt + "\n").append(shortened(reply, LONGEST_REPLY));
            String problem =
                    read == null ? "the reply has " + reply.length() + " characters" : String.valueOf(read.problem());
            if (attempt == 3) {
                return new Result<>(reading, failure(judge, response, problem, silent, raw.toString()));
            }
            request = attempt == 1 ? repair(first, reply, problem) : anew(first, problem);
        }
        throw new IllegalStateException("three attempts end above");
    }

    private static Outcome failure(Judge judge, ChatResponse response, String problem, boolean silent, String raw) {
        String finish = response.finishReason() == null ? "" : " (finish reason " + response.finishReason() + ")";
        return silent
                ? Outcome.errored(
                        new GenAiOpsException("judge '" + judge.name() + "' gave no text in three replies" + finish))
                : Outcome.unscored(
                        "judge '" + judge.name() + "' gave no usable verdict in three replies: " + problem + finish,
                        raw);
    }

    /** Adds what every judge is told: how texts are delimited, and how to reply. */
    private List<ChatMessage> framed(Judge judge) {
        List<ChatMessage> frame = judge.frame(Map.of("key", key, "form", form));
        String rules = ((SystemMessage) frame.get(0)).text();
        String replying = ((UserMessage) frame.get(1)).singleText();
        List<ChatMessage> framed = new ArrayList<>(messages);
        if (framed.get(0) instanceof SystemMessage system) {
            framed.set(0, SystemMessage.from(system.text() + "\n\n" + rules));
        } else {
            framed.add(0, SystemMessage.from(rules));
        }
        return append(framed, replying);
    }

    private static List<ChatMessage> append(List<ChatMessage> messages, String text) {
        List<ChatMessage> longer = new ArrayList<>(messages);
        int last = longer.size() - 1;
        if (longer.get(last) instanceof UserMessage user && user.hasSingleText()) {
            longer.set(last, UserMessage.from(user.singleText() + "\n\n" + text));
        } else {
            longer.add(UserMessage.from(text));
        }
        return longer;
    }

    private List<ChatMessage> repair(List<ChatMessage> asked, String reply, String problem) {
        List<ChatMessage> messages = new ArrayList<>(asked);
        String complaint =
                "Your reply could not be used: " + problem + ". Reply with one JSON object and nothing else: " + form;
        if (reply.isBlank() || reply.length() > LONGEST_QUOTED) {
            return append(messages, complaint);
        }
        messages.add(AiMessage.from(reply));
        messages.add(UserMessage.from(complaint));
        return messages;
    }

    /** Asks anew without the reply, which may be what leads the judge astray. */
    private List<ChatMessage> anew(List<ChatMessage> asked, String problem) {
        return append(asked, "An earlier attempt failed: " + problem + ". Nothing but the JSON object can be read.");
    }

    private ChatRequest chat(Judge judge, List<ChatMessage> request) {
        ChatRequest.Builder chat = ChatRequest.builder().messages(request);
        if (judge.isStructured()) {
            chat.responseFormat(format);
        }
        return chat.build();
    }

    static String text(ChatResponse response) {
        @Nullable String text = response.aiMessage().text();
        return text == null ? "" : text;
    }

    private static String shortened(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, limit) + "…";
    }
}
