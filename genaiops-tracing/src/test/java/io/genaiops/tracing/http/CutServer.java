package io.genaiops.tracing.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** A server on loopback that begins a stream of events and closes the connection within it. */
final class CutServer implements AutoCloseable {

    private final HttpServer server;
    private final byte[] begin;

    private CutServer(HttpServer server, byte[] begin) {
        this.server = server;
        this.begin = begin;
    }

    static CutServer after(String begin) throws IOException {
        HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CutServer server = new CutServer(http, begin.getBytes(StandardCharsets.UTF_8));
        http.createContext("/", server::cut);
        http.start();
        return server;
    }

    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void cut(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write(begin);
        exchange.getResponseBody().flush();
        throw new IOException("the connection is cut here");
    }
}
