package io.genaiops.call;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.genaiops.asset.Digest;
import io.genaiops.asset.Resolution;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Usage;
import io.genaiops.prompt.PromptIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Makes answers for tests without a model. */
public final class Answers {

    private Answers() {}

    /** Returns an answer with this text from model {@code small}, 100 tokens in, 20 out, 1.5 seconds, 0.002 USD. */
    public static Answer saying(String text) {
        return costing(text, Cost.usd("0.002"));
    }

    /** Returns the same answer for another cost. */
    public static Answer costing(String text, Cost cost) {
        return answer(text, cost, null);
    }

    /** Returns the same answer of a model that says why it finished. */
    public static Answer finishing(String text, FinishReason reason) {
        return answer(text, Cost.usd("0.002"), reason);
    }

    private static Answer answer(String text, Cost cost, FinishReason reason) {
        PromptIdentity prompt = new PromptIdentity(
                "trail-guide", Version.parse("1.1.0"), Resolution.fresh(Digest.ofText("trail-guide"), null));
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.from(text))
                .finishReason(reason)
                .build();
        return new Answer(
                prompt,
                new Answer.Route("small", List.of(), null),
                List.of(UserMessage.from("question")),
                response,
                Usage.of(100, 20),
                cost,
                new Answer.Timing(
                        Instant.parse("2026-11-23T12:00:00Z"),
                        Duration.ofMillis(1500),
                        Duration.ofMillis(400),
                        Duration.ofMillis(500)));
    }
}
