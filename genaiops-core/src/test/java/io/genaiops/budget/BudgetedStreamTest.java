package io.genaiops.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.TokenCountEstimator;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.PartialThinkingContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
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
import io.genaiops.model.ForwardingStreamingChatModel;
import io.genaiops.model.Models;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BudgetedStreamTest {

    private final TestClock clock = new TestClock("2026-02-10T12:00:00Z");
    private final CallPricing pricing = CallPricing.of(PriceList.of(
                    Price.of("openai", "gpt-4o", Rates.usd().input("10").output("100"))))
            .as("openai", "gpt-4o")
            .clock(clock);

    /** Streams what a test says, on the thread of the test. */
    private static final class FakeStream implements StreamingChatModel, StreamingHandle {

        final Consumer<FakeStream> script;

        @Nullable
        StreamingChatResponseHandler handler;

        boolean cancelled;

        FakeStream(Consumer<FakeStream> script) {
            this.script = script;
        }

        @Override
        public void chat(
                ChatRequest request, @Nullable ChatRequestOptions options, StreamingChatResponseHandler given) {
            doChat(request, given);
        }

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler given) {
            handler = given;
            script.accept(this);
        }

        StreamingChatResponseHandler to() {
            if (handler == null) {
                throw new IllegalStateException("expected a call");
            }
            return handler;
        }

        void text(String text) {
            to().onPartialResponse(new PartialResponse(text), new PartialResponseContext(this));
        }

        void thinking(String text) {
            to().onPartialThinking(new PartialThinking(text), new PartialThinkingContext(this));
        }

        void done(int input, int output) {
            to().onCompleteResponse(ChatResponse.builder()
                    .aiMessage(AiMessage.from("all"))
                    .tokenUsage(new TokenUsage(input, output))
                    .build());
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public ChatRequestParameters defaultRequestParameters() {
            return ChatRequestParameters.builder().maxOutputTokens(20).build();
        }

        @Override
        public ModelProvider provider() {
            return ModelProvider.OPEN_AI;
        }
    }

    /** Writes down what a host hears, and cancels where it is told to. */
    private static final class Host implements StreamingChatResponseHandler {

        final List<String> heard = new ArrayList<>();

        @Nullable
        Throwable error;

        int cancelsAt = -1;

        @Override
        public void onPartialResponse(String text) {
            heard.add(text);
        }

        @Override
        public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
            heard.add(partial.text());
            if (heard.size() == cancelsAt) {
                context.streamingHandle().cancel();
            }
        }

        @Override
        public void onPartialThinking(PartialThinking partial) {
            heard.add("thinks " + partial.text());
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            heard.add("done");
        }

        @Override
        public void onError(Throwable failure) {
            error = failure;
            heard.add("error");
        }
    }

    private final Host host = new Host();

    private BudgetBuilder money() {
        return Budget.builder().clock(clock).limit(BudgetLimit.cost(Scope.APPLICATION, Window.DAY, Cost.usd("1")));
    }

    private static ChatRequest request() {
        return ChatRequest.builder().messages(UserMessage.from("go")).build();
    }

    private static BudgetStanding standing(Budget budget) {
        return budget.standings(Calls.tokens(0)).get(0);
    }

    private void run(Budget budget, CallPricing priced, Consumer<FakeStream> script) {
        budget.streamingChatModel("large", new FakeStream(script), priced).chat(request(), host);
    }

    private void nothingIsLeft(Budget budget, String spent) {
        assertThat(standing(budget).spent()).isEqualByComparingTo(spent);
        assertThat(standing(budget).reserved()).isEqualByComparingTo("0");
        assertThat(budget.figures().open()).isZero();
    }

    @Test
    void a_stream_that_completes_settles_what_the_response_says() {
        Budget budget = money().build();
        run(budget, pricing, stream -> {
            assertThat(standing(budget).reserved()).isEqualByComparingTo("0.0021");
            stream.text("hello");
            stream.done(3, 5);
        });

        assertThat(host.heard).containsExactly("hello", "done");
        nothingIsLeft(budget, "0.00053");
    }

    @Test
    void the_context_that_an_ai_service_left_says_who_streams() {
        Budget budget = Budget.builder()
                .clock(clock)
                .limit(BudgetLimit.tokens(Scope.TENANT, Window.DAY, 100).requiringKey())
                .build();
        ChatRequest request = request();
        CallRelay.leave(request, CallContext.KEY, Calls.by("acme", null));

        budget.streamingChatModel("large", new FakeStream(stream -> stream.done(3, 5)), pricing)
                .chat(request, host);

        assertThat(host.heard).containsExactly("done");
        assertThat(budget.standings(Calls.tokens(Calls.by("acme", null), "large", 0))
                        .get(0)
                        .spent())
                .isEqualByComparingTo("8");
    }

    @Test
    void a_stream_that_is_refused_is_not_begun() {
        Budget budget = Budget.builder()
                .clock(clock)
                .limit(BudgetLimit.tokens(Scope.APPLICATION, Window.DAY, 10))
                .build();
        assertThatThrownBy(() -> run(budget, pricing, stream -> stream.done(1, 1)))
                .isExactlyInstanceOf(RefusedException.class);
        assertThat(host.heard).isEmpty();
    }

    @Test
    void a_stream_that_fails_before_anything_came_gives_all_back() {
        Budget budget = money().build();
        IllegalStateException down = new IllegalStateException("down");
        run(budget, pricing, stream -> stream.to().onError(down));
        assertThat(host.error).isSameAs(down);
        assertThatThrownBy(() -> run(budget, pricing, stream -> {
                    throw down;
                }))
                .isSameAs(down);
        assertThat(budget.figures().released()).isEqualTo(2);
        nothingIsLeft(budget, "0");
    }

    @Test
    void a_stream_that_fails_later_is_charged_what_came() {
        Budget budget = money().build();
        run(budget, pricing, stream -> {
            stream.text("hello");
            stream.thinking("hm");
            stream.to().onError(new IllegalStateException("cut"));
        });

        assertThat(host.heard).containsExactly("hello", "thinks hm", "error");
        nothingIsLeft(budget, "0.0008");
    }

    @Test
    void a_stream_that_the_host_cancels_is_charged_what_came_as_far_as_it_was_reserved() {
        Budget budget = money().build();
        host.cancelsAt = 2;
        run(budget, pricing, stream -> {
            stream.text("hello");
            stream.text("x".repeat(40));
            assertThat(stream.cancelled).isTrue();
            stream.to().onError(new IllegalStateException("cancelled"));
        });

        nothingIsLeft(budget, "0.0021");
        assertThat(budget.figures().settled()).isEqualTo(1);
    }

    @Test
    void a_stream_goes_on_beyond_its_reservation_unless_the_host_wants_it_stopped() {
        Budget budget = money().build();
        run(budget, pricing, stream -> {
            stream.text("x".repeat(100));
            stream.done(3, 25);
        });

        assertThat(host.heard).hasSize(2);
        assertThat(budget.figures().overruns()).isEqualTo(1);
        nothingIsLeft(budget, "0.00253");
    }

    @Test
    void a_stream_that_has_used_up_its_reservation_is_cancelled_and_ends_once_with_a_refusal() {
        Budget budget = money().stoppingStreams().build();
        run(budget, pricing, stream -> {
            stream.text("0123456789");
            stream.thinking("0123456789");
            stream.text("!");
            assertThat(stream.cancelled).isTrue();
            stream.text("more");
            stream.thinking("more");
            stream.to().onPartialResponse("more");
            stream.to().onError(new IllegalStateException("cancelled"));
            stream.done(3, 25);
        });

        assertThat(host.heard).containsExactly("0123456789", "thinks 0123456789", "error");
        assertThat(host.error)
                .isExactlyInstanceOf(RefusedException.class)
                .hasMessage(
                        "the stream of model 'large' was stopped: the budget reserved 20 output tokens, and what came"
                                + " has up to 21. Reserve more with maxOutputTokens, or give the pricing a tokenCountEstimator,"
                                + " which counts closer than bytes.");
        nothingIsLeft(budget, "0.0021");
        assertThat(budget.figures().settled()).isEqualTo(1);
    }

    @Test
    void a_stream_that_cannot_be_cancelled_is_charged_when_it_ends() {
        Budget budget = money().stoppingStreams().build();
        run(budget, pricing, stream -> {
            stream.to().onPartialResponse("x".repeat(21));
            assertThat(host.heard).containsExactly("error");
            assertThat(standing(budget).reserved()).isEqualByComparingTo("0.0021");
            stream.done(3, 25);
        });

        assertThat(host.heard).containsExactly("error");
        nothingIsLeft(budget, "0.00253");
    }

    @Test
    void an_estimator_counts_closer_and_is_asked_when_bytes_are_too_many() {
        List<Integer> asked = new ArrayList<>();
        CallPricing counting = pricing.tokenCountEstimator(new CharacterCount(4, asked));
        Budget budget = money().stoppingStreams().build();
        run(budget, counting, stream -> {
            for (int i = 0; i < 20; i++) {
                stream.text("four");
            }
            assertThat(stream.cancelled).isFalse();
            stream.text("four");
            assertThat(stream.cancelled).isTrue();
        });

        assertThat(host.heard).hasSize(21).endsWith("four", "error");
        assertThat(asked).hasSizeLessThan(19).isNotEmpty();
        nothingIsLeft(budget, "0.0022");
    }

    @Test
    void an_estimator_that_fails_ends_no_stream_and_bytes_are_charged_instead() {
        CallPricing failing = pricing.tokenCountEstimator(new FailingCount());
        IllegalStateException cut = new IllegalStateException("cut");
        Budget budget = money().build();
        run(budget, failing, stream -> {
            stream.text("hello");
            stream.to().onError(cut);
        });
        assertThat(host.heard).containsExactly("hello", "error");
        assertThat(host.error).isSameAs(cut);
        nothingIsLeft(budget, "0.0006");

        host.cancelsAt = 3;
        run(budget, failing, stream -> stream.text("x".repeat(40)));
        nothingIsLeft(budget, "0.0027");
    }

    /** A tokenizer that cannot be reached. */
    private static final class FailingCount implements TokenCountEstimator {

        @Override
        public int estimateTokenCountInText(String text) {
            throw new IllegalStateException("no tokenizer");
        }

        @Override
        public int estimateTokenCountInMessage(ChatMessage message) {
            throw new IllegalStateException("no tokenizer");
        }

        @Override
        public int estimateTokenCountInMessages(Iterable<ChatMessage> messages) {
            throw new IllegalStateException("no tokenizer");
        }
    }

    @Test
    void what_the_host_assumes_is_no_bound_of_what_is_charged() {
        CallPricing assuming = pricing.maxOutputTokens(10);
        Budget budget = money().build();
        FakeStream unbounded = new FakeStream(stream -> {
            stream.text("x".repeat(30));
            stream.to().onError(new IllegalStateException("cut"));
        });
        StreamingChatModel silent = ForwardingStreamingChatModel.of(unbounded, next -> next);
        assertThat(silent.defaultRequestParameters().maxOutputTokens()).isEqualTo(20);
        Reservation reservation = budget.reserve(new BudgetRequest(
                        CallContext.NONE,
                        "large",
                        assuming.atMost(assuming.atMost(request())),
                        assuming.atMost(request())))
                .orThrow();
        silent.chat(request(), reservation.guard(host, assuming));

        nothingIsLeft(budget, "0.0031");
        assertThat(budget.figures().overruns()).isEqualTo(1);
    }

    @Test
    void a_stream_that_does_not_fit_goes_to_the_cheaper_model() {
        Budget budget = Budget.builder()
                .clock(clock)
                .limit(BudgetLimit.tokens(Scope.MODEL, Window.DAY, 10)
                        .onlyFor("large")
                        .degradingTo("small"))
                .limit(BudgetLimit.calls(Scope.MODEL, Window.DAY, 10))
                .build();
        FakeStream small = new FakeStream(stream -> {
            stream.text("small");
            stream.done(1, 1);
        });
        Models models = Models.of("large", (StreamingChatModel) new FakeStream(stream -> stream.text("large")))
                .and("small", (StreamingChatModel) small);

        budget.streamingChatModel("large", models, name -> pricing).chat(request(), host);

        assertThat(host.heard).containsExactly("small", "done");
        assertThat(budget.figures().degraded()).isEqualTo(1);
    }
}
