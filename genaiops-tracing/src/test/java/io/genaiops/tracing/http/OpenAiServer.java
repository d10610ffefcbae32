package io.genaiops.tracing.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A server on loopback that speaks the protocol of OpenAI, what it may answer, and the models that ask it. */
final class OpenAiServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {

    static final String MODEL = "gpt-4o-mini";
    static final String ANSWERED = "gpt-4o-mini-2024-07-18";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

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

    String baseUrl() {
        return server.baseUrl() + "/v1";
    }

    int requests() {
        return server.getAllServeEvents().size();
    }

    /** Returns what was asked, oldest first. */
    List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        server.getAllServeEvents()
                .forEach(event -> bodies.add(0, event.getRequest().getBodyAsString()));
        return bodies;
    }

    void answers(ResponseDefinitionBuilder response) {
        server.stubFor(any(anyUrl()).willReturn(response));
    }

    void answers(MappingBuilder mapping) {
        server.stubFor(mapping);
    }

    OpenAiChatModel.OpenAiChatModelBuilder chat() {
        return OpenAiChatModel.builder()
                .baseUrl(baseUrl())
                .apiKey("none")
                .modelName(MODEL)
                .timeout(PATIENCE)
                .maxRetries(0);
    }

    OpenAiStreamingChatModel.OpenAiStreamingChatModelBuilder streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(baseUrl())
                .apiKey("none")
                .modelName(MODEL)
                .timeout(PATIENCE);
    }

    static ResponseDefinitionBuilder completion() {
        return json("""
                {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "Bring a lamp."}}""");
    }

    /** Returns an answer of this text, escaped as in a string of JSON. */
    static ResponseDefinitionBuilder saying(String text) {
        return json("{\"index\": 0, \"finish_reason\": \"stop\", \"message\": {\"role\": \"assistant\", \"content\": \""
                + text + "\"}}");
    }

    static ResponseDefinitionBuilder toolCalls() {
        return json("""
                {"index": 0, "finish_reason": "tool_calls", "message": {"role": "assistant", "content": null,
                 "tool_calls": [
                   {"id": "call-1", "type": "function", "function": {"name": "add", "arguments": "{\\"a\\":2,\\"b\\":2}"}}
                 ]}}""");
    }

    static ResponseDefinitionBuilder failure(int status) {
        return aResponse()
                .withStatus(status)
                .withHeader("Content-Type", "application/json")
                .withBody("{\"error\": {\"message\": \"not now\", \"type\": \"server_error\", \"code\": null}}");
    }

    static ResponseDefinitionBuilder stream(String... events) {
        return aResponse().withHeader("Content-Type", "text/event-stream").withBody(events(events));
    }

    /** Returns a stream that answers in so many pieces of text. */
    static ResponseDefinitionBuilder streamOf(String... texts) {
        return stream(Stream.of(
                        Stream.of(texts).map(OpenAiServer::text),
                        Stream.of(choice("{}", "\"stop\""), usage(), "[DONE]"))
                .flatMap(parts -> parts)
                .toArray(String[]::new));
    }

    static String events(String... events) {
        return List.of(events).stream().map(event -> "data: " + event + "\n\n").collect(Collectors.joining());
    }

    static String text(String text) {
        return choice("{\"content\": \"" + text + "\"}", "null");
    }

    static String choice(String delta, String finishReason) {
        return chunk("[{\"index\": 0, \"delta\": " + delta + ", \"finish_reason\": " + finishReason + "}]", "null");
    }

    static String usage() {
        return chunk("[]", "{\"prompt_tokens\": 19, \"completion_tokens\": 5, \"total_tokens\": 24}");
    }

    private static String chunk(String choices, String usage) {
        return "{\"id\": \"chatcmpl-7\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \""
                + ANSWERED + "\", \"choices\": " + choices + ", \"usage\": " + usage + "}";
    }

    private static ResponseDefinitionBuilder json(String choice) {
        return aResponse().withHeader("Content-Type", "application/json").withBody("""
                {"id": "chatcmpl-7", "object": "chat.completion", "created": 1, "model": "%s", "choices": [%s],
                 "usage": {"prompt_tokens": 19, "completion_tokens": 5, "total_tokens": 24}}""".formatted(ANSWERED, choice));
    }
}
