package io.genaiops.eval.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/**
 * The system's Chromium, driven by its own driver over the WebDriver protocol (W3C, WebDriver 2) with what the JDK has, so
 * that no test downloads a driver or tells anybody of its runs. Each one has a profile of its own and no network.
 */
final class Browser implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final List<String> BROWSERS = List.of("chromium", "chromium-browser", "google-chrome");

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();
    private final Process driver;
    private final String session;

    private Browser(Process driver, String address, Path profile, String browser) throws IOException {
        this.driver = driver;
        ObjectNode options = JsonNodeFactory.instance.objectNode().put("binary", browser);
        ArrayNode arguments = options.putArray("args");
        for (String argument : List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--disable-dev-shm-usage",
                "--host-resolver-rules=MAP * ~NOTFOUND",
                "--window-size=1440,900",
                "--user-data-dir=" + profile)) {
            arguments.add(argument);
        }
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ObjectNode capabilities = request.putObject("capabilities").putObject("alwaysMatch");
        capabilities.put("browserName", "chrome").set("goog:chromeOptions", options);
        capabilities.putObject("goog:loggingPrefs").put("browser", "ALL");
        capabilities.putObject("timeouts").put("script", 120_000).put("pageLoad", 120_000);
        JsonNode created = send("POST", address + "/session", request);
        this.session = address + "/session/" + created.path("sessionId").asText();
    }

    /** Starts a browser, or skips the test and says what is missing. */
    static Browser start(Path folder) throws IOException {
        String browser = BROWSERS.stream()
                .map(Browser::find)
                .filter(path -> !path.isEmpty())
                .findFirst()
                .orElse("");
        String driver = find("chromedriver");
        Assumptions.assumeTrue(
                !browser.isEmpty() && !driver.isEmpty(),
                "pages are looked at in Chromium: install the packages chromium and chromium-driver to run this test");
        Process process =
                new ProcessBuilder(driver, "--port=0").redirectErrorStream(true).start();
        try {
            return new Browser(process, "http://127.0.0.1:" + port(process), folder.resolve("profile"), browser);
        } catch (IOException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static String find(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "/usr/bin").split(File.pathSeparator))
                .map(folder -> new File(folder, program))
                .filter(File::canExecute)
                .map(File::getPath)
                .findFirst()
                .orElse("");
    }

    private static String port(Process process) throws IOException {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher matcher = PORT.matcher(line);
            if (matcher.find()) {
                return matcher.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver ended before it said its port: " + said);
    }

    /** Opens a report and waits until it is in one of the states, given by regular expression. */
    void open(Path file, String states) throws IOException {
        post(
                "/url",
                JsonNodeFactory.instance.objectNode().put("url", file.toUri().toString()));
        until("new RegExp('^(" + states + ")$').test(document.documentElement.dataset.state)");
    }

    /** Waits, frame by frame within the page, until an expression is true. */
    void until(String expression) throws IOException {
        async("const check = () => (" + expression
                + ") ? done(true) : requestAnimationFrame(() => setTimeout(check, 5)); check();");
    }

    /** Returns what a function body returns; arguments are {@code arguments[0]} and so on. */
    JsonNode run(String body, Object... arguments) throws IOException {
        return post("/execute/sync", script(body, arguments));
    }

    /** Returns what a function body gives to {@code done}. */
    JsonNode async(String body, Object... arguments) throws IOException {
        return post("/execute/async", script("const done = arguments[arguments.length - 1]; " + body, arguments));
    }

    private static ObjectNode script(String body, Object... arguments) {
        ObjectNode script = JsonNodeFactory.instance.objectNode().put("script", body);
        script.set("args", JSON.valueToTree(arguments));
        return script;
    }

    /** Presses keys, one after the other, and lets the page draw. */
    void press(String keys) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        ArrayNode actions = request.putArray("actions")
                .addObject()
                .put("type", "key")
                .put("id", "keys")
                .putArray("actions");
        keys.codePoints().mapToObj(Character::toString).forEach(key -> {
            actions.addObject().put("type", "keyDown").put("value", key);
            actions.addObject().put("type", "keyUp").put("value", key);
        });
        post("/actions", request);
        drawn();
    }

    /** Waits until the page has drawn what was changed. */
    void drawn() throws IOException {
        async("requestAnimationFrame(() => setTimeout(() => done(true), 0));");
    }

    /** Sends a command of the DevTools protocol. */
    JsonNode command(String name, String parameters) throws IOException {
        ObjectNode request = JsonNodeFactory.instance.objectNode().put("cmd", name);
        request.set("params", JSON.readTree(parameters));
        return post("/goog/cdp/execute", request);
    }

    /** Returns what the page wrote to its console since the last call: errors and refused violations among it. */
    List<String> console() throws IOException {
        JsonNode entries = post("/se/log", JsonNodeFactory.instance.objectNode().put("type", "browser"));
        return entries.findValuesAsText("message");
    }

    /** Returns the page as PDF. */
    byte[] print() throws IOException {
        return Base64.getDecoder()
                .decode(post("/print", JsonNodeFactory.instance.objectNode()).asText());
    }

    private JsonNode post(String path, ObjectNode body) throws IOException {
        return send("POST", session + path, body);
    }

    private JsonNode send(String method, String address, ObjectNode body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofMinutes(3))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                .build();
        try {
            HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            JsonNode value = JSON.readTree(response.body()).path("value");
            if (response.statusCode() != 200) {
                throw new IOException(value.path("error").asText() + ": "
                        + value.path("message").asText());
            }
            return value;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the browser was asked", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            send("DELETE", session, JsonNodeFactory.instance.objectNode());
        } finally {
            driver.destroy();
            try {
                driver.waitFor(20, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
