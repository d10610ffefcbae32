package io.genaiops.call;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import io.genaiops.asset.AssetKind;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Resilience;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** A small and a large model, their prices, and a prompt of the small one. */
final class TwoModels implements AutoCloseable {

    final Scripted small = new Scripted();
    final Scripted large = new Scripted();
    final AssetRegistry registry = AssetRegistry.memory();
    final Resilience resilience = Resilience.builder()
            .attempts(2)
            .backoff(Duration.ofMillis(1), Duration.ofMillis(2))
            .build();

    static AssetFile prompt(String name, String more, String... fallback) {
        String chain = fallback.length == 0 ? "" : "fallback: [" + String.join(", ", fallback) + "]\n";
        return AssetFile.parse(
                AssetKind.PROMPT,
                name,
                "---\nname: " + name + "\nversion: 1.0.0\nmodel: {ref: small, maxOutputTokens: 50}\n" + chain
                        + "inputs: {question: string}\n" + more + "---\n{{question}}\n");
    }

    PromptCalls calls(UnaryOperator<PromptCallsBuilder> options, String... fallback) {
        registry.publish(prompt("trail-guide", "", fallback), "ada");
        Models models = Models.of("small", small.chat)
                .and("small", small.streaming)
                .and("large", large.chat)
                .and("large", large.streaming);
        return options.apply(PromptCalls.builder(registry, models)
                        .pricedAs("small", "openai", "small-1")
                        .pricedAs("large", "openai", "large-1")
                        .prices(PriceList.of(
                                Price.of(
                                        "openai",
                                        "small-1",
                                        Rates.usd().input("1000").output("2000")),
                                Price.of(
                                        "openai",
                                        "large-1",
                                        Rates.usd().input("10000").output("20000")))))
                .build();
    }

    static PromptCall ask(PromptCalls calls) {
        return calls.prompt("trail-guide:1.0.0")
                .with("question", "Do I need crampons?")
                .forTenant("alps");
    }

    static Function<ChatRequest, ChatResponse> fails(RuntimeException failure) {
        return request -> {
            throw failure;
        };
    }

    @Override
    public void close() {
        resilience.close();
    }

    /** Collects what a stream says. */
    static final class Parts implements StreamingChatResponseHandler {

        final StringBuilder text = new StringBuilder();

        @Override
        public void onPartialResponse(String part) {
            text.append(part);
        }

        @Override
        public void onCompleteResponse(ChatResponse response) {
            text.append("");
        }

        @Override
        public void onError(Throwable error) {
            text.append(error);
        }
    }
}
