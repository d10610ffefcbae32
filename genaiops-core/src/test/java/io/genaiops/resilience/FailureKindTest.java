package io.genaiops.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParseException;
import dev.langchain4j.exception.AuthenticationException;
import dev.langchain4j.exception.ContentFilteredException;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.exception.InternalServerException;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.LangChain4jException;
import dev.langchain4j.exception.ModelNotFoundException;
import dev.langchain4j.exception.NonRetriableException;
import dev.langchain4j.exception.RateLimitException;
import dev.langchain4j.exception.RetriableException;
import dev.langchain4j.exception.TimeoutException;
import dev.langchain4j.exception.ToolArgumentsException;
import dev.langchain4j.exception.ToolExecutionException;
import dev.langchain4j.exception.UnresolvedModelServerException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.guardrail.GuardrailException;
import dev.langchain4j.guardrail.InputGuardrailException;
import dev.langchain4j.guardrail.OutputGuardrailException;
import dev.langchain4j.model.ModelDisabledException;
import io.genaiops.RefusedException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureKindTest {

    /** The table of the docs page: each exception class of langchain4j-core, and what it says by itself. */
    private static final Map<Class<? extends Throwable>, FailureKind> LANGCHAIN4J = Map.ofEntries(
            Map.entry(LangChain4jException.class, FailureKind.UNKNOWN),
            Map.entry(HttpException.class, FailureKind.UNAVAILABLE),
            Map.entry(RetriableException.class, FailureKind.UNAVAILABLE),
            Map.entry(RateLimitException.class, FailureKind.RATE_LIMITED),
            Map.entry(TimeoutException.class, FailureKind.TIMED_OUT),
            Map.entry(InternalServerException.class, FailureKind.UNAVAILABLE),
            Map.entry(NonRetriableException.class, FailureKind.INVALID_REQUEST),
            Map.entry(AuthenticationException.class, FailureKind.AUTHENTICATION),
            Map.entry(InvalidRequestException.class, FailureKind.INVALID_REQUEST),
            Map.entry(ContentFilteredException.class, FailureKind.CONTENT_POLICY),
            Map.entry(ModelNotFoundException.class, FailureKind.MODEL_NOT_FOUND),
            Map.entry(ModelDisabledException.class, FailureKind.MODEL_NOT_FOUND),
            Map.entry(UnresolvedModelServerException.class, FailureKind.UNREACHABLE),
            Map.entry(UnsupportedFeatureException.class, FailureKind.INVALID_REQUEST),
            Map.entry(ToolArgumentsException.class, FailureKind.OF_THE_HOST),
            Map.entry(ToolExecutionException.class, FailureKind.OF_THE_HOST),
            Map.entry(GuardrailException.class, FailureKind.OF_THE_HOST),
            Map.entry(InputGuardrailException.class, FailureKind.OF_THE_HOST),
            Map.entry(OutputGuardrailException.class, FailureKind.OF_THE_HOST));

    /** No failures of calls: a document without text. */
    private static final Set<String> APART = Set.of("dev.langchain4j.data.document.BlankDocumentException");

    @Test
    void every_exception_class_of_langchain4j_core_has_a_line_in_the_table() throws Exception {
        Set<String> known =
                LANGCHAIN4J.keySet().stream().map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        known.addAll(APART);

        assertThat(throwablesOfLangChain4jCore()).hasSizeGreaterThan(15).containsExactlyInAnyOrderElementsOf(known);
    }

    @Test
    void every_exception_class_of_langchain4j_core_is_read_as_the_table_says() throws Exception {
        for (Map.Entry<Class<? extends Throwable>, FailureKind> line : LANGCHAIN4J.entrySet()) {
            Throwable failure = instance(line.getKey());
            assertThat(FailureKind.of(failure)).as(line.getKey().getName()).isEqualTo(line.getValue());
            assertThat(FailureKind.of(new RuntimeException(new CompletionException(failure))))
                    .as("wrapped " + line.getKey().getName())
                    .isEqualTo(line.getValue());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST", "401, AUTHENTICATION", "402, QUOTA_USED_UP", "403, AUTHENTICATION",
        "404, MODEL_NOT_FOUND", "408, TIMED_OUT", "409, UNAVAILABLE", "413, CONTEXT_WINDOW",
        "418, INVALID_REQUEST", "422, INVALID_REQUEST", "425, UNAVAILABLE", "429, RATE_LIMITED",
        "500, UNAVAILABLE", "501, INVALID_REQUEST", "502, UNAVAILABLE", "503, UNAVAILABLE",
        "504, UNAVAILABLE", "505, INVALID_REQUEST", "529, UNAVAILABLE", "599, UNAVAILABLE"
    })
    void the_status_decides_whatever_class_is_around_it(int status, FailureKind kind) {
        HttpException http = new HttpException(status, "{}");

        assertThat(FailureKind.of(http)).isEqualTo(kind);
        assertThat(FailureKind.of(new InvalidRequestException(http))).isEqualTo(kind);
        assertThat(FailureKind.of(new RuntimeException(new LangChain4jException(http))))
                .isEqualTo(kind);
    }

    static Stream<Object[]> causes() {
        return Stream.of(
                new Object[] {new ConnectException("refused"), FailureKind.CONNECTION},
                new Object[] {new SocketException("Connection reset"), FailureKind.CONNECTION},
                new Object[] {new EOFException("cut"), FailureKind.CONNECTION},
                new Object[] {new ClosedChannelException(), FailureKind.CONNECTION},
                new Object[] {new SSLException("closed"), FailureKind.CONNECTION},
                new Object[] {new SSLHandshakeException("untrusted"), FailureKind.UNREACHABLE},
                new Object[] {new SSLPeerUnverifiedException("other host"), FailureKind.UNREACHABLE},
                new Object[] {new UnknownHostException("nowhere"), FailureKind.UNREACHABLE},
                new Object[] {new UnresolvedAddressException(), FailureKind.UNREACHABLE},
                new Object[] {new HttpTimeoutException("late"), FailureKind.TIMED_OUT},
                new Object[] {new HttpConnectTimeoutException("late"), FailureKind.TIMED_OUT},
                new Object[] {new SocketTimeoutException("late"), FailureKind.TIMED_OUT},
                new Object[] {new InterruptedIOException("timeout"), FailureKind.TIMED_OUT},
                new Object[] {new java.util.concurrent.TimeoutException(), FailureKind.TIMED_OUT},
                new Object[] {new InterruptedException(), FailureKind.INTERRUPTED},
                new Object[] {new InterruptedIOException("interrupted"), FailureKind.INTERRUPTED},
                new Object[] {new ClosedByInterruptException(), FailureKind.INTERRUPTED},
                new Object[] {new CancellationException(), FailureKind.INTERRUPTED},
                new Object[] {new JsonParseException(null, "no JSON"), FailureKind.MALFORMED},
                new Object[] {new OutOfMemoryError(), FailureKind.JVM_FAILURE},
                new Object[] {new StackOverflowError(), FailureKind.JVM_FAILURE},
                new Object[] {new RefusedException("budget"), FailureKind.OF_THE_HOST},
                new Object[] {
                    new ModelUnavailableException("small", ModelUnavailableException.Reason.CLOSED, null, "closed"),
                    FailureKind.NOT_ASKED
                },
                new Object[] {new NullPointerException(), FailureKind.UNKNOWN},
                new Object[] {new IllegalArgumentException("maximum context length"), FailureKind.UNKNOWN});
    }

    @ParameterizedTest
    @MethodSource("causes")
    void causes_of_the_jdk_decide_at_any_depth(Throwable cause, FailureKind kind) {
        assertThat(FailureKind.of(cause)).isEqualTo(kind);
        assertThat(FailureKind.of(new RuntimeException(cause))).isEqualTo(kind);
        assertThat(FailureKind.of(new CompletionException(new RuntimeException(cause))))
                .isEqualTo(kind);
        if (cause instanceof IOException io) {
            assertThat(FailureKind.of(new UncheckedIOException(io))).isEqualTo(kind);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": {\"code\": \"context_length_exceeded\"}}",
                "This model's maximum context length is 8192 tokens. However, your messages resulted in 9000 tokens.",
                "Your input exceeds the context window of this model.",
                "prompt is too long: 210000 tokens > 200000 maximum",
                "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000",
                "Input is too long for requested model.",
                "The input token count (1300000) exceeds the maximum number of tokens allowed (1048575).",
                "This model's maximum prompt length is 131072 but the request contains 537812 tokens",
                "Please reduce the length of the messages or completion.",
                "Prompt contains 65673 tokens, too large for model with 32768 maximum",
                "the request exceeds the available context size, try increasing it",
            })
    void messages_too_long_are_known_by_what_providers_say(String body) {
        assertThat(FailureKind.of(Fakes.invalid(body))).isEqualTo(FailureKind.CONTEXT_WINDOW);
        assertThat(FailureKind.of(new InvalidRequestException(body))).isEqualTo(FailureKind.CONTEXT_WINDOW);
        assertThat(FailureKind.of(new LangChain4jException(body))).isEqualTo(FailureKind.CONTEXT_WINDOW);
        assertThat(FailureKind.of(new InternalServerException(new HttpException(500, body))))
                .isEqualTo(FailureKind.UNAVAILABLE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\": {\"code\": \"content_filter\", \"innererror\": {\"code\": \"ResponsibleAIPolicyViolation\"}}}",
                "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
                "{\"code\": \"content_policy_violation\"}",
                "Your request was rejected as a result of our safety system.",
                "Output blocked by content filtering policy",
            })
    void blocked_content_is_known_by_what_providers_say(String body) {
        assertThat(FailureKind.of(Fakes.invalid(body))).isEqualTo(FailureKind.CONTENT_POLICY);
        assertThat(FailureKind.of(new HttpException(403, body))).isEqualTo(FailureKind.CONTENT_POLICY);
    }

    @Test
    void a_quota_that_is_used_up_is_not_asked_for_again() {
        FailureKind kind = FailureKind.of(Fakes.rateLimited("{\"error\": {\"code\": \"insufficient_quota\"}}"));

        assertThat(kind).isEqualTo(FailureKind.QUOTA_USED_UP);
        assertThat(kind.isRetryable()).isFalse();
        assertThat(kind.isFallingBack()).isTrue();
    }

    @Test
    void the_failure_of_a_tool_stays_the_host_s_even_over_http() {
        assertThat(FailureKind.of(new ToolExecutionException(new HttpException(503, "tool server down"))))
                .isEqualTo(FailureKind.OF_THE_HOST);
    }

    @Test
    void causes_that_go_round_in_a_circle_are_read_once() {
        RuntimeException one = new RuntimeException("one");
        RuntimeException other = new RuntimeException("other", one);
        one.initCause(other);

        assertThat(FailureKind.of(one)).isEqualTo(FailureKind.UNKNOWN);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Rate limit reached. Please try again in 20s.                         | PT20S
            Please try again in 1.242s. Visit the limits page                    | PT1.242S
            Please try again in 350ms.                                           | PT0.35S
            Please try again in 6m0s.                                            | PT6M
            Please try again in 1h2m3s.                                          | PT1H2M3S
            Please retry after 25 seconds.                                       | PT25S
            Please retry in 34.07s.                                              | PT34.07S
            try again in 2 minutes                                               | PT2M
            {"error": {"details": [{"retryDelay": "34s"}]}}                      | PT34S
            {"retry_after": 1.5}                                                 | PT1.5S
            {"retry-after": "7", "x": 1}                                         | PT7S
            """)
    void the_wait_that_a_provider_asks_for_is_read_from_its_answer(String body, Duration wait) {
        assertThat(FailureReader.retryAfter(Fakes.rateLimited(body))).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "too many requests",
                "try again later",
                "retry in 5 apples",
                "try again in 99999999999999999999s",
                "{\"retry_after\": \"soon\"}",
                "again in 3 meters"
            })
    void no_wait_is_made_up(String body) {
        assertThat(FailureReader.retryAfter(Fakes.rateLimited(body))).isEmpty();
    }

    private static Throwable instance(Class<? extends Throwable> type) throws ReflectiveOperationException {
        if (type == HttpException.class) {
            return new HttpException(500, "{}");
        }
        if (GuardrailException.class.isAssignableFrom(type)) {
            Constructor<? extends Throwable> hidden = type.getDeclaredConstructor(String.class, Throwable.class);
            hidden.setAccessible(true);
            return hidden.newInstance("said nothing", null);
        }
        return type.getConstructor(String.class).newInstance("said nothing");
    }

    private static Set<String> throwablesOfLangChain4jCore() throws Exception {
        URI jar = LangChain4jException.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI();
        Set<String> found = new TreeSet<>();
        try (FileSystem files = FileSystems.newFileSystem(Path.of(jar));
                Stream<Path> classes = Files.walk(files.getPath("/dev/langchain4j"))) {
            for (Path file :
                    classes.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = file.toString().substring(1).replace('/', '.').replaceFirst("\\.class$", "");
                if (isThrowable(name)) {
                    found.add(name);
                }
            }
        }
        return found;
    }

    /** Classes that need a library which is not here are none of those that calls throw. */
    private static boolean isThrowable(String name) {
        try {
            return Throwable.class.isAssignableFrom(Class.forName(name, false, FailureKindTest.class.getClassLoader()));
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            return name.endsWith("Exception");
        }
    }
}
