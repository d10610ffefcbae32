package io.genaiops.resilience;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server on loopback that speaks as OpenAI does and fails as told, one answer after another. */
final class OpenAiServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final WireMockServer server =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));

    @Override
    public void beforeAll(ExtensionContext context) {
        server.start();
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        server.resetAll();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        server.stop();
    }

    /** Answers with these, one for each request, and with the last one from then on. */
    void answers(ResponseDefinitionBuilder... responses) {
        for (int i = 0; i < responses.length; i++) {
            String next = i + 1 < responses.length ? "" + (i + 1) : "" + i;
            server.stubFor(any(anyUrl())
                    .inScenario("answers")
                    .whenScenarioStateIs(i == 0 ? Scenario.STARTED : "" + i)
                    .willSetStateTo(i == 0 && responses.length == 1 ? Scenario.STARTED : next)
                    .willReturn(responses[i]));
        }
    }

    int requests() {
        return server.getAllServeEvents().size();
    }

    OpenAiChatModel chat() {
        return chat(server.baseUrl());
    }

    /** LangChain4j's own loop is switched off: ours is the only one. */
    static OpenAiChatModel chat(String baseUrl) {
        return OpenAiChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .timeout(PATIENCE)
                .maxRetries(0)
                .build();
    }

    OpenAiStreamingChatModel streaming() {
        return streaming(server.baseUrl());
    }

    static OpenAiStreamingChatModel streaming(String baseUrl) {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl + "/v1")
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .timeout(PATIENCE)
                .build();
    }

    static ResponseDefinitionBuilder completion(String text) {
        return aResponse().withHeader("Content-Type", "application/json").withBody("""
                {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini", "choices": [{"index": 0,
                 "finish_reason": "stop", "message": {"role": "assistant", "content": "%s"}}],
                 "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}}""".formatted(text));
    }

    static ResponseDefinitionBuilder failure(int status, String message) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\": {\"message\": \"" + message + "\", \"type\": \"error\", \"code\": null}}");
    }

    static ResponseDefinitionBuilder stream(String... texts) {
        return aResponse()
                .withHeader("Content-Type", "text/event-stream")
                .withBody(Stream.of(
                                Stream.of(texts).map(OpenAiServer::text), Stream.of(chunk("{}", "\"stop\""), "[DONE]"))
                        .flatMap(events -> events)
                        .map(OpenAiServer::event)
                        .collect(Collectors.joining()));
    }

    static String event(String data) {
        return "data: " + data + "\n\n";
    }

    static String text(String text) {
        return chunk("{\"content\": \"" + text + "\"}", "null");
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\": \"c\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"gpt-4o-mini\","
                + " \"choices\": [{\"index\": 0, \"delta\": " + delta + ", \"finish_reason\": " + finish + "}]}";
    }
}
