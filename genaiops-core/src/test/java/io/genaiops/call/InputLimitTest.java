package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.ToolExecutionResultMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.RefusedException;
import io.genaiops.asset.AssetRef;
import io.genaiops.asset.Version;
import io.genaiops.limit.InputLimit;
import io.genaiops.model.Models;
import io.genaiops.model.TokenBound;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptBuilder;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.registry.AssetRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class InputLimitTest {

    private final List<ChatRequest> asked = new ArrayList<>();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            asked.add(request);
            return ChatResponse.builder().aiMessage(AiMessage.from("ok")).build();
        }
    };

    /** Counts what it is told to, and how often it is asked. */
    private static final class Counting implements TokenCountEstimator {
        private final int tokens;
        private int calls;

        Counting(int tokens) {
            this.tokens = tokens;
        }

        @Override
        public int estimateTokenCountInText(String text) {
            throw new AssertionError("messages are to be counted");
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            throw new AssertionError("messages are to be counted together");
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            calls++;
            return tokens;
        }
    }

    private static Prompt prompt(UnaryOperator<PromptBuilder> options) {
        return options.apply(Prompt.builder("guide", Version.of(1, 0, 0), "{{question}}")
                        .inputs("question"))
                .build();
    }

    private static Prompt limited(int tokens) {
        return prompt(builder -> builder.limits(new PromptLimits(tokens, null, null)));
    }

    private PromptCallsBuilder calls() {
        return PromptCalls.builder(AssetRegistry.memory(), Models.of(model));
    }

    @Test
    void bytes_within_the_limit_are_sent_without_asking_an_estimator() {
        Counting estimator = new Counting(1_000);
        calls().tokenCountEstimator(estimator)
                .build()
                .prompt(limited(12))
                .with("question", "äö")
                .send();

        assertThat(asked).hasSize(1);
        assertThat(estimator.calls).isZero();
    }

    @Test
    void above_the_bound_the_estimator_decides() {
        PromptCalls fits = calls().tokenCountEstimator(new Counting(12)).build();
        fits.prompt(limited(12)).with("question", "äöü").send();
        assertThat(asked).hasSize(1);

        PromptCalls passes = calls().tokenCountEstimator(new Counting(13)).build();
        PromptCall call = passes.prompt(limited(12)).with("question", "äöü");
        assertThatThrownBy(call::send)
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("prompt 'guide' 1.0.0 allows 12 input tokens", "the estimator counts 13");
        assertThat(asked).hasSize(1);
    }

    @Test
    void above_the_bound_an_estimator_is_required() {
        PromptCall call = calls().build().prompt(limited(12)).with("question", "secret question");

        assertThatThrownBy(call::send)
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("allows 12 input tokens", "up to 23 tokens", "tokenCountEstimator")
                .hasMessageNotContaining("secret");
        assertThat(asked).isEmpty();
    }

    @Test
    void the_history_counts_with_names_tools_and_arguments() {
        ToolExecutionRequest request = ToolExecutionRequest.builder()
                .id("1")
                .name("tool")
                .arguments("{}")
                .build();
        List<ChatMessage> messages = List.of(
                UserMessage.from("ann", "abc"),
                AiMessage.from(List.of(request)),
                ToolExecutionResultMessage.from("1", "tool", "sunny"));
        int bytes = 3 + 3 + 1 + 4 + 2 + 1 + 4 + 5;
        int bound = bytes + 4 * TokenBound.A_MESSAGE;

        new InputLimit(null).check(limited(bound), messages);
        assertThatThrownBy(() -> new InputLimit(null).check(limited(bound - 1), messages))
                .hasMessageContaining("up to " + bound + " tokens");
    }

    @Test
    void content_other_than_text_needs_an_estimator() {
        List<ChatMessage> messages =
                List.of(UserMessage.from(TextContent.from("a"), ImageContent.from("https://example.com/a.png")));

        assertThatThrownBy(() -> new InputLimit(null).check(limited(1_000_000), messages))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("content other than text");
        Counting estimator = new Counting(5);
        new InputLimit(estimator).check(limited(5), messages);
        assertThat(estimator.calls).isEqualTo(1);
    }

    @Test
    void what_calls_cannot_honour_is_refused_and_nothing_is_sent() {
        PromptCalls calls = calls().build();
        List<Prompt> prompts = List.of(
                prompt(builder -> builder.tools(AssetRef.parse("weather"))),
                prompt(builder -> builder.fallback(AssetRef.parse("large"))));

        assertThat(prompts)
                .allSatisfy(prompt -> assertThatThrownBy(
                                () -> calls.prompt(prompt).with("question", "x").send())
                        .isInstanceOf(RefusedException.class)
                        .hasMessageStartingWith("prompt 'guide' 1.0.0 asks for ")
                        .hasMessageContaining("out of the front matter"));
        assertThat(asked).isEmpty();
    }
}
