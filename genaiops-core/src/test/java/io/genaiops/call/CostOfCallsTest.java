package io.genaiops.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.Version;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CostOfCallsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Prompt PROMPT =
            Prompt.builder("guide", Version.of(1, 0, 0), "{{q}}").inputs("q").build();

    /** A model of a provider that answers under a name with 1,000 tokens in and 100 out. */
    private record Fake(
            ModelProvider provider,
            @Nullable String served,
            @Nullable String answered) implements ChatModel, StreamingChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return response();
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onCompleteResponse(response());
        }

        private ChatResponse response() {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("yes"))
                    .modelName(answered)
                    .tokenUsage(new TokenUsage(1_000, 100))
                    .build();
        }

        @Override
        public java.util.Set<dev.langchain4j.model.chat.Capability> supportedCapabilities() {
            return java.util.Set.of();
        }

        @Override
        public java.util.List<dev.langchain4j.model.chat.listener.ChatModelListener> listeners() {
            return java.util.List.of();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().modelName(served).build();
        }
    }

    private static PromptCallsBuilder calls(Fake model) {
        return PromptCalls.builder(AssetRegistry.memory(), Models.of("small", (ChatModel) model))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static Cost cost(PromptCallsBuilder calls) {
        return calls.build().prompt(PROMPT).with("q", "?").send().cost();
    }

    @Test
    void an_answer_is_priced_by_the_shipped_list_as_model_and_response_say() {
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", "gpt-4o-2024-08-06");

        assertThat(cost(calls(model))).isEqualTo(Cost.usd("0.0035"));
    }

    @Test
    void the_name_of_the_response_wins_over_the_one_that_was_asked_for() {
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", "gpt-4o-mini-2024-07-18");

        assertThat(cost(calls(model))).isEqualTo(Cost.usd("0.00021"));
    }

    @Test
    void a_response_without_a_name_is_priced_as_the_model_was_asked() {
        assertThat(cost(calls(new Fake(ModelProvider.ANTHROPIC, "claude-opus-5-5", null))))
                .isEqualTo(Cost.usd("0.006"));
    }

    @Test
    void a_streamed_answer_is_priced_too() {
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", null);
        PromptCalls calls = PromptCalls.builder(AssetRegistry.memory(), Models.of("small", (StreamingChatModel) model))
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .build();

        Answer answer = calls.prompt(PROMPT).with("q", "?").stream(new StreamingChatResponseHandler() {
                    @Override
                    public void onCompleteResponse(ChatResponse response) {}

                    @Override
                    public void onError(Throwable error) {}
                })
                .join();

        assertThat(answer.cost()).isEqualTo(Cost.usd("0.0035"));
        assertThat(answer.startedAt()).isEqualTo(NOW);
    }

    @Test
    void an_unknown_price_is_unpriced_with_the_name_of_the_model_and_never_0() {
        Cost cost = cost(calls(new Fake(ModelProvider.OPEN_AI, "gpt-99", null)));

        assertThat(cost.isPriced()).isFalse();
        assertThat(cost.unpricedModel()).contains("OPEN_AI gpt-99");
        assertThat(cost.reason().orElseThrow()).contains("'gpt-99'").contains("PriceList.with");
    }

    @Test
    void a_model_that_does_not_say_who_sells_it_is_unpriced_with_a_way_out() {
        Cost other = cost(calls(new Fake(ModelProvider.OTHER, "gpt-4o", "gpt-4o")));
        Cost nameless = cost(calls(new Fake(ModelProvider.OPEN_AI, null, null)));

        assertThat(other.reason())
                .contains("model 'small' does not say who sells it; give"
                        + " PromptCalls.builder(…).pricedAs(\"small\", provider, model)");
        assertThat(nameless.reason().orElseThrow()).contains("its name in price lists");
        assertThat(other.unpricedModel()).contains("small");
    }

    @Test
    void the_host_says_how_the_list_names_its_model() {
        Fake gateway = new Fake(ModelProvider.OPEN_AI, "router", "gpt-4o");

        assertThat(cost(calls(gateway).pricedAs("small", "anthropic", "claude-haiku-4-5")))
                .isEqualTo(Cost.usd("0.0015"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls(gateway).pricedAs("small", "a", "b").pricedAs("small", "c", "d"))
                .withMessageContaining("is priced once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> calls(gateway).pricedAs("small", " ", "b"))
                .withMessageContaining("needs a provider and a model");
    }

    @Test
    void prices_of_the_host_win_and_depend_on_the_time_of_the_call() {
        PriceList prices = PriceList.shipped()
                .with(Price.of("openai", "gpt-4o", Rates.usd().input("1").output("1"))
                        .from(LocalDate.of(2026, 12, 1)));
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", null);

        assertThat(cost(calls(model).prices(prices))).isEqualTo(Cost.usd("0.0035"));
        assertThat(cost(calls(model)
                        .prices(prices)
                        .clock(Clock.fixed(Instant.parse("2026-12-01T00:00:00Z"), ZoneOffset.UTC))))
                .isEqualTo(Cost.usd("0.0011"));
    }

    @Test
    void the_host_says_how_cached_tokens_are_read() {
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", null);
        PromptCallsBuilder calls = calls(model)
                .usage(tokens -> Usage.of(tokens.inputTokenCount(), tokens.outputTokenCount())
                        .with(TokenKind.CACHED_INPUT, 800));

        assertThat(cost(calls)).isEqualTo(Cost.usd("0.0025"));
    }

    @Test
    void a_reader_of_usage_that_fails_costs_the_cost_and_not_the_answer() {
        Fake model = new Fake(ModelProvider.OPEN_AI, "gpt-4o", null);
        PromptCalls calls = calls(model)
                .usage(tokens -> {
                    throw new IllegalStateException("unreadable");
                })
                .build();

        Answer answer = calls.prompt(PROMPT).with("q", "?").send();

        assertThat(answer.text()).isEqualTo("yes");
        assertThat(answer.usage()).isEqualTo(Usage.UNKNOWN);
        assertThat(answer.cost().reason()).contains("input was not reported");
    }
}
