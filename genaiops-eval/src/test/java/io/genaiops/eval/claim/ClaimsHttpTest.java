package io.genaiops.eval.claim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpServer;
import dev.langchain4j.model.chat.Capability;
import dev.langchain4j.model.openai.OpenAiChatModel;
import io.genaiops.eval.Outcome;
import io.genaiops.eval.Sample;
import io.genaiops.eval.judge.Judge;
import io.genaiops.eval.judge.JudgeMeter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both calls of a check by claim over HTTP, as the OpenAI model of LangChain4j sends them. */
class ClaimsHttpTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final List<JsonNode> requests = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/chat/completions", exchange -> {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            requests.add(request);
            String content = requests.size() == 1
                    ? "{\"claims\": [\"The hut opens in June.\", \"The hut has a sauna.\"]}"
                    : "{\"c1\": {\"reason\": \"said\", \"score\": \"supported\"}, \"c2\": {\"reason\": \"not said\","
                            + " \"score\": \"unmentioned\"}}";
            byte[] body = JSON.createObjectNode()
                    .put("id", "1")
                    .put("object", "chat.completion")
                    .put("model", "gpt-judge")
                    .<com.fasterxml.jackson.databind.node.ObjectNode>set(
                            "choices",
                            JSON.createArrayNode()
                                    .add(JSON.createObjectNode()
                                            .put("index", 0)
                                            .put("finish_reason", "stop")
                                            .set(
                                                    "message",
                                                    JSON.createObjectNode()
                                                            .put("role", "assistant")
                                                            .put("content", content))))
                    .set(
                            "usage",
                            JSON.createObjectNode()
                                    .put("prompt_tokens", 100)
                                    .put("completion_tokens", 20)
                                    .put("total_tokens", 120))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
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
    void a_check_by_claim_makes_two_structured_requests_without_parameters_of_its_own() {
        OpenAiChatModel model = OpenAiChatModel.builder()
                .baseUrl("http://localhost:" + server.getAddress().getPort() + "/v1")
                .apiKey("none")
                .modelName("gpt-judge")
                .supportedCapabilities(Capability.RESPONSE_FORMAT_JSON_SCHEMA)
                .strictJsonSchema(true)
                .maxRetries(0)
                .build();
        JudgeMeter meter = JudgeMeter.create();
        ClaimCheck check = Claims.of(Judge.of(model).meteredBy(meter)).byClaim();
        Outcome outcome = check.evaluate(Sample.of("When does the hut open?")
                        .groundedIn("The hut opens in June.")
                        .answered("In June. It has a sauna."))
                .get(0);
        assertThat(outcome.score()).as("%s", outcome).hasValue(0.5);
        assertThat(requests).hasSize(2);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.path("response_format").path("type").asText()).isEqualTo("json_schema");
            assertThat(request.has("temperature")).isFalse();
            assertThat(request.has("max_tokens")).isFalse();
        });
        JsonNode schema =
                requests.get(1).path("response_format").path("json_schema").path("schema");
        assertThat(schema.path("required").toString()).isEqualTo("[\"c1\",\"c2\"]");
        assertThat(meter.total().calls()).isEqualTo(2);
        assertThat(meter.total().inputTokens()).isEqualTo(200);
    }
}
