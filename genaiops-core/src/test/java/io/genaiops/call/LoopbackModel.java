package io.genaiops.call;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A server on loopback that speaks as OpenAI does, answers in the order it was told to and keeps what it was asked. */
final class LoopbackModel implements AutoCloseable {

    final List<String> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answering> answers = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Answers one request; what it throws cuts the connection. */
    interface Answering {
        void to(HttpExchange exchange) throws IOException;
    }

    LoopbackModel() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            requests.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            Answering answer = answers.poll();
            if (answer == null) {
                throw new IOException("asked once more than told");
            }
            answer.to(exchange);
            exchange.close();
        });
        server.start();
    }

    LoopbackModel then(Answering answer) {
        answers.add(answer);
        return this;
    }

    LoopbackModel says(String text) {
        return then(exchange -> send(exchange, 200, """
                {"id": "c", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini", "choices": [{"index": 0,
                 "finish_reason": "stop", "message": {"role": "assistant", "content": "%s"}}],
                 "usage": {"prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25}}""".formatted(text.replace("\"", "\\\""))));
    }

    LoopbackModel fails(int status, String message) {
        return then(exchange -> send(exchange, status, "{\"error\": {\"message\": \"" + message + "\"}}"));
    }

    /** Streams parts, then what else is told. */
    LoopbackModel streams(List<String> parts, Streaming rest) {
        return then(exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            for (String part : parts) {
                part(body, part);
            }
            rest.to(body);
        });
    }

    /** What follows the parts of a stream. */
    interface Streaming {
        void to(OutputStream body) throws IOException;
    }

    static void part(OutputStream body, String text) throws IOException {
        event(body, chunk("{\"content\": \"" + text + "\"}", "null"));
    }

    static void end(OutputStream body) throws IOException {
        event(body, chunk("{}", "\"stop\""));
        event(
                body,
                "{\"id\": \"c\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"gpt-4o-mini\","
                        + " \"choices\": [], \"usage\": {\"prompt_tokens\": 20, \"completion_tokens\": 5,"
                        + " \"total_tokens\": 25}}");
        event(body, "[DONE]");
    }

    private static String chunk(String delta, String finish) {
        return "{\"id\": \"c\", \"object\": \"chat.completion.chunk\", \"created\": 1, \"model\": \"gpt-4o-mini\","
                + " \"choices\": [{\"index\": 0, \"delta\": " + delta + ", \"finish_reason\": " + finish + "}]}";
    }

    private static void event(OutputStream body, String data) throws IOException {
        body.write(("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
        body.flush();
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** LangChain4j's own loop is switched off: ours is the only one. */
    OpenAiChatModel chat() {
        return OpenAiChatModel.builder()
                .baseUrl(url())
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .timeout(Duration.ofSeconds(60))
                .maxRetries(0)
                .build();
    }

    OpenAiStreamingChatModel streaming() {
        return OpenAiStreamingChatModel.builder()
                .baseUrl(url())
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
