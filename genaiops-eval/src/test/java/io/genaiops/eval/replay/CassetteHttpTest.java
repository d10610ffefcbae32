package io.genaiops.eval.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiEmbeddingModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records LangChain4j's OpenAI models over HTTP, and replays them when the server is gone. */
class CassetteHttpTest {

    private static final String ANSWER = """
            {"id": "r-1", "object": "chat.completion", "model": "gpt-1", "choices": [{"index": 0, "finish_reason": "stop",
              "message": {"role": "assistant", "content": "Pack a map."}}],
              "usage": {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13}}""";
    private static final String STREAM = """
            data: {"id":"r-2","model":"gpt-1","choices":[{"index":0,"delta":{"role":"assistant","content":"Pack "}}]}

            data: {"id":"r-2","model":"gpt-1","choices":[{"index":0,"delta":{"content":"a map."}}]}

            data: {"id":"r-2","model":"gpt-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

            data: {"id":"r-2","model":"gpt-1","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,"total_tokens":13}}

            data: [DONE]

            """;
    private static final String VECTORS = """
            {"object": "list", "model": "embed-1", "data": [{"object": "embedding", "index": 0, "embedding": [0.1, -2.5]}],
              "usage": {"prompt_tokens": 2, "total_tokens": 2}}""";

    @TempDir
    private Path folder;

    private final AtomicInteger requests = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1", exchange -> {
            requests.incrementAndGet();
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean vectors = exchange.getRequestURI().getPath().endsWith("embeddings");
            boolean stream = asked.replace(" ", "").contains("\"stream\":true");
            byte[] body = (vectors ? VECTORS : stream ? STREAM : ANSWER).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", stream ? "text/event-stream" : "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void what_was_recorded_over_http_is_replayed_without_a_server() throws Exception {
        Cassette recording = Cassette.in(folder, "http").record();
        ChatResponse recorded = chat(recording);
        Collected stream = stream(recording).awaited();
        Embedding vector = embed(recording);
        server.stop(0);

        Cassette replaying = Cassette.in(folder, "http").strict();
        ChatResponse replayed = chat(replaying);
        Collected again = stream(replaying);
        assertThat(replayed.aiMessage()).isEqualTo(recorded.aiMessage());
        assertThat(replayed.aiMessage().text()).isEqualTo("Pack a map.");
        assertThat(replayed.id() + replayed.modelName() + replayed.finishReason())
                .isEqualTo("r-1gpt-1STOP");
        assertThat(replayed.tokenUsage().totalTokenCount()).isEqualTo(13);
        assertThat(again.events).isEqualTo(stream.events).containsExactly("text Pack ", "text a map.");
        assertThat(again.response.aiMessage()).isEqualTo(stream.response.aiMessage());
        assertThat(again.response.tokenUsage().totalTokenCount()).isEqualTo(13);
        assertThat(embed(replaying)).isEqualTo(vector).isEqualTo(Embedding.from(new float[] {0.1f, -2.5f}));
        replaying.close();
        assertThat(requests).hasValue(3);
        assertThat(Files.readString(folder.resolve("http.cassette.json"))).doesNotContain("key-of-nobody");
    }

    private ChatResponse chat(Cassette cassette) {
        return cassette.chatModel(OpenAiChatModel.builder()
                        .baseUrl(url())
                        .apiKey("key-of-nobody")
                        .modelName("gpt-1")
                        .seed(7)
                        .maxRetries(0)
                        .build())
                .chat(UserMessage.from("What do I pack?"));
    }

    private Collected stream(Cassette cassette) {
        Collected handler = new Collected();
        cassette.streamingChatModel(OpenAiStreamingChatModel.builder()
                        .baseUrl(url())
                        .apiKey("key-of-nobody")
                        .modelName("gpt-1")
                        .build())
                .chat("What do I pack?", handler);
        return handler;
    }

    private Embedding embed(Cassette cassette) {
        return cassette.embeddingModel(OpenAiEmbeddingModel.builder()
                        .baseUrl(url())
                        .apiKey("key-of-nobody")
                        .modelName("embed-1")
                        .maxRetries(0)
                        .build())
                .embed("hut")
                .content();
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort() + "/v1";
    }
}
