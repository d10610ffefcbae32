package io.genaiops.eval.junit;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.eval.Sample;
import io.genaiops.eval.dataset.Dataset;
import java.util.HashMap;
import java.util.Map;

/** Answers the questions of the trail guide with their context, and some of them wrong. */
final class Guide implements ChatModel {

    private final Map<String, String> answers = new HashMap<>();

    Guide(Map<String, String> wrong) {
        for (Sample sample : Dataset.classpath("trail-guide.jsonl")) {
            answers.put(
                    sample.input(),
                    wrong.getOrDefault(sample.id(), sample.context().get(0).text()));
        }
    }

    @Override
    public ChatResponse doChat(ChatRequest request) {
        UserMessage question =
                (UserMessage) request.messages().get(request.messages().size() - 1);
        return ChatResponse.builder()
                .aiMessage(AiMessage.from(answers.get(question.singleText().strip())))
                .build();
    }
}
