package io.genaiops.budget;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import java.util.List;

/** Counts one token for so many characters, and 85 for a message that is more than text. */
record CharacterCount(int characters, List<Integer> asked) implements TokenCountEstimator {

    @Override
    public int estimateTokenCountInText(String text) {
        int tokens = (text.length() + characters - 1) / characters;
        asked.add(tokens);
        return tokens;
    }

    @Override
    public int estimateTokenCountInMessage(ChatMessage message) {
        return message instanceof UserMessage user && user.hasSingleText()
                ? estimateTokenCountInText(user.singleText())
                : 85;
    }

    @Override
    public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
        int tokens = 0;
        for (ChatMessage message : messages) {
            tokens += estimateTokenCountInMessage(message);
        }
        return tokens;
    }
}
