package io.genaiops.tracing.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.StreamingHandle;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.output.TokenUsage;
import io.genaiops.asset.Version;
import io.genaiops.call.Answer;
import io.genaiops.call.PromptCalls;
import io.genaiops.cost.Price;
import io.genaiops.cost.PriceList;
import io.genaiops.cost.Rates;
import io.genaiops.cost.TokenKind;
import io.genaiops.cost.Usage;
import io.genaiops.eval.Direction;
import io.genaiops.eval.Evaluator;
import io.genaiops.eval.EvaluatorChain;
import io.genaiops.eval.Sample;
import io.genaiops.eval.Scale;
import io.genaiops.format.AssetFile;
import io.genaiops.model.Models;
import io.genaiops.prompt.Prompt;
import io.genaiops.registry.AssetRegistry;
import io.genaiops.rollout.Rollout;
import io.genaiops.rollout.RolloutPlan;
import io.genaiops.tracing.FakeChatModel;
import io.genaiops.tracing.Prompts;
import io.genaiops.tracing.Tracing;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.util.Map;

/**
 * Calls over HTTP of every kind that telemetry tells apart: answered, streamed, cancelled, refused, failed and embedded,
 * with prompts, more of them than have attribute sets of their own.
 */
final class RealRun {

    static final String SECRET = "SENTINEL-a5c3";
    static final int PROMPTS = 1_010;

    private static final ChatRequest REQUEST =
            ChatRequest.builder().messages(UserMessage.from("Hello " + SECRET)).build();

    private final OpenAiServer server;
    private final Tracing tracing;

    private RealRun(OpenTelemetry telemetry, OpenAiServer server) {
        this.server = server;
        this.tracing = Tracing.builder(telemetry)
                .usage(RealRun::everyKind)
                .prices(PriceList.of(
                        Price.of("openai", "gpt-*", Rates.usd().input("2").output("8"))))
                .build();
    }

    /** Makes the calls; each has ended when this returns. */
    static void through(OpenTelemetry telemetry, OpenAiServer server) {
        RealRun run = new RealRun(telemetry, server);
        run.chat();
        run.stream();
        run.fail(429);
        run.fail(500);
        run.embed();
        run.evaluate();
    }

    private void chat() {
        server.answers(OpenAiServer.completion());
        ChatModel model = tracing.chatModel(server.chat().build());
        model.chat(REQUEST);
        model.chat(REQUEST, Prompts.options("trail-guide"));
        ChatModel instant = tracing.chatModel(new FakeChatModel());
        for (int i = 0; i < PROMPTS; i++) {
            instant.chat(REQUEST, Prompts.options("prompt-" + i));
        }
    }

    private void stream() {
        server.answers(OpenAiServer.streamOf("Bring", " a", " lamp."));
        StreamingChatModel model = tracing.streamingChatModel(server.streaming().build());
        AwaitedHandler whole = new AwaitedHandler();
        model.chat(REQUEST, Prompts.options("trail-guide"), whole);
        whole.response();
        AwaitedHandler cancelling = new AwaitedHandler();
        cancelling.onChunk = StreamingHandle::cancel;
        model.chat(REQUEST, cancelling);
        cancelling.awaitFirstChunk();
    }

    private void fail(int status) {
        server.answers(OpenAiServer.failure(status));
        try {
            tracing.chatModel(server.chat().build()).chat(REQUEST, Prompts.options("trail-guide"));
        } catch (RuntimeException expected) {
            return;
        }
        throw new AssertionError("expected a failure for status " + status);
    }

    private void embed() {
        server.answers(
                aResponse().withHeader("Content-Type", "application/json").withBody("""
                {"object": "list", "model": "text-embedding-3-small",
                 "data": [{"object": "embedding", "index": 0, "embedding": [0.1, 0.2, 0.3]}],
                 "usage": {"prompt_tokens": 4, "total_tokens": 4}}"""));
        tracing.embeddingModel(OpenAiEmbeddingModel.builder()
                        .baseUrl(server.baseUrl())
                        .apiKey("none")
                        .modelName("text-embedding-3-small")
                        .timeout(Duration.ofSeconds(30))
                        .build())
                .embed(SECRET);
    }

    private void evaluate() {
        AssetRegistry registry = AssetRegistry.memory();
        registry.publish(
                AssetFile.of(Prompt.builder("trail-guide", Version.parse("1.1.0"), "Answer.")
                        .build()),
                "ada");
        Prompt prompt = Rollout.of(RolloutPlan.builder("trial")
                        .arm("candidate", "trail-guide:1.1.0", 1)
                        .control("candidate")
                        .coverage(RolloutPlan.EVERYONE)
                        .build())
                .prompt(registry, "user-1", Map.of());
        Answer answer = PromptCalls.of(registry, Models.of(new FakeChatModel()))
                .prompt(prompt)
                .send();
        Evaluator brief = Evaluator.builder("words")
                .scale(Scale.AMOUNT)
                .direction(Direction.LOWER_IS_BETTER)
                .scoring(sample -> sample.response().orElse("").split(" ", -1).length);
        tracing.evaluations()
                .evaluate(EvaluatorChain.of(brief.atMost(50)), Sample.of(SECRET).answered(answer));
    }

    private static Usage everyKind(TokenUsage tokens) {
        Integer output = tokens.outputTokenCount();
        return Usage.of(tokens.inputTokenCount(), output == null ? 2 : output)
                .with(TokenKind.CACHED_INPUT, 4)
                .with(TokenKind.CACHE_WRITE, 1)
                .with(TokenKind.REASONING, 2);
    }
}
