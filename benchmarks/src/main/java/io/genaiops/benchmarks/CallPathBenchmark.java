package io.genaiops.benchmarks;

import static io.genaiops.cost.Cost.usd;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.ChatRequestOptions;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.AssetKind;
import io.genaiops.budget.Budget;
import io.genaiops.budget.BudgetLimit;
import io.genaiops.cache.ResponseCache;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.resilience.Resilience;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a call costs above the bare model, which answers at once: resolve, render 500 characters, look for a kept answer and
 * miss, reserve, ask, price, settle and keep. No tokenizer is asked. Medians are those of sampled times. The heap is touched
 * before, or what the machine takes to hand out its pages for the first time counts as part of a call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"})
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class CallPathBenchmark {

    private static final String PROMPT = """
            ---
            name: guide
            version: 1.0.0
            model: {ref: small, maxOutputTokens: 64}
            inputs: {question: string}
            ---
            system:
            You are a careful guide. Answer in two sentences, and say what you do not know.
            user:
            {{question}}
            """;

    private final ChatResponse response = ChatResponse.builder()
            .aiMessage(AiMessage.from("Yes."))
            .tokenUsage(new TokenUsage(120, 12))
            .build();
    private final ChatModel model = new ChatModel() {
        @Override
        public ChatResponse chat(ChatRequest request) {
            return response;
        }

        @Override
        public ChatResponse chat(ChatRequest request, ChatRequestOptions options) {
            return response;
        }
    };
    private final String text = "Do I need crampons on the ridge in May? ".repeat(10);
    private final AssetRegistry registry = AssetRegistry.memory();
    private PromptCalls bare = calls(false, false);
    private PromptCalls whole = calls(true, false);
    private PromptCalls steady = calls(true, true);
    private long number;

    private PromptCalls calls(boolean guarded, boolean retried) {
        if (registry.prompts().isEmpty()) {
            registry.publish(AssetFile.parse(AssetKind.PROMPT, "guide", PROMPT), "benchmark");
            registry.label("guide", "production").moveTo("1.0.0", "benchmark", "first");
        }
        var builder = PromptCalls.builder(registry, Models.of("small", model))
                .prices(PriceList.of(
                        Price.of("openai", "small-1", Rates.usd().input("1").output("2"))))
                .pricedAs("small", "openai", "small-1");
        if (guarded) {
            builder.budget(Budget.builder()
                            .limit(BudgetLimit.cost(
                                    BudgetLimit.Scope.APPLICATION, BudgetLimit.Window.MONTH, usd("1000000000")))
                            .build())
                    .cache(ResponseCache.inMemory());
        }
        return (retried ? builder.resilience(Resilience.defaults()) : builder).build();
    }

    /** Makes every question new, so that the cache misses. */
    @Setup(Level.Iteration)
    public void begin() {
        number += 1_000_000_000L;
    }

    /** The bare model with the same text. */
    @Benchmark
    public ChatResponse bareModel() {
        return model.chat(ChatRequest.builder()
                .messages(UserMessage.from(text + number++))
                .build());
    }

    /** Resolve, render, ask, price. */
    @Benchmark
    public Answer promptCalls() {
        return bare.prompt("guide").with("question", text + number++).send();
    }

    /** With a budget and a cache that misses. */
    @Benchmark
    public Answer withBudgetAndCacheMiss() {
        return whole.prompt("guide").with("question", text + number++).send();
    }

    /** With retries as well. */
    @Benchmark
    public Answer withBudgetCacheMissAndResilience() {
        return steady.prompt("guide").with("question", text + number++).send();
    }
}
