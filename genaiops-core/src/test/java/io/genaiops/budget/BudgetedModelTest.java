package io.genaiops.budget;

import static io.genaiops.budget.Calls.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.RefusedException;
import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.cost.Cost;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.model.CallContext;
import io.genaiops.model.CallRelay;
import io.genaiops.model.Models;
import io.genaiops.model.TokenBound;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetedModelTest {

    private final TestClock clock = new TestClock("2026-02-10T12:00:00Z");
    private final PriceList prices = PriceList.of(
            Price.of("openai", "gpt-4o", Rates.usd().input("10").output("100")),
            Price.of("openai", "gpt-4o-mini", Rates.usd().input("1").output("10")));
    private final CallPricing pricing = CallPricing.of(prices).clock(clock);

    /** A model that answers with a usage, or fails. */
    private static final class FakeModel implements ChatModel {

        final List<ChatRequestOptions> options = new ArrayList<>();
        final String name;

        @Nullable
        TokenUsage usage = new TokenUsage(5, 7);

        @Nullable
        RuntimeException failure;

        @Nullable
        Integer maxOutputTokens = 100;

        int calls;

        FakeModel(String name) {
            this.name = name;
        }

        @Override
        public ChatResponse chat(ChatRequest request, @Nullable ChatRequestOptions given) {
            if (given != null) {
                options.add(given);
            }
            return doChat(request);
        }

        @Override
        public ChatResponse doChat(ChatRequest request) {
            calls++;
            if (failure != null) {
                throw failure;
            }
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("an answer of " + name))
                    .tokenUsage(usage)
                    .build();
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder()
                    .modelName(name)
                    .maxOutputTokens(maxOutputTokens)
                    .build();
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }
    }

    private static ChatRequest request(String text) {
        return ChatRequest.builder().messages(UserMessage.from(text)).build();
    }

    private static BudgetStanding standing(Budget budget) {
        return budget.standings(Calls.tokens(by("acme", null), "large", 0)).get(0);
    }

    private Budget budget(BudgetLimit limit) {
        return Budget.builder().clock(clock).limit(limit).build();
    }

    private static BudgetLimit dayOfMoney(String usd) {
        return BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd(usd));
    }

    @Test
    void a_call_reserves_its_bound_and_settles_what_the_response_says() {
        Budget budget = budget(dayOfMoney("1"));
        FakeModel model = new FakeModel("gpt-4o");
        ChatModel capped = budget.chatModel("large", model, pricing);

        assertThat(capped.chat(request("hello")).aiMessage().text()).isEqualTo("an answer of gpt-4o");

        assertThat(standing(budget).spent()).isEqualByComparingTo("0.00075");
        assertThat(standing(budget).reserved()).isEqualByComparingTo("0");
        assertThat(budget.figures().settled()).isEqualTo(1);
        assertThat(budget.figures().released()).isZero();
    }

    @Test
    void a_call_that_may_pass_the_limit_is_not_made() {
        Budget budget = budget(dayOfMoney("0.01013"));
        FakeModel model = new FakeModel("gpt-4o");
        ChatModel capped = budget.chatModel("large", model, pricing);

        assertThatThrownBy(() -> capped.chat(request("hello!")))
                .isExactlyInstanceOf(RefusedException.class)
                .hasMessageContaining("this call may use up to 0.01014 USD");
        assertThat(model.calls).isZero();
        assertThat(capped.chat(request("hello"))).isNotNull();
    }

    @Test
    void a_call_that_fails_gives_back_what_it_reserved() {
        Budget budget = budget(dayOfMoney("1"));
        FakeModel model = new FakeModel("gpt-4o");
        model.failure = new IllegalStateException("down");
        ChatModel capped = budget.chatModel("large", model, pricing);

        assertThatThrownBy(() -> capped.chat(request("hello"))).isSameAs(model.failure);

        assertThat(budget.figures().released()).isEqualTo(1);
        assertThat(budget.figures().open()).isZero();
        assertThat(standing(budget).left()).isEqualByComparingTo("1");
    }

    @Test
    void an_answer_without_usage_is_charged_its_estimate() {
        Budget budget = budget(dayOfMoney("1"));
        FakeModel model = new FakeModel("gpt-4o");
        model.usage = null;
        budget.chatModel("large", model, pricing).chat(request("hello"));

        assertThat(standing(budget).spent()).isEqualByComparingTo("0.01013");
    }

    @Test
    void a_reader_of_usage_that_fails_harms_no_call() {
        Budget budget = budget(dayOfMoney("1"));
        CallPricing broken = pricing.usage(reported -> {
            throw new ClassCastException("another provider");
        });
        assertThat(budget.chatModel("large", new FakeModel("gpt-4o"), broken).chat(request("hello")))
                .isNotNull();
        assertThat(standing(budget).spent()).isEqualByComparingTo("0.01013");
    }

    @Test
    void the_context_in_the_options_says_who_calls_and_goes_on_inward() {
        Budget budget = budget(BudgetLimit.tokens(Scope.TENANT, Window.DAY, 200));
        FakeModel model = new FakeModel("gpt-4o");
        ChatModel capped = budget.chatModel("large", model, pricing);
        ChatRequestOptions options = by("acme", "ann").into(ChatRequestOptions.EMPTY);

        capped.chat(request("hello"), options);

        assertThat(standing(budget).spent()).isEqualByComparingTo("12");
        assertThat(model.options).containsExactly(options);
    }

    @Test
    void the_context_that_an_ai_service_left_says_who_calls() {
        Budget budget = budget(BudgetLimit.tokens(Scope.TENANT, Window.DAY, 200));
        FakeModel model = new FakeModel("gpt-4o");
        ChatRequest request = request("hello");
        CallRelay.leave(request, CallContext.KEY, by("acme", "ann"));

        budget.chatModel("large", model, pricing).chat(request);

        assertThat(standing(budget).spent()).isEqualByComparingTo("12");
        assertThat(model.options)
                .singleElement()
                .satisfies(options -> assertThat(CallContext.from(options)).contains(by("acme", "ann")));
    }

    @Test
    void a_call_without_a_bound_of_its_output_is_refused_unless_the_pricing_has_one() {
        Budget budget = budget(dayOfMoney("1"));
        FakeModel model = new FakeModel("gpt-4o");
        model.maxOutputTokens = null;

        assertThatThrownBy(() -> budget.chatModel("large", model, pricing).chat(request("hello")))
                .hasMessageContaining("neither request nor model says how many output tokens it asks for at most");
        assertThat(budget.chatModel("large", model, pricing.maxOutputTokens(50)).chat(request("hello")))
                .isNotNull();
        assertThat(budget.chatModel("large", model, pricing)
                        .chat(ChatRequest.builder()
                                .messages(UserMessage.from("hello"))
                                .maxOutputTokens(10)
                                .build()))
                .isNotNull();
        assertThatThrownBy(() -> pricing.maxOutputTokens(0)).hasMessageContaining("must be at least 1; found: 0");
    }

    @Test
    void a_model_that_is_not_in_the_list_is_refused_with_the_reason() {
        Budget budget = budget(dayOfMoney("1"));
        FakeModel model = new FakeModel("gpt-99");

        assertThatThrownBy(() -> budget.chatModel("large", model, pricing).chat(request("hello")))
                .hasMessageContaining("no price is known of model 'gpt-99'");
        assertThat(budget.chatModel("large", model, pricing.as("openai", "gpt-4o"))
                        .chat(request("hello")))
                .isNotNull();
    }

    @Test
    void an_estimator_is_asked_only_when_bytes_do_not_fit() {
        Budget budget = budget(BudgetLimit.tokens(Scope.APPLICATION, Window.CALL, 150));
        List<Integer> asked = new ArrayList<>();
        ChatModel capped = budget.chatModel(
                "large", new FakeModel("gpt-4o"), pricing.tokenCountEstimator(new CharacterCount(4, asked)));

        capped.chat(request("x".repeat(40)));
        assertThat(asked).isEmpty();
        capped.chat(request("x".repeat(160)));
        assertThat(asked).containsExactly(40);
        assertThatThrownBy(() -> capped.chat(request("x".repeat(204)))).isInstanceOf(RefusedException.class);
        assertThat(budget.figures().admitted()).isEqualTo(2);
        assertThat(budget.figures().refused()).isEqualTo(1);
    }

    @Test
    void content_other_than_text_needs_an_estimator() {
        Budget budget = budget(BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, 1000));
        ChatRequest image = ChatRequest.builder()
                .messages(UserMessage.from(ImageContent.from(
                        Image.builder().base64Data("aGk=").mimeType("image/png").build())))
                .build();

        assertThatThrownBy(() -> budget.chatModel("large", new FakeModel("gpt-4o"), pricing)
                        .chat(image))
                .hasMessageContaining("the tokens of its messages or of its answer have no bound");
        assertThat(budget.chatModel(
                                "large",
                                new FakeModel("gpt-4o"),
                                pricing.tokenCountEstimator(new CharacterCount(4, new ArrayList<>())))
                        .chat(image))
                .isNotNull();
    }

    @Test
    void the_bound_is_utf8_bytes_and_counts_tools() {
        assertThat(TokenBound.bytes("aß€😀")).isEqualTo(1 + 2 + 3 + 4);
        assertThat(TokenBound.bytes(null)).isZero();
        ChatRequest plain = request("hello");
        ChatRequest withTool = ChatRequest.builder()
                .messages(UserMessage.from("hello"))
                .toolSpecifications(ToolSpecification.builder()
                        .name("weather")
                        .description("Tells the weather of a place.")
                        .build())
                .build();

        assertThat(TokenBound.of(plain)).hasValue(13);
        assertThat(TokenBound.of(withTool).orElseThrow()).isGreaterThan(13 + 7 + 29);
    }

    @Test
    void a_call_that_does_not_fit_goes_to_the_cheaper_model_that_the_limit_names() {
        Budget budget = budget(dayOfMoney("0.0102").degradingTo("small"));
        FakeModel large = new FakeModel("gpt-4o");
        FakeModel small = new FakeModel("gpt-4o-mini");
        ChatModel capped = budget.chatModel("large", Models.of("large", large).and("small", small), name -> pricing);
        ChatRequestOptions options = by("acme", "ann").into(ChatRequestOptions.EMPTY);

        assertThat(capped.chat(request("hello")).aiMessage().text()).isEqualTo("an answer of gpt-4o");
        assertThat(capped.chat(request("hello"), options).aiMessage().text()).isEqualTo("an answer of gpt-4o-mini");

        assertThat(large.calls).isEqualTo(1);
        assertThat(small.options).containsExactly(options);
        assertThat(standing(budget).spent()).isEqualByComparingTo("0.000825");
        assertThat(budget.figures().degraded()).isEqualTo(1);
        assertThatThrownBy(() -> capped.chat(ChatRequest.builder()
                        .messages(UserMessage.from("hello"))
                        .modelName("gpt-4o")
                        .build()))
                .hasMessageContaining("names a cheaper model, 'small'");
    }

    @Test
    void a_model_alone_cannot_go_to_the_cheaper_one() {
        Budget budget = budget(dayOfMoney("0.001").degradingTo("small"));

        assertThatThrownBy(() -> budget.chatModel("large", new FakeModel("gpt-4o"), pricing)
                        .chat(request("hello")))
                .isExactlyInstanceOf(RefusedException.class)
                .hasMessageContaining("names a cheaper model, 'small'");
    }
}
