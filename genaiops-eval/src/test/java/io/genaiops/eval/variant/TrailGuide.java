package io.genaiops.eval.variant;

import dev.langchain4j.model.ModelProvider;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import io.genaiops.asset.Version;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.eval.replay.ScriptedChatModel;
import io.genaiops.eval.replay.ScriptedReply;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Two versions of a prompt and two models for tests: 1 USD a token in, 2 USD out. */
public final class TrailGuide {

    public static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    public final ScriptedChatModel small = model("small-1", "1", 50);
    public final ScriptedChatModel large = model("large-1", "0", 100);
    public final AssetRegistry registry = AssetRegistry.memory();

    public TrailGuide() {
        publish("1.1.0", "{{question}}");
        publish("2.0.0", "Answer briefly: {{question}}");
    }

    public void publish(String version, String body) {
        Prompt prompt = Prompt.builder("trail-guide", Version.parse(version), body)
                .inputs("question")
                .build();
        registry.publish(AssetFile.of(prompt), "ada");
    }

    public Models models() {
        return Models.of("small", small).and("large", large);
    }

    public PromptCalls calls() {
        return calls(models());
    }

    public PromptCalls calls(Models models) {
        Rates rates = Rates.usd().input("1000000").output("2000000");
        return PromptCalls.builder(registry, models)
                .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                .nanoTime(() -> 0)
                .prices(PriceList.of(Price.of("openai", "small-1", rates), Price.of("openai", "large-1", rates)))
                .build();
    }

    public Variants variants() {
        return Variants.of(calls())
                .prompts("trail-guide:1.1.0", "trail-guide:2.0.0")
                .models("small", "large")
                .asking((call, sample) -> call.with("question", sample.input()));
    }

    public static ScriptedChatModel model(String name, String text, int mostOutput) {
        return ScriptedChatModel.builder()
                .provider(ModelProvider.OPEN_AI)
                .parameters(ChatRequestParameters.builder()
                        .modelName(name)
                        .maxOutputTokens(mostOutput)
                        .build())
                .otherwise(ScriptedReply.text(text).usage(10, 5).from(name, "1"))
                .build();
    }
}
