package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
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
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.RefusedException;
import io.genaiops.asset.ModelParameters;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.model.Models;
import io.genaiops.model.TokenBound;
import io.genaiops.prompt.Prompt;
import io.genaiops.prompt.PromptLimits;
import io.genaiops.registry.AssetRegistry;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostLimitTest {

    private final List<ChatRequest> sent = new ArrayList<>();
    private @Nullable Integer cap;
    private TokenUsage used = new TokenUsage(1, 1);

    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse doChat(ChatRequest request) {
            sent.add(request);
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("ok"))
                    .tokenUsage(used)
                    .build();
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

    /** 1 USD a token in, 10 out, 2 written to the cache. */
    private static final Rates RATES =
            Rates.usd().input("1000000").cacheWrite("2000000").output("10000000");

    private PromptCallsBuilder calls(Price price) {
        return PromptCalls.builder(AssetRegistry.memory(), Models.of("small", model))
                .prices(PriceList.of(price));
    }

    private PromptCallsBuilder calls() {
        return calls(Price.of("openai", "m", RATES));
    }

    private static Prompt prompt(String limit, @Nullable Integer maxOutputTokens) {
        return Prompt.builder("guide", Version.of(1, 0, 0), "{{q}}")
                .inputs("q")
                .parameters(new ModelParameters(null, null, null, null, null, maxOutputTokens, List.of()))
                .limits(new PromptLimits(null, new BigDecimal(limit), Currency.getInstance("USD")))
                .build();
    }

    private void assertRefused(PromptCalls calls, Prompt prompt, String... words) {
        int before = sent.size();
        assertThatThrownBy(() -> calls.prompt(prompt).with("q", "1234").send())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("limits.maxCost")
                .hasMessageContainingAll(words);
        assertThat(sent).hasSize(before);
    }

    @Test
    void a_call_that_costs_at_most_the_limit_is_sent() {
        // 4 bytes and 8 for the message at 2 USD, 3 tokens of output at 10 USD
        calls().build().prompt(prompt("54", 3)).with("q", "1234").send();

        assertThat(sent).hasSize(1);
    }

    @Test
    void a_call_that_may_cost_more_is_refused_before_it_is_sent() {
        assertRefused(
                calls().build(),
                prompt("53.99", 3),
                "prompt 'guide' 1.0.0 allows 53.99 USD for a call",
                "it may cost up to 54 USD (12 input tokens, one for each UTF-8 byte, and 3 output tokens)",
                "tokenCountEstimator");
    }

    @Test
    void the_dearest_tier_that_the_input_may_reach_counts() {
        Price tiered = Price.of("openai", "m", RATES)
                .above(11, Rates.usd().input("5000000").output("10000000"))
                .above(12, Rates.usd().input("9000000").output("90000000"));

        assertRefused(calls(tiered).build(), prompt("89.99", 3), "up to 90 USD");
        calls(tiered).build().prompt(prompt("90", 3)).with("q", "1234").send();
        assertThat(sent).hasSize(1);
    }

    @Test
    void the_models_own_cap_of_output_counts_where_the_prompt_has_none() {
        assertRefused(
                calls().build(),
                prompt("1000", null),
                "neither the prompt nor model 'small' says how many output tokens",
                "maxOutputTokens: …");
        cap = 3;
        calls().build().prompt(prompt("54", null)).with("q", "1234").send();
        assertThat(sent).hasSize(1);
        assertRefused(calls().build(), prompt("54", 4), "up to 64 USD");
    }

    @Test
    void what_has_no_price_is_refused_with_what_to_do() {
        assertRefused(
                calls(Price.of("openai", "other", RATES)).build(),
                prompt("54", 3),
                "what it costs is not known: no price is known of model 'm'",
                "prices(…)");
        assertRefused(
                calls(Price.of("openai", "m", RATES).knownUpTo(11)).build(),
                prompt("54", 3),
                "is known up to 11 input tokens; the call has 12");
        assertRefused(
                calls(Price.of(
                                "openai",
                                "m",
                                Rates.in(Currency.getInstance("EUR")).input("1").output("1")))
                        .build(),
                prompt("54", 3),
                "in another currency",
                "EUR");
        assertRefused(calls(Price.of("openai", "m", Rates.usd().input("1"))).build(), prompt("54", 3), "no price");
    }

    @Test
    void above_the_bound_the_estimator_decides() {
        PromptCalls few = calls().tokenCountEstimator(new Counting(1)).build();
        few.prompt(prompt("32", 3)).with("q", "1234").send();
        assertThat(sent).hasSize(1);
        assertRefused(few, prompt("31", 3), "up to 32 USD (1 input tokens as the estimator counts");
        List<ChatMessage> image = List.of(UserMessage.from(ImageContent.from("https://example.com/a.png")));
        few.prompt(prompt("32", 3)).with("q", "1").prepare().requireWithinLimits(request(image));
        assertThatThrownBy(() -> calls().build()
                        .prompt(prompt("54", 3))
                        .with("q", "1234")
                        .prepare()
                        .requireWithinLimits(request(image)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("content other than text");
    }

    @Test
    void tools_of_a_conversation_are_not_bounded() {
        PromptRequest request =
                calls().build().prompt(prompt("54", 3)).with("q", "1234").prepare();
        ChatRequest withTools = ChatRequest.builder()
                .messages(UserMessage.from("1"))
                .parameters(ChatRequestParameters.builder()
                        .maxOutputTokens(1)
                        .toolSpecifications(
                                ToolSpecification.builder().name("map").build())
                        .build())
                .build();

        assertThatThrownBy(() -> request.requireWithinLimits(withTools))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("definitions of tools");
    }

    @Test
    void a_model_that_is_not_mapped_has_no_price() {
        assertThatThrownBy(() -> calls().build()
                        .prompt(prompt("54", 3))
                        .with("q", "1234")
                        .onModel("huge")
                        .prepare())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no model is mapped to 'huge'");
    }

    @Test
    void no_usage_within_the_bound_ever_costs_more_than_the_limit() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int output = 1 + random.nextInt(5);
            Price price = Price.of("openai", "m", rates(random)).above(random.nextInt(20), rates(random));
            String text = "x".repeat(1 + random.nextInt(10));
            int bound = text.length() + TokenBound.A_MESSAGE;
            Cost most = price.atMost(bound, output);
            used = new TokenUsage(random.nextInt(bound + 1), random.nextInt(output + 1));
            Answer answer = calls(price)
                    .build()
                    .prompt(prompt(
                            most.amount().orElseThrow().add(BigDecimal.ONE).toPlainString(), output))
                    .with("q", text)
                    .send();
            assertThat(answer.cost().amount().orElseThrow())
                    .isLessThanOrEqualTo(most.amount().orElseThrow());
        }
    }

    private static Rates rates(Random random) {
        return Rates.usd()
                .input(Integer.toString(random.nextInt(100)))
                .cachedInput(Integer.toString(random.nextInt(100)))
                .output(Integer.toString(random.nextInt(100)));
    }

    private static ChatRequest request(List<ChatMessage> messages) {
        return ChatRequest.builder()
                .messages(messages)
                .parameters(ChatRequestParameters.builder().maxOutputTokens(3).build())
                .build();
    }

    private record Counting(int tokens) implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            return tokens;
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            return tokens;
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            return tokens;
        }
    }
}
