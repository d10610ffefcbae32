package io.genaiops.eval.judge;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.GenAiOpsException;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.prompt.Prompt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One question to a judge: asked, if need be repaired once and asked anew once, and then given up. The texts that it shows
 * are delimited data. Made by {@link Judge#inquiry}; immutable, as thread-safe as the judge.
 *
 * @since 0.1
 */
public final class Inquiry {

    /** One request, and two more if the replies cannot be used. */
    static final Evaluator.Requests REQUESTS = new Evaluator.Requests(1, 3L);

    private static final int LONGEST_REPLY = 1_000_000;
    private static final int LONGEST_QUOTED = 20_000;

    /** A text that is shown, the input of the prompt that it belongs to, and the name of its block. */
    private record Block(String input, String name, String text) {}

    /** What is asked, but for the texts: the prompt, and how to reply. */
    private record Form(
            Prompt prompt,
            @Nullable Prompt protocol,
            Map<String, String> values,
            String reply,
            ResponseFormat format) {}

    private final Judge judge;
    private final String evaluator;
    private final Sample sample;
    private final Form form;
    private final List<Block> blocks;

    private Inquiry(Inquiry other, Form form, List<Block> blocks) {
        this.judge = other.judge;
        this.evaluator = other.evaluator;
        this.sample = other.sample;
        this.form = form;
        this.blocks = List.copyOf(blocks);
    }

    Inquiry(Judge judge, String evaluator, Sample sample, Prompt prompt) {
        this.judge = judge;
        this.evaluator = requireNonNull(evaluator, "evaluator");
        this.sample = requireNonNull(sample, "sample");
        this.form = new Form(prompt, null, Map.of(), "", ResponseFormat.JSON);
        this.blocks = List.of();
    }

    /**
     * What was made of a reply.
     *
     * @param value what could be read, whole or in part
     * @param problem why that is not enough, or {@code null} if it is
     * @param response the response, {@code null} before there is one
     */
    public record Reading<T>(
            T value, @Nullable String problem, @Nullable ChatResponse response) {

        /** Returns a reading, with what keeps it from being enough if there is something. */
        public static <T> Reading<T> of(T value, Optional<String> problem) {
            return new Reading<>(value, problem.orElse(null), null);
        }
    }

    /**
     * What came of the question.
     *
     * @param reading the last reading; {@code null} if there is none
     * @param failure the outcome instead of a usable reading, or {@code null}
     */
    public record Result<T>(
            @Nullable Reading<T> reading, @Nullable Outcome failure) {

        /** Returns the failure, else what the function makes of the reading. */
        public Outcome orElse(Function<Reading<T>, Outcome> usable) {
            return failure == null ? usable.apply(requireNonNull(reading)) : failure;
        }
    }

    /** Returns a copy that asks by the protocol, which says how texts are delimited and how to reply, not the judge's. */
    public Inquiry by(Prompt protocol) {
        return new Inquiry(this, new Form(form.prompt, protocol, form.values, form.reply, form.format), blocks);
    }

    /** Returns a copy with these values of the prompt that are ours, and so not delimited. */
    Inquiry with(Map<String, String> values) {
        return new Inquiry(this, new Form(form.prompt, form.protocol, values, form.reply, form.format), blocks);
    }

    /** Returns a copy that also shows this text, delimited, as the input of the prompt. */
    public Inquiry showing(String input, String text) {
        return showing(input, Map.of(input, text));
    }

    /** Returns a copy that also shows each text, delimited under its name, and all together as the input of the prompt. */
    public Inquiry showing(String input, Map<String, String> texts) {
        List<Block> more = new ArrayList<>(blocks);
        texts.forEach((name, text) -> more.add(new Block(input, name, Material.unicode(text))));
        return new Inquiry(this, form, more);
    }

    /**
     * Returns a copy that wants one JSON object for a reply.
     *
     * @param reply what it looks like, in words
     * @param schema the same for a model that supports structured output
     */
    public Inquiry replying(String reply, JsonObjectSchema schema) {
        Form asked = new Form(form.prompt, form.protocol, form.values, reply, Grading.json(schema));
        return new Inquiry(this, asked, blocks);
    }

    /** Returns the texts that are shown; what a reply copies out of them is not its own. */
    public List<String> shown() {
        return blocks.stream().map(Block::text).toList();
    }

    String evaluator() {
        return evaluator;
    }

    Sample sample() {
        return sample;
    }

    /**
     * Asks the judge up to three times. The reader is given each reply; readings may build on one another.
     *
     * @throws io.genaiops.GenAiOpsException if the prompt does not take the texts
     */
    public <T> Result<T> ask(Function<String, Reading<T>> reader) {
        List<ChatMessage> first = framed();
        List<ChatMessage> request = first;
        Reading<T> reading = null;
        StringBuilder raw = new StringBuilder();
        boolean silent = true;
        for (int attempt = 1; attempt <= 3; attempt++) {
            ChatResponse response;
            try {
                response = judge.request(this, attempt, chat(request));
            } catch (Throwable e) {
                return new Result<>(reading, Outcome.caught(e));
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
                return new Result<>(reading, failure(response, problem, silent, raw.toString()));
            }
            request = attempt == 1 ? repair(first, reply, problem) : anew(first, problem);
        }
        throw new IllegalStateException("three attempts end above");
    }

    private Outcome failure(ChatResponse response, String problem, boolean silent, String raw) {
        String finish = response.finishReason() == null ? "" : " (finish reason " + response.finishReason() + ")";
        return silent
                ? Outcome.errored(
                        new GenAiOpsException("judge '" + judge.name() + "' gave no text in three replies" + finish))
                : Outcome.unscored(
                        "judge '" + judge.name() + "' gave no usable verdict in three replies: " + problem + finish,
                        raw);
    }

    /** Adds what every judge is told: how texts are delimited, and how to reply. */
    private List<ChatMessage> framed() {
        Map<String, String> texts = new LinkedHashMap<>();
        blocks.forEach(block -> texts.put(block.name, block.text));
        String key = DataBlock.key(texts);
        Prompt protocol = form.protocol == null ? judge.protocol() : form.protocol;
        List<ChatMessage> frame =
                protocol.with(Map.of("key", key, "form", form.reply)).render().messages();
        String rules = ((SystemMessage) frame.get(0)).text();
        String replying = ((UserMessage) frame.get(1)).singleText();
        List<ChatMessage> framed = new ArrayList<>(messages(DataBlock.wrap(texts, key)));
        if (framed.get(0) instanceof SystemMessage system) {
            framed.set(0, SystemMessage.from(system.text() + "\n\n" + rules));
        } else {
            framed.add(0, SystemMessage.from(rules));
        }
        return append(framed, replying);
    }

    private List<ChatMessage> messages(Map<String, String> delimited) {
        Map<String, String> inputs = new LinkedHashMap<>(form.values);
        blocks.forEach(block -> inputs.merge(
                block.input, requireNonNull(delimited.get(block.name)), (one, next) -> one + "\n\n" + next));
        return form.prompt.with(inputs).render().messages();
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
        String complaint = "Your reply could not be used: " + problem
                + ". Reply with one JSON object and nothing else: " + form.reply;
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

    private ChatRequest chat(List<ChatMessage> request) {
        ChatRequest.Builder chat = ChatRequest.builder().messages(request);
        if (judge.isStructured()) {
            chat.responseFormat(form.format);
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
