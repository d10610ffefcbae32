package io.genaiops.benchmarks.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.genaiops.benchmarks.load.Weather.Fate;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * A server on the loopback interface that speaks the chat completions of OpenAI, whole and streamed, and fails as the
 * weather says. The fate of the n-th request depends on the seed and n alone. Thread-safe.
 */
final class ModelServer implements AutoCloseable {

    /** How many tokens an answer has, and one that is too long. */
    static final int ANSWER_TOKENS = 12;

    static final int TALKATIVE_TOKENS = 4_000;

    private static final String TEXT = "It takes 5.5 hours with the standard charger, and 3 with the fast one.";
    private static final int PARTS = 4;

    private final Weather weather;
    private final HttpServer server;
    private final ExecutorService readers = Executors.newFixedThreadPool(2, daemon("model-server"));
    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, daemon("model-server-clock"));
    private final AtomicLong number = new AtomicLong();
    private final long seed;
    private final Map<Fate, LongAdder> fates = new EnumMap<>(Fate.class);
    private final LongAdder goneClients = new LongAdder();

    private ModelServer(Weather weather, long seed) throws IOException {
        this.weather = weather;
        this.seed = seed;
        for (Fate fate : Fate.values()) {
            fates.put(fate, new LongAdder());
        }
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
        server.setExecutor(readers);
        server.createContext("/v1/chat/completions", this::receive);
        server.start();
    }

    static ModelServer start(Weather weather, long seed) {
        try {
            return new ModelServer(weather, seed);
        } catch (IOException e) {
            throw new UncheckedIOException("no server on the loopback interface", e);
        }
    }

    String baseUrl() {
        return "http://" + server.getAddress().getAddress().getHostAddress() + ":"
                + server.getAddress().getPort() + "/v1";
    }

    /** Returns how many requests came to this end. */
    long count(Fate fate) {
        return of(fate).sum();
    }

    private LongAdder of(Fate fate) {
        return Objects.requireNonNull(fates.get(fate));
    }

    /** Returns how many requests came. */
    long requests() {
        return number.get();
    }

    /** Returns how many clients were gone before their answer was. */
    long goneClients() {
        return goneClients.sum();
    }

    @Override
    public void close() {
        server.stop(0);
        readers.shutdownNow();
        clock.shutdownNow();
    }

    private void receive(HttpExchange exchange) throws IOException {
        String request = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        boolean streams = request.contains("\"stream\" : true") || request.contains("\"stream\":true");
        double chance = new SplittableRandom(seed + number.incrementAndGet()).nextDouble();
        Fate fate = weather.fate(chance, streams);
        of(fate).increment();
        int inputTokens = Math.max(1, request.length() / 4);
        long millis = weather.latency().toMillis();
        boolean fails = fate == Fate.FAILED || fate == Fate.THROTTLED;
        Future<?> unused = clock.schedule(
                () -> answer(exchange, fate, streams, inputTokens), fails ? millis / 5 : millis, TimeUnit.MILLISECONDS);
    }

    private void answer(HttpExchange exchange, Fate fate, boolean streams, int inputTokens) {
        try {
            if (fate == Fate.STALLED) {
                stall(exchange);
            } else {
                end(exchange, fate, streams, inputTokens);
            }
        } catch (IOException e) {
            exchange.close();
            goneClients.increment();
        }
    }

    private static void end(HttpExchange exchange, Fate fate, boolean streams, int inputTokens) throws IOException {
        try (exchange) {
            switch (fate) {
                case FAILED -> respond(exchange, 500, "{\"error\": {\"message\": \"the server is overloaded\"}}");
                case THROTTLED -> {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                    respond(exchange, 429, "{\"error\": {\"message\": \"too many requests\"}}");
                }
                default -> {
                    int outputTokens = fate == Fate.TALKATIVE ? TALKATIVE_TOKENS : ANSWER_TOKENS;
                    if (streams) {
                        stream(exchange, fate == Fate.CUT, inputTokens, outputTokens);
                    } else {
                        respond(exchange, 200, whole(inputTokens, outputTokens));
                    }
                }
            }
        }
    }

    /** Sends the first part and keeps the connection for a minute. */
    private void stall(HttpExchange exchange) throws IOException {
        OutputStream body = open(exchange);
        body.write(part(TEXT.substring(0, 8)));
        body.flush();
        Future<?> unused = clock.schedule(exchange::close, 60, TimeUnit.SECONDS);
    }

    private static void stream(HttpExchange exchange, boolean cut, int inputTokens, int outputTokens)
            throws IOException {
        OutputStream body = open(exchange);
        int size = TEXT.length() / PARTS;
        for (int i = 0; i < PARTS; i++) {
            body.write(part(TEXT.substring(i * size, i == PARTS - 1 ? TEXT.length() : (i + 1) * size)));
            body.flush();
            if (cut) {
                return;
            }
        }
        body.write(event("{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"stop\"}]}"));
        body.write(event("{\"choices\": [], " + usage(inputTokens, outputTokens) + "}"));
        body.write(event("[DONE]"));
        body.close();
    }

    private static OutputStream open(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        return exchange.getResponseBody();
    }

    private static byte[] part(String text) {
        return event(
                "{\"id\": \"c\", \"model\": \"load-model\", \"choices\": [{\"index\": 0, \"delta\": {\"content\": \""
                        + text + "\"}}]}");
    }

    private static byte[] event(String data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static String whole(int inputTokens, int outputTokens) {
        return "{\"id\": \"c\", \"object\": \"chat.completion\", \"created\": 1, \"model\": \"load-model\","
                + " \"choices\": [{\"index\": 0, \"finish_reason\": \"stop\", \"message\": {\"role\": \"assistant\","
                + " \"content\": \"" + TEXT + "\"}}], " + usage(inputTokens, outputTokens) + "}";
    }

    private static String usage(int inputTokens, int outputTokens) {
        return "\"usage\": {\"prompt_tokens\": " + inputTokens + ", \"completion_tokens\": " + outputTokens
                + ", \"total_tokens\": " + (inputTokens + outputTokens) + "}";
    }

    private static void respond(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static ThreadFactory daemon(String name) {
        AtomicLong threads = new AtomicLong();
        return work -> {
            Thread thread = new Thread(work, name + "-" + threads.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
