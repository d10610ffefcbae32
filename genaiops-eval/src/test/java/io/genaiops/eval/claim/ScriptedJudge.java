package io.genaiops.eval.claim;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A model that replies from a script, or as a function of the last message, and keeps the requests. */
public final class ScriptedJudge implements ChatModel {

    private static final Pattern LINE = Pattern.compile("^([cs][0-9]+): (.*)$", Pattern.MULTILINE);

    public final List<ChatRequest> requests = Collections.synchronizedList(new java.util.ArrayList<>());
    private final Function<String, String> replies;
    private final Set<Capability> capabilities;

    private ScriptedJudge(Function<String, String> replies, Set<Capability> capabilities) {
        this.replies = replies;
        this.capabilities = capabilities;
    }

    public static ScriptedJudge replying(String... replies) {
        Deque<String> script = new ArrayDeque<>(Arrays.asList(replies));
        return new ScriptedJudge(
                user -> {
                    if (script.isEmpty()) {
                        throw new IllegalStateException("the script has ended");
                    }
                    return script.remove();
                },
                Set.of());
    }

    public static ScriptedJudge answering(Function<String, String> replies) {
        return new ScriptedJudge(replies, Set.of());
    }

    /** Returns a judge that gives each claim or sentence the word that the function has for it. */
    public static ScriptedJudge holding(Function<String, String> words) {
        return answering(user -> verdicts(user, words));
    }

    public static String verdicts(String user, Function<String, String> words) {
        Matcher line = LINE.matcher(user);
        return line.results()
                .map(item -> "\"" + item.group(1) + "\": {\"reason\": \"r\", \"score\": \"" + words.apply(item.group(2))
                        + "\"}")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    public ScriptedJudge structured() {
        return new ScriptedJudge(replies, Set.of(Capability.RESPONSE_FORMAT_JSON_SCHEMA));
    }

    public String system(int request) {
        return ((SystemMessage) requests.get(request).messages().get(0)).text();
    }

    public String user(int request) {
        return last(requests.get(request));
    }

    private static String last(ChatRequest request) {
        ChatMessage last = request.messages().get(request.messages().size() - 1);
        return ((UserMessage) last).singleText();
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        requests.add(request);
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(replies.apply(last(request))))
                .build();
    }

    @Override
    public Set<Capability> supportedCapabilities() {
        return capabilities;
    }

    @Override
    public ChatRequestParameters defaultRequestParameters() {
        return ChatRequestParameters.builder().modelName("judge-1").build();
    }
}
