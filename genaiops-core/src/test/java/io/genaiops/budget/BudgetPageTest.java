package io.genaiops.budget;

import static io.genaiops.cost.Cost.usd;
import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.budget.BudgetLimit.Scope;
import io.genaiops.budget.BudgetLimit.Window;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Usage;
import io.genaiops.database.TestDatabases;
import io.genaiops.model.CallContext;
import io.genaiops.model.Models;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What docs/cap-the-cost.md shows. */
class BudgetPageTest {

    private final Logger log = LoggerFactory.getLogger(BudgetPageTest.class);
    private final CallContext context = Calls.by("acme", "ann");

    /** Answers everything with two words. */
    private static final class TwoWords implements ChatModel {

        @Override
        public ChatResponse doChat(ChatRequest request) {
            return ChatResponse.builder()
                    .aiMessage(AiMessage.from("two words"))
                    .tokenUsage(new TokenUsage(3, 2))
                    .build();
        }
    }

    private static final class TwoParts implements StreamingChatModel {

        @Override
        public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
            handler.onPartialResponse("two ");
            handler.onPartialResponse("words");
        }
    }

    private Usage call() {
        return Usage.of(1_000, 120);
    }

    @Test
    void the_samples_do_what_the_page_says() {
        ChatModel model = new TwoWords();
        Budget budget = Budget.builder()
                .limit(BudgetLimit.cost(Scope.TENANT, Window.MONTH, usd("500")).softAt(0.9))
                .limit(BudgetLimit.tokens(Scope.USER, Window.DAY, 200_000).degradingTo("small", 0.8))
                .limit(BudgetLimit.calls(Scope.APPLICATION, Window.MINUTE, 600))
                .limit(BudgetLimit.cost(Scope.APPLICATION, Window.CALL, usd("0.25")))
                .listener(event -> log.warn("{} {}", event.kind(), event.standing()))
                .build();

        CallPricing pricing = CallPricing.of(PriceList.shipped());
        ChatModel capped = budget.chatModel("large", model, pricing);
        assertThat(capped.provider()).isEqualTo(model.provider());

        BudgetRequest request = new BudgetRequest(context, "large", usd("0.02"), Usage.of(1_200, 500));
        Reservation reservation = budget.reserve(request).orThrow();
        try {
            Usage used = call();
            reservation.settle(usd("0.013"), used);
        } finally {
            reservation.release(); // does nothing after settle
        }

        budget.standings(request); // spent, reserved and left of every limit that such a call counts for
        budget.figures(); // admitted, degraded, refused, expired, overruns, open, live keys, …
        assertThat(budget.standings(request)).hasSize(3);
        assertThat(budget.figures().settled()).isEqualTo(1);
        assertThat(budget.figures().released()).isZero();
    }

    @Test
    void models_are_asked_within_the_budget() {
        ChatModel large = new TwoWords();
        ChatModel small = new TwoWords();
        StreamingChatModel streamingModel = new TwoParts();
        CallPricing pricing =
                CallPricing.of(PriceList.shipped()).as("openai", "gpt-4o").maxOutputTokens(100);
        Budget budget = Budget.builder()
                .limit(BudgetLimit.tokens(Scope.MODEL, Window.DAY, 500).degradingTo("small"))
                .build();
        Models models = Models.of("large", large).and("small", small);
        ChatModel thrifty = budget.chatModel("large", models, name -> pricing);
        assertThat(thrifty.chat("hello")).isEqualTo("two words");

        Budget strict = Budget.builder()
                .limit(BudgetLimit.tokens(Scope.USER, Window.DAY, 200_000))
                .stoppingStreams()
                .build();
        StreamingChatModel streaming =
                strict.streamingChatModel("large", streamingModel, pricing.maxOutputTokens(2_000));
        assertThat(streaming).isNotNull();
    }

    @Test
    void processes_share_a_budget(@TempDir Path folder) {
        DataSource dataSource =
                TestDatabases.at(TestDatabases.memory(folder.getFileName().toString()));
        Budget.migrate(dataSource);
        Budget shared = Budget.builder()
                .limit(BudgetLimit.cost(Scope.TENANT, Window.MONTH, usd("500")))
                .database(dataSource)
                .build();
        assertThat(shared.reserve(Calls.usd(context, "500")).isAllowed()).isTrue();
    }
}
