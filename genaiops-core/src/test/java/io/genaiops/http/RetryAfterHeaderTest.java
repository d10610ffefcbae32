package io.genaiops.http;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import io.genaiops.resilience.Resilience;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over real HTTP, with LangChain4j's own client and a model of a provider on top. */
class RetryAfterHeaderTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T10:00:00Z"), ZoneOffset.UTC);
    private static final WireMockServer SERVER =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private static final String BODY = "{\"error\": {\"message\": \"slow down\"}}";

    @BeforeAll
    static void start() {
        SERVER.start();
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void reset() {
        SERVER.resetAll();
    }

    private static void answers(ResponseDefinitionBuilder response) {
        SERVER.stubFor(any(anyUrl()).willReturn(response));
    }

    private static HttpClient client() {
        return RetryAfterHeader.keptBy(HttpClient.newBuilder(), CLOCK).build();
    }

    private static HttpRequest request() {
        return HttpRequest.newBuilder(URI.create(SERVER.baseUrl())).build();
    }

    private static String body() throws IOException, InterruptedException {
        return client().send(request(), BodyHandlers.ofString()).body();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Retry-After    | 20                            | 20.000",
                "retry-after    | 0                             | 0.000",
                "Retry-After-Ms | 1500                          | 1.500",
                "Retry-After    | Mon, 30 Nov 2026 10:00:34 GMT | 34.000",
                "Retry-After    | Mon, 30 Nov 2026 09:00:00 GMT | 0.000"
            })
    void the_header_of_a_failure_leads_its_body(String name, String value, String seconds) throws Exception {
        answers(aResponse().withStatus(429).withHeader(name, value).withBody(BODY));

        assertThat(body()).isEqualTo("{\"retry_after\": " + seconds + "}\n" + BODY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | Retry-After | 20",
                "429 | X-Other     | 20",
                "429 | Retry-After | soon",
                "429 | Retry-After | -1",
                "503 | Retry-After | 12345678901",
                "503 | Retry-After | Monday, 30 Nov 2026"
            })
    void every_other_body_stays_as_it_is(int status, String name, String value) throws Exception {
        answers(aResponse().withStatus(status).withHeader(name, value).withBody(BODY));

        assertThat(body()).isEqualTo(BODY);
    }

    @Test
    void an_empty_body_gets_the_line_and_a_long_one_keeps_every_byte() throws Exception {
        answers(aResponse().withStatus(503).withHeader("Retry-After", "7"));
        assertThat(body()).startsWith("{\"retry_after\": 7.000}");
        HttpResponse<InputStream> read = client().send(request(), BodyHandlers.ofInputStream());
        try (InputStream stream = read.body()) {
            assertThat(new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip())
                    .isEqualTo("{\"retry_after\": 7.000}");
        }

        String longBody = "0123456789".repeat(50_000);
        answers(aResponse().withStatus(503).withHeader("Retry-After", "7").withBody(longBody));
        assertThat(body()).endsWith("}" + "\n" + longBody);
        CompletableFuture<HttpResponse<Stream<String>>> lines = client().sendAsync(request(), BodyHandlers.ofLines());
        assertThat(lines.get(60, TimeUnit.SECONDS).body()).containsExactly("{\"retry_after\": 7.000}", longBody);
    }

    /** As docs/survive-an-outage.md shows it. */
    private static ChatModel chat(String url, String key, String name) {
        HttpClientBuilder clients =
                JdkHttpClient.builder().httpClientBuilder(RetryAfterHeader.keptBy(HttpClient.newBuilder()));
        ChatModel model = OpenAiChatModel.builder()
                .httpClientBuilder(clients)
                .baseUrl(url)
                .apiKey(key)
                .modelName(name)
                .maxRetries(0)
                .build();
        return model;
    }

    @Test
    void a_model_of_langchain4j_fails_as_before_and_its_retries_keep_to_the_header() {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "600").withBody(BODY));

        try (Resilience resilience = Resilience.builder().attempts(5).build()) {
            ChatModel model = chat(SERVER.baseUrl() + "/v1", "none", "gpt-4o-mini");
            assertThatThrownBy(() -> resilience.chatModel("small", model).chat("Hello"))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessage("{\"retry_after\": 600.000}\n" + BODY);
        }
        assertThat(SERVER.getAllServeEvents())
                .as("a wait past the deadline is not begun")
                .hasSize(1);
    }

    @Test
    void a_stream_of_langchain4j_keeps_to_the_header_too() throws Exception {
        answers(aResponse().withStatus(429).withHeader("Retry-After", "600").withBody(BODY));
        OpenAiStreamingChatModel model = OpenAiStreamingChatModel.builder()
                .httpClientBuilder(
                        JdkHttpClient.builder().httpClientBuilder(RetryAfterHeader.keptBy(HttpClient.newBuilder())))
                .baseUrl(SERVER.baseUrl() + "/v1")
                .apiKey("none")
                .modelName("gpt-4o-mini")
                .build();
        CompletableFuture<Throwable> ended = new CompletableFuture<>();

        try (Resilience resilience = Resilience.builder().attempts(5).build()) {
            resilience.streamingChatModel("small", model).chat("Hello", new StreamingChatResponseHandler() {
                @Override
                public void onPartialResponse(String text) {}

                @Override
                public void onCompleteResponse(ChatResponse response) {
                    ended.completeExceptionally(new AssertionError("an answer"));
                }

                @Override
                public void onError(Throwable failure) {
                    ended.complete(failure);
                }
            });
            assertThat(ended.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(RateLimitException.class)
                    .hasMessageContaining("\"retry_after\": 600.000");
        }
        assertThat(SERVER.getAllServeEvents()).hasSize(1);
    }

    @Test
    void the_client_is_the_given_one_in_all_other_respects() throws NoSuchAlgorithmException {
        CookieManager cookies = new CookieManager();
        ProxySelector proxy = ProxySelector.of(null);
        SSLContext context = SSLContext.getDefault();
        Authenticator authenticator = new Authenticator() {};
        SSLParameters parameters = new SSLParameters(new String[] {"TLS_AES_128_GCM_SHA256"});

        HttpClient client = RetryAfterHeader.keptBy(HttpClient.newBuilder())
                .cookieHandler(cookies)
                .connectTimeout(Duration.ofSeconds(3))
                .sslContext(context)
                .sslParameters(parameters)
                .executor(Runnable::run)
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .version(HttpClient.Version.HTTP_1_1)
                .priority(7)
                .proxy(proxy)
                .authenticator(authenticator)
                .build();

        assertThat(client.cookieHandler()).containsSame(cookies);
        assertThat(client.connectTimeout()).contains(Duration.ofSeconds(3));
        assertThat(client.sslContext()).isSameAs(context);
        assertThat(client.sslParameters().getCipherSuites()).containsExactly("TLS_AES_128_GCM_SHA256");
        assertThat(client.executor()).isPresent();
        assertThat(client.followRedirects()).isEqualTo(HttpClient.Redirect.ALWAYS);
        assertThat(client.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(client.proxy()).containsSame(proxy);
        assertThat(client.authenticator()).containsSame(authenticator);
        assertThat(client.newWebSocketBuilder()).isNotNull();
    }

    @Test
    void a_connection_that_breaks_within_the_body_is_the_failure_that_it_was() {
        answers(aResponse().withStatus(503).withHeader("Retry-After", "7").withFault(Fault.RANDOM_DATA_THEN_CLOSE));

        assertThatThrownBy(RetryAfterHeaderTest::body).isInstanceOf(IOException.class);
    }
}
