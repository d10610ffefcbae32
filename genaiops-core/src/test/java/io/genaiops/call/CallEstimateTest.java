package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.Usage;
import io.genaiops.limit.CallEstimate;
import io.genaiops.limit.InputLimit;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallEstimateTest {

    private static final Prompt PROMPT = Prompt.builder("guide", Version.of(1, 0, 0), "{{question}}")
            .inputs("question")
            .build();

    private static final Price PRICE =
            Price.of("openai", "m", Rates.usd().input("1000000").output("10000000"));

    @Test
    void without_an_estimator_the_bytes_bound_the_tokens() {
        CallEstimate estimate = calls(null)
                .build()
                .prompt(PROMPT)
                .with("question", "Wie weit, Ömer?")
                .prepare()
                .estimate();
        assertThat(estimate.inputTokens()).hasValue(16 + 8);
        assertThat(estimate.basis()).isEqualTo(CallEstimate.Basis.BOUNDED);
        assertThat(estimate.mostOutputTokens()).isEmpty();
    }

    @Test
    void an_estimator_counts() {
        CallEstimate estimate = calls(null)
                .tokenCountEstimator(new Seven())
                .build()
                .prompt(PROMPT)
                .with("question", "How far?")
                .prepare()
                .estimate();
        assertThat(estimate).isEqualTo(new CallEstimate(7L, CallEstimate.Basis.COUNTED, null));
    }

    @Test
    void images_have_no_bound() {
        CallEstimate estimate =
                new InputLimit(null).estimate(List.of(UserMessage.from(ImageContent.from("aGk=", "image/png"))), 10);
        assertThat(estimate.inputTokens()).isEmpty();
        assertThat(estimate.basis()).isEqualTo(CallEstimate.Basis.UNKNOWN);
        assertThatThrownBy(() -> new CallEstimate(1L, CallEstimate.Basis.UNKNOWN, null))
                .hasMessage("tokens must be known unless the basis is UNKNOWN; found: 1 by basis UNKNOWN");
    }

    @Test
    void the_prompt_says_how_long_the_answer_may_be_else_the_model() {
        assertThat(calls(100)
                        .build()
                        .prompt(PROMPT)
                        .with("question", "q")
                        .prepare()
                        .estimate()
                        .mostOutputTokens())
                .hasValue(100);
        Prompt brief = PROMPT.withParameters(ModelParameters.NONE.withMaxOutputTokens(20));
        assertThat(calls(100)
                        .build()
                        .prompt(brief)
                        .with("question", "q")
                        .prepare()
                        .estimate()
                        .mostOutputTokens())
                .hasValue(20);
    }

    @Test
    void tokens_are_priced_as_the_calls_price_them() {
        PromptRequest request =
                calls(null).build().prompt(PROMPT).with("question", "q").prepare();
        assertThat(request.costAtMost(Usage.of(3, 2))).isEqualTo(Cost.usd("23"));
        PromptRequest unpriced = calls(null)
                .prices(PriceList.of())
                .build()
                .prompt(PROMPT)
                .with("question", "q")
                .prepare();
        assertThat(unpriced.costAtMost(Usage.of(3, 2)).isPriced()).isFalse();
    }

    private static PromptCallsBuilder calls(@Nullable Integer cap) {
        ChatModel model = new ChatModel() {
            @Override
            public ChatResponse doChat(ChatRequest request) {
                return ChatResponse.builder().aiMessage(AiMessage.from("ok")).build();
            }

            @Override
            public ModelProvider provider() {
                return ModelProvider.OPEN_AI;
            }

            @Override
            public ChatRequestParameters defaultRequestParameters() {
                return ChatRequestParameters.builder()
                        .modelName("m")
                        .maxOutputTokens(cap)
                        .build();
            }
        };
        return PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model))
                .prices(PriceList.of(PRICE));
    }

    private static final class Seven implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            return 7;
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            return 7;
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            return 7;
        }
    }
}
